import Foundation
import Model
import Running
import TestKit
import Testing

private let policy = """
  accounts:
    - {bank: "9900", branch: "101", type: 1, number: "7654321", formats: [generic-two-columns]}
  """

private let account = TrueAccount(
  openingYen: 1_000_000,
  bookings: [
    Booking("2026-11-09", 5_000, "ｻﾄｳ ﾊﾅｺ"), Booking("2026-11-10", 7_000, "ｽｽﾞｷ ｲﾁﾛｳ"),
    Booking("2026-11-10", -300, "ﾃﾞﾝｷﾘﾖｳ"),
  ])

private let asOf = "2026-11-11T10:30"

/// A file that does not join, a balance that breaks inside, a sum that fails.
private enum Broken: String, CaseIterable, Sendable {
  case continuity, balance, sum

  var bytes: [UInt8] {
    switch self {
    case .continuity: account.file(.camt, "2026-11-10", "2026-11-10", shiftYen: 9)
    case .balance:
      Array(
        String(decoding: account.file(.csv, "2026-11-10", "2026-11-10"), as: UTF8.self)
          .replacing("300,,1011700", with: "300,,1011800").utf8)
    case .sum:
      account.file(.zengin, "2026-11-10", "2026-11-10")
        .replacingCount()
    }
  }

  var fault: String {
    switch self {
    case .continuity: "continuityBreak"
    case .balance: "balanceBreak"
    case .sum: "controlFailed"
    }
  }
}

extension [UInt8] {
  /// The trailer of a Zengin file counts one credit more than there are.
  fileprivate func replacingCount() -> [UInt8] {
    var bytes = self
    let trailer = bytes.count - 2 * 202
    precondition(bytes[trailer] == UInt8(ascii: "8"))
    bytes[trailer + 6] += 1
    return bytes
  }
}

private func shop(_ broken: Broken) throws -> (Shop, String) {
  let shop = try Shop(policy: policy)
  try shop.put("first", account.file(.zengin, "2026-11-09", "2026-11-09"))
  try shop.run("2026-11-10T10:30", .en)
  try shop.put("bad", broken.bytes)
  #expect(try shop.run(asOf, .en).exitCode == 2)
  #expect(shop.inbox == ["bad"])
  return (shop, shop.inboxFolder.appendingPathComponent("bad").path)
}

private func override(_ shop: Shop, _ path: String, _ reason: String = "the bank confirmed it")
  throws -> RunSummary
{
  try overrideControls(
    ofFile: path, reason: reason, person: "Aoki", shop.request(asOf, .en))
}

private func entryRows(_ shop: Shop) throws -> Int { try shop.table("entries.csv").count }

@Test(
  "An override posts the file at the next run and is told everywhere", arguments: Broken.allCases)
private func posts(_ broken: Broken) throws {
  let (shop, path) = try shop(broken)
  let proposal = try override(shop, path)
  #expect(proposal.exitCode == 0)
  #expect(
    proposal.lines.contains {
      $0 == "to be posted: 2 rows (2026-11-10 – 2026-11-10), in ¥7000, out ¥300"
    }, "\(proposal.lines)")
  let run = try shop.run("2026-11-11T11:30", .en)
  #expect(run.exitCode == 1)
  #expect(shop.inbox == [])
  let rows = try shop.table("entries.csv").filter { $0["booking_date"] == "2026-11-10" }
  #expect(rows.count == 2)
  // Told in the report, the exceptions, the totals and the run's own file.
  let noted = try shop.table("exceptions.csv").filter { $0["case_id"]!.hasPrefix("D2-override-") }
  #expect(noted.map { $0["decision"] } == ["none"])
  #expect(noted[0]["note"]!.contains("Aoki") && noted[0]["note"]!.contains("confirmed it"))
  let page = String(decoding: try shop.report()["report.html"] ?? [], as: UTF8.self)
  #expect(page.contains("the bank confirmed it"))
  let json = try String(
    contentsOf: shop.folder.appendingPathComponent("reports/latest/run.json"), encoding: .utf8)
  #expect(json.contains("\"by\": \"Aoki\"") && json.contains(broken.fault))
  // And in the ledger, for whoever asks later.
  let proof = try verify(shop.workspace, language: .en)
  #expect(proof.exitCode == 0)
  #expect(proof.lines.contains { $0.contains("reason “the bank confirmed it”") })
  let told = try explain(rows[0]["entry_id"]!, in: shop.workspace, language: .ja)
  #expect(told.contains { $0.contains("検算が合わないまま計上: bad") && $0.contains("Aoki") })
  // Told once: the next day has nothing more to say about it.
  try shop.run("2026-11-11T12:30", .en)
  #expect(
    try shop.table("exceptions.csv").filter { $0["case_id"]!.hasPrefix("D2-override-") } == [])
}

