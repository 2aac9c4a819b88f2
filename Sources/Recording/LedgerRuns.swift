internal import CSQLite
import Model

extension Ledger {
  /// How many runs are on record.
  public var runCount: Int64 {
    get throws(LedgerError) {
      try read { database in
        let sql = try SQL(database, "SELECT count(*) FROM run")
        _ = try sql.next()
        return sql.int64(0)
      }
    }
  }

  /// The number of the run that would be recorded next. A run that broke off before it was
  /// recorded leaves its number to the next one, which then also takes its new entries as new.
  public var nextRunOrdinal: Int64 {
    get throws(LedgerError) {
      try read { database in
        let sql = try SQL(database, "SELECT 1 + coalesce(max(ordinal), 0) FROM run")
        _ = try sql.next()
        return sql.int64(0)
      }
    }
  }

  /// Records all results of a run in one transaction. `beforeCommit` is called when everything
  /// is written and nothing is kept yet: what it throws takes all back and is thrown on. Report
  /// files belong there, in a temporary folder; it gives their hashes.
  ///
  /// Standings, decisions and cases are added only where they differ from the newest on record;
  /// cases of earlier runs that are missing now are closed. Throws `.refused` where an entry would
  /// give more than it has, is not accounted to the yen, or an order would be released twice.
  public func recordRun(
    _ run: RunRecord, of view: LedgerView, beforeCommit: () throws -> [RunFile] = { [] }
  ) throws {
    fresh = nil
    let tail = payerTail
    payerTail = nil
    let span = try read { database in try RunSpan(run, view, database) }
    let rows = try read { database in try span.newRows(run, view, database) }
    // Whoever makes the reports may be at it still: what needs them comes last of all.
    let last = { [carryRows, payerRows, recorder] (database: OpaquePointer) throws -> Void in
      var carry = try CarryRecording(run, view, span, recorder, database)
      try carry.leave(after: carryRows)
      if let tail, tail.throughRun < run.ordinal {
        try PayerList.leave(tail, run: run.ordinal, after: payerRows, database)
      }
      try RunRecording(database: database, recorder: recorder, run: run, view: view)
        .save(outputs: beforeCommit())
    }
    try transaction(adding: rows, .run(span), last: last) { database in
      let recording = RunRecording(
        database: database, recorder: recorder, run: run, view: view)
      try recording.saveRun()
      try recording.saveClearings(inTurn: rows < bulkRows)
      try recording.saveStandings()
      try recording.saveDecisions()
      try CaseRecording(database, recorder, run, view).save()
      try recording.saveRefundTies()
      try recording.save(inputs: run.inputs)
    }
  }

  /// Rule and table versions of a run, in one line; empty where there is no such run.
  public func tableVersions(ofRun ordinal: Int64) throws(LedgerError) -> String {
    try read { database in
      let sql = try SQL(database, "SELECT table_versions FROM run WHERE ordinal = ?")
      sql.bind(1, ordinal)
      return try sql.next() ? sql.text(0) : ""
    }
  }

  /// Says that a run's reports are in their place. Doing it twice changes nothing.
  public func markComplete(runOrdinal: Int64, wallSeconds: Int64) throws(LedgerError) {
    try write { database in
      let sql = try SQL(
        database, "INSERT INTO run_complete VALUES (?,?) ON CONFLICT DO NOTHING")
      sql.bind(1, runOrdinal)
      sql.bind(2, wallSeconds)
      try sql.run()
    }
  }

