internal import CSQLite

/// What the chain has to know of a table: its columns, the order in which its rows are hashed, and
/// how a row tells which event added it.
struct ChainTable: Equatable {
  /// How the rows of an event are found again.
  enum Membership: Equatable {
    /// Row numbers: an event has those from its first to its last.
    case rowNumbers
    /// The row that it belongs to, which the same event added: a place in `columns`.
    case parent(column: Int, table: String)
    /// Follows from other tables, by which it is proved (`lasting_reference`): its events count.
    case derived
    /// Small tables: each event that adds to it hashes all of it.
    case whole
  }

  var name: String
  var columns: [String]
  /// Places in `columns`: of the primary key, in its order.
  var key: [Int]
  var membership: Membership
  /// By column: whether it is hashed apart, because the same inputs may give another value: what a
  /// clock filled, and the bytes of outputs, which hang on the version of a library.
  var isApart: [Bool]
  var hasApart: Bool { isApart.contains(true) }

  /// Rows that belong to another one, by the column that names it. A table that is not named here
  /// and has no row numbers is hashed whole: right for any, slow for large ones.
  private static let parents: [String: (column: String, table: String)] = [
    "file_account": ("file_id", "source_file"), "file_trail": ("file_id", "source_file"),
    "file_day": ("file_id", "source_file"), "file_hole": ("file_id", "source_file"),
    "file_extent": ("file_id", "source_file"), "sighting": ("file_id", "source_file"),
    "order_version": ("file_id", "source_file"), "clearing": ("run_ordinal", "run"),
    "entry_standing": ("run_ordinal", "run"), "decision": ("run_ordinal", "run"),
    "case_state": ("run_ordinal", "run"), "run_input": ("run_ordinal", "run"),
    "run_output": ("run_ordinal", "run"),
    "human_share": ("event_id", "human_event"), "release_line": ("export_id", "release_export"),
    "settlement_state": ("file_id", "settlement_file"),
    "settlement_payout": ("file_id", "settlement_file"),
    "shipped_slip": ("file_id", "settlement_file"), "close_figure": ("close_id", "close_run"),
    "close_item": ("close_id", "close_run"), "close_booking": ("close_id", "close_run"),
    "answer_share": ("answer_id", "answer"), "refund_tie": ("run_ordinal", "run"),
    "journal_line": ("export_id", "journal_export"),
    "refund_line": ("export_id", "refund_export"),
    "carried_entry": ("carry_id", "carry"), "carried_order": ("carry_id", "carry"),
    "carried_case": ("carry_id", "carry"), "payer_payment": ("list_id", "payer_list"),
  ]

  /// Tables that are no facts: the chain itself, and what the migrator notes.
  private static let outside: Set<String> = ["event", "event_part", "grdb_migrations"]

  /// All tables of facts, by name.
  static func all(_ database: OpaquePointer) throws(LedgerError) -> [ChainTable] {
    let list = try SQL(
      database,
      """
      SELECT name, wr FROM pragma_table_list
      WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      ORDER BY name
      """)
    var tables: [ChainTable] = []
    while try list.next() {
      let name = list.text(0)
      if outside.contains(name) { continue }
      tables.append(try ChainTable(name, hasRowNumbers: list.int64(1) == 0, database))
    }
    return tables
  }

  private init(
    _ name: String, hasRowNumbers: Bool, _ database: OpaquePointer
  ) throws(LedgerError) {
    self.name = name
    let list = try SQL(database, "SELECT name, pk FROM pragma_table_info(?) ORDER BY cid")
    list.bind(1, name)
    var columns: [String] = []
    var places: [(pk: Int64, place: Int)] = []
    while try list.next() {
      if list.int64(1) > 0 { places.append((list.int64(1), columns.count)) }
      columns.append(list.text(0))
    }
    self.columns = columns
    key = places.sorted { $0.pk < $1.pk }.map(\.place)
    isApart = columns.map { column in
      column == "wall_seconds"
        || (name == "run_output" && (column == "sha256" || column == "size_bytes"))
    }
    // Numbers of the table's own ascend from event to event; those that it shares need not.
    if hasRowNumbers, ["id", "ordinal", "run_ordinal"].contains(columns[key[0]]) {
      membership = .rowNumbers
    } else if name == "lasting_reference" {
      membership = .derived
    } else if let parent = ChainTable.parents[name] {
      membership = .parent(column: columns.firstIndex(of: parent.column)!, table: parent.table)
    } else {
      membership = .whole
    }
  }

  /// The place of the column that says which event a row is of: by its own number or its parent's.
  var member: Int? {
    switch membership {
    case .rowNumbers: key[0]
    case .parent(let column, _): column
    case .derived, .whole: nil
    }
  }

  /// The table whose rows the member column numbers.
  var memberTable: String {
    if case .parent(_, let table) = membership { return table }
    return name
  }

  /// Rows in the order in which they are hashed.
  func query(where condition: String = "") -> String {
    let order = key.map { columns[$0] }.joined(separator: ", ")
    return "SELECT \(columns.joined(separator: ", ")) FROM \(name) \(condition) ORDER BY \(order)"
  }
}
