import Model
import TestKit
import Testing

@testable import Recording

@Suite("Settlements and closes in the ledger")
struct SettlementTests {
  private func line(
    _ id: String, _ yen: Int64, day: Int32 = 0, kind: SettlementKind = .sale, payout: String = "",
    order: String = "A1", charge: String = ""
  ) -> SettlementLine {
    SettlementLine(
      record: 1, line: 2, lineID: id, day: firstDay.adding(days: day), kind: kind,
      kindText: "\(kind)", orderKey: order, chargeKey: charge, grossYen: yen, feeYen: 3,
      payoutKey: payout)
  }

  @discardableResult
  private func settle(
    _ bench: Bench, _ lines: [SettlementLine], payouts: [StatedPayout] = [],
    slips: [ShippedSlip] = [], run: Int64 = 1
  ) throws -> ImportCount {
    var rows = lines.map { SettlementRow.line($0) } + payouts.map { .payout($0) }
    rows += slips.map { .slip($0) }
    return try bench.ledger.importSettlement(
      file: bench.file("settlement-card", run: run), provider: "card", rows: rows,
      reading: FileReading(kind: .settlement))
  }

  private func filled() throws -> Bench {
    let bench = try Bench()
    let day = firstDay.adding(days: 9)
    try settle(
      bench, [line("K1", 100, payout: "P1"), line("K2", 200, day: 1)],
      payouts: [StatedPayout(record: 3, line: 4, key: "P1", expectedDay: day, totalYen: 97)],
      slips: [ShippedSlip(record: 4, line: 5, orderKey: "A1", slipNumber: "0401")])
    try settle(bench, [line("K2", 200, day: 1, payout: "P2")])
    let figures = [("opening", 0), ("claimed", 300), ("cleared", 100), ("written_back", 0)]
      .map { CloseFigure(provider: "card", name: $0.0, yen: Int64($0.1)) }
    for version in [1, 2] as [Int32] {
      try bench.ledger.recordClose(
        ClosedMonth(
          firstDay: firstDay, version: version, asOf: Moment(day: day),
          figures: figures + [CloseFigure(provider: "card", name: "closing", yen: 200)],
          items: [CloseItem(provider: "card", kind: "open", subject: "A2 S1", yen: 200)]),
        reopening: version == 1
          ? nil
          : CloseReopening(
            firstDay: firstDay, afterVersion: 1, person: "P", reason: "late",
            asOf: Moment(day: day)),
        engineVersion: "1", wallSeconds: 1)
    }
    return bench
  }

  @Test("A payout or slip that one file tells twice is one, and what it says last holds")
  func toldTwice() throws {
    let bench = try Bench()
    let day = firstDay.adding(days: 9)
    func payout(_ record: Int32, _ yen: Int64) -> StatedPayout {
      StatedPayout(record: record, line: record + 1, key: "P1", expectedDay: day, totalYen: yen)
    }
    func slip(_ record: Int32, cod: Int64?) -> ShippedSlip {
      ShippedSlip(
        record: record, line: record + 1, orderKey: "A1", slipNumber: "0401", codYen: cod)
    }
    let count = try settle(
      bench, [], payouts: [payout(1, 97), payout(2, 97), payout(3, 99)],
      slips: [slip(4, cod: nil), slip(5, cod: nil), slip(6, cod: 500)])
    #expect(count.new == 4 && count.known == 2)
    let book = try bench.ledger.settlementBook(since: nil)
    #expect(book.payouts.map(\.payout.totalYen) == [99])
    #expect(book.slips.map(\.codYen) == [500])
  }

  @Test("A book has rows that wait to be written as if they were written", arguments: 1...40)
  func waitingBook(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let bench = try Bench()
    bench.ledger.bulkRows = 5
    for round in 1...4 {
      let lines = (0..<random.below(12)).map { n in
        var one = line(
          "K\(random.below(20))", Int64(random.below(3)) * 100, day: Int32(random.below(5)))
        one.record = Int32(n + 1)
        return one
      }
      let payouts = (0..<random.below(4)).map {
        StatedPayout(
          record: Int32(50 + $0), line: 9, key: "P\(random.below(9))",
          expectedDay: firstDay.adding(days: Int32(random.below(4))), totalYen: 5)
      }
      let slips = (0..<random.below(4)).map {
        ShippedSlip(
          record: Int32(70 + $0), line: 9, orderKey: "A\(random.below(3))",
          slipNumber: "0\(random.below(5))")
      }
      let rows =
        lines.map { SettlementRow.line($0) } + payouts.map { .payout($0) } + slips.map { .slip($0) }
      _ = try bench.ledger.importSettlement(
        file: bench.file("settlement-card", run: Int64(round)), provider: random.pick(["b", "a"]),
        rows: rows, reading: FileReading(kind: .settlement), mayWait: true)
      let since = random.chance(perMille: 500) ? firstDay.adding(days: 2) : nil
      let waiting = try bench.ledger.settlementBook(since: since)
      try bench.ledger.writeLater()
      let written = try bench.ledger.settlementBook(since: since)
      #expect(waiting.lines == written.lines && waiting.payouts == written.payouts)
      #expect(waiting.slips == written.slips && waiting.files == written.files)
      #expect(waiting.providers == written.providers)
    }
  }

