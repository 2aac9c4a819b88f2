public import Model

/// Something that happened to an order or an entry, with where it is from.
public enum LedgerEvent: Hashable, Sendable {
  /// A file showed the entry.
  case seen(file: SourceLine, payerName: String, reference: String)
  /// A file gave the order, new or changed.
  case orderRead(file: SourceLine, version: Int32, row: OrderRow)
  case cleared(run: RunLine, clearing: ClearingLine)
  case stood(run: RunLine, standing: RunStanding)
  case decided(run: RunLine, decision: OrderDecision)
  case caseChanged(run: RunLine, state: CaseLine)

  /// The run in which it happened.
  public var runOrdinal: Int64 {
    switch self {
    case .seen(let file, _, _), .orderRead(let file, _, _): file.runOrdinal
    case .cleared(let run, _), .stood(let run, _), .decided(let run, _), .caseChanged(let run, _):
      run.ordinal
    }
  }
}

/// A record in an imported file.
public struct SourceLine: Hashable, Sendable {
  public var name: String
  public var sha256: String
  public var formatID: String
  public var runOrdinal: Int64
  public var record: Int32
  public var line: Int32
}

/// A run on record.
public struct RunLine: Hashable, Sendable {
  public var ordinal: Int64
  public var runID: String
  public var asOf: Moment
}

/// A clearing, named by the public ids of both its ends.
public struct ClearingLine: Hashable, Sendable {
  public var entryID: String
  public var orderID: String
  public var shopID: String
  public var allocatedYen: Int64
  public var basis: MatchBasis
  public var probabilityPPM: Int32
  public var evidence: String
}

/// A case opened, changed or closed.
public struct CaseLine: Hashable, Sendable {
  public var caseID: String
  public var isOpen: Bool
  public var codes: [FindingCode]
  public var decision: Decision
  public var atRiskGrossYen: Int64
  public var atRiskNetYen: Int64
  public var until: Moment?
}

/// All that is on record of one order.
public struct OrderHistory: Hashable, Sendable {
  public var orderID: String
  public var shopID: String
  /// By run; within a run: read, cleared, decided, cases.
  public var events: [LedgerEvent]
}

/// All that is on record of one entry.
public struct EntryHistory: Hashable, Sendable {
  public var entryID: String
  public var accountKey: String
  public var bookingDay: Day
  public var direction: Direction
  public var amountYen: Int64
  /// By run; within a run: seen, cleared, standing, cases.
  public var events: [LedgerEvent]
}

extension Ledger {
  /// What happened to the order, one history per shop that has the id; empty if none has.
  public func history(ofOrder orderID: String) throws(LedgerError) -> [OrderHistory] {
    try read { database in
      let reader = HistoryReader(database: database)
      let sql = try SQL(
        database, "SELECT id, shop_id FROM shop_order WHERE order_id = ? ORDER BY shop_id")
      sql.bind(1, orderID)
      var found: [OrderHistory] = []
      while try sql.next() {
        let id = sql.int64(0)
        let shopID = sql.text(1)
        var events = try reader.versions(id, orderID: orderID, shopID: shopID)
        events += try reader.clearings("c.order_id", id)
        events += try reader.decisions(id)
        events += try reader.cases(
          "c.case_id IN (SELECT case_id FROM case_state WHERE order_id = ?)", id)
        found.append(OrderHistory(orderID: orderID, shopID: shopID, events: byRun(events)))
      }
      return found
    }
  }

