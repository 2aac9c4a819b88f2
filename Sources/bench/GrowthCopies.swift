import Matching
import Model
import Recording
import Running

/// Years of history for `bench growth`: what a shop did in a few weeks, put into the ledger again
/// and again under other numbers and later days. Payers and customers are the same each time, as
/// they are in a shop that people come back to.
///
/// The rows of one copy are one event of the chain. Of files there are only the ledger's rows, so
/// that `verify` misses their originals in the archive.
struct GrowthCopies {
  private let ledger: Ledger
  /// How many rows of each kind are copied: the highest row number of the original.
  private var counts: [Column: Int64] = [:]
  private let tables: [(name: String, columns: [String])]

  /// What a number in a column stands for; `none` is copied as it is.
  private enum Column: CaseIterable {
    case entry, order, file, run, said, answer, day, moment

    var query: String? {
      switch self {
      case .entry: "SELECT max(id) FROM entry"
      case .order: "SELECT max(id) FROM shop_order"
      case .file: "SELECT max(id) FROM source_file"
      case .run: "SELECT max(ordinal) FROM run"
      case .said: "SELECT coalesce(max(id), 0) FROM human_event"
      case .answer: "SELECT coalesce(max(id), 0) FROM answer"
      case .day, .moment: nil
      }
    }
  }

  /// In an order in which no row is without its parent.
  private static let names = [
    "source_file", "file_account", "file_trail", "file_day", "file_extent", "entry", "sighting",
    "lasting_reference", "shop_order", "order_version", "human_event", "human_share", "run",
    "run_complete", "clearing", "entry_standing", "decision", "case_state", "answer",
    "answer_share", "answer_end",
  ]

  private static let own: [String: Column] = [
    "entry": .entry, "shop_order": .order, "source_file": .file, "human_event": .said,
    "answer": .answer,
  ]

  private static let kinds: [String: Column] = [
    "entry_id": .entry, "order_id": .order, "file_id": .file, "run_ordinal": .run,
    "ordinal": .run, "event_id": .said, "answer_id": .answer, "booking_day": .day,
    "value_day": .day, "first_day": .day, "last_day": .day, "whole_first_day": .day,
    "whole_last_day": .day, "whole_through": .day, "day": .day, "desired_delivery_day": .day,
    "payment_due_day": .day, "wait_until": .day, "ordered_at": .moment, "as_of": .moment,
    "until": .moment, "ship_by": .moment,
  ]

  init(_ workspace: Workspace) throws {
    let ledger = try Ledger.open(path: workspace.ledgerPath)
    self.ledger = ledger
    tables = try GrowthCopies.names.map { name in
      (name, try ledger.texts("SELECT name FROM pragma_table_info('\(name)') ORDER BY cid"))
    }
    for column in Column.allCases {
      guard let query = column.query else { continue }
      counts[column] = Int64(try ledger.texts("SELECT CAST((\(query)) AS TEXT)")[0])!
    }
  }

  /// Adds copies, each so many days before the one before, and after each a run of no results,
  /// which leaves lists of it as any run does.
  func add(_ copies: ClosedRange<Int64>, every days: Int64) throws {
    for copy in copies {
      try ledger.write(tables.map { insert($0.name, $0.columns, copy, -copy * days) })
      let ordinal = try ledger.nextRunOrdinal
      _ = try ledger.payerEvents(of: { [] }, payerNumbering)
      let asOf = Moment(
        secondsTokyo: Int64(try ledger.texts("SELECT CAST(max(as_of) AS TEXT) FROM run")[0])!)
      let run = RunRecord(
        runID: "copy-\(ordinal)", ordinal: ordinal, asOf: asOf, wallSeconds: 0,
        engineVersion: engineVersion, tableVersions: "copy", clearings: [], standings: [],
        decisions: [], cases: [])
      try ledger.recordRun(run, of: try ledger.snapshot(since: asOf.day, runOrdinal: ordinal))
      try ledger.markComplete(runOrdinal: ordinal, wallSeconds: 0)
    }
  }

  /// All rows of the original in a table, as its first column tells them from those of copies.
  private func insert(
    _ table: String, _ columns: [String], _ copy: Int64, _ days: Int64
  ) -> String {
    let values = columns.map { value(table, $0, copy, days) }.joined(separator: ", ")
    let original: String
    switch table {
    case "lasting_reference": original = "reference < 'K'"
    case "case_state": original = "case_id < 'Z'"
    default: original = "\(columns[0]) <= \(counts[kind(table, columns[0])!]!)"
    }
    return "INSERT INTO \(table) SELECT \(values) FROM \(table) WHERE \(original) ORDER BY 1, 2"
  }

  private func kind(_ table: String, _ column: String) -> Column? {
    if column == "id" { return GrowthCopies.own[table] }
    return table == "shop_order" ? nil : GrowthCopies.kinds[column]
  }

  private func value(_ table: String, _ column: String, _ copy: Int64, _ days: Int64) -> String {
    switch kind(table, column) {
    case .day: return "\(column) + (\(days))"
    case .moment: return "\(column) + (\(days * 86_400))"
    // One more than there were: each copy is followed by a run of its own.
    case .run: return "\(column) + \(copy * (counts[.run]! + 1))"
    case .some(let kind): return "\(column) + \(copy * counts[kind]!)"
    case nil: break
    }
    switch (table, column) {
    case ("source_file", "sha256"): return "printf('%064x', id + \(copy * counts[.file]!))"
    case ("entry", "public_id"):
      return "strftime('%Y%m%d', (booking_day + (\(days))) * 86400, 'unixepoch') "
        + "|| substr(public_id, 9)"
    // Copies overlap by days, and equal payments of two of them are two.
    case ("entry", "payer_key"): return "payer_key || 'K\(copy)'"
    case (_, "reference"): return "iif(reference = '', '', 'K\(copy)-' || reference)"
    case ("shop_order", "order_id"): return "'K\(copy)-' || order_id"
    case (_, "case_id"): return "'Z\(copy)-' || case_id"
    case (_, "run_id"): return "run_id || '-\(copy)'"
    default: return column
    }
  }
}
