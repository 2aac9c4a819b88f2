public import Model

extension Ledger {
  /// All that happened between payers and customers of other names, from clearings, reversals and
  /// what people said; oldest first. What people said for the next run counts already.
  ///
  /// Cost: linear in the clearings under another name than the customer's, which are few.
  public func payerEvents() throws(LedgerError) -> [PayerEvent] {
    try read { database in
      var events = try PayerLoad(database: database).payments()
      events += try Ledger.forgotten(database)
      return events.sorted { a, b in
        (a.runOrdinal, rank(a.kind), a.day.number, a.entryID, a.customer)
          < (b.runOrdinal, rank(b.kind), b.day.number, b.entryID, b.customer)
      }
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

/// Loads payments under other names, and what became of them.
private struct PayerLoad {
  let database: OpaquePointer

  func payments() throws(LedgerError) -> [PayerEvent] {
    let clearings = try SQL(
      database,
      """
      SELECT c.entry_id, c.order_id, c.run_ordinal, c.basis, c.evidence, e.public_id,
        e.booking_day, o.shop_id, v.customer_key, v.customer_name, v.customer_kana
      FROM clearing c JOIN entry e ON e.id = c.entry_id JOIN shop_order o ON o.id = c.order_id
        JOIN order_version v ON v.order_id = c.order_id AND v.version =
          (SELECT max(n.version) FROM order_version n WHERE n.order_id = c.order_id)
      WHERE \(Schema0006.strangerBasis) AND c.allocated_yen > 0
        -- A person said that this payment teaches nothing about its payer.
        AND NOT (c.basis = 'by_hand' AND EXISTS (SELECT 1 FROM human_event h
          JOIN answer_end d ON d.event_id = h.id JOIN answer a ON a.id = d.answer_id
          WHERE h.entry_id = c.entry_id AND h.run_ordinal = c.run_ordinal AND a.teaches = 0))
      ORDER BY c.run_ordinal, c.entry_id, c.order_id
      """)
    let sightings = try SQL(
      database,
      """
      SELECT payer_name, payer_bank, payer_branch FROM sighting WHERE entry_id = ?
      ORDER BY file_id
      """)
    // What ends a payment's proof: the bank's reversal, and a person's word about this order.
    let ends = try SQL(
      database,
      """
      SELECT run_ordinal, 0 FROM entry_standing
      WHERE entry_id = ?1 AND standing = 3 AND run_ordinal >= ?3
      UNION ALL SELECT h.run_ordinal, 1 FROM human_event h JOIN human_share s ON s.event_id = h.id
      WHERE h.entry_id = ?1 AND h.kind = 'undo' AND s.order_id = ?2 AND h.run_ordinal > ?3
      """)
    var events: [PayerEvent] = []
    while try clearings.next() {
      let evidence = clearings.text(4)
      guard isOfStranger(evidence) else { continue }
      let customer = OrderRow.customer(
        key: clearings.text(8), name: clearings.text(9), kana: clearings.text(10))
      var event = PayerEvent(
        kind: .paid(proof(basis: clearings.text(3), evidence)), runOrdinal: clearings.int64(2),
        day: Day(number: clearings.int32(6)), entryID: clearings.text(5),
        shopID: clearings.text(7), customer: customer, payerName: "")
      sightings.bind(1, clearings.int64(0))
      while try sightings.next() { event.add(sightings) }
      events.append(event)
      for (column, value) in [clearings.int64(0), clearings.int64(1), event.runOrdinal].enumerated()
      {
        ends.bind(Int32(column + 1), value)
      }
      while try ends.next() {
        event.kind = ends.int64(1) == 0 ? .reversed : .undone
        event.runOrdinal = ends.int64(0)
        events.append(event)
      }
    }
    return events
  }

  private func isOfStranger(_ evidence: String) -> Bool {
    let levels: [EvidenceLevel] = [
      .nameFamily, .nameSurnameOnly, .nameCompanyPerson, .nameDifferent,
    ]
    return levels.contains { says(evidence, $0) }
  }

  private func proof(basis: String, _ evidence: String) -> PayerProof {
    if basis == MatchBasis.byHand.rawValue { return .person }
    if says(evidence, .orderNumberFull), says(evidence, .amountExact) { return .number }
    return says(evidence, .payerHistory) ? .history : .likeness
  }

  /// Evidence is kept as `nameExact+8123 amountExact+5000`.
  private func says(_ evidence: String, _ level: EvidenceLevel) -> Bool {
    evidence.utf8.split(separator: UInt8(ascii: " ")).contains { word in
      let name = level.rawValue.utf8
      guard word.count > name.count, word.starts(with: name) else { return false }
      let sign = word[word.index(word.startIndex, offsetBy: name.count)]
      return sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    }
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
