public import Model

extension Ledger {
  /// All that is booked, from bank entries, orders, answers, recourse and closes. Cost: linear.
  public func bookFacts() throws(LedgerError) -> BookFacts {
    try read { database in
      let load = BookLoad(database: database)
      var facts = BookFacts()
      facts.entries = try load.entries()
      facts.events =
        try load.waivers() + load.absorbed() + load.shipments() + load.recourse()
      facts.closes = try load.closes()
      return facts
    }
  }
}

private struct BookLoad {
  let database: OpaquePointer

  private struct Run {
    var id: String
    var day: Day
  }

  private func runs() throws(LedgerError) -> [Int64: Run] {
    var runs: [Int64: Run] = [:]
    let sql = try SQL(database, "SELECT ordinal, run_id, as_of FROM run")
    while try sql.next() {
      runs[sql.int64(0)] = Run(
        id: sql.text(1), day: Moment(secondsTokyo: sql.int64(2)).day)
    }
    return runs
  }

  /// Entries by row, with a move for every run that changed what they are.
  func entries() throws(LedgerError) -> [BookEntry] {
    let runs = try runs()
    let shares = try self.shares()
    let ties = try self.ties()
    var keys: [Int64: String] = [:]
    for account in try Ledger.loadAccounts(database) { keys[account.id] = account.keys.last }
    let sql = try SQL(
      database,
      """
      SELECT e.id, e.public_id, e.booking_day, e.direction, e.amount_yen, s.payer_name,
        f.name || '#' || s.record, n.run_ordinal, n.standing, n.suspense_yen, n.refund_linked_yen,
        e.account_id
      FROM entry e
        JOIN (SELECT entry_id, run_ordinal FROM entry_standing UNION
          SELECT entry_id, run_ordinal FROM clearing UNION
          SELECT entry_id, run_ordinal FROM refund_tie) m ON m.entry_id = e.id
        JOIN entry_standing n ON n.entry_id = e.id AND n.run_ordinal = (SELECT max(run_ordinal)
          FROM entry_standing WHERE entry_id = e.id AND run_ordinal <= m.run_ordinal)
        JOIN sighting s ON s.entry_id = e.id
          AND s.file_id = (SELECT min(file_id) FROM sighting WHERE entry_id = e.id)
        JOIN source_file f ON f.id = s.file_id
      ORDER BY e.id, m.run_ordinal
      """)
    // The run of the move is the one that moved, which may have kept the standing.
    let moved = try SQL(
      database,
      """
      SELECT entry_id, run_ordinal FROM (SELECT entry_id, run_ordinal FROM entry_standing UNION
        SELECT entry_id, run_ordinal FROM clearing UNION
        SELECT entry_id, run_ordinal FROM refund_tie)
      ORDER BY entry_id, run_ordinal
      """)
    var entries: [BookEntry] = []
    while try sql.next(), try moved.next() {
      let row = sql.int64(0)
      let ordinal = moved.int64(1)
      guard row == moved.int64(0), let run = runs[ordinal] else { throw .corrupt }
      if entries.last?.row != row {
        entries.append(
          BookEntry(
            row: row, id: sql.text(1), accountKey: keys[sql.int64(11)] ?? "",
            day: Day(number: sql.int32(2)),
            direction: Direction(rawValue: sql.int32(3))!, amountYen: sql.int64(4),
            payerName: sql.text(5), source: sql.text(6)))
      }
      var move = BookMove(
        runOrdinal: ordinal, runID: run.id, day: run.day,
        standing: EntryStanding(rawValue: sql.int32(8))!, suspenseYen: sql.int64(9),
        refundLinkedYen: sql.int64(10))
      let key = MoveKey(entry: row, run: ordinal)
      move.shares = shares[key] ?? []
      move.refundYen = (entries.last?.moves.last?.refundYen ?? 0) + (ties[key] ?? 0)
      entries[entries.count - 1].moves.append(move)
    }
    return entries
  }

  private struct MoveKey: Hashable {
    var entry: Int64
    var run: Int64
  }