  @Test("No row of settlements and closes can be changed or removed", arguments: Schema0007.tables)
  func appendOnly(table: String) throws {
    let bench = try filled()
    for sql in ["UPDATE \(table) SET rowid = rowid", "DELETE FROM \(table)"] {
      let plain = sql.replacing("rowid = rowid", with: "\(try firstColumn(bench, table)) = 0")
      #expect(throws: LedgerError.refused(rule: "append-only: \(table)")) {
        try bench.ledger.execute(plain)
      }
    }
  }

  private func firstColumn(_ bench: Bench, _ table: String) throws -> String {
    try bench.ledger.read { database in
      let sql = try SQL(database, "SELECT name FROM pragma_table_info('\(table)') WHERE cid = 0")
      _ = try sql.next()
      return sql.text(0)
    }
  }

  @Test("What is written comes back, the newest state of each line and payout")
  func comesBack() throws {
    let bench = try filled()
    let changed = StatedPayout(
      record: 1, line: 2, key: "P1", expectedDay: firstDay, totalYen: 97, feeYen: 3)
    #expect(try settle(bench, [], payouts: [changed]).new == 1)
    #expect(try settle(bench, [], payouts: [changed]).known == 1)
    let book = try bench.ledger.settlementBook(since: nil)
    #expect(book.lines.map(\.line.payoutKey) == ["P1", "P2"])
    #expect(book.payouts.map(\.payout.feeYen) == [3])
    #expect(book.slips.map(\.slipNumber) == ["0401"])
    #expect(try bench.ledger.verify().filter { !$0.isOK } == [])
  }

  struct Damage: Sendable, CustomTestStringConvertible {
    var question: VerifyQuestion
    var sql: String
    var testDescription: String { sql }
  }

  @Test(
    "Damage to settlements and closes is found",
    arguments: [
      Damage(
        question: .settlementCounts,
        sql: """
          DROP TRIGGER settlement_state_no_delete; DELETE FROM settlement_state;
          CREATE TRIGGER settlement_state_no_delete BEFORE DELETE ON settlement_state
          BEGIN SELECT RAISE(ABORT, 'append-only'); END;
          """),
      Damage(
        question: .settlementVersions,
        sql: """
          DROP TRIGGER settlement_payout_no_update; UPDATE settlement_payout SET version = 2;
          CREATE TRIGGER settlement_payout_no_update BEFORE UPDATE ON settlement_payout
          BEGIN SELECT RAISE(ABORT, 'append-only'); END;
          """),
      Damage(
        question: .settlementVersions,
        sql: """
          DROP TRIGGER settlement_line_no_update;
          UPDATE settlement_line SET occurrence = 2 WHERE id = 1;
          CREATE TRIGGER settlement_line_no_update BEFORE UPDATE ON settlement_line
          BEGIN SELECT RAISE(ABORT, 'append-only'); END;
          """),
      Damage(
        question: .closes,
        sql: """
          DROP TRIGGER close_figure_no_update;
          UPDATE close_figure SET yen = yen + 1 WHERE name = 'cleared' AND close_id = 2;
          CREATE TRIGGER close_figure_no_update BEFORE UPDATE ON close_figure
          BEGIN SELECT RAISE(ABORT, 'append-only'); END;
          """),
      Damage(
        question: .closes,
        sql: """
          DROP TRIGGER close_item_no_update; UPDATE close_item SET yen = 199 WHERE close_id = 1;
          CREATE TRIGGER close_item_no_update BEFORE UPDATE ON close_item
          BEGIN SELECT RAISE(ABORT, 'append-only'); END;
          """),
    ])
  func damaged(damage: Damage) throws {
    let bench = try filled()
    try bench.ledger.execute(damage.sql)
    // Whatever is damaged, the chain of events does not hold any more; nor does the trigger's text.
    let failed = try bench.ledger.verify().filter { !$0.isOK }.map(\.question)
    #expect(failed == [damage.question, .schema, .events])
  }

  @Test("The daily decisions see chargebacks, refusals and cancelled announcements, no more")
  func warnings() throws {
    let bench = try Bench()
    try settle(
      bench,
      [
        line("K1", 100, charge: "ch1"), line("K2", 200), line("K3", -100, kind: .chargeback),
        line("K4", -100, day: -90, kind: .chargeback), line("K5", 0, kind: .refused),
        line("K6", -100, kind: .chargeback, order: "", charge: "ch1"),
        line("K7", 0, kind: .announcementCancelled),
      ])
    try settle(bench, [line("K8", -1, kind: .chargeback)], run: 2)
    let book = try bench.ledger.settlementWarnings(
      since: firstDay.adding(days: -60), runOrdinal: 1)
    #expect(book.lines.map(\.line.lineID).sorted() == ["K1", "K3", "K5", "K6", "K7"])
    let plan = try bench.ledger.read { database in
      let sql = try SQL(
        database,
        """
        EXPLAIN QUERY PLAN SELECT id FROM settlement_line
        WHERE kind IN (3, 4, 5, 11) AND day >= 1
        """)
      _ = try sql.next()
      return sql.text(3)
    }
    #expect(plan.contains("settlement_warning"), "\(plan)")
  }
}