  /// Runs that were recorded and not marked complete, oldest first.
  public func pendingRuns() throws(LedgerError) -> [PendingRun] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT ordinal, run_id, as_of FROM run
        WHERE ordinal NOT IN (SELECT run_ordinal FROM run_complete) ORDER BY ordinal
        """)
      var runs: [PendingRun] = []
      while try sql.next() {
        runs.append(
          PendingRun(
            ordinal: sql.int64(0), runID: sql.text(1), asOf: Moment(secondsTokyo: sql.int64(2))))
      }
      return runs
    }
  }
}

extension Ledger {
  /// Ids of open cases that begin with `prefix`, sorted.
  public func openCaseIDs(prefix: String) throws(LedgerError) -> [String] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT DISTINCT c.case_id FROM case_state c WHERE c.case_id BETWEEN ?1 AND ?1 || char(1114111)
          AND (SELECT s.is_open FROM case_state s WHERE s.case_id = c.case_id
            ORDER BY s.run_ordinal DESC LIMIT 1) = 1
        ORDER BY c.case_id
        """)
      sql.bind(1, prefix)
      var ids: [String] = []
      while try sql.next() { ids.append(sql.text(0)) }
      return ids
    }
  }

  /// The entry that an open case is about; nil where there is no such case, or none about an entry.
  public func entryID(ofOpenCase caseID: String) throws(LedgerError) -> String? {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT e.public_id FROM case_state c JOIN entry e ON e.id = c.entry_id
        WHERE c.case_id = ?1 AND c.is_open = 1 AND c.run_ordinal =
          (SELECT max(run_ordinal) FROM case_state WHERE case_id = ?1)
        """)
      sql.bind(1, caseID)
      return try sql.next() ? sql.text(0) : nil
    }
  }

  /// The run in which a case that is open was opened; nil where it is not open.
  public func openedIn(caseID: String) throws(LedgerError) -> Int64? {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT min(run_ordinal) FROM case_state WHERE case_id = ?1 AND is_open = 1
          AND run_ordinal > coalesce(
            (SELECT max(run_ordinal) FROM case_state WHERE case_id = ?1 AND is_open = 0), 0)
        """)
      sql.bind(1, caseID)
      return try sql.next() ? sql.int64OrNil(0) : nil
    }
  }
}

/// The work of recording one run.
private struct RunRecording {
  let database: OpaquePointer
  let recorder: EventRecorder
  let run: RunRecord
  let view: LedgerView

  func saveRun() throws(LedgerError) {
    let sql = try SQL(database, "INSERT INTO run VALUES (?,?,?,?,?,?)")
    sql.bind(1, run.ordinal)
    sql.bind(2, run.runID)
    sql.bind(3, run.asOf.secondsTokyo)
    sql.bind(4, run.wallSeconds)
    sql.bind(5, run.engineVersion)
    sql.bind(6, run.tableVersions)
    try sql.run()
  }

  /// By entry and order, for the table's sake. Where the rules are asked of each row, in turn: what
  /// people took back goes first, for only then have its entries anything to give; what the bank
  /// took back goes last, so that no order is below nothing in between.
  func saveClearings(inTurn: Bool) throws(LedgerError) {
    var rows = try RowInsertion(into: "clearing", columns: 7, database, recorder)
    var evidence: [UInt8] = []
    let order = clearingsByKey()
    for now in inTurn ? [0, 1, 2] : [nil] {
      for place in order.map(Int.init) {
        if let now, turn(run.clearings[place]) != now { continue }
        rows.add(view.entryIDs[Int(run.clearings[place].entryIndex)])
        rows.add(view.orderIDs[Int(run.clearings[place].orderIndex)])
        rows.add(run.ordinal)
        rows.add(run.clearings[place].allocatedYen)
        rows.add(run.clearings[place].basis.rawValue)
        rows.add(run.clearings[place].probabilityPPM)
        write(run.clearings[place].evidence, to: &evidence)
        evidence.withUnsafeBytes { rows.add($0) }
        try rows.insert()
      }
    }
  }

  private func turn(_ clearing: RunClearing) -> Int {
    clearing.basis == .undone ? 0 : clearing.allocatedYen < 0 ? 2 : 1
  }

