internal import CSQLite
public import Model

/// What a person says of an entry or an order, checked against a view of the ledger.
public struct Saying: Sendable {
  /// Neither `confirm` nor `reject`.
  public var word: AnswerWord
  /// nil for `waive`.
  public var entryIndex: Int32?
  /// The order whose shortage is waived, or that the entry is about.
  public var orderIndex: Int32?
  public var shares: [OrderShare]
  /// Paid back or waived; else what of the entry it is about.
  public var yen: Int64
  public var until: Day?
  /// Whether the payer's name is to be learned; nil where nothing is said of it.
  public var teaches: Bool?
  /// It is a proposal until another person confirms it.
  public var needsSecond: Bool
  public var note: PersonalNote

  public init(
    word: AnswerWord, entryIndex: Int32? = nil, orderIndex: Int32? = nil,
    shares: [OrderShare] = [], yen: Int64 = 0, until: Day? = nil, teaches: Bool? = nil,
    needsSecond: Bool = false, note: PersonalNote
  ) {
    self.word = word
    self.entryIndex = entryIndex
    self.orderIndex = orderIndex
    self.shares = shares
    self.yen = yen
    self.until = until
    self.teaches = teaches
    self.needsSecond = needsSecond
    self.note = note
  }
}

/// An answer on record, its entry and orders named by their public ids.
public struct SaidAnswer: Hashable, Sendable {
  public var id: Int64
  public var word: AnswerWord
  /// Empty for `waive`.
  public var entryID: String
  /// Empty where it is about no single order.
  public var orderID: String
  public var shopID: String
  public var shares: [HumanEvent.Share]
  public var yen: Int64
  public var until: Day?
  public var teaches: Bool?
  public var needsSecond: Bool
  public var note: PersonalNote
  /// Who confirmed or rejected it and when; nil while it is a proposal.
  public var end: End?
  /// Who took it back; empty where nobody did.
  public var undoneBy: String

  public struct End: Hashable, Sendable {
    public var isEffective: Bool
    public var person: String
    public var moment: Moment
  }

  public var isProposal: Bool { end == nil }
  public var isInForce: Bool { end?.isEffective == true && undoneBy.isEmpty }
}

/// What a person says of another's proposal.
public struct Verdict: Sendable {
  public var answerID: Int64
  public var isConfirmed: Bool
  public var note: PersonalNote

  public init(answerID: Int64, isConfirmed: Bool, note: PersonalNote) {
    self.answerID = answerID
    self.isConfirmed = isConfirmed
    self.note = note
  }
}

extension Ledger {
  /// Puts answers and verdicts on record, all or none; the run `runOrdinal` heeds what is in force.
  /// Throws `.refused` where that run is over, without a person, where somebody confirms what is
  /// his own, and where more would be paid back than came in.
  public func record(
    _ sayings: [Saying], _ verdicts: [Verdict] = [], of view: LedgerView, runOrdinal: Int64
  ) throws(LedgerError) {
    try write { database in
      let writer = SayingWriter(database: database, runOrdinal: runOrdinal)
      for saying in sayings {
        let id = try writer.write(
          saying, entry: saying.entryIndex.map { view.entryIDs[Int($0)] },
          order: saying.orderIndex.map { view.orderIDs[Int($0)] },
          shares: saying.shares.map { (view.orderIDs[Int($0.orderIndex)], $0.yen) })
        if !saying.needsSecond { try writer.end(id, isEffective: true, saying.note) }
      }
      for verdict in verdicts {
        try writer.end(verdict.answerID, isEffective: verdict.isConfirmed, verdict.note)
      }
    }
  }

  /// All answers, oldest first.
  public func answers() throws(LedgerError) -> [SaidAnswer] {
    try read { database in try Ledger.answers("", database) }
  }

  /// Proposals that nobody has confirmed or rejected, oldest first.
  public func proposals() throws(LedgerError) -> [SaidAnswer] {
    try read { database in try Ledger.answers("WHERE d.answer_id IS NULL", database) }
  }

  /// Proposals that nobody has confirmed or rejected, and all refunds, oldest first: what a further
  /// answer has to agree with.
  public func answersThatCount() throws(LedgerError) -> [SaidAnswer] {
    try read { database in
      try Ledger.answers("WHERE d.answer_id IS NULL OR a.kind = 'refund'", database)
    }
  }

  /// All answers about an entry, oldest first.
  public func answers(ofEntry entryID: String) throws(LedgerError) -> [SaidAnswer] {
    try read { database in
      guard let id = try Ledger.entryRow(entryID, database) else { return [] }
      return try Ledger.answers("WHERE a.entry_id = \(id)", database)
    }
  }

