import Foundation
import Model
import Running
import TestKit
import Testing

private let policy = """
  refund_sender:
    client_code: "1234567890"
    name: ｶ)ﾃｽﾄｼﾖｳｶｲ
    bank: "0005"
    bank_name: ﾐﾂﾋﾞｼUFJ
    branch: "123"
    number: "765432"

  """

/// Two payments of one order, and one of a stranger: both are owed back, by the word of two people.
private func shop() throws -> PeopleShop {
  let shop = try PeopleShop(policy: policy)
  shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", customer: "k1")
  shop.pay(4_980, "ｽﾔﾏ ｻｷｴ", on: "2026-11-10")
  shop.pay(2_222, "ﾀﾅﾍﾞ ﾐﾂｵ", on: "2026-11-10")
  try shop.run("2026-11-10")
  shop.pay(4_980, "ｽﾔﾏ ｻｷｴ", on: "2026-11-11")
  try shop.run("2026-11-11")
  let double = try shop.entry(4_980)
  let stranger = try shop.entry(2_222)
  let rows = "entry_id,answer\n\(double),refund\n\(stranger),refund\n"
  #expect(try shop.resolve(rows, by: "Aoki", on: "2026-11-12").exitCode == 1)
  #expect(try shop.resolve(rows, by: "Baba", on: "2026-11-12").exitCode == 0)
  try shop.run("2026-11-12")
  return shop
}

extension PeopleShop {
  fileprivate func accounts(_ rows: [String]) throws -> String {
    let file = shop.folder.appendingPathComponent("accounts.csv")
    let head = "entry_id,order_id,bank,bank_name,branch,branch_name,type,number,holder\n"
    try writeBytes(Array((head + rows.joined(separator: "\n") + "\n").utf8), to: file)
    return file.path
  }

  fileprivate func refunds(
    _ accounts: String, to name: String, on day: String = "2026-11-13", again: Int64? = nil
  ) throws -> (summary: RunSummary, file: URL) {
    let file = shop.folder.appendingPathComponent(name)
    var request = RefundRequest(
      accountsFile: accounts, output: file.path, sentOn: Day(iso: day)!, person: "Aoki")
    request.repeatsExport = again
    return (try exportRefunds(request, shop.request(day + "T09:00")), file)
  }

  fileprivate func codes() throws -> Set<String> {
    Set(try shop.table("exceptions.csv").map { $0["code"]! })
  }
}

/// `bank branch type number holder yen` of each transfer, and the trailer, by positions of the fact
/// sheet.
private func read(_ bytes: [UInt8]) -> [String] {
  stride(from: 0, to: bytes.count, by: 122).compactMap { at in
    let record = Array(bytes[at..<(at + 122)])
    func text(_ first: Int, _ length: Int) -> String {
      record[(first - 1)..<(first - 1 + length)].map {
        $0 < 0x80 ? String(Unicode.Scalar($0)) : String(Unicode.Scalar(0xFF61 + UInt32($0) - 0xA1)!)
      }.joined()
    }
    func trimmed(_ text: String) -> String {
      String(text.reversed().drop { $0 == " " }.reversed())
    }
    switch record[0] {
    case 0x31:
      return "\(text(2, 2)) \(text(5, 10)) \(trimmed(text(15, 40))) \(text(55, 4)) \(text(59, 4))"
    case 0x32:
      return
        "\(text(2, 4)) \(text(21, 3)) \(text(43, 1)) \(text(44, 7)) \(trimmed(text(51, 30))) \(text(81, 10))"
    case 0x38: return "\(text(2, 6)) \(text(8, 12))"
    default: return nil
    }
  }
}

@Test(
  "What two people want goes to the bank once, as a Zengin file, and who has no account is listed")
private func writesOnce() throws {
  let shop = try shop()
  let accounts = try shop.accounts([",A1,0009,ミツイスミトモ,456,シンバシ,1,12345,すやま　さっきー"])
  let (first, file) = try shop.refunds(accounts, to: "refunds.txt")
  #expect(first.exitCode == 1)
  #expect(first.lines.contains { $0.hasPrefix("account needed: A-2") && $0.hasSuffix("¥2222") })
  let bytes = try readBytes(file)
  #expect(bytes.count == 4 * 122)
  #expect(
    read(bytes) == [
      "21 1234567890 ｶ)ﾃｽﾄｼﾖｳｶｲ 1113 0005", "0009 456 1 0012345 ｽﾔﾏ ｻﾂｷ- 0000004980",
      "000001 000000004980",
    ])
  // Asked again: nothing. After a crash behind the record: the same bytes, from the same accounts.
  let second = try shop.refunds(accounts, to: "again.txt")
  #expect(second.summary.lines[0] == "No refund to write.")
  let repeated = try shop.refunds(accounts, to: "repeat.txt", on: "2026-11-14", again: 1)
  #expect(try readBytes(repeated.file) == bytes)
  let other = try shop.accounts([",A1,0009,,456,,1,99999,ｽﾔﾏ"])
  #expect(throws: RunError.self) { try shop.refunds(other, to: "other.txt", again: 1) }
  // What is at the bank is not taken back by a word.
  #expect(throws: RunError.self) { try shop.undo("A-1", on: "2026-11-14") }
}

