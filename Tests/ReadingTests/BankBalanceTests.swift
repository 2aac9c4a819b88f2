import Model
import TestKit
import Testing

@testable import Reading

/// A bank row as the twin sees it.
struct BalanceRow: Sendable {
  var delta: Int64
  var balance: Int64?
  var day = Day(number: 0)
}

@Suite("Running balances")
struct BankBalanceTests {
  static let header = "取引日,摘要,お支払金額,お預り金額,残高\n"

  @Test(
    "A chain that breaks stops posting where it is no longer proved, and says by how much",
    arguments: [
      (
        "oldest first, a row missing", "2026/11/02,振込 ｱ,,100,1100\n2026/11/04,振込 ｲ,,200,1400\n",
        "2", ["balanceBreak stopsPosting record 2 line 3 from line 2 difference 100"]
      ),
      (
        "newest first, a row missing",
        "2026/11/05,振込 ｳ,,50,1450\n2026/11/04,振込 ｲ,,200,1400\n2026/11/02,振込 ｱ,,100,1100\n",
        "1, posts from 3",
        ["balanceBreak stopsPosting record 3 line 4 from line 3 difference -100"]
      ),
      (
        "newest first, two breaks: what is older than both is proved",
        "2026/11/05,ｳ,,50,1450\n2026/11/04,ｲ,,200,1401\n2026/11/02,ｱ,,100,1100\n2026/11/01,ｱ,,1,1000\n",
        "1, posts from 3",
        [
          "balanceBreak stopsPosting record 2 line 3 from line 2 difference 1",
          "balanceBreak stopsPosting record 3 line 4 from line 3 difference -101",
        ]
      ),
      (
        "a row that cannot be read leaves a gap",
        "2026/11/02,振込 ｱ,,100,1100\n2026/11/03,振込 ｲ,,2OO,1300\n2026/11/04,振込 ｳ,,1,1301\n", "3",
        [
          "badAmount rejectsRow record 2 line 3 column 4 [2OO] expected 1,234",
          "balanceBreak stopsPosting record 3 line 4 from line 2 difference 200",
        ]
      ),
      (
        "a bad name does not: its amount is known",
        "2026/11/02,振込 ｱ,,100,1100\n2026/11/03,\u{FFFF}BAD,,200,1300\n2026/11/04,振込 ｳ,,1,1301\n",
        "-", ["badCharacter rejectsRow record 2 line 3 column 2 [\u{FFFD}BAD] personal"]
      ),
      (
        "two rows of one day that chain neither way",
        "2026/11/02,振込 ｱ,,100,1100\n2026/11/02,振込 ｲ,,200,9000\n", "1",
        [
          "balanceBreak stopsPosting record 2 line 3 from line 2 difference 7700",
          "rowOrderUnclear stopsPosting record 2 line 3",
        ]
      ),
      ("one row", "2026/11/02,振込 ｱ,,100,1100\n", "-", []),
      ("a row of zero yen", "2026/11/02,利息,,0,1100\n2026/11/04,振込 ｱ,,100,1200\n", "-", []),
      (
        "rows without a balance are carried along",
        "2026/11/02,振込 ｱ,,100,1100\n2026/11/02,振込 ｲ,,50,\n2026/11/04,振込 ｳ,,1,1151\n", "-", []
      ),
      (
        "and a break behind them shows",
        "2026/11/02,振込 ｱ,,100,1100\n2026/11/02,振込 ｲ,,50,\n2026/11/04,振込 ｳ,,1,1150\n", "3",
        ["balanceBreak stopsPosting record 3 line 4 from line 3 difference -1"]
      ),
    ] as [(String, String, String, [String])])
  func breaks(name: String, rows: String, stops: String, findings: [String]) {
    // U+FFFF stands for a byte that is no character.
    var bytes: [UInt8] = []
    for scalar in (Self.header + rows).unicodeScalars {
      if scalar.value == 0xFFFF { bytes.append(0xFF) } else { bytes += Array(String(scalar).utf8) }
    }
    let file = readBytesAsFile(bytes)
    let account = file.reading.accounts[0]
    let resumes = account.resumesFromRecord.map { ", posts from \($0)" } ?? ""
    #expect((account.stopsFromRecord.map { "\($0)" } ?? "-") + resumes == stops)
    #expect(file.reading.findings.map(findingText) == findings)
    let failed = findings.contains { $0.hasPrefix("balanceBreak") }
    // A single balance proves nothing.
    let proved: ControlOutcome = name == "one row" ? .absent : .ok
    #expect(file.reading.controls[0].outcome == (failed ? .failed : proved))
  }