  /// All answers about an order or that give it money, oldest first.
  public func answers(
    ofOrder orderID: String, shopID: String
  ) throws(LedgerError) -> [SaidAnswer] {
    try read { database in
      guard let id = try Ledger.orderRow(orderID, shopID, database) else { return [] }
      return try Ledger.answers(
        """
        WHERE a.order_id = \(id)
          OR a.id IN (SELECT answer_id FROM answer_share WHERE order_id = \(id))
        """, database)
    }
  }

  /// Takes back a waiver or a refund that is in force, or withdraws a proposal; false where there
  /// is nothing to take back.
  public func undo(
    answerID: Int64, note: PersonalNote, runOrdinal: Int64
  ) throws(LedgerError) -> Bool {
    try write { database in
      let found = try Ledger.answers("WHERE a.id = \(answerID)", database).first
      guard let found, found.undoneBy.isEmpty, found.end?.isEffective != false else { return false }
      if found.isProposal {
        try SayingWriter(database: database, runOrdinal: runOrdinal)
          .end(answerID, isEffective: false, note)
      } else {
        guard found.word == .waive || found.word == .refund else { return false }
        try Ledger.takeBack(answerID, note, runOrdinal, database)
      }
      return true
    }
  }

  static func takeBack(
    _ answer: Int64, _ note: PersonalNote, _ runOrdinal: Int64, _ database: OpaquePointer
  ) throws(LedgerError) {
    let sql = try SQL(database, "INSERT INTO answer_undone VALUES (?,?,?,?,?,?)")
    sql.bind(1, answer)
    sql.bind(2, runOrdinal)
    sql.bind(3, note.person)
    sql.bind(4, note.comment)
    sql.bind(5, note.moment.secondsTokyo)
    sql.bind(6, note.wallSeconds)
    try sql.run()
  }

  /// What people said about an entry does not hold once it is taken back.
  static func takeBackAnswers(
    ofEntry entry: Int64, _ note: PersonalNote, _ runOrdinal: Int64, _ database: OpaquePointer
  ) throws(LedgerError) {
    let sql = try SQL(
      database,
      """
      SELECT a.id FROM answer a JOIN answer_end d ON d.answer_id = a.id
      WHERE a.entry_id = ? AND d.outcome = 'effective'
        AND a.id NOT IN (SELECT answer_id FROM answer_undone) ORDER BY a.id
      """)
    sql.bind(1, entry)
    var found: [Int64] = []
    while try sql.next() { found.append(sql.int64(0)) }
    for id in found { try takeBack(id, note, runOrdinal, database) }
  }

  static func answers(
    _ condition: String, _ database: OpaquePointer
  ) throws(LedgerError) -> [SaidAnswer] {
    let sql = try SQL(
      database,
      """
      SELECT a.id, a.kind, e.public_id, o.order_id, o.shop_id, a.yen, a.wait_until, a.teaches,
        a.needs_second, a.person, a.comment, a.source_sha256, a.as_of, a.wall_seconds,
        d.outcome = 'effective', d.person, d.as_of, u.person
      FROM answer a LEFT JOIN entry e ON e.id = a.entry_id
        LEFT JOIN shop_order o ON o.id = a.order_id
        LEFT JOIN answer_end d ON d.answer_id = a.id
        LEFT JOIN answer_undone u ON u.answer_id = a.id
      \(condition) ORDER BY a.id
      """)
    let shares = try SQL(
      database,
      """
      SELECT o.order_id, o.shop_id, s.yen FROM answer_share s JOIN shop_order o ON o.id = s.order_id
      WHERE s.answer_id = ? ORDER BY o.order_id, o.shop_id
      """)
    var answers: [SaidAnswer] = []
    while try sql.next() {
      guard let word = AnswerWord(rawValue: sql.text(1)) else { throw .newerSchema }
      var end: SaidAnswer.End?
      if let outcome = sql.int64OrNil(14) {
        end = SaidAnswer.End(
          isEffective: outcome == 1, person: sql.text(15),
          moment: Moment(secondsTokyo: sql.int64(16)))
      }
      var answer = SaidAnswer(
        id: sql.int64(0), word: word, entryID: sql.textOrNil(2) ?? "",
        orderID: sql.textOrNil(3) ?? "", shopID: sql.textOrNil(4) ?? "", shares: [],
        yen: sql.int64(5), until: sql.dayOrNil(6), teaches: sql.int64OrNil(7).map { $0 == 1 },
        needsSecond: sql.int64(8) == 1,
        note: PersonalNote(
          person: sql.text(9), comment: sql.text(10), sourceSHA256: sql.text(11),
          moment: Moment(secondsTokyo: sql.int64(12)), wallSeconds: sql.int64(13)),
        end: end, undoneBy: sql.textOrNil(17) ?? "")
      shares.bind(1, answer.id)
      while try shares.next() {
        answer.shares.append(
          HumanEvent.Share(
            orderID: shares.text(0), shopID: shares.text(1), yen: shares.int64(2)))
      }
      answers.append(answer)
    }
    return answers
  }
}

