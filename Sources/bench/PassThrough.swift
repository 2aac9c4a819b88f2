import Foundation
import Model
import Reading
import Running
import TestKit

/// A shop's B2クラウド file for half a million open orders, of which nine in ten are released.
struct PassThrough {
  static let rows = 500_000
  private static let columns = 95
  private static let moment = Moment(day: Day(year: 2026, month: 2, day: 13)!, hour: 9)

  /// A workspace that has released its orders, and beside it the shipping file of all of them.
  static func make(in folder: URL) throws {
    let workspace = Workspace(root: folder.path)
    _ = try initialise(workspace)
    var random = SeededRandom(seed: daySeed)
    var orders = Array(
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"
        .utf8)
    var slips = cp932Bytes(header.joined(separator: ",") + "\r\n")!
    let addresses = addressCells.map { cp932Bytes($0)! }
    for n in 0..<rows {
      let id = "H\(20_000_000 + n)"
      let isAtDoor = random.chance(perMille: 400)
      let yen = 1_000 + random.below(59_000)
      let method = isAtDoor ? "cod" : random.chance(perMille: 833) ? "card" : "bank_transfer"
      orders += Array("\(id),S1,2026-02-12T10:00:00+09:00,\(method),見本太郎,ミホンタロウ,\(yen),open\n".utf8)
      slips += row(id, isAtDoor ? yen : 0, random.pick(addresses))
    }
    try writeBytes(orders, to: folder.appendingPathComponent("inbox/orders.csv"))
    try writeBytes(slips, to: folder.appendingPathComponent("b2.csv"))
    _ = try runDaily(RunRequest(workspace: workspace, asOf: moment))
  }

  /// Times `export release` from the shop's file to the written one.
  static func measure(_ path: String) throws -> Figures {
    let folder = URL(fileURLWithPath: path)
    let output = folder.appendingPathComponent("released.csv")
    var release = ReleaseRequest(output: output.path)
    release.carrierFile = folder.appendingPathComponent("b2.csv").path
    let request = RunRequest(workspace: Workspace(root: path), asOf: moment)
    let (time, summary) = try microseconds { try exportRelease(release, request) }
    let peak = peakKiB()
    var hash = AnswerHash()
    hash.add(String(decoding: try readBytes(output), as: UTF8.self))
    let bytes = try readBytes(folder.appendingPathComponent("b2.csv")).count
    return Figures(
      workload: Workload.passThrough.rawValue, bytes: bytes, rows: rows, microseconds: time,
      peakKiB: peak, hash: hash.value, note: summary.lines.joined(separator: "; "))
  }

  private static let header = (1...columns).map { n in
    switch n {
    case 1: "お客様管理番号"
    case 2: "送り状種類"
    case 34: "コレクト代金引換額（税込)"
    default: "項目\(n)"
    }
  }

  /// Columns 5 to 33 of a row: dates, a consignee with a line end in quotes, a sender, goods.
  private static let addressCells = ["ソ表能", "髙﨑", "見本市中央"].map { place in
    "2026/02/14,2026/02/15,0812,,080-0000-0000,,100-0000,\"\(place)\r\n1-2-3\",見本ビル301,,,"
      + "見本　太郎,ﾐﾎﾝ ﾀﾛｳ,様,,03-0000-0000,,100-0000,東京都見本区見本1-1,,見本商店,,,雑貨,,,,,"
  }

  private static func row(_ id: String, _ yen: Int, _ address: [UInt8]) -> [UInt8] {
    var bytes = Array("\(id),\(yen > 0 ? 2 : 0),,,".utf8)
    bytes += address
    bytes += Array((yen > 0 ? ",\(yen)," : ",,").utf8)
    return bytes + Array((String(repeating: ",", count: 7) + "01" + tail).utf8)
  }

  private static let tail = String(repeating: ",", count: 52) + "\r\n"
}