@Test("The day after an overridden file is compared with it")
func goesOnFromOverride() throws {
  let (shop, path) = try shop(.continuity)
  _ = try override(shop, path)
  try shop.run(asOf, .en)
  var later = account
  later.openingYen += 9
  later.bookings.append(Booking("2026-11-11", 100, "ﾊﾗ ｼﾞﾕﾝ"))
  try shop.put("next", later.file(.csv, "2026-11-11", "2026-11-11"))
  #expect(try shop.run("2026-11-12T10:30", .en).exitCode == 1)
  #expect(shop.inbox == [])
}

@Test("An override holds for the very bytes and the very controls it was given for")
func onlyTheseBytes() throws {
  let (shop, path) = try shop(.balance)
  _ = try override(shop, path)
  try shop.put("bad", Broken.balance.bytes + Array("\n".utf8))
  #expect(try shop.run(asOf, .en).exitCode == 2)
  #expect(shop.inbox == ["bad"])
  #expect(throws: RunError.self) { try override(shop, path, " \u{3000}") }
}

private struct Refused: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var bytes: [UInt8]
  var sentence: String
}

private let refusals: [Refused] = [
  Refused(
    testDescription: "a file without a failed control",
    bytes: account.file(.camt, "2026-11-10", "2026-11-10"), sentence: "No control of this file"),
  Refused(
    testDescription: "a file that is posted already",
    bytes: account.file(.zengin, "2026-11-09", "2026-11-09"), sentence: "posted already"),
  Refused(
    testDescription: "a letter", bytes: Array("Dear customer,\nhello\n".utf8),
    sentence: "is no statement"),
  Refused(
    testDescription: "an order export",
    bytes: Array(
      """
      order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status
      G-1,SX,2026-11-16T09:00:00+09:00,bank_transfer,良品　花子,リョウヒン　ハナコ,5432,open

      """.utf8), sentence: "is no statement"),
]

@Test("An override that would say nothing is refused with exit code 3", arguments: refusals)
private func refused(_ row: Refused) throws {
  let shop = try Shop(policy: policy)
  try shop.put("first", account.file(.zengin, "2026-11-09", "2026-11-09"))
  try shop.run("2026-11-10T10:30", .en)
  try shop.put("file", row.bytes)
  let path = shop.inboxFolder.appendingPathComponent("file").path
  let result = try shop.keshikomi(["override", "--reason", "x", "--by", "Aoki", path])
  #expect(result.exitCode == 3)
  #expect(result.errors.contains(row.sentence), "\(result.errors)")
  #expect(try verify(shop.workspace, language: .en).lines.allSatisfy { !$0.contains("Aoki") })
}

@Test("Without a reason there is no override; a dry run shows and records nothing")
func needsReason() throws {
  let (shop, path) = try shop(.sum)
  #expect(try shop.keshikomi(["override", path]).exitCode == 3)
  #expect(try shop.keshikomi(["override", "--reason", " ", "--by", "x", path]).exitCode == 3)
  let dry = try shop.keshikomi([
    "override", "--reason", "x", "--by", "Aoki", "--as-of", asOf, "--dry-run", path,
  ])
  #expect(dry.exitCode == 0)
  #expect(try shop.run(asOf, .en).exitCode == 2)
  _ = try override(shop, path)
  let second = try shop.keshikomi(["override", "--reason", "x", "--by", "Aoki", path])
  #expect(second.exitCode == 3)
  #expect(second.errors.contains("on record already"), "\(second.errors)")
}

@Test("An override of a balance that does not join is no word on another that turns up later")
func onlyTheseBalances() throws {
  let (shop, path) = try shop(.continuity)
  _ = try override(shop, path)
  // Before the file is posted, one comes in which the day of the override looks otherwise.
  var other = account
  other.bookings.removeAll { $0.yen == 7_000 }
  other.bookings.append(Booking("2026-11-11", 100, "ﾊﾗ ｼﾞﾕﾝ"))
  try shop.put("other", other.file(.zengin, "2026-11-09", "2026-11-11"))
  let run = try shop.run("2026-11-12T10:30", .en)
  #expect(run.exitCode == 2)
  #expect(shop.inbox == ["bad"])
  // What the person now sees can be answered for, too.
  let proposal = try override(shop, path)
  #expect(proposal.lines.contains { $0.contains("after the last row of 2026-11-10") })
  #expect(try shop.run("2026-11-12T11:30", .en).exitCode == 1)
  #expect(shop.inbox == [])
}

@Test("Commands speak the language of the workspace unless told otherwise")
func languageOfWorkspace() throws {
  let shop = try Shop(policy: "language: en\n" + policy)
  try shop.put("first", account.file(.zengin, "2026-11-09", "2026-11-09"))
  try shop.run("2026-11-10T10:30")
  #expect(try verify(shop.workspace, language: nil).lines.contains("The ledger is proved."))
  #expect(try verify(shop.workspace, language: .ja).lines.contains("台帳は証明されました。"))
  let entry = try #require(try shop.table("entries.csv").first?["entry_id"])
  let lines = try explain(entry, in: shop.workspace, language: nil)
  #expect(lines == (try explain(entry, in: shop.workspace, language: .en)))
}