/// Appends answers and what ends them.
private struct SayingWriter {
  let database: OpaquePointer
  let runOrdinal: Int64

  func write(
    _ saying: Saying, entry: Int64?, order: Int64?, shares: [(order: Int64, yen: Int64)]
  ) throws(LedgerError) -> Int64 {
    let sql = try SQL(
      database,
      """
      INSERT INTO answer VALUES ((SELECT 1 + coalesce(max(id), 0) FROM answer),
        ?,?,?,?,?,?,?,?,?,?,?,?)
      """)
    let kind = saying.word == .split ? AnswerWord.assign : saying.word
    sql.bind(1, kind.rawValue)
    sql.bind(2, entry)
    sql.bind(3, order)
    sql.bind(4, saying.yen)
    sql.bind(5, saying.until.map { Int64($0.number) })
    sql.bind(6, saying.teaches.map { Int64($0 ? 1 : 0) })
    sql.bind(7, Int32(saying.needsSecond ? 1 : 0))
    sql.bind(8, saying.note.person)
    sql.bind(9, saying.note.comment)
    sql.bind(10, saying.note.sourceSHA256)
    sql.bind(11, saying.note.moment.secondsTokyo)
    sql.bind(12, saying.note.wallSeconds)
    try sql.run()
    let id = sqlite3_last_insert_rowid(database)
    let share = try SQL(database, "INSERT INTO answer_share VALUES (?,?,?)")
    share.bind(1, id)
    for (order, yen) in shares {
      share.bind(2, order)
      share.bind(3, yen)
      try share.run()
    }
    return id
  }

  /// Ends an answer. What comes into force of an open entry is handed to the next run.
  func end(_ answer: Int64, isEffective: Bool, _ note: PersonalNote) throws(LedgerError) {
    let event = isEffective ? try hand(over: answer) : nil
    let sql = try SQL(database, "INSERT INTO answer_end VALUES (?,?,?,?,?,?,?,?,?)")
    sql.bind(1, answer)
    sql.bind(2, isEffective ? "effective" : "rejected")
    sql.bind(3, runOrdinal)
    sql.bind(4, event)
    sql.bind(5, note.person)
    sql.bind(6, note.comment)
    sql.bind(7, note.sourceSHA256)
    sql.bind(8, note.moment.secondsTokyo)
    sql.bind(9, note.wallSeconds)
    try sql.run()
  }

  /// nil where it changes nothing of how the entry is matched: it is settled, or there is none.
  private func hand(over answer: Int64) throws(LedgerError) -> Int64? {
    let sql = try SQL(
      database,
      """
      SELECT a.kind, a.entry_id, a.person, a.comment, a.source_sha256, a.as_of, a.wall_seconds,
        coalesce((SELECT n.standing FROM entry_standing n WHERE n.entry_id = a.entry_id
          ORDER BY n.run_ordinal DESC LIMIT 1), 0) = 0 OR EXISTS (SELECT 1 FROM human_event h
          WHERE h.entry_id = a.entry_id AND +h.run_ordinal = ?2 AND h.kind = 'undo')
      FROM answer a WHERE a.id = ?1 AND a.entry_id IS NOT NULL
      """)
    sql.bind(1, answer)
    sql.bind(2, runOrdinal)
    guard try sql.next(), sql.int64(7) == 1 else { return nil }
    let isRefund = sql.text(0) == AnswerWord.refund.rawValue
    let note = PersonalNote(
      person: sql.text(2), comment: sql.text(3), sourceSHA256: sql.text(4),
      moment: Moment(secondsTokyo: sql.int64(5)), wallSeconds: sql.int64(6))
    let kind = isRefund ? AnswerKind.wait.rawValue : sql.text(0)
    let entry = sql.int64(1)
    sql.reset()
    let parts = try SQL(
      database, "SELECT order_id, yen FROM answer_share WHERE answer_id = ? ORDER BY order_id")
    parts.bind(1, answer)
    var shares: [(order: Int64, yen: Int64)] = []
    while try parts.next() { shares.append((parts.int64(0), parts.int64(1))) }
    return try EventWriter(database: database, runOrdinal: runOrdinal)
      .write(kind, entry, shares, note)
  }
}
