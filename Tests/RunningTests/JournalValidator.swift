import Foundation
import Running
import Model
import TestKit

/// What the makers' pages ask of a file of bookings, written from them and not from the writer; one
/// sentence per fault.
func validate(_ bytes: [UInt8], _ layout: JournalLayout) -> [String] {
  let isCP932 = layout == .yayoi || layout == .moneyforward
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  if !isCP932, !bytes.starts(with: mark) { return ["no byte order mark"] }
  let encoding: String.Encoding = isCP932 ? .shiftJIS : .utf8
  guard
    let text = String(
      bytes: bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes, encoding: encoding)
  else { return ["another encoding"] }
  guard text.hasSuffix("\r\n") else { return ["the last row does not end"] }
  let rows = csvCells(text)
  switch layout {
  case .yayoi:
    return rows.enumerated().flatMap { n, row in yayoiFaults(row).map { "row \(n + 1): \($0)" } }
  case .freee: return headed(rows, freeeHead, freeeFaults)
  case .moneyforward: return headed(rows, moneyforwardHead, moneyforwardFaults)
  case .neutral: return headed(rows, nil) { _ in [] }
  }
}

private let freeeHead =
  "収支区分,管理番号,発生日,決済期日,取引先コード,取引先,勘定科目,税区分,金額,税計算区分,税額,備考,品目,部門,"
  + "メモタグ（複数指定可、カンマ区切り）,セグメント1,セグメント2,セグメント3,決済日,決済口座,決済金額"

private let moneyforwardHead =
  "取引No,取引日,借方勘定科目,借方補助科目,借方部門,借方取引先,借方税区分,借方インボイス,借方金額(円),借方税額,"
  + "貸方勘定科目,貸方補助科目,貸方部門,貸方取引先,貸方税区分,貸方インボイス,貸方金額(円),貸方税額,摘要,仕訳メモ,タグ,"
  + "MF仕訳タイプ,決算整理仕訳,作成日時,作成者,最終更新日時,最終更新者"

private func headed(
  _ rows: [[String]], _ head: String?, _ faults: ([String]) -> [String]
) -> [String] {
  guard let first = rows.first else { return ["no header"] }
  if let head, first.joined(separator: ",") != head { return ["another header"] }
  return rows.dropFirst().enumerated().flatMap { n, row in
    let width = row.count == first.count ? [] : ["\(row.count) cells under \(first.count) headings"]
    return (width.isEmpty ? faults(row) : width).map { "row \(n + 2): \($0)" }
  }
}

private func isDay(_ text: String) -> Bool {
  let parts = text.split(separator: "/").compactMap { Int32($0) }
  return parts.count == 3 && Day(year: parts[0], month: parts[1], day: parts[2]) != nil
}

private func isYen(_ text: String) -> Bool { Int64(text).map { $0 > 0 } ?? false }

/// support.yayoi-kk.co.jp 18545: 25 columns; 1, 4, 5, 8, 9, 11, 14, 15, 20 and 25 are required.
private func yayoiFaults(_ row: [String]) -> [String] {
  if row.count != 25 { return ["\(row.count) columns, not 25"] }
  var faults: [String] = []
  if !["2000", "2111", "2110", "2100", "2101"].contains(row[0]) { faults.append("flag \(row[0])") }
  if !isDay(row[3]) { faults.append("day \(row[3])") }
  for n in [4, 10] {
    let bytes = row[n].data(using: .shiftJIS)?.count ?? 99
    if row[n].isEmpty || bytes > 24 { faults.append("account \(row[n])") }
  }
  for n in [7, 13] where row[n].isEmpty { faults.append("no tax class in \(n + 1)") }
  if !isYen(row[8]) || row[8] != row[14] { faults.append("amounts \(row[8]) and \(row[14])") }
  if (row[16].data(using: .shiftJIS)?.count ?? 99) > 64 {
    faults.append("text of more than 64 bytes")
  }
  if row[19] != "0" || row[24] != "no" { faults.append("type \(row[19]), adjustment \(row[24])") }
  return faults
}

/// 収支区分, 発生日, 勘定科目, 税区分 and 金額 are required; with a 決済日 also 決済口座 and 決済金額.
private func freeeFaults(_ row: [String]) -> [String] {
  var faults: [String] = []
  if !["収入", "支出"].contains(row[0]) { faults.append("kind \(row[0])") }
  if !isDay(row[2]) || !isDay(row[18]) { faults.append("day \(row[2]) \(row[18])") }
  if row[6].isEmpty || row[7].isEmpty || row[19].isEmpty {
    faults.append("no account or tax class")
  }
  if !isYen(row[8]) || row[8] != row[20] { faults.append("amounts \(row[8]) and \(row[20])") }
  return faults
}

/// 取引No, 取引日, accounts and amounts are required; rows of one number balance.
private func moneyforwardFaults(_ row: [String]) -> [String] {
  var faults: [String] = []
  if Int64(row[0]) == nil { faults.append("number \(row[0])") }
  if !isDay(row[1]) { faults.append("day \(row[1])") }
  if row[2].isEmpty || row[10].isEmpty || row[6].isEmpty || row[14].isEmpty {
    faults.append("empty")
  }
  if !isYen(row[8]) || row[8] != row[16] { faults.append("amounts \(row[8]) and \(row[16])") }
  return faults
}
