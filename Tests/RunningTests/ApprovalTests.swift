import Foundation
import Model
import Running
import TestKit
import Testing

private let head = "case_id,entry_id,seen_run,answer,order_ids,amounts,wait_until,alias,comment\n"

/// A payment of a stranger above the limit, one below it, and an order that is short.
private func shop() throws -> PeopleShop {
  let shop = try PeopleShop()
  shop.order("A1", 49_800, "スヤマ　サキエ", on: "2026-11-09", customer: "k1")
  shop.order("A2", 7_000, "ナガオ　サユキ", on: "2026-11-09", customer: "k2")
  shop.order("A3", 12_000, "ビトウ　ダイキ", on: "2026-11-09", customer: "k3")
  shop.pay(49_800, "ｵｵﾀﾆ ｼﾖｳ", on: "2026-11-10")
  shop.pay(10_500, "ﾋﾞﾄｳ ﾀﾞｲｷ", on: "2026-11-10")
  shop.pay(2_222, "ﾀﾅﾍﾞ ﾐﾂｵ", on: "2026-11-10")
  try shop.run("2026-11-10")
  return shop
}

/// What one answer leads to: the row, then what is said of it.
private func say(
  _ shop: PeopleShop, _ row: String, by person: String = "Aoki", on day: String = "2026-11-11"
) throws -> RunSummary {
  try shop.resolve(head + row + "\n", by: person, on: day)
}

@Test("Above the limit one person proposes, and another makes it so")
private func twoPersons() throws {
  let shop = try shop()
  let entry = try shop.entry(49_800)
  let row = ",\(entry),,assign,A1,,,,"
  let first = try say(shop, row)
  #expect(first.exitCode == 1)
  #expect(
    first.lines.contains { $0.hasPrefix("waits for a second person: \(entry) assign ¥49800") })
  try shop.run("2026-11-11")
  #expect(try shop.clearings() == [])
  // Not the same person, however written; and not another answer.
  let again = try say(shop, row, by: " ao KI", on: "2026-11-12")
  #expect(again.lines[0].contains("the proposal is by the same person (Aoki: assign A1 49800)"))
  let other = try say(shop, ",\(entry),,not_ours,,,,,", by: "Baba", on: "2026-11-12")
  #expect(
    other.lines[0].contains("another answer waits for a second person (Aoki: assign A1 49800)"))
  #expect(try say(shop, row, by: "Baba", on: "2026-11-12").exitCode == 0)
  try shop.run("2026-11-12")
  #expect(try shop.clearings() == ["A1 49800 by_hand"])
  #expect(try shop.decision("A1") == "release")
  let list = try answerList(shop.shop.request("2026-11-13T08:00"), open: false)
  #expect(list.count == 1 && list[0].contains("in force, confirmed by Baba"), "\(list)")
  #expect(try shop.shop.isProved)
}

@Test("A proposal is confirmed by a word, rejected by a word, and both are on record")
private func words() throws {
  let shop = try shop()
  let entry = try shop.entry(49_800)
  #expect(try say(shop, ",\(entry),,confirm,,,,,").lines[0].contains("nothing waits"))
  _ = try say(shop, ",\(entry),,assign,A1,,,,")
  #expect(try say(shop, ",\(entry),,却下,,,,,", by: "Baba").exitCode == 0)
  _ = try say(shop, ",\(entry),,assign,A1,,,,", by: "Baba")
  #expect(try say(shop, ",\(entry),,confirm,,,,,", by: "Aoki").exitCode == 0)
  try shop.run("2026-11-11")
  #expect(try shop.clearings() == ["A1 49800 by_hand"])
  let list = try answerList(shop.shop.request("2026-11-13T08:00"), open: false)
  #expect(list[0].contains("rejected by Baba") && list[1].contains("confirmed by Aoki"))
}

@Test("A proposal that no longer holds when the other confirms it is refused")
private func changedSince() throws {
  let shop = try shop()
  let entry = try shop.entry(49_800)
  _ = try say(shop, ",\(entry),,assign,A1,,,,")
  shop.order("A1", 49_800, "スヤマ　サキエ", on: "2026-11-09", customer: "k1", status: "cancelled")
  try shop.run("2026-11-11")
  let second = try say(shop, ",\(entry),,confirm,,,,,", by: "Baba", on: "2026-11-12")
  #expect(second.exitCode == 2 && second.lines[0].contains("waits for no transfer"), "\(second)")
}

@Test("A shortage is waived by two, the order ships, and taking it back stops the order")
private func waives() throws {
  let shop = try shop()
  #expect(try shop.decision("A3") == "hold_ask")
  let row = "O-A3,,,waive,,,,,regular customer"
  #expect(try say(shop, row).exitCode == 1)
  #expect(try say(shop, row, by: "Baba").exitCode == 0)
  try shop.run("2026-11-11")
  #expect(try shop.decision("A3") == "release")
  let row3 = try shop.shop.table("decisions.csv").first { $0["order_id"] == "A3" }
  #expect(row3?["amount_due_yen"] == "10500" && row3?["codes"] == "")
  #expect(try say(shop, row, by: "Baba", on: "2026-11-12").exitCode == 2)
  try shop.undo("A-1", on: "2026-11-12")
  try shop.run("2026-11-12")
  #expect(try shop.decision("A3") == "stop")
  #expect(try shop.shop.isProved)
}