  /// Places of clearings by entry, then order. Few entries have more than one.
  private func clearingsByKey() -> [Int32] {
    let entries = run.clearings.map { view.entryIDs[Int($0.entryIndex)] }
    var order = placesAscending(entries)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, entries[Int(order[end])] == entries[Int(order[start])] { end += 1 }
      if end > start + 1 {
        order[start..<end].sort { a, b in
          view.orderIDs[Int(run.clearings[Int(a)].orderIndex)]
            < view.orderIDs[Int(run.clearings[Int(b)].orderIndex)]
        }
      }
      start = end
    }
    return order
  }

  func saveStandings() throws(LedgerError) {
    let newest = try SQL(
      database,
      """
      SELECT standing, cleared_yen, suspense_yen, excluded_yen, refund_linked_yen, reason
      FROM entry_standing WHERE entry_id = ? ORDER BY run_ordinal DESC LIMIT 1
      """)
    // Entries that no earlier run has placed, nearly all of a usual day, need not be looked up.
    let last = try highest("SELECT max(entry_id) FROM entry_standing", database)
    var rows = try RowInsertion(into: "entry_standing", columns: 8, database, recorder)
    let ids = run.standings.map { view.entryIDs[Int($0.use.entryIndex)] }
    for place in placesAscending(ids) {
      let n = Int(place)
      if ids[n] <= last {
        newest.bind(1, ids[n])
        if try newest.next() {
          let standing = run.standings[n].standing
          let use = run.standings[n].use
          let isSame =
            newest.int32(0) == standing.rawValue && newest.int64(1) == use.clearedYen
            && newest.int64(2) == use.suspenseYen && newest.int64(3) == use.excludedYen
            && newest.int64(4) == use.refundLinkedYen && newest.text(5) == use.reason
          newest.reset()
          if isSame { continue }
        }
      }
      rows.add(ids[n])
      rows.add(run.ordinal)
      rows.add(run.standings[n].standing.rawValue)
      rows.add(run.standings[n].use.clearedYen)
      rows.add(run.standings[n].use.suspenseYen)
      rows.add(run.standings[n].use.excludedYen)
      rows.add(run.standings[n].use.refundLinkedYen)
      rows.add(run.standings[n].use.reason)
      try rows.insert()
    }
  }

  /// A release is always written: were it left out as no change, a second release of the same
  /// order would pass in silence instead of being refused.
  func saveDecisions() throws(LedgerError) {
    let newest = try SQL(
      database,
      """
      SELECT decision, codes, due_yen, cleared_yen, ship_by FROM decision
      WHERE order_id = ? ORDER BY run_ordinal DESC LIMIT 1
      """)
    let last = try highest("SELECT max(order_id) FROM decision", database)
    var rows = try RowInsertion(into: "decision", columns: 7, database, recorder)
    let ids = run.decisions.map { view.orderIDs[Int($0.orderIndex)] }
    for place in placesAscending(ids) {
      let n = Int(place)
      let decision = run.decisions[n]
      let codes = codeText(decision.codes)
      if ids[n] <= last {
        newest.bind(1, ids[n])
        if try newest.next() {
          let isSame =
            newest.text(0) == decision.decision.rawValue && newest.text(1) == codes
            && newest.int64(2) == decision.dueYen && newest.int64(3) == decision.clearedYen
            && newest.int64OrNil(4) == decision.shipBy?.secondsTokyo
          newest.reset()
          if isSame && decision.decision != .release { continue }
        }
      }
      rows.add(ids[n])
      rows.add(run.ordinal)
      rows.add(decision.decision.rawValue)
      rows.add(codes)
      rows.add(decision.dueYen)
      rows.add(decision.clearedYen)
      rows.add(decision.shipBy?.secondsTokyo)
      try rows.insert()
    }
  }

  func saveRefundTies() throws(LedgerError) {
    if run.refundTies.isEmpty { return }
    let sql = try SQL(database, "INSERT INTO refund_tie VALUES (?,?,?,?)")
    sql.bind(3, run.ordinal)
    for tie in run.refundTies {
      sql.bind(1, tie.answerID)
      sql.bind(2, view.entryIDs[Int(tie.entryIndex)])
      sql.bind(4, tie.yen)
      try sql.run()
    }
  }

  func save(inputs: [RunFile]) throws(LedgerError) {
    let sql = try SQL(database, "INSERT INTO run_input VALUES (?,?,?,?,?)")
    sql.bind(1, run.ordinal)
    for file in inputs {
      sql.bind(2, file.isSetting ? "settings" : "inbox")
      sql.bind(3, file.name)
      sql.bind(4, file.sha256)
      sql.bind(5, file.sizeBytes)
      try sql.run()
    }
  }

  func save(outputs: [RunFile]) throws(LedgerError) {
    let sql = try SQL(database, "INSERT INTO run_output VALUES (?,?,?,?)")
    sql.bind(1, run.ordinal)
    for file in outputs.sorted(by: { $0.name < $1.name }) {
      sql.bind(2, file.name)
      sql.bind(3, file.sha256)
      sql.bind(4, file.sizeBytes)
      try sql.run()
    }
  }
}

