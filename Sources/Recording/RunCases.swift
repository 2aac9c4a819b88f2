import Model

/// Records the cases of a run that are not as the newest run had them, and closes those that are
/// gone. By id, for the table's sake.
struct CaseRecording: ~Copyable {
  private let run: RunRecord
  private let view: LedgerView
  private var rows: RowInsertion
  private var onRecord: [ExactText: CaseRow]
  /// Ids of cases on record that no case of the run has, sorted.
  private var gone: ArraySlice<String>

  init(
    _ database: OpaquePointer, _ recorder: EventRecorder, _ run: RunRecord, _ view: LedgerView
  ) throws(LedgerError) {
    let (ids, open) = try CaseRow.open(database)
    rows = try RowInsertion(into: "case_state", columns: 13, database, recorder)
    self.run = run
    self.view = view
    onRecord = open
    let found = Set(ids.isEmpty ? [] : run.cases.map { ExactText($0.caseID) })
    gone = ids.filter { !found.contains(ExactText($0)) }[...]
  }

  consuming func save() throws(LedgerError) {
    for place in placesByBytes(run.cases.count, { run.cases[$0].caseID }) {
      let id = run.cases[place].caseID
      while let next = gone.first, next.utf8.lexicographicallyPrecedes(id.utf8) {
        try close(gone.removeFirst())
      }
      let row = CaseRow(run.cases[place], view)
      if onRecord.isEmpty || onRecord[ExactText(id)] != row {
        try row.save(&rows, run.ordinal, isOpen: true)
      }
    }
    while !gone.isEmpty { try close(gone.removeFirst()) }
  }

  private mutating func close(_ id: String) throws(LedgerError) {
    guard let row = onRecord[ExactText(id)] else { return }
    try row.save(&rows, run.ordinal, isOpen: false)
  }
}

/// A case as its table has it.
private struct CaseRow: Equatable {
  var caseID: String
  var code: String
  var codes: String
  var decision: String
  var orderID: Int64?
  var entryID: Int64?
  /// Due, paid, at risk gross and net.
  var yen: [Int64]
  var until: Int64?

  init(_ found: ExceptionCase, _ view: LedgerView) {
    caseID = found.caseID
    code = found.code.rawValue
    codes = codeText(found.codes)
    decision = found.decision.rawValue
    orderID = found.orderIndex.map { view.orderIDs[Int($0)] }
    entryID = found.entryIndex.map { view.entryIDs[Int($0)] }
    yen = [found.dueYen, found.paidYen, found.atRiskGrossYen, found.atRiskNetYen]
    until = found.until?.secondsTokyo
  }

  private init(_ sql: borrowing SQL) {
    caseID = sql.text(0)
    code = sql.text(1)
    codes = sql.text(2)
    decision = sql.text(3)
    orderID = sql.int64OrNil(4)
    entryID = sql.int64OrNil(5)
    yen = [sql.int64(6), sql.int64(7), sql.int64(8), sql.int64(9)]
    until = sql.int64OrNil(10)
  }

  /// Cases whose newest row is open, and their ids sorted.
  static func open(
    _ database: OpaquePointer
  ) throws(LedgerError) -> (ids: [String], rows: [ExactText: CaseRow]) {
    let carry = try Carry.newest(database)
    let sql = try SQL(
      database,
      """
      SELECT case_id, code, codes, decision, order_id, entry_id, due_yen, paid_yen,
        at_risk_gross_yen, at_risk_net_yen, until
      FROM case_state c
      WHERE case_id IN (\(Carry.changedCases)) AND is_open = 1 AND run_ordinal =
        (SELECT max(run_ordinal) FROM case_state n WHERE n.case_id = c.case_id)
      ORDER BY case_id
      """)
    sql.bind(1, carry.id)
    sql.bind(2, carry.runOrdinal)
    var ids: [String] = []
    var rows: [ExactText: CaseRow] = [:]
    while try sql.next() {
      let row = CaseRow(sql)
      ids.append(row.caseID)
      rows[ExactText(row.caseID)] = row
    }
    return (ids, rows)
  }

  func save(
    _ rows: inout RowInsertion, _ runOrdinal: Int64, isOpen: Bool
  ) throws(LedgerError) {
    rows.add(caseID)
    rows.add(runOrdinal)
    rows.add(isOpen ? 1 : 0 as Int64)
    rows.add(code)
    rows.add(codes)
    rows.add(decision)
    rows.add(orderID)
    rows.add(entryID)
    for amount in yen { rows.add(amount) }
    rows.add(until)
    try rows.insert()
  }
}
