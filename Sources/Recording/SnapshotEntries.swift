import Model

/// Reads ranges of entries with their sightings, and where the newest run left them.
struct EntryRows: ~Copyable {
  struct Standing {
    var entryID: Int64
    var standing: EntryStanding
    var owedBackYen: Int64
    var isOutgoing: Bool
  }

  /// Parameters: the first and the last row number.
  let sightings: SQL
  private let newest: SQL
  /// Parameter: an entry. What of it has left, which is owed no more unless it came back.
  private let paidBack: SQL

  init(_ database: OpaquePointer) throws(LedgerError) {
    let sightings = try SQL(
      database,
      """
      SELECT e.id, e.public_id, e.account_id, e.booking_day, e.direction, e.amount_yen, s.file_id,
        s.record, s.value_day, s.mark, s.payer_name, s.kind_text, s.payer_bank, s.payer_branch,
        s.payer_code, s.edi_text, s.reference, s.uncleared_yen
      FROM entry e CROSS JOIN sighting s ON s.entry_id = e.id
      WHERE e.id BETWEEN ? AND ? ORDER BY e.id, s.file_id
      """)
    let newest = try SQL(
      database,
      """
      SELECT entry_id, standing, refund_linked_yen, reason = 'outgoing' FROM entry_standing
      WHERE entry_id BETWEEN ? AND ? ORDER BY entry_id, run_ordinal
      """)
    paidBack = try SQL(
      database,
      """
      SELECT sum(t.yen) FROM answer a JOIN refund_tie t ON t.answer_id = a.id
      WHERE a.entry_id = ?
      """)
    self.sightings = sightings
    self.newest = newest
  }

  /// The newest per entry, by entry.
  func standings(_ range: ClosedRange<Int64>) throws(LedgerError) -> [Standing] {
    var standings: [Standing] = []
    newest.bind(1, range.lowerBound)
    newest.bind(2, range.upperBound)
    while try newest.next() {
      let id = newest.int64(0)
      if standings.last?.entryID == id { standings.removeLast() }
      let standing = EntryStanding(rawValue: newest.int32(1))!
      standings.append(
        Standing(
          entryID: id, standing: standing,
          owedBackYen: standing == .cleared ? max(0, newest.int64(2)) : 0,
          isOutgoing: standing == .setAside && newest.int64(3) == 1))
    }
    for n in standings.indices where standings[n].owedBackYen > 0 {
      paidBack.bind(1, standings[n].entryID)
      _ = try paidBack.next()
      standings[n].owedBackYen = max(0, standings[n].owedBackYen - paidBack.int64(0))
      paidBack.reset()
    }
    return standings
  }
}

/// Files by their row numbers, each read when it is first asked for.
private struct FileNames: ~Copyable {
  private let sql: SQL
  private var known: [Int64: (name: String, runOrdinal: Int64)] = [:]

  init(_ database: OpaquePointer) throws(LedgerError) {
    sql = try SQL(database, "SELECT name, run_ordinal FROM source_file WHERE id = ?")
  }

  mutating func find(_ id: Int64) throws(LedgerError) -> (name: String, runOrdinal: Int64) {
    if let file = known[id] { return file }
    sql.bind(1, id)
    guard try sql.next() else { throw .corrupt }
    let file = (name: sql.text(0), runOrdinal: sql.int64(1))
    sql.reset()
    known[id] = file
    return file
  }
}

/// Loads entries of a window.
struct EntryLoad: ~Copyable {
  private let database: OpaquePointer
  private let since: Day?
  private let runOrdinal: Int64
  private let window: OpenWindow
  /// Entries that are taken whatever their age and standing.
  private let kept: Set<Int64>
  private let fresh: Fresh?
  private var files: FileNames
  private let accountKeys: [String]
  private var list: [LedgerEntry] = []
  private var ids: [Int64] = []
  private var firstFiles: [Int32] = []
  /// Settled credits from before `since` that an open reversal may be meant for.
  private var oldIDs: [Int64] = []
  /// Set aside as plain withdrawals; parallel to `list`.
  private var wasOutgoing: [Bool] = []

  init(
    _ database: OpaquePointer, _ since: Day?, _ runOrdinal: Int64, _ window: OpenWindow,
    keeping kept: Set<Int64>, _ fresh: Fresh?
  ) throws(LedgerError) {
    let accounts = try Ledger.loadAccounts(database)
    files = try FileNames(database)
    accountKeys = [""] + accounts.map { $0.keys.last! }
    self.database = database
    self.since = since
    self.runOrdinal = runOrdinal
    self.window = window
    self.kept = kept
    self.fresh = fresh
  }

  consuming func run() throws(LedgerError) -> OldEntries {
    let lastOld = fresh?.lastOldEntry ?? .max
    let reader = try EntryRows(database)
    for range in window.entryRanges(keeping: kept, through: lastOld) {
      try load(range, reader)
    }
    reopenReversals()
    oldIDs = try settledCredits(before: since, lastOld)
    for id in oldIDs { try load(id...id, reader, all: true) }
    return OldEntries(
      list: list, ids: ids, files: firstFiles, oldIDs: oldIDs, accountKeys: accountKeys)
  }

