public import Model

/// Who said something, when, and where it is written.
public struct PersonalNote: Hashable, Sendable {
  public var person: String
  public var comment: String
  /// Of the file that the answer stood in; empty where it was given on the command line.
  public var sourceSHA256: String
  public var moment: Moment
  /// Wall clock, seconds since 1970 UTC: for people; nothing is computed from it.
  public var wallSeconds: Int64

  public init(
    person: String, comment: String, sourceSHA256: String = "", moment: Moment,
    wallSeconds: Int64
  ) {
    self.person = person
    self.comment = comment
    self.sourceSHA256 = sourceSHA256
    self.moment = moment
    self.wallSeconds = wallSeconds
  }
}

/// A person's event on record, its entry and orders named by their public ids.
public struct HumanEvent: Hashable, Sendable {
  public var id: Int64
  public var kind: AnswerKind
  public var entryID: String
  public var shares: [Share]
  public var note: PersonalNote
  /// The run that heeds it.
  public var runOrdinal: Int64
  /// Who confirmed it, where a second person had to; empty elsewhere.
  public var confirmedBy: String
  /// It hands over what an answer on record says; false for an undo.
  public var isAnswer: Bool

  public struct Share: Hashable, Sendable {
    public var orderID: String
    public var shopID: String
    public var yen: Int64
  }
}

extension Ledger {
  /// Takes back all that was made of an entry: the run `runOrdinal` negates its clearings and
  /// leaves it open. An answer that no run has heeded yet is withdrawn. nil where there is nothing
  /// to take back: the entry is unknown, open, a debit, or was reversed by the bank.
  public func undo(
    entryID: String, note: PersonalNote, runOrdinal: Int64
  ) throws(LedgerError) -> HumanEvent? {
    try write { database in
      let sql = try SQL(
        database,
        """
        SELECT e.id, coalesce((SELECT n.standing FROM entry_standing n WHERE n.entry_id = e.id
            ORDER BY n.run_ordinal DESC LIMIT 1), 0),
          (SELECT h.kind FROM human_event h WHERE h.entry_id = e.id AND h.run_ordinal = ?2
            ORDER BY h.id DESC LIMIT 1)
        FROM entry e WHERE e.public_id = ?1 AND e.direction = 1
        """)
      sql.bind(1, entryID)
      sql.bind(2, runOrdinal)
      guard try sql.next() else { return nil }
      let id = sql.int64(0)
      let standing = EntryStanding(rawValue: sql.int32(1))!
      let unheeded = sql.textOrNil(2)
      sql.reset()
      if unheeded == AnswerKind.undo.rawValue { return nil }
      if unheeded == nil, standing != .cleared, standing != .setAside { return nil }
      let shares = unheeded == nil ? try Ledger.given(by: id, database) : []
      let event = try EventWriter(database: database, runOrdinal: runOrdinal)
        .write(AnswerKind.undo.rawValue, id, shares, note)
      try Ledger.takeBackAnswers(ofEntry: id, note, runOrdinal, database)
      return try Ledger.events("h.id = ?", event, database).first
    }
  }

  /// What an entry gave to which order and still has there, with orders it only names.
  private static func given(
    by entry: Int64, _ database: OpaquePointer
  ) throws(LedgerError) -> [(order: Int64, yen: Int64)] {
    let sql = try SQL(
      database,
      """
      SELECT order_id, sum(allocated_yen) FROM clearing WHERE entry_id = ?
      GROUP BY order_id HAVING sum(allocated_yen) > 0 OR max(allocated_yen) = 0
      ORDER BY order_id
      """)
    sql.bind(1, entry)
    var given: [(order: Int64, yen: Int64)] = []
    while try sql.next() { given.append((sql.int64(0), sql.int64(1))) }
    return given
  }

  /// All that people said about an entry, oldest first.
  public func humanEvents(ofEntry entryID: String) throws(LedgerError) -> [HumanEvent] {
    try read { database in
      guard let id = try Ledger.entryRow(entryID, database) else { return [] }
      return try Ledger.events("h.entry_id = ?", id, database)
    }
  }

  /// What people gave to an order or took from it, oldest first.
  public func humanEvents(
    ofOrder orderID: String, shopID: String
  ) throws(LedgerError) -> [HumanEvent] {
    try read { database in
      guard let id = try Ledger.orderRow(orderID, shopID, database) else { return [] }
      return try Ledger.events(
        "h.id IN (SELECT event_id FROM human_share WHERE order_id = ?)", id, database)
    }
  }

