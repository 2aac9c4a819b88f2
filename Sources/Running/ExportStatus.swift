internal import Glibc
import Model
internal import Reading
internal import Recording
internal import Reporting
internal import Hashing

/// Writes an update file for the shop system: the transfer orders that are paid and released, each
/// once per release and template.
public func exportStatus(
  template name: String, shopID: String? = nil, output path: String, _ request: RunRequest
) throws -> RunSummary {
  try request.checkWorkspace(writing: path)
  let template = try StatusTemplate.load(name)
  return try request.onLedger("export status") { frame in
    let purpose = ReleasePurpose.status(template.id)
    let due = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.releasedOrders(purpose: purpose)
    }.filter {
      $0.exportID == nil && $0.paymentMethod == .bankTransfer && $0.paidOn != nil
        && $0.status == .open && (shopID?.isExactly($0.shopID) ?? true)
    }.sorted { ($0.orderID, $0.shopID) < ($1.orderID, $1.shopID) }
    func say(_ ja: String, _ en: String) -> String { frame.language == .ja ? ja : en }
    guard !due.isEmpty else {
      return RunSummary(lines: [say("書き出す注文はありません。", "Nothing to write.")], exitCode: 0)
    }
    let output = NewFile(path)
    try withBytes(try StatusWriter(template).bytes(due)) { (raw) throws(RunError) in
      try output.write([raw])
    }
    let export = ReleaseExport(
      purpose: purpose, layout: template.id, outputSHA256: output.sha256,
      outputName: lastComponent(path), asOf: request.asOf, wallSeconds: Int64(time(nil)))
    let id = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.record(export, of: due)
    }
    try output.publish()
    return RunSummary(
      lines: [
        say(
          "入金済み \(due.count)件を書き出しました: \(path)(出力番号 \(id))",
          "Wrote \(due.count) paid orders: \(path) (export \(id))")
      ], exitCode: 0)
  }
}

/// Writes rows as the shop system reads them: nothing is neutralised, as no person opens the file.
private struct StatusWriter {
  let template: StatusTemplate

  init(_ template: StatusTemplate) { self.template = template }

  /// Throws `.usage` for a text that the encoding does not have.
  func bytes(_ orders: [ReleasedOrder]) throws(RunError) -> [UInt8] {
    var out: [UInt8] = []
    try add(template.columns.map(\.name), to: &out)
    for order in orders { try add(template.columns.map { text($0.content, order) }, to: &out) }
    return out
  }

  private func add(_ cells: [String], to out: inout [UInt8]) throws(RunError) {
    for (n, cell) in cells.enumerated() {
      if n > 0 { out.append(0x2C) }
      let needsQuotes = cell.utf8.contains { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }
      if !needsQuotes {
        out += try encoded(cell)
        continue
      }
      out.append(0x22)
      for byte in try encoded(cell) {
        if byte == 0x22 { out.append(0x22) }
        out.append(byte)
      }
      out.append(0x22)
    }
    out += template.isCRLF ? [0x0D, 0x0A] : [0x0A]
  }

  private func encoded(_ text: String) throws(RunError) -> [UInt8] {
    if !template.isCP932 { return Array(text.utf8) }
    guard let bytes = cp932Bytes(text) else {
      throw .usage(
        "「\(text)」は Shift_JIS(CP932)で書けません / “\(text)” cannot be written in CP932")
    }
    return bytes
  }

  private func text(_ content: StatusTemplate.Content, _ order: ReleasedOrder) -> String {
    switch content {
    case .constant(let text): text
    case .orderID: order.orderID
    case .shopID: order.shopID
    case .paymentMethod: order.paymentMethod.rawValue
    case .dueYen: String(order.dueYen)
    case .clearedYen: String(order.clearedYen)
    case .paidOn(let form): order.paidOn.map(form.text) ?? ""
    case .releasedOn(let form): form.text(order.releasedAt.day)
    }
  }
}

/// `export release` without a shipping file: a list for people.
struct ListWriter {
  private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(_ language: Language) {
    let names =
      language == .ja
      ? ["注文番号", "店舗", "支払方法", "出荷可の日時", "請求額", "入金額", "差額", "入金日"]
      : [
        "order_id", "shop_id", "payment_method", "released_at", "due_yen", "cleared_yen",
        "difference_yen", "paid_on",
      ]
    add(names)
  }

  mutating func add(_ order: ReleasedOrder) {
    let isPrepaid = order.paymentMethod == .bankTransfer
    add([
      order.orderID, order.shopID, order.paymentMethod.rawValue, order.releasedAt.iso,
      String(order.dueYen), String(order.clearedYen),
      isPrepaid ? String(order.clearedYen - order.dueYen) : "", order.paidOn?.iso ?? "",
    ])
  }

  private mutating func add(_ cells: [String]) {
    for (n, cell) in cells.enumerated() {
      if n > 0 { bytes.append(0x2C) }
      if n < 2, startsLikeFormula(cell) { bytes.append(0x27) }
      if cell.utf8.contains(where: { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }) {
        bytes.append(0x22)
        for byte in cell.utf8 {
          if byte == 0x22 { bytes.append(0x22) }
          bytes.append(byte)
        }
        bytes.append(0x22)
      } else {
        bytes.append(contentsOf: cell.utf8)
      }
    }
    bytes += [0x0D, 0x0A]
  }
}