@Test("Money without an owner goes back when two say so, and stays owed")
private func refunds() throws {
  let shop = try shop()
  let entry = try shop.entry(2_222)
  #expect(try say(shop, ",\(entry),,refund,,1000,,,").lines[0].contains("goes back whole"))
  #expect(try say(shop, ",\(entry),,refund,,,,,").exitCode == 1)
  #expect(try say(shop, ",\(entry),,refund,,,,,", by: "Baba").exitCode == 0)
  try shop.run("2026-11-11")
  let use = try shop.shop.table("entries.csv").first { $0["entry_id"] == entry }
  #expect(use?["refund_linked_yen"] == "2222")
  #expect(
    try say(shop, ",\(entry),,refund,,,,,", on: "2026-11-12").lines[0].contains("nothing of it"))
  try shop.undo(entry, on: "2026-11-12")
  try shop.run("2026-11-12")
  let after = try shop.shop.table("entries.csv").first { $0["entry_id"] == entry }
  #expect(after?["suspense_yen"] == "2222")
  let list = try answerList(shop.shop.request("2026-11-13T08:00"), open: false)
  #expect(list.last?.contains("taken back by Aoki") == true)
  #expect(try shop.shop.isProved)
}

@Test("An entry waits until its day and no longer, and a payment may teach nothing")
private func waitsAndTeaches() throws {
  let shop = try PeopleShop()
  shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", customer: "k1")
  shop.pay(4_980, "ﾋﾞﾄｳ ﾀﾞｲｷ", on: "2026-11-10")
  try shop.run("2026-11-10")
  let entry = try shop.entry(4_980)
  #expect(try say(shop, ",\(entry),,wait,,,2026-11-01,,").lines[0].contains("the day is over"))
  #expect(try say(shop, ",\(entry),,wait,,,soon,,").lines[0].contains("no day"))
  #expect(try say(shop, ",\(entry),,not_ours,,,2026-12-01,,").lines[0].contains("takes no day"))
  #expect(try say(shop, ",\(entry),,wait,,,2026/11/12,,").exitCode == 0)
  try shop.run("2026-11-11")
  #expect(try shop.clearings() == [])
  #expect(try say(shop, ",\(entry),,assign,A1,,,maybe,").lines[0].contains("neither yes nor no"))
  #expect(try say(shop, ",\(entry),,assign,A1,,,no,", on: "2026-11-12").exitCode == 0)
  try shop.run("2026-11-12")
  #expect(try shop.clearings() == ["A1 4980 by_hand"])
  #expect(try shop.aliases() == [])
  // The same without that word is learned.
  shop.order("A2", 5_100, "スヤマ　サキエ", on: "2026-11-13", customer: "k1")
  shop.pay(5_100, "ｵｵﾀﾆ ｼﾖｳ", on: "2026-11-13")
  try shop.run("2026-11-13")
  _ = try say(shop, ",\(try shop.entry(5_100)),,assign,A2,,,yes,", on: "2026-11-14")
  try shop.run("2026-11-14")
  #expect(try shop.aliases() == ["S1 active"])
}

@Test("A report that is no longer true is not answered: the case is over, changed, or another's")
private func stale() throws {
  let shop = try shop()
  let stranger = try shop.entry(49_800)
  let run = "2026-11-11-0001"
  let wrong = try say(shop, "E-\(stranger),\(try shop.entry(2_222)),\(run),wait,,,,,")
  #expect(wrong.lines[0].contains("the case is about entry \(stranger)"), "\(wrong)")
  #expect(try say(shop, "E-\(stranger),,yesterday,wait,,,,,").lines[0].contains("no run number"))
  #expect(try say(shop, "E-9,,\(run),wait,,,,,").lines[0].contains("no open case"))
  // The order's amount changes, and with it the case of the shortage.
  shop.order("A3", 11_000, "ビトウ　ダイキ", on: "2026-11-09", customer: "k3")
  try shop.run("2026-11-11")
  let changed = try say(shop, "O-A3,,\(run),waive,,,,,", on: "2026-11-12")
  #expect(changed.exitCode == 2)
  #expect(changed.lines[0].contains("the case has changed with run 2026-11-12-0002"), "\(changed)")
  #expect(try say(shop, "O-A3,,2026-11-12-0002,waive,,,,,", on: "2026-11-12").exitCode == 0)
  try shop.run("2026-11-12")
  let closed = try say(shop, "O-A3,,2026-11-12-0002,waive,,,,,", on: "2026-11-13")
  #expect(closed.lines[0].contains("the case was closed by run 2026-11-13-0003"), "\(closed)")
}

@Test("Two payments that owe back of one order are two cases, at every run")
private func twoDebts() throws {
  let shop = try PeopleShop()
  shop.order("A1", 1_000, "スヤマ　サキエ", on: "2026-11-09", customer: "k1")
  shop.pay(711, "ｵｵﾀﾆ ｼﾖｳ", on: "2026-11-10")
  shop.pay(822, "ﾀﾅﾍﾞ ﾐﾂｵ", on: "2026-11-10")
  try shop.run("2026-11-10")
  let rows = "entry_id,answer,order_ids,amounts\n"
  let (one, two) = (try shop.entry(711), try shop.entry(822))
  try shop.resolve(rows + "\(one),assign,A1,500\n\(two),assign,A1,500\n", on: "2026-11-11")
  try shop.run("2026-11-11")
  try shop.run("2026-11-12")
  let debts = try shop.shop.table("exceptions.csv").filter { $0["code"] == "A03" }
  #expect(Set(debts.map { $0["entry_id"]! }) == [one, two])
  #expect(try shop.shop.isProved)
}
