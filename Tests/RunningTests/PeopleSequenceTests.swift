import Foundation
import Model
import Running
import TestKit
import Testing

/// What entries and orders came to after each run, added up from the reports.
private struct Book {
  /// Entry and order → what is given, from all clearings so far.
  var given: [String: Int64] = [:]

  mutating func add(_ rows: [[String: String]]) {
    for row in rows {
      given[row["entry_id"]! + "/" + row["order_id"]!, default: 0] += Int64(row["allocated_yen"]!)!
    }
  }

  func sum(entry: String) -> Int64 {
    given.reduce(0) { $0 + ($1.key.hasPrefix(entry + "/") ? $1.value : 0) }
  }

  func sum(order: String) -> Int64 {
    given.reduce(0) { $0 + ($1.key.hasSuffix("/" + order) ? $1.value : 0) }
  }
}

@Test(
  "After any sequence of answers and undos the ledger is proved and every yen is where it was said",
  arguments: 1...6)
private func sequences(_ seed: UInt64) throws {
  var random = SeededRandom(seed: seed)
  let shop = try PeopleShop()
  let dues: [Int64] = [3_000, 4_000, 5_000, 3_000]
  for (n, yen) in dues.enumerated() {
    shop.order("A\(n)", yen, ["スヤマ　サキエ", "ナガオ　サユキ"][n % 2], on: "2026-11-02")
    shop.pay(yen, ["ｽﾔﾏ ｻｷｴ", "ﾅｶﾞｵ ｻﾕｷ", "ﾋﾞﾄｳ ﾀﾞｲｷ"][n % 3], on: "2026-11-03")
  }
  var book = Book()
  try shop.run("2026-11-03")
  let entries = try shop.shop.table("entries.csv").map { $0["entry_id"]! }.sorted()
  book.add(try shop.shop.table("clearings.csv"))
  for step in 0..<7 {
    let day = "2026-11-\(10 + step)"
    let entry = random.pick(entries)
    let before = book.sum(entry: entry)
    var expected: Int64?
    if random.chance(perMille: 500) {
      if (try? shop.undo(entry, on: day)) != nil { expected = 0 }
    } else {
      let order = random.below(dues.count)
      let said = try shop.resolve(
        "entry_id,answer,order_ids\n\(entry),assign,A\(order)\n", on: day)
      expected = said.exitCode == 0 ? nil : before
      if said.exitCode == 0 { #expect(before == 0) }
    }
    try shop.run(day)
    book.add(try shop.shop.table("clearings.csv"))
    #expect(try shop.shop.isProved, "seed \(seed), step \(step)")
    if let expected, before == 0 || expected == 0 { #expect(book.sum(entry: entry) == expected) }
    for (n, due) in dues.enumerated() { #expect((0...due).contains(book.sum(order: "A\(n)"))) }
    for row in try shop.shop.table("decisions.csv") {
      #expect(row["cleared_yen"] == String(book.sum(order: row["order_id"]!)))
    }
  }
}
