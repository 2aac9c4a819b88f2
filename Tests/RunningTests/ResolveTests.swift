import Foundation
import Model
import Running
import TestKit
import Testing

/// Two orders, and a payment of a stranger that fits one of them.
private func stranger() throws -> PeopleShop {
  let shop = try PeopleShop()
  shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", customer: "k1")
  shop.order("A2", 7_000, "ナガオ　サユキ", on: "2026-11-09", customer: "k2")
  shop.order("A3", 2_000, "ナガオ　サユキ", on: "2026-11-09", customer: "k2")
  shop.pay(4_980, "ﾋﾞﾄｳ ﾀﾞｲｷ", on: "2026-11-10")
  shop.pay(9_000, "ｵｵﾀﾆ ｼﾖｳ", on: "2026-11-10")
  try shop.run("2026-11-10")
  return shop
}

@Test("An answer clears the entry at the next run and releases its order")
private func assigns() throws {
  let shop = try stranger()
  #expect(try shop.decision("A1") == "hold_ask")
  let entry = try shop.entry(4_980)
  let answer = try shop.resolve(
    "entry_id,answer,order_ids,amounts,comment\n\(entry),assign,A1,,customer called\n",
    on: "2026-11-11")
  #expect(answer.exitCode == 0, "\(answer.lines)")
  #expect(answer.lines[0].hasPrefix("answers taken: 1 (assign 1"))
  try shop.run("2026-11-11")
  #expect(try shop.clearings() == ["A1 4980 by_hand"])
  #expect(try shop.decision("A1") == "release")
  #expect(try shop.shop.isProved)
  let told = try explain(entry, in: shop.shop.workspace, language: .en)
  #expect(told.contains { $0.contains("Aoki") && $0.contains("customer called") })
}

@Test("One payment for two orders, and money that is not ours")
private func splits() throws {
  let shop = try stranger()
  let (one, two) = (try shop.entry(9_000), try shop.entry(4_980))
  let answer = try shop.resolve(
    "entry_id,answer,order_ids,amounts\n\(one),assign,A2|A3,\"7,000|2000\"\n\(two),not_ours,,\n",
    on: "2026-11-11")
  #expect(answer.exitCode == 0, "\(answer.lines)")
  try shop.run("2026-11-11")
  #expect(try shop.clearings() == ["A2 7000 by_hand", "A3 2000 by_hand"])
  let rows = try shop.shop.table("entries.csv")
  #expect(rows.first { $0["entry_id"] == two }?["reason"] == "not_ours")
  #expect(rows.first { $0["entry_id"] == two }?["excluded_yen"] == "4980")
  #expect(try shop.decision("A2") == "release" && shop.decision("A3") == "release")
  #expect(try shop.shop.isProved)
}

private struct Refused: Sendable, CustomTestStringConvertible {
  var testDescription: String
  /// `E1` stands for the entry over 4,980 yen, `E2` for that over 9,000.
  var csv: String
  var told: [String]
}

private let head = "entry_id,answer,order_ids,amounts\n"

private let refused: [Refused] = [
  Refused(
    testDescription: "an answer that nobody knows", csv: head + "E1,yes,A1,\n",
    told: ["line 2 answer “yes”: no such answer. Write one of assign, split, not_ours, refund,"]),
  Refused(
    testDescription: "a formula", csv: head + "E1,assign,=A1,\n",
    told: ["line 2 order_ids “=A1”: no such order. Copy order_id from decisions.csv."]),
  Refused(
    testDescription: "more than the order misses", csv: head + "E2,assign,A2,9000\n",
    told: ["line 2 amounts “9000”: more than the order misses. It misses ¥7000;"]),
  Refused(
    testDescription: "more than the entry holds", csv: head + "E1,assign,A2,6000\n",
    told: ["line 2 amounts “6000”: more than the entry holds. It holds ¥4980."]),
  Refused(
    testDescription: "nothing", csv: head + "E1,assign,A1,0\n",
    told: ["line 2 amounts “0”: not above zero."]),
  Refused(
    testDescription: "no number", csv: head + "E1,assign,A1,4980円\n",
    told: ["line 2 amounts “4980円”: no amount."]),
  Refused(
    testDescription: "amounts that are not as many as orders",
    csv: head + "E2,assign,A2|A3,9000\n",
    told: ["line 2 amounts “9000”: not as many amounts as orders. Write 2."]),
  Refused(
    testDescription: "an amount that has to be said", csv: head + "E1,assign,A2|A3,\n",
    told: ["line 2 amounts: how to divide the entry is open."]),
  Refused(
    testDescription: "an order twice", csv: head + "E2,assign,A2|A2,4500|2500\n",
    told: ["line 2 order_ids “A2”: the order stands twice."]),
  Refused(
    testDescription: "an entry of nowhere", csv: head + "20261110-0000000000000,wait,,\n",
    told: ["line 2 entry_id “20261110-0000000000000”: the ledger has no such entry."]),
  Refused(
    testDescription: "two answers to one entry", csv: head + "E1,assign,A1,\nE1,not_ours,,\n",
    told: [
      "line 2 entry_id “E1”: line 3 answers the same entry.",
      "line 3 entry_id “E1”: line 2 answers the same entry.",
    ]),
  Refused(
    testDescription: "orders for an answer that takes none", csv: head + "E1,not_ours,A1,\n",
    told: ["line 2 order_ids “A1”: the answer takes no orders."]),
  Refused(
    testDescription: "a row above that took the order",
    csv: head + "E1,assign,A3,2000\nE2,assign,A3|A2,1000|7000\n",
    told: ["line 3 order_ids “A3”: rows above took it: ¥0 left."]),
  Refused(
    testDescription: "a shifted row", csv: head + "E1,assign,A1,,,x\n",
    told: ["line 2: columns or quotes do not fit the header."]),
  Refused(
    testDescription: "a file without the columns", csv: "id,text\n1,x\n",
    told: ["line 1: the column answer is missing.", "line 1: the column case_id is missing."]),
  Refused(
    testDescription: "another encoding", csv: "entry_id,answer\n\u{0},\n",
    told: ["line 2: columns or quotes do not fit the header."]),
]