  /// What each run gave from which entry to which order, and whether that left the order short.
  private func shares() throws(LedgerError) -> [MoveKey: [BookMove.Share]] {
    let sql = try SQL(
      database,
      """
      SELECT c.entry_id, c.run_ordinal, o.order_id, c.allocated_yen,
        sum(c.allocated_yen) OVER (PARTITION BY c.order_id ORDER BY c.run_ordinal)
          < v.amount_due_yen,
        o.shop_id
      FROM clearing c JOIN shop_order o ON o.id = c.order_id
        JOIN order_version v ON v.order_id = c.order_id AND v.version =
          (SELECT max(n.version) FROM order_version n WHERE n.order_id = c.order_id)
      ORDER BY c.entry_id, c.run_ordinal, o.order_id, o.shop_id
      """)
    var shares: [MoveKey: [BookMove.Share]] = [:]
    while try sql.next() {
      shares[MoveKey(entry: sql.int64(0), run: sql.int64(1)), default: []].append(
        BookMove.Share(
          orderID: sql.text(2), shopID: sql.text(5), isShort: sql.int64(4) == 1,
          yen: sql.int64(3)))
    }
    return shares
  }

  private func ties() throws(LedgerError) -> [MoveKey: Int64] {
    let sql = try SQL(
      database, "SELECT entry_id, run_ordinal, sum(yen) FROM refund_tie GROUP BY 1, 2")
    var ties: [MoveKey: Int64] = [:]
    while try sql.next() {
      ties[MoveKey(entry: sql.int64(0), run: sql.int64(1))] = sql.int64(2)
    }
    return ties
  }

  func waivers() throws(LedgerError) -> [BookEvent] {
    let sql = try SQL(
      database,
      """
      SELECT a.id, a.yen, o.order_id, d.as_of, u.as_of, a.comment,
        (SELECT v.status FROM order_version v WHERE v.order_id = a.order_id
          ORDER BY v.version DESC LIMIT 1) = 'shipped',
        o.shop_id
      FROM answer a JOIN answer_end d ON d.answer_id = a.id AND d.outcome = 'effective'
        JOIN shop_order o ON o.id = a.order_id LEFT JOIN answer_undone u ON u.answer_id = a.id
      WHERE a.kind = 'waive' ORDER BY a.id
      """)
    var events: [BookEvent] = []
    while try sql.next() {
      var event = BookEvent(
        kind: sql.int64(6) == 1 ? .badDebt : .waived, key: BookKey(.waiver, sql.int64(0), 0),
        day: Moment(secondsTokyo: sql.int64(3)).day, yen: sql.int64(1), orderID: sql.text(2),
        shopID: sql.text(7), text: sql.text(5))
      events.append(event)
      guard let back = sql.int64OrNil(4) else { continue }
      event.key.version = 1
      event.day = Moment(secondsTokyo: back).day
      event.yen = -event.yen
      events.append(event)
    }
    return events
  }

  /// Fees that the policy bears: an order that was released short by one, and one that was stopped
  /// again after that.
  func absorbed() throws(LedgerError) -> [BookEvent] {
    let runs = try runs()
    let sql = try SQL(
      database,
      """
      SELECT d.order_id, d.run_ordinal, d.decision, d.due_yen - d.cleared_yen, o.order_id, o.shop_id
      FROM decision d JOIN shop_order o ON o.id = d.order_id
      WHERE d.decision = 'stop' OR (d.decision = 'release' AND d.due_yen > d.cleared_yen
        AND d.cleared_yen > 0)
      ORDER BY d.order_id, d.run_ordinal
      """)
    var events: [BookEvent] = []
    var open: (order: Int64, yen: Int64) = (0, 0)
    while try sql.next() {
      let order = sql.int64(0)
      guard let run = runs[sql.int64(1)] else { throw .corrupt }
      if open.order != order { open = (order, 0) }
      let isRelease = sql.text(2) == Decision.release.rawValue
      let yen = isRelease ? sql.int64(3) : -open.yen
      if yen == 0 { continue }
      open.yen += yen
      events.append(
        BookEvent(
          kind: .absorbed, key: BookKey(.absorbed, order, sql.int64(1)), day: run.day, yen: yen,
          orderID: sql.text(4), shopID: sql.text(5), runID: run.id))
    }
    return events
  }