  /// Row number of the entry of that public id; nil where there is none.
  static func entryRow(
    _ publicID: String, _ database: OpaquePointer
  ) throws(LedgerError) -> Int64? {
    let sql = try SQL(database, "SELECT id FROM entry WHERE public_id = ?")
    sql.bind(1, publicID)
    return try sql.next() ? sql.int64(0) : nil
  }

  /// Row number of a shop's order; nil where there is none.
  static func orderRow(
    _ orderID: String, _ shopID: String, _ database: OpaquePointer
  ) throws(LedgerError) -> Int64? {
    let sql = try SQL(database, "SELECT id FROM shop_order WHERE order_id = ? AND shop_id = ?")
    sql.bind(1, orderID)
    sql.bind(2, shopID)
    return try sql.next() ? sql.int64(0) : nil
  }

  /// What the run `ordinal` heeds or heeded, oldest first.
  public func humanEvents(ofRun ordinal: Int64) throws(LedgerError) -> [HumanEvent] {
    try read { database in try Ledger.events("h.run_ordinal = ?", ordinal, database) }
  }

  private static func events(
    _ condition: String, _ value: Int64, _ database: OpaquePointer
  ) throws(LedgerError) -> [HumanEvent] {
    let sql = try SQL(
      database,
      """
      SELECT h.id, coalesce(a.kind, h.kind), e.public_id, h.person, h.comment, h.source_sha256,
        h.as_of, h.wall_seconds, h.run_ordinal, iif(a.needs_second = 1, d.person, ''),
        d.answer_id IS NOT NULL
      FROM human_event h JOIN entry e ON e.id = h.entry_id
        LEFT JOIN answer_end d ON d.event_id = h.id LEFT JOIN answer a ON a.id = d.answer_id
      WHERE \(condition) ORDER BY h.id
      """)
    sql.bind(1, value)
    let shares = try SQL(
      database,
      """
      SELECT o.order_id, o.shop_id, s.yen FROM human_share s JOIN shop_order o ON o.id = s.order_id
      WHERE s.event_id = ? ORDER BY o.order_id, o.shop_id
      """)
    var events: [HumanEvent] = []
    while try sql.next() {
      guard let kind = AnswerKind(rawValue: sql.text(1)) else { throw .newerSchema }
      let note = PersonalNote(
        person: sql.text(3), comment: sql.text(4), sourceSHA256: sql.text(5),
        moment: Moment(secondsTokyo: sql.int64(6)), wallSeconds: sql.int64(7))
      var event = HumanEvent(
        id: sql.int64(0), kind: kind, entryID: sql.text(2), shares: [], note: note,
        runOrdinal: sql.int64(8), confirmedBy: sql.textOrNil(9) ?? "",
        isAnswer: sql.int64(10) == 1)
      shares.bind(1, event.id)
      while try shares.next() {
        event.shares.append(
          HumanEvent.Share(
            orderID: shares.text(0), shopID: shares.text(1), yen: shares.int64(2)))
      }
      events.append(event)
    }
    return events
  }
}

/// Appends events with their shares.
struct EventWriter {
  let database: OpaquePointer
  let runOrdinal: Int64

  @discardableResult
  func write(
    _ kind: String, _ entry: Int64, _ shares: [(order: Int64, yen: Int64)],
    _ note: PersonalNote
  ) throws(LedgerError) -> Int64 {
    let number = try SQL(database, "SELECT 1 + coalesce(max(id), 0) FROM human_event")
    _ = try number.next()
    let id = number.int64(0)
    number.reset()
    let event = try SQL(database, "INSERT INTO human_event VALUES (?,?,?,?,?,?,?,?,?)")
    event.bind(1, id)
    event.bind(2, runOrdinal)
    event.bind(3, kind)
    event.bind(4, entry)
    event.bind(5, note.person)
    event.bind(6, note.comment)
    event.bind(7, note.sourceSHA256)
    event.bind(8, note.moment.secondsTokyo)
    event.bind(9, note.wallSeconds)
    try event.run()
    let share = try SQL(database, "INSERT INTO human_share VALUES (?,?,?)")
    share.bind(1, id)
    for (order, yen) in shares {
      share.bind(2, order)
      share.bind(3, yen)
      try share.run()
    }
    return id
  }
}