  /// What happened to the bank entry; nil if there is none of that id.
  public func history(ofEntry entryID: String) throws(LedgerError) -> EntryHistory? {
    try read { database in
      let reader = HistoryReader(database: database)
      let sql = try SQL(
        database,
        """
        SELECT e.id, e.booking_day, e.direction, e.amount_yen,
          (SELECT account_key FROM account_name n WHERE n.account_id = e.account_id
            ORDER BY version DESC LIMIT 1)
        FROM entry e WHERE e.public_id = ?
        """)
      sql.bind(1, entryID)
      guard try sql.next() else { return nil }
      let id = sql.int64(0)
      var events = try reader.sightings(id)
      events += try reader.clearings("c.entry_id", id)
      events += try reader.standings(id)
      events += try reader.cases("c.entry_id = ?", id)
      return EntryHistory(
        entryID: entryID, accountKey: sql.text(4), bookingDay: Day(number: sql.int32(1)),
        direction: Direction(rawValue: sql.int32(2))!, amountYen: sql.int64(3),
        events: byRun(events))
    }
  }
}

/// Sorts by run and keeps the given order within one.
private func byRun(_ events: [LedgerEvent]) -> [LedgerEvent] {
  events.enumerated().sorted {
    ($0.element.runOrdinal, $0.offset) < ($1.element.runOrdinal, $1.offset)
  }.map(\.element)
}

/// Reads the events of one order or entry by its row number.
private struct HistoryReader {
  let database: OpaquePointer

  func versions(
    _ id: Int64, orderID: String, shopID: String
  ) throws(LedgerError) -> [LedgerEvent] {
    let columns = OrderColumns(first: 5)
    let sql = try query(
      """
      SELECT f.name, f.sha256, f.format_id, f.run_ordinal, v.version, \(OrderColumns.list)
      FROM order_version v JOIN source_file f ON f.id = v.file_id
      WHERE v.order_id = ? ORDER BY v.version
      """, id)
    var events: [LedgerEvent] = []
    while try sql.next() {
      let row = try columns.row(sql, orderID: orderID, shopID: shopID)
      events.append(
        .orderRead(
          file: source(sql, record: row.record, line: row.line), version: sql.int32(4), row: row))
    }
    return events
  }

  func sightings(_ id: Int64) throws(LedgerError) -> [LedgerEvent] {
    let sql = try query(
      """
      SELECT f.name, f.sha256, f.format_id, f.run_ordinal, s.record, s.line, s.payer_name,
        s.reference
      FROM sighting s JOIN source_file f ON f.id = s.file_id
      WHERE s.entry_id = ? ORDER BY s.file_id
      """, id)
    var events: [LedgerEvent] = []
    while try sql.next() {
      events.append(
        .seen(
          file: source(sql, record: sql.int32(4), line: sql.int32(5)), payerName: sql.text(6),
          reference: sql.text(7)))
    }
    return events
  }

  func clearings(_ column: String, _ id: Int64) throws(LedgerError) -> [LedgerEvent] {
    let sql = try query(
      """
      SELECT r.ordinal, r.run_id, r.as_of, e.public_id, o.order_id, o.shop_id, c.allocated_yen,
        c.basis, c.probability_ppm, c.evidence
      FROM clearing c JOIN run r ON r.ordinal = c.run_ordinal JOIN entry e ON e.id = c.entry_id
        JOIN shop_order o ON o.id = c.order_id
      WHERE \(column) = ? ORDER BY r.ordinal, e.public_id, o.order_id, o.shop_id
      """, id)
    var events: [LedgerEvent] = []
    while try sql.next() {
      guard let basis = MatchBasis(rawValue: sql.text(7)) else { throw .newerSchema }
      let clearing = ClearingLine(
        entryID: sql.text(3), orderID: sql.text(4), shopID: sql.text(5),
        allocatedYen: sql.int64(6), basis: basis, probabilityPPM: sql.int32(8),
        evidence: sql.text(9))
      events.append(.cleared(run: runLine(sql), clearing: clearing))
    }
    return events
  }