  /// Versions of transfer orders that say that they were shipped, and that they came back.
  func shipments() throws(LedgerError) -> [BookEvent] {
    let sql = try SQL(
      database,
      """
      SELECT v.order_id, v.version, v.status, v.amount_due_yen, o.order_id,
        coalesce((SELECT r.as_of FROM run r WHERE r.ordinal = f.run_ordinal), v.ordered_at),
        lag(v.status) OVER (PARTITION BY v.order_id ORDER BY v.version),
        o.shop_id
      FROM order_version v JOIN shop_order o ON o.id = v.order_id
        JOIN source_file f ON f.id = v.file_id
      WHERE v.payment_method = 'bank_transfer' ORDER BY v.order_id, v.version
      """)
    var events: [BookEvent] = []
    while try sql.next() {
      let before = sql.textOrNil(6) ?? ""
      let status = sql.text(2)
      let isShipped = status == "shipped" && before != "shipped"
      let isReturned = status == "closed" && before == "shipped"
      guard isShipped || isReturned, sql.int64(3) > 0 else { continue }
      events.append(
        BookEvent(
          kind: isShipped ? .shipped : .returned,
          key: BookKey(.shipment, sql.int64(0), sql.int64(1)),
          day: Moment(secondsTokyo: sql.int64(5)).day, yen: sql.int64(3), orderID: sql.text(4),
          shopID: sql.text(7)))
    }
    return events
  }

  func recourse() throws(LedgerError) -> [BookEvent] {
    let sql = try SQL(
      database, "SELECT id, booked_on, amount_yen, case_id, account FROM recourse ORDER BY id")
    var events: [BookEvent] = []
    while try sql.next() {
      events.append(
        BookEvent(
          kind: .recourse, key: BookKey(.recourse, sql.int64(0), 0),
          day: Day(number: sql.int32(1)), yen: sql.int64(2), orderID: "", shopID: sql.text(4),
          text: sql.text(3)))
    }
    return events
  }

  /// Bookings of closes. A month that was closed again takes back what it no longer has, and adds
  /// what it did not have.
  func closes() throws(LedgerError) -> [BookLine] {
    let sql = try SQL(
      database,
      """
      SELECT r.month, r.id, r.as_of, b.number, b.day, b.entry_case, b.debit, b.credit, b.provider,
        b.yen, b.tax, b.text
      FROM close_run r JOIN close_booking b ON b.close_id = r.id
      ORDER BY r.month, r.version, b.number
      """)
    var closes: [(month: Int64, id: Int64, day: Day, lines: [BookLine])] = []
    while try sql.next() {
      if closes.last?.id != sql.int64(1) {
        closes.append(
          (sql.int64(0), sql.int64(1), Moment(secondsTokyo: sql.int64(2)).day, []))
      }
      guard let debit = BookAccount(rawValue: sql.text(6)),
        let credit = BookAccount(rawValue: sql.text(7)),
        let tax = TaxTreatment(rawValue: sql.text(10))
      else { throw .newerSchema }
      var line = BookLine(
        key: BookKey(.close, sql.int64(1), sql.int64(3)), day: Day(number: sql.int32(4)),
        entryCase: sql.text(5), debit: debit, credit: credit, yen: sql.int64(9), tax: tax,
        text: sql.text(11))
      line.provider = sql.text(8)
      closes[closes.count - 1].lines.append(line)
    }
    var lines: [BookLine] = []
    for (n, close) in closes.enumerated() {
      let isAgain = n > 0 && closes[n - 1].month == close.month
      var old = isAgain ? closes[n - 1].lines : []
      for line in close.lines {
        if let place = old.firstIndex(where: { $0.isAlike(line) }) {
          old.remove(at: place)
        } else {
          lines.append(line)
        }
      }
      lines += old.map { $0.takenBack(on: close.day, by: close.id) }
    }
    return lines
  }
}

extension BookLine {
  fileprivate func isAlike(_ other: BookLine) -> Bool {
    (day, entryCase, debit, credit) == (other.day, other.entryCase, other.debit, other.credit)
      && (provider, yen, tax, text) == (other.provider, other.yen, other.tax, other.text)
  }

  fileprivate func takenBack(on day: Day, by close: Int64) -> BookLine {
    var back = self
    (back.debit, back.credit) = (credit, debit)
    back.key = BookKey(.close, close, key.version, 1)
    back.day = day
    back.factDay = day
    back.isReversal = true
    return back
  }
}