/// `A01 N02`.
func codeText(_ codes: [FindingCode]) -> String {
  var text = ""
  for (n, code) in codes.enumerated() { text += n == 0 ? code.rawValue : " " + code.rawValue }
  return text
}

extension RunSpan {
  /// Before anything of the run is written.
  fileprivate init(
    _ run: RunRecord, _ view: LedgerView, _ database: OpaquePointer
  ) throws(LedgerError) {
    ordinal = run.ordinal
    let cleared = run.clearings.lazy.map { view.entryIDs[Int($0.entryIndex)] }
    let placed = run.standings.lazy.map { view.entryIDs[Int($0.use.entryIndex)] }
    firstEntry = min(cleared.min() ?? .max, placed.min() ?? .max)
    lastEntry = max(cleared.max() ?? 0, placed.max() ?? 0)
    lastDecided = try highest("SELECT max(order_id) FROM decision", database)
    lastPlaced = try highest("SELECT max(entry_id) FROM entry_standing", database)
    lastCleared = try highest("SELECT max(order_id) FROM clearing", database)
  }

  /// About how many rows the run adds: what earlier runs decided on is mostly as it was.
  fileprivate func newRows(
    _ run: RunRecord, _ view: LedgerView, _ database: OpaquePointer
  ) throws(LedgerError) -> Int {
    run.clearings.count
      + run.standings.count { view.entryIDs[Int($0.use.entryIndex)] > lastPlaced }
      + run.decisions.count { view.orderIDs[Int($0.orderIndex)] > lastDecided }
  }
}

/// The highest row number that earlier runs wrote of; 0 where they wrote of none.
private func highest(_ query: String, _ database: OpaquePointer) throws(LedgerError) -> Int64 {
  let sql = try SQL(database, query)
  return try sql.next() ? sql.int64(0) : 0
}

/// `nameExact+8123 amountExact+5000`.
private func write(_ evidence: [Evidence], to text: inout [UInt8]) {
  text.removeAll(keepingCapacity: true)
  for item in evidence {
    if !text.isEmpty { text.append(0x20) }
    text.append(contentsOf: item.level.rawValue.utf8)
    text.append(item.weightMillibits < 0 ? 0x2D : 0x2B)
    let start = text.count
    var rest = item.weightMillibits.magnitude
    repeat {
      text.append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    text[start...].reverse()
  }
}

/// The places of keys in the keys' order, equal keys in the order in which they stand. Linear where
/// keys are dense, as row numbers of one import are.
func placesAscending(_ keys: [Int64]) -> [Int32] {
  guard let low = keys.min(), let high = keys.max() else { return [] }
  guard high - low < 4 * Int64(keys.count) + 1_024 else {
    return keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { Int32($0) }
  }
  var starts = [Int32](repeating: 0, count: Int(high - low) + 2)
  for key in keys { starts[Int(key - low) + 1] += 1 }
  for n in 1..<starts.count { starts[n] += starts[n - 1] }
  var places = [Int32](repeating: 0, count: keys.count)
  for (n, key) in keys.enumerated() {
    let start = Int(key - low)
    places[Int(starts[start])] = Int32(n)
    starts[start] += 1
  }
  return places
}
