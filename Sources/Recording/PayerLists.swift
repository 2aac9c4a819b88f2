import Model

/// Money of a payer that was given to an order of a customer of another name.
struct PayerPayment {
  /// See `PayerNumbering`; 0 while it was not asked.
  var payer: Int64 = 0
  var runOrdinal: Int64
  var entryID: Int64
  var orderID: Int64
}

/// Payments under other names that no list has yet: those of the runs since the newest one.
struct PayerTail {
  private(set) var payments: [PayerPayment] = []
  /// The newest run, and its number of clearings that were looked at with those of the runs before.
  private(set) var throughRun: Int64 = 0
  private(set) var looked: Int64 = 0
  private(set) var numbering: Int64 = 0

  /// Parameter: an entry. What the first file did not say, a later one may.
  static let names = """
    SELECT payer_name, payer_bank, payer_branch FROM sighting WHERE entry_id = ? ORDER BY file_id
    """

  init(after run: Int64, _ database: OpaquePointer) throws(LedgerError) {
    let last = try SQL(database, "SELECT coalesce(max(ordinal), 0) FROM run")
    _ = try last.next()
    throughRun = last.int64(0)
    let clearings = try SQL(
      database,
      """
      SELECT run_ordinal, entry_id, order_id, evidence FROM clearing
      WHERE \(Schema0006.strangerBasis) AND run_ordinal > ? AND allocated_yen > 0
      """)
    clearings.bind(1, run)
    while try clearings.next() {
      looked += 1
      guard clearings.withBytes(3, { PayerTail.isOfStranger($0) }) else { continue }
      payments.append(
        PayerPayment(
          runOrdinal: clearings.int64(0), entryID: clearings.int64(1),
          orderID: clearings.int64(2)))
    }
  }

  /// Asks whose payments they are.
  mutating func number(
    _ numbering: PayerNumbering, _ database: OpaquePointer
  ) throws(LedgerError) {
    self.numbering = numbering.version
    let sightings = try SQL(database, PayerTail.names)
    for n in payments.indices {
      sightings.bind(1, payments[n].entryID)
      var name = ""
      while try sightings.next() { if name.isEmpty { name = sightings.text(0) } }
      payments[n].payer = numbering.number(name)
    }
  }

  static let strangeLevels: [EvidenceLevel] = [
    .nameFamily, .nameSurnameOnly, .nameCompanyPerson, .nameDifferent,
  ]
  private static let strange = strangeLevels.map { Array($0.rawValue.utf8) }

  private static func isOfStranger(_ evidence: UnsafeRawBufferPointer) -> Bool {
    strange.contains { says(evidence, $0) }
  }

  static func says(_ evidence: String, _ level: EvidenceLevel) -> Bool {
    var evidence = evidence
    let name = Array(level.rawValue.utf8)
    return evidence.withUTF8 { says(UnsafeRawBufferPointer($0), name) }
  }

  /// Evidence is kept as `nameExact+8123 amountExact+5000`.
  private static func says(_ evidence: UnsafeRawBufferPointer, _ name: [UInt8]) -> Bool {
    evidence.split(separator: UInt8(ascii: " ")).contains { word in
      guard word.count > name.count, word.starts(with: name) else { return false }
      let sign = word[word.startIndex + name.count]
      return sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
    }
  }
}

/// A list of payments by payer that a run left: of those that are in no earlier list, up to some
/// run.
struct PayerList {
  var id: Int64 = 0
  /// 0 where there is none.
  var throughRun: Int64 = 0

  /// The newest one of a numbering.
  static func newest(
    _ numbering: Int64, _ database: OpaquePointer
  ) throws(LedgerError) -> PayerList {
    let sql = try SQL(
      database,
      "SELECT id, through_run FROM payer_list WHERE numbering = ? ORDER BY id DESC LIMIT 1")
    sql.bind(1, numbering)
    guard try sql.next() else { return PayerList() }
    return PayerList(id: sql.int64(0), throughRun: sql.int64(1))
  }

  static func payments(
    of payers: Set<Int64>, _ database: OpaquePointer
  ) throws(LedgerError) -> [PayerPayment] {
    let sql = try SQL(
      database, "SELECT run_ordinal, entry_id, order_id FROM payer_payment WHERE payer = ?")
    var payments: [PayerPayment] = []
    // In the order of the table: neighbours lie on one page.
    for payer in payers.sorted() where payer != 0 {
      sql.bind(1, payer)
      while try sql.next() {
        payments.append(
          PayerPayment(
            payer: payer, runOrdinal: sql.int64(0), entryID: sql.int64(1), orderID: sql.int64(2)))
      }
    }
    return payments
  }

  /// At the end of a run's transaction: leaves a list of what was looked at for the run, where it
  /// was so much that looking at it again costs more than the list.
  static func leave(
    _ tail: PayerTail, run ordinal: Int64, after rows: Int64, _ database: OpaquePointer
  ) throws(LedgerError) {
    guard tail.throughRun > 0, tail.looked >= rows else { return }
    let id = try nextID("payer_list", database)
    let list = try SQL(database, "INSERT INTO payer_list VALUES (?,?,?,?)")
    list.bind(all: [id, ordinal, tail.numbering, tail.throughRun])
    try list.run()
    let payment = try SQL(database, "INSERT INTO payer_payment VALUES (?,?,?,?,?)")
    let ordered = tail.payments.sorted {
      ($0.payer, $0.runOrdinal, $0.entryID, $0.orderID)
        < ($1.payer, $1.runOrdinal, $1.entryID, $1.orderID)
    }
    for one in ordered {
      payment.bind(all: [one.payer, one.runOrdinal, one.entryID, one.orderID, id])
      try payment.run()
    }
  }

  /// Asks every payment whether a list that should have it misses it: public ids of entries.
  static let missed = """
    SELECT e.public_id FROM (
      SELECT entry_id, order_id, run_ordinal FROM clearing
      WHERE \(Schema0006.strangerBasis) AND allocated_yen > 0 AND run_ordinal <=
          (SELECT through_run FROM payer_list ORDER BY id DESC LIMIT 1)
        AND (\(isOfStranger))
      EXCEPT SELECT p.entry_id, p.order_id, p.run_ordinal FROM payer_payment p
        JOIN payer_list l ON l.id = p.list_id
      WHERE l.numbering = (SELECT numbering FROM payer_list ORDER BY id DESC LIMIT 1)) c
    JOIN entry e ON e.id = c.entry_id
    """

  private static let isOfStranger = PayerTail.strangeLevels.map {
    "' ' || evidence GLOB '* \($0.rawValue)[+-]*'"
  }.joined(separator: " OR ")
}