  func standings(_ id: Int64) throws(LedgerError) -> [LedgerEvent] {
    let sql = try query(
      """
      SELECT r.ordinal, r.run_id, r.as_of, s.standing, s.cleared_yen, s.suspense_yen,
        s.excluded_yen, s.refund_linked_yen, s.reason
      FROM entry_standing s JOIN run r ON r.ordinal = s.run_ordinal
      WHERE s.entry_id = ? ORDER BY r.ordinal
      """, id)
    var events: [LedgerEvent] = []
    while try sql.next() {
      let use = EntryUse(
        entryIndex: 0, clearedYen: sql.int64(4), suspenseYen: sql.int64(5),
        excludedYen: sql.int64(6), refundLinkedYen: sql.int64(7), reason: sql.text(8))
      events.append(
        .stood(
          run: runLine(sql),
          standing: RunStanding(standing: EntryStanding(rawValue: sql.int32(3))!, use: use)))
    }
    return events
  }

  func decisions(_ id: Int64) throws(LedgerError) -> [LedgerEvent] {
    let sql = try query(
      """
      SELECT r.ordinal, r.run_id, r.as_of, d.decision, d.codes, d.due_yen, d.cleared_yen, d.ship_by
      FROM decision d JOIN run r ON r.ordinal = d.run_ordinal
      WHERE d.order_id = ? ORDER BY r.ordinal
      """, id)
    var events: [LedgerEvent] = []
    while try sql.next() {
      guard let decision = Decision(rawValue: sql.text(3)) else { throw .newerSchema }
      let made = OrderDecision(
        orderIndex: 0, decision: decision, codes: codes(sql.text(4)), dueYen: sql.int64(5),
        clearedYen: sql.int64(6), shipBy: sql.int64OrNil(7).map { Moment(secondsTokyo: $0) })
      events.append(.decided(run: runLine(sql), decision: made))
    }
    return events
  }

  /// Of an order also what became of a case after it was no longer the order's alone.
  func cases(_ condition: String, _ id: Int64) throws(LedgerError) -> [LedgerEvent] {
    let sql = try query(
      """
      SELECT r.ordinal, r.run_id, r.as_of, c.case_id, c.is_open, c.codes, c.decision,
        c.at_risk_gross_yen, c.at_risk_net_yen, c.until
      FROM case_state c JOIN run r ON r.ordinal = c.run_ordinal
      WHERE \(condition) ORDER BY r.ordinal, c.case_id
      """, id)
    var events: [LedgerEvent] = []
    while try sql.next() {
      guard let decision = Decision(rawValue: sql.text(6)) else { throw .newerSchema }
      let state = CaseLine(
        caseID: sql.text(3), isOpen: sql.int64(4) == 1, codes: codes(sql.text(5)),
        decision: decision, atRiskGrossYen: sql.int64(7), atRiskNetYen: sql.int64(8),
        until: sql.int64OrNil(9).map { Moment(secondsTokyo: $0) })
      events.append(.caseChanged(run: runLine(sql), state: state))
    }
    return events
  }

  private func query(_ text: String, _ id: Int64) throws(LedgerError) -> SQL {
    let sql = try SQL(database, text)
    sql.bind(1, id)
    return sql
  }

  private func source(_ sql: borrowing SQL, record: Int32, line: Int32) -> SourceLine {
    SourceLine(
      name: sql.text(0), sha256: sql.text(1), formatID: sql.text(2), runOrdinal: sql.int64(3),
      record: record, line: line)
  }

  private func runLine(_ sql: borrowing SQL) -> RunLine {
    RunLine(
      ordinal: sql.int64(0), runID: sql.text(1), asOf: Moment(secondsTokyo: sql.int64(2)))
  }

  private func codes(_ text: String) -> [FindingCode] {
    var codes: [FindingCode] = []
    var word = ""
    for scalar in text.unicodeScalars {
      if scalar == " " {
        codes += FindingCode(rawValue: word).map { [$0] } ?? []
        word = ""
      } else {
        word.unicodeScalars.append(scalar)
      }
    }
    return codes + (FindingCode(rawValue: word).map { [$0] } ?? [])
  }
}