@Test(
  "What cannot be taken is told with its cell, and nothing of it is recorded", arguments: refused)
private func refuses(_ row: Refused) throws {
  let shop = try stranger()
  let (one, two) = (try shop.entry(4_980), try shop.entry(9_000))
  let csv = row.csv.replacing("E1", with: one).replacing("E2", with: two)
  let answer = try shop.resolve(csv, on: "2026-11-11")
  #expect(answer.exitCode == 2)
  for (line, told) in zip(answer.lines, row.told) {
    let told = told.replacing("E1", with: one).replacing("E2", with: two)
    #expect(line.hasPrefix("answers.csv " + told), "\(line)")
  }
  #expect(answer.lines.count { $0.hasPrefix("answers.csv") } == row.told.count, "\(answer.lines)")
  let japanese = try Running.resolve(
    shop.shop.folder.appendingPathComponent("answers.csv").path, person: "x",
    shop.shop.request("2026-11-11T13:00", .ja))
  #expect(japanese.lines[0].contains("行目"))
  try shop.run("2026-11-11")
  let clearings = try shop.clearings()
  #expect(clearings.allSatisfy { $0 == "A3 2000 by_hand" }, "\(clearings)")
}

@Test("An answer without a name, and one that another person gave before, are refused")
private func names() throws {
  let shop = try stranger()
  let entry = try shop.entry(4_980)
  let csv = "case_id,answer,order_ids\nE-\(entry),assign,A1\n"
  #expect(try shop.resolve(csv, by: " ", on: "2026-11-11").lines[0].contains("nobody answers"))
  #expect(try shop.resolve(csv, on: "2026-11-11").exitCode == 0)
  let second = try shop.resolve(csv.replacing("assign,A1", with: "not_ours,"), on: "2026-11-11")
  #expect(second.exitCode == 2 && second.lines[0].contains("assign (Aoki) is on record"))
  // Withdrawn before any run has heard it: the entry stays with people.
  try shop.undo(entry, on: "2026-11-11")
  try shop.run("2026-11-11")
  #expect(try shop.clearings() == [])
  #expect(try shop.resolve(csv, on: "2026-11-12").exitCode == 0)
  try shop.run("2026-11-12")
  #expect(try shop.clearings() == ["A1 4980 by_hand"])
}

@Test("An answer that no longer holds when the run comes is told and not followed")
private func changedSince() throws {
  let shop = try stranger()
  let entry = try shop.entry(4_980)
  try shop.resolve("entry_id,answer,order_ids\n\(entry),assign,A1\n", on: "2026-11-11")
  shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", customer: "k1", status: "cancelled")
  let run = try shop.run("2026-11-11")
  #expect(run.lines.contains { $0.contains("The answer of Aoki about \(entry)") }, "\(run.lines)")
  #expect(try shop.clearings() == [])
  #expect(try shop.shop.isProved)
}

@Test("A dry run checks and records nothing; the command tells the same with exit code 2")
private func command() throws {
  let shop = try stranger()
  let entry = try shop.entry(4_980)
  let file = shop.shop.folder.appendingPathComponent("answers.csv")
  try writeBytes(Array("entry_id,answer,order_ids\n\(entry),assign,A1\n".utf8), to: file)
  let dry = try shop.shop.keshikomi([
    "resolve", "--dry-run", "--by", "Aoki", "--as-of", "2026-11-11", file.path,
  ])
  #expect(dry.exitCode == 0 && dry.output.contains("Nothing was recorded"), "\(dry.errors)")
  try writeBytes(Array("entry_id,answer,order_ids\n\(entry),assign,A9\n".utf8), to: file)
  let bad = try shop.shop.keshikomi([
    "resolve", "--by", "Aoki", "--as-of", "2026-11-11", file.path,
  ])
  #expect(bad.exitCode == 2 && bad.output.contains("no such order"))
  try shop.run("2026-11-11")
  #expect(try shop.clearings() == [])
}

@Test("A case without money says that it takes no answer, with or without an entry")
private func withoutMoney() throws {
  let shop = try stranger()
  let entry = try shop.entry(9_000)
  try shop.shop.put(
    "late.csv",
    Array(
      ("order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status,"
        + "payment_due_date\nA4,S1,2026-11-10T09:00:00+09:00,bank_transfer,イノウエ,イノウエ,1000,open,"
        + "2026-11-11\n").utf8))
  for day in ["2026-11-11", "2026-11-12", "2026-11-13"] { try shop.run(day) }
  for row in ["O-A4,,wait", "O-A4,\(entry),assign"] {
    let answer = try shop.resolve("case_id,entry_id,answer\n\(row)\n", on: "2026-11-14")
    #expect(answer.exitCode == 2)
    #expect(answer.lines[0].contains("no money stands on the case"), "\(answer.lines)")
  }
}