  /// Entries of a range, but for those that are settled and too old.
  private mutating func load(
    _ range: ClosedRange<Int64>, _ rows: borrowing EntryRows, all: Bool = false
  ) throws(LedgerError) {
    let standings = try rows.standings(range)
    rows.sightings.bind(1, range.lowerBound)
    rows.sightings.bind(2, range.upperBound)
    let first = ids.count
    var s = 0
    while try rows.sightings.next() {
      let id = rows.sightings.int64(0)
      if ids.count > first, ids.last == id {
        enrich(rows.sightings)
        continue
      }
      while s < standings.count, standings[s].entryID < id { s += 1 }
      var known: EntryRows.Standing?
      if s < standings.count, standings[s].entryID == id { known = standings[s] }
      let isSettled = (known?.standing ?? .open) != .open && known?.owedBackYen == 0
      if isSettled, let since, rows.sightings.int32(3) < since.number, !all, !kept.contains(id) {
        continue
      }
      try append(rows.sightings, known)
    }
  }

  /// Settled credits from before `since` that an open reversal may be meant for: those of its
  /// account and amount, however old. An account has fewer days than rows, so they are looked up
  /// day by day.
  private func settledCredits(
    before since: Day?, _ lastOld: Int64
  ) throws(LedgerError) -> [Int64] {
    guard let since, lastOld > 0 else { return [] }
    let taken = Set(ids)
    var found: Set<Int64> = []
    let first = try SQL(database, "SELECT min(booking_day) FROM entry WHERE account_id = ?")
    let credits = try SQL(
      database,
      """
      SELECT id FROM entry
      WHERE account_id = ? AND booking_day = ? AND direction = 1 AND amount_yen = ? AND id <= ?
      """)
    credits.bind(4, lastOld)
    for sum in try undoneSums(lastOld) {
      first.bind(1, sum.accountID)
      guard try first.next(), let day = first.int64OrNil(0) else { continue }
      first.reset()
      credits.bind(1, sum.accountID)
      credits.bind(3, sum.amountYen)
      for day in day..<max(day, Int64(since.number)) {
        credits.bind(2, day)
        while try credits.next() { found.insert(credits.int64(0)) }
      }
    }
    return found.subtracting(taken).sorted()
  }

  private struct AccountSum: Hashable {
    var accountID: Int64
    var amountYen: Int64
  }

  /// Amounts of reversals that nothing was made of yet, or that a first file told without saying
  /// what they are: the credits they undo may be older than what is looked at else.
  private func undoneSums(_ lastOld: Int64) throws(LedgerError) -> Set<AccountSum> {
    var sums: Set<AccountSum> = []
    let sql = try SQL(
      database,
      """
      SELECT DISTINCT e.account_id, e.amount_yen FROM entry e
      WHERE e.id BETWEEN ? AND ? AND e.direction = 2
        AND EXISTS (SELECT 1 FROM sighting s WHERE s.entry_id = e.id
          AND (s.mark <> 0 OR s.kind_text LIKE '%組戻%' OR s.kind_text LIKE '%返却%'
            OR s.kind_text LIKE '%取消%' OR s.kind_text LIKE '%訂正%'
            OR s.payer_name LIKE 'ｸﾐﾓﾄﾞｼ%' OR s.payer_name LIKE 'ｼｷﾝﾍﾝｷ%'
            OR s.payer_name LIKE '%ﾄﾘｹｼ%'))
      """)
    let open = list.indices.filter { list[$0].direction == .debit && list[$0].standing == .open }
    for range in open.map({ ids[$0]...ids[$0] }) + (lastOld < .max ? [lastOld + 1...(.max)] : []) {
      sql.bind(1, range.lowerBound)
      sql.bind(2, range.upperBound)
      while try sql.next() {
        sums.insert(AccountSum(accountID: sql.int64(0), amountYen: sql.int64(1)))
      }
    }
    return sums
  }

  /// A withdrawal that a later file calls a reversal is one: what was made of it does not hold.
  private mutating func reopenReversals() {
    for n in list.indices where wasOutgoing[n] && list[n].direction == .debit {
      if list[n].mark != .none { list[n].standing = .open }
    }
  }

  private mutating func append(
    _ sql: borrowing SQL, _ standing: EntryRows.Standing?
  ) throws(LedgerError) {
    let file = try files.find(sql.int64(6))
    ids.append(sql.int64(0))
    firstFiles.append(sql.int32(6))
    wasOutgoing.append(standing?.isOutgoing ?? false)
    list.append(
      LedgerEntry(
        id: sql.text(1), accountKey: accountKeys[Int(sql.int64(2))],
        bookingDay: Day(number: sql.int32(3)), valueDay: sql.dayOrNil(8),
        direction: Direction(rawValue: sql.int32(4))!, amountYen: sql.int64(5),
        mark: RowMark(rawValue: sql.int32(9))!, payerName: sql.text(10), kindText: sql.text(11),
        payerBank: sql.text(12), payerBranch: sql.text(13), payerCode: sql.text(14),
        ediText: sql.text(15), unclearedYen: sql.int64(17), sourceRef: sql.text(16),
        sourceFile: file.name, record: sql.int32(7), isNew: file.runOrdinal == runOrdinal,
        standing: standing?.standing ?? .open, owedBackYen: standing?.owedBackYen ?? 0))
  }

  private mutating func enrich(_ sql: borrowing SQL) {
    let n = list.count - 1
    if list[n].valueDay == nil { list[n].valueDay = sql.dayOrNil(8) }
    if list[n].mark == .none { list[n].mark = RowMark(rawValue: sql.int32(9))! }
    if list[n].payerName.isEmpty { list[n].payerName = sql.text(10) }
    if list[n].kindText.isEmpty { list[n].kindText = sql.text(11) }
    if list[n].payerBank.isEmpty { list[n].payerBank = sql.text(12) }
    if list[n].payerBranch.isEmpty { list[n].payerBranch = sql.text(13) }
    if list[n].payerCode.isEmpty { list[n].payerCode = sql.text(14) }
    if list[n].ediText.isEmpty { list[n].ediText = sql.text(15) }
  }
}
