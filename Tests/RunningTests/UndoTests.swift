import Foundation
import Model
import Running
import TestKit
import Testing

private func cleared() throws -> PeopleShop {
  let shop = try PeopleShop()
  shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09", customer: "k1")
  shop.order("A2", 4_980, "ナガオ　サユキ", on: "2026-11-09", customer: "k2")
  shop.pay(4_980, "ｽﾔﾏ ｻｷｴ", on: "2026-11-10")
  try shop.run("2026-11-10")
  return shop
}

@Test("Undoing an automatic clearing stops the released order and opens the entry, for people only")
private func undoes() throws {
  let shop = try cleared()
  #expect(try shop.decision("A1") == "release")
  let entry = try shop.entry(4_980)
  let said = try shop.undo(entry, on: "2026-11-11")
  #expect(said.lines[0] == "taken back: \(entry) → A1 ¥4980")
  let run = try shop.run("2026-11-11")
  #expect(run.exitCode == 1)
  #expect(try shop.decision("A1") == "stop")
  #expect(try shop.clearings() == ["A1 -4980 undone"])
  let page = try shop.shop.table("exceptions.csv").first { $0["order_id"] == "A1" }
  #expect(page?["note"]?.contains("took the clearing of this order back") == true)
  #expect(try shop.shop.isProved)
  // The name still fits, and nothing links it again; the stop is said until the order is paid.
  try shop.run("2026-11-12")
  #expect(try shop.clearings() == [])
  #expect(try shop.decision("A1") == "stop")
  // A person may give it to another order, or to the same one.
  try shop.resolve("entry_id,answer,order_ids\n\(entry),assign,A2\n", on: "2026-11-13")
  try shop.run("2026-11-13")
  #expect(try shop.clearings() == ["A2 4980 by_hand"])
  #expect(try shop.decision("A2") == "release")
  #expect(try shop.shop.isProved)
}

@Test("Undo and answer before one run: taken from one order, given to another")
private func undoAndAssign() throws {
  let shop = try cleared()
  let entry = try shop.entry(4_980)
  try shop.undo(entry, on: "2026-11-11")
  let same = try shop.resolve("entry_id,answer,order_ids\n\(entry),assign,A1\n", on: "2026-11-11")
  #expect(same.exitCode == 2 && same.lines[0].contains("just taken back"))
  try shop.resolve("entry_id,answer,order_ids\n\(entry),assign,A2\n", on: "2026-11-11")
  try shop.run("2026-11-11")
  #expect(try shop.clearings() == ["A1 -4980 undone", "A2 4980 by_hand"])
  #expect(try shop.decision("A1") == "stop" && shop.decision("A2") == "release")
  #expect(try shop.shop.isProved)
}

@Test("An undo needs a reason, a name, and something to take back")
private func needsGround() throws {
  let shop = try cleared()
  let entry = try shop.entry(4_980)
  let blank = try shop.shop.keshikomi(["undo", "--reason", " ", "--by", "Aoki", entry])
  #expect(blank.exitCode == 3 && blank.errors.contains("are needed"))
  let unknown = try shop.shop.keshikomi(["undo", "--reason", "x", "--by", "Aoki", "none"])
  #expect(unknown.exitCode == 3 && unknown.errors.contains("no “none”"))
  let dry = try shop.shop.keshikomi([
    "undo", "--reason", "x", "--by", "Aoki", "--dry-run", "--as-of", "2026-11-11", entry,
  ])
  #expect(dry.exitCode == 0)
  try shop.undo(entry, on: "2026-11-11")
  let twice = try shop.shop.keshikomi([
    "undo", "--reason", "x", "--by", "Aoki", "--as-of", "2026-11-11", "E-\(entry)",
  ])
  #expect(twice.exitCode == 3 && twice.errors.contains("taken back already"))
}

@Test("Money that was not ours can be taken in again")
private func reopens() throws {
  let shop = try PeopleShop()
  shop.order("A1", 4_980, "スヤマ　サキエ", on: "2026-11-09")
  shop.pay(4_980, "ﾋﾞﾄｳ ﾀﾞｲｷ", on: "2026-11-10")
  try shop.run("2026-11-10")
  let entry = try shop.entry(4_980)
  try shop.resolve("entry_id,answer\n\(entry),not_ours\n", on: "2026-11-11")
  try shop.run("2026-11-11")
  try shop.undo(entry, on: "2026-11-12")
  try shop.run("2026-11-12")
  let row = try shop.shop.table("entries.csv").first { $0["entry_id"] == entry }
  #expect(row?["suspense_yen"] == "4980")
  #expect(try shop.shop.isProved)
}
