public import Model

extension Ledger {
  /// All that happened between payers and customers of other names, from clearings, reversals and
  /// what people said; oldest first. What people said for the next run counts already.
  ///
  /// Cost: linear in the clearings under another name than the customer's, of all years.
  public func payerEvents() throws(LedgerError) -> [PayerEvent] {
    try readAtOnce { database in
      let payments = try PayerTail(after: 0, database).payments
      return try Ledger.events(of: payments, database)
    }
  }

  /// As `payerEvents()`, of some payers only; what people had forgotten is told of all. `payers` is
  /// called where there is anything to ask for, and gives their numbers.
  ///
  /// Cost: linear in what these payers paid and in what runs linked since the newest list of
  /// payments. The run that is recorded next leaves a new one, where that was much.
  public func payerEvents(
    of payers: () -> Set<Int64>, _ numbering: PayerNumbering
  ) throws(LedgerError) -> [PayerEvent] {
    try readAtOnce { database in
      let list = try PayerList.newest(numbering.version, database)
      var tail = try PayerTail(after: list.throughRun, database)
      try tail.number(numbering, database)
      payerTail = tail
      var asked: Set<Int64> = []
      if list.throughRun > 0 || !tail.payments.isEmpty { asked = payers() }
      var payments = tail.payments.filter { asked.contains($0.payer) }
      if list.throughRun > 0 { payments += try PayerList.payments(of: asked, database) }
      return try Ledger.events(of: payments, database)
    }
  }

  private static func events(
    of payments: [PayerPayment], _ database: OpaquePointer
  ) throws(LedgerError) -> [PayerEvent] {
    let ordered = payments.sorted {
      ($0.runOrdinal, $0.entryID, $0.orderID) < ($1.runOrdinal, $1.entryID, $1.orderID)
    }
    let events = try PayerLoad(database).events(of: ordered) + forgotten(database)
    return events.sorted { a, b in
      (a.runOrdinal, rank(a.kind), a.day.number, a.entryID, a.customer)
        < (b.runOrdinal, rank(b.kind), b.day.number, b.entryID, b.customer)
    }
  }

  /// Has an alias forgotten: what was learned until then counts no more.
  public func forget(
    _ alias: PayerAlias, note: PersonalNote, runOrdinal: Int64
  ) throws(LedgerError) {
    try write { database in
      let sql = try SQL(
        database,
        """
        INSERT INTO alias_event VALUES ((SELECT 1 + coalesce(max(id), 0) FROM alias_event),
          ?,'forget',?,?,?,?,?,?,?,?,?)
        """)
      sql.bind(1, runOrdinal)
      let texts = [
        alias.shopID, alias.customer, alias.payerName, alias.payerBank, alias.payerBranch,
        note.person, note.comment,
      ]
      for (n, text) in texts.enumerated() { sql.bind(Int32(2 + n), text) }
      sql.bind(9, note.moment.secondsTokyo)
      sql.bind(10, note.wallSeconds)
      try sql.run()
    }
  }

  private static func forgotten(_ database: OpaquePointer) throws(LedgerError) -> [PayerEvent] {
    let sql = try SQL(
      database,
      """
      SELECT run_ordinal, shop_id, customer, payer_name, payer_bank, payer_branch, as_of
      FROM alias_event ORDER BY id
      """)
    var events: [PayerEvent] = []
    while try sql.next() {
      events.append(
        PayerEvent(
          kind: .forgotten, runOrdinal: sql.int64(0),
          day: Moment(secondsTokyo: sql.int64(6)).day, entryID: "", shopID: sql.text(1),
          customer: sql.text(2), payerName: sql.text(3), payerBank: sql.text(4),
          payerBranch: sql.text(5)))
    }
    return events
  }
}

/// Within a run: what people said was said before it, and a reversal follows what it undoes.
private func rank(_ kind: PayerEvent.Kind) -> Int {
  switch kind {
  case .forgotten: 0
  case .undone: 1
  case .paid: 2
  case .reversed: 3
  }
}

/// Loads what happened to payments under other names.
private struct PayerLoad: ~Copyable {
  private let clearings: SQL
  private let sightings: SQL
  private let ends: SQL

  init(_ database: OpaquePointer) throws(LedgerError) {
    let clearings = try SQL(
      database,
      """
      SELECT c.basis, c.evidence, e.public_id, e.booking_day, o.shop_id, v.customer_key,
        v.customer_name, v.customer_kana
      FROM clearing c JOIN entry e ON e.id = c.entry_id JOIN shop_order o ON o.id = c.order_id
        JOIN order_version v ON v.order_id = c.order_id AND v.version =
          (SELECT max(n.version) FROM order_version n WHERE n.order_id = c.order_id)
      WHERE c.entry_id = ? AND c.order_id = ? AND c.run_ordinal = ?
        -- A person said that this payment teaches nothing about its payer.
        AND NOT (c.basis = 'by_hand' AND EXISTS (SELECT 1 FROM human_event h
          JOIN answer_end d ON d.event_id = h.id JOIN answer a ON a.id = d.answer_id
          WHERE h.entry_id = c.entry_id AND h.run_ordinal = c.run_ordinal AND a.teaches = 0))
      """)
    let sightings = try SQL(database, PayerTail.names)
    // What ends a payment's proof: the bank's reversal, and a person's word about this order.
    ends = try SQL(
      database,
      """
      SELECT run_ordinal, 0 FROM entry_standing
      WHERE entry_id = ?1 AND standing = 3 AND run_ordinal >= ?3
      UNION ALL SELECT h.run_ordinal, 1 FROM human_event h JOIN human_share s ON s.event_id = h.id
      WHERE h.entry_id = ?1 AND h.kind = 'undo' AND s.order_id = ?2 AND h.run_ordinal > ?3
      """)
    self.clearings = clearings
    self.sightings = sightings
  }

  func events(of payments: [PayerPayment]) throws(LedgerError) -> [PayerEvent] {
    var events: [PayerEvent] = []
    for payment in payments {
      let key = [payment.entryID, payment.orderID, payment.runOrdinal]
      clearings.bind(all: key)
      guard try clearings.next() else { continue }
      let customer = OrderRow.customer(
        key: clearings.text(5), name: clearings.text(6), kana: clearings.text(7))
      var event = PayerEvent(
        kind: .paid(proof(basis: clearings.text(0), clearings.text(1))),
        runOrdinal: payment.runOrdinal, day: Day(number: clearings.int32(3)),
        entryID: clearings.text(2), shopID: clearings.text(4), customer: customer, payerName: "")
      clearings.reset()
      sightings.bind(1, payment.entryID)
      while try sightings.next() { event.add(sightings) }
      events.append(event)
      ends.bind(all: key)
      while try ends.next() {
        event.kind = ends.int64(1) == 0 ? .reversed : .undone
        event.runOrdinal = ends.int64(0)
        events.append(event)
      }
    }
    return events
  }

  private func proof(basis: String, _ evidence: String) -> PayerProof {
    if basis == MatchBasis.byHand.rawValue { return .person }
    let says = { PayerTail.says(evidence, $0) }
    if says(.orderNumberFull), says(.amountExact) { return .number }
    return says(.payerHistory) ? .history : .likeness
  }
}

extension PayerEvent {
  /// What the first file did not say, a later one may.
  fileprivate mutating func add(_ sighting: borrowing SQL) {
    if payerName.isEmpty { payerName = sighting.text(0) }
    if payerBank.isEmpty { payerBank = sighting.text(1) }
    if payerBranch.isEmpty { payerBranch = sighting.text(2) }
  }
}