  @Test("Opening and closing balance come from the chain, in either order")
  func openingAndClosing() {
    let rows = ["2026/11/02,振込 ｱ,,100,1100\n", "2026/11/04,振込 ｲ,300,,800\n"]
    for order in [rows, rows.reversed()] {
      let account = readTextAsFile(Self.header + order.joined()).reading.accounts[0]
      #expect(account.openingBalanceYen == 1000 && account.closingBalanceYen == 800)
      #expect(account.firstDay?.iso == "2026-11-02" && account.lastDay?.iso == "2026-11-04")
    }
  }

  @Test("The streaming proof agrees with one that holds all rows, on 4,000 seeded statements")
  func twin() {
    var random = SeededRandom(seed: 11)
    for round in 0..<4_000 {
      var balance: Int64 = 1_000
      var rows: [BalanceRow] = []
      for index in 0..<random.within(1...7) {
        let delta = Int64(random.within(-3...3) * 100)
        balance += delta
        let shown = balance + (random.chance(perMille: 120) ? 100 : 0)
        rows.append(
          BalanceRow(
            delta: delta, balance: random.chance(perMille: 150) ? nil : shown,
            day: Day(number: Int32(index))))
      }
      if random.chance(perMille: 500) { rows.reverse() }
      var chain = BalanceChain()
      for (index, row) in rows.enumerated() {
        chain.add(
          deltaYen: row.delta, balanceYen: row.balance, record: Int32(index + 1),
          line: Int32(index + 2), day: row.day)
      }
      let fast = chain.finish()
      let slow = slowChain(rows)
      #expect(fast.hasBalances == slow.hasBalances, "round \(round)")
      guard fast.hasBalances else { continue }
      #expect(fast.breaks.map(\.record) == slow.breaks && fast.order == slow.order, "\(round)")
      #expect(fast.lastBreakRecord == slow.breaks.last, "\(round)")
      #expect(fast.openingYen == slow.opening && fast.closingYen == slow.closing, "\(round)")
    }
  }

  /// The obvious way: puts the rows in time order for either hypothesis and adds up.
  func slowChain(
    _ rows: [BalanceRow]
  ) -> (
    hasBalances: Bool, order: BalanceChain.Order, breaks: [Int32], opening: Int64?, closing: Int64?
  ) {
    func breaks(_ indices: [Int]) -> [(first: Int, second: Int)] {
      var found: [(Int, Int)] = []
      var known: (balance: Int64, index: Int)?
      for index in indices {
        guard let balance = rows[index].balance else {
          known = known.map { ($0.balance + rows[index].delta, index) }
          continue
        }
        if let before = known, before.balance + rows[index].delta != balance {
          found.append((before.index, index))
        }
        known = (balance, index)
      }
      return found
    }
    // Backwards a break shows at the older of two rows with a balance.
    func backBreaks() -> [Int32] {
      var found: [Int32] = []
      let stated = rows.indices.filter { rows[$0].balance != nil }
      for (newer, older) in zip(stated, stated.dropFirst()) {
        let moved = rows[newer..<older].reduce(0) { $0 + $1.delta }
        if rows[newer].balance! - moved != rows[older].balance! { found.append(Int32(older + 1)) }
      }
      return found
    }
    let stated = rows.indices.filter { rows[$0].balance != nil }
    guard let first = stated.first, let last = stated.last else {
      return (false, .oldestFirst, [], nil, nil)
    }
    let forward = breaks(Array(rows.indices)).map { Int32($0.second + 1) }
    let backward = backBreaks()
    let byDays: BalanceChain.Order? =
      rows[0].day == rows[rows.count - 1].day
      ? nil : rows[0].day < rows[rows.count - 1].day ? .oldestFirst : .newestFirst
    let order =
      forward.count < backward.count
      ? .oldestFirst
      : forward.count > backward.count
        ? .newestFirst : byDays ?? (forward.isEmpty ? .oldestFirst : .unclear)
    let before = rows[..<first].reduce(0) { $0 + $1.delta }
    let after = rows[(last + 1)...].reduce(0) { $0 + $1.delta }
    if order == .newestFirst {
      return (
        true, order, backward, rows[last].balance! - rows[last].delta - after,
        rows[first].balance! + before
      )
    }
    return (
      true, order, forward, rows[first].balance! - rows[first].delta - before,
      rows[last].balance! + after
    )
  }
}