@Test("A refund that went wrong stops those of its order, one that nobody knows stops all")
private func stops() throws {
  let shop = try shop()
  let accounts = try shop.accounts([",A1,0009,,456,,1,12345,ｽﾔﾏ"])
  func told(_ code: String, order: String, reference: String) throws {
    var notice = NoticeRequest()
    notice.kind = code
    notice.orderID = order
    notice.reference = reference
    notice.reason = "told by the bank"
    notice.person = "Aoki"
    #expect(try recordNotice(notice, shop.shop.request("2026-11-12T18:00")).exitCode == 0)
  }
  try told("R03", order: "A1", reference: "")
  let first = try shop.refunds(accounts, to: "first.txt").summary
  #expect(first.exitCode == 1)
  #expect(first.lines.contains { $0.hasPrefix("stopped (notice 1, R03): A-1") }, "\(first.lines)")
  #expect(first.lines.contains { $0.hasPrefix("account needed: A-2") })
  try told("R01", order: "", reference: "debit of 9,999")
  let second = try shop.refunds(accounts, to: "second.txt").summary
  #expect(second.lines.count { $0.hasPrefix("stopped (notice") } == 2, "\(second.lines)")
}

@Test("A refund that never showed on the statement stops every new one, as does one that came back")
private func foundOnStatementsStops() throws {
  let shop = try shop()
  let accounts = try shop.accounts([",A1,0009,,456,,1,12345,ｽﾔﾏ ｻｷｴ"])
  #expect(try shop.refunds(accounts, to: "refunds.txt").summary.exitCode == 1)
  let rest = try shop.accounts(["\(try shop.entry(2_222)),,0009,,456,,1,777,ﾀﾅﾍﾞ ﾐﾂｵ"])
  // Nothing left the account a week later.
  try shop.run("2026-11-20")
  #expect(try shop.codes().contains("R01"))
  let stopped = try shop.refunds(rest, to: "rest.txt", on: "2026-11-23").summary
  #expect(stopped.lines.contains { $0.hasPrefix("stopped (case N-R01-") }, "\(stopped.lines)")
  #expect(!FileManager.default.fileExists(atPath: shop.shop.folder.path + "/rest.txt"))
}

@Test("A notice about an order takes nothing from what statements say of refunds")
private func noticeBesideRefunds() throws {
  let shop = try shop()
  let accounts = try shop.accounts([",A1,0009,,456,,1,12345,ｽﾔﾏ ｻｷｴ"])
  #expect(try shop.refunds(accounts, to: "refunds.txt").summary.exitCode == 1)
  var notice = NoticeRequest()
  (notice.kind, notice.orderID, notice.reason) = ("T02", "A1", "called")
  notice.person = "Aoki"
  #expect(try recordNotice(notice, shop.shop.request("2026-11-14T09:00")).exitCode == 0)
  try shop.run("2026-11-20")
  #expect(try shop.codes().isSuperset(of: ["R01", "T02"]))
}

@Test("A debt says how far its refund is, and nobody is asked for a second one")
private func underWay() throws {
  let shop = try shop()
  func double() throws -> [String: String] {
    try #require(try shop.shop.table("exceptions.csv").first { $0["code"] == "A04" })
  }
  #expect(try double()["next_action"]?.contains("keshikomi export refunds") == true)
  #expect(try double()["act_state"] == "")
  #expect(try shop.shop.table("drafts.csv").contains { $0["order_id"] == "A1" })
  let accounts = try shop.accounts([",A1,0009,,456,,1,12345,ｽﾔﾏ ｻｷｴ"])
  _ = try shop.refunds(accounts, to: "refunds.txt", on: "2026-11-16")
  try shop.run("2026-11-13")
  let next = try double()["next_action"]
  #expect(next?.contains("in the transfer file for 2026-11-16") == true, "\(next ?? "")")
  #expect(try !shop.shop.table("drafts.csv").contains { $0["order_id"] == "A1" })
}

@Test(
  "A name that banks refuse stops the file, and nothing is recorded",
  arguments: ["山田", "ｶｦﾙ", "", "ｱ/ｲ"])
private func refusesCharacters(_ holder: String) throws {
  let shop = try shop()
  let accounts = try shop.accounts([",A1,0009,,456,,1,12345,\(holder)"])
  #expect(throws: RunError.self) { try shop.refunds(accounts, to: "refunds.txt") }
  let good = try shop.accounts([",A1,0009,,456,,1,12345,ｽﾔﾏ"])
  #expect(try shop.refunds(good, to: "good.txt").summary.exitCode == 1)
}

@Test("The debit closes the debt, the bank's return opens it again, and a missing debit is told")
private func onTheStatement() throws {
  let shop = try shop()
  let accounts = try shop.accounts([
    ",A1,0009,,456,,1,12345,ｽﾔﾏ ｻｷｴ", "\(try shop.entry(2_222)),,0009,,456,,1,777,ﾀﾅﾍﾞ ﾐﾂｵ",
  ])
  #expect(try shop.refunds(accounts, to: "refunds.txt").summary.exitCode == 0)
  #expect(try shop.codes().contains("A04"))
  // The double payment leaves under its name, the other one does not.
  shop.pay(-4_980, "ｽﾔﾏ ｻｷｴ", on: "2026-11-13")
  try shop.run("2026-11-13")
  let debit = try shop.shop.table("entries.csv").first { $0["amount_yen"] == "-4980" }
  #expect(debit?["reason"] == "refund_paid", "\(String(describing: debit))")
  #expect(try !shop.codes().contains("A04"))
  try shop.run("2026-11-20")
  #expect(try shop.codes().contains("R01"))
  shop.pay(4_980, "ｼｷﾝﾍﾝｷﾔｸ", on: "2026-11-21")
  try shop.run("2026-11-21")
  let back = try shop.shop.table("entries.csv").last { $0["amount_yen"] == "4980" }
  #expect(back?["reason"] == "refund_back", "\(String(describing: back))")
  #expect(try shop.codes().isSuperset(of: ["R03", "A04"]))
  #expect(try shop.shop.isProved)
}
