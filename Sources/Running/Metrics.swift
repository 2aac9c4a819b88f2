internal import Glibc
internal import Model
internal import Reporting

/// `metrics.prom` of the workspace: the last run as Prometheus' textfile collector reads it. Counts
/// and sums only. Replaced whole by a rename; readable by the owner, as all of the workspace.
struct Metrics {
  private var text = ""

  init(_ results: RunResults, _ frame: RunFrame, _ timings: Timings) {
    let asOf = frame.request.asOf.secondsTokyo - 9 * 3_600
    add("run_as_of_seconds", "The moment that counted for the last run.", [("", asOf)])
    add("run_completed_seconds", "When the last run was complete.", [("", Int64(time(nil)))])
    add(
      "run_exit_code", "0 nothing open, 1 people have work, 2 data faults.",
      [
        ("", Int64(results.exitCode))
      ])
    add("run_ordinal", "The number of the last run.", [("", frame.ordinal)])
    add(
      "run_milliseconds", "Time of each step.",
      timings.milliseconds.sorted { $0.key < $1.key }.map { ("step=\"\($0.key)\"", $0.value) })
    let files = results.input.files
    add(
      "files", "Files of the inbox.",
      [
        ("state=\"known\"", Int64(files.count { $0.wasKnown })),
        ("state=\"read\"", Int64(files.count { !$0.wasKnown && !$0.reading.isRefused })),
        ("state=\"refused\"", Int64(files.count { $0.reading.isRefused })),
      ])
    add(
      "rows_new", "Entries and orders that were new.",
      [
        ("", files.reduce(0) { $0 + Int64($1.newRows) })
      ])
    let decisions = results.input.decided.decisions
    add(
      "decisions", "Orders by decision.",
      Decision.allCases.map { one in
        ("decision=\"\(one.rawValue)\"", Int64(decisions.count { $0.decision == one }))
      })
    var codes: [String: Int64] = [:]
    for found in results.input.decided.cases { codes[found.code.rawValue, default: 0] += 1 }
    add(
      "open_cases", "Cases by their first code.",
      codes.sorted { $0.key < $1.key }.map {
        ("code=\"\($0.key)\"", $0.value)
      })
    let uses = results.input.decided.uses
    add(
      "suspense_yen", "Money that found no order.", [("", uses.reduce(0) { $0 + $1.suspenseYen })])
    add(
      "ledger_events", "Events in the ledger before the run's results.",
      [
        ("", results.input.ledgerEvent)
      ])
  }

  private mutating func add(_ name: String, _ help: String, _ values: [(String, Int64)]) {
    text += "# HELP keshikomi_\(name) \(help)\n# TYPE keshikomi_\(name) gauge\n"
    for (label, value) in values {
      text += "keshikomi_\(name)" + (label.isEmpty ? "" : "{\(label)}") + " \(value)\n"
    }
  }

  func write(_ workspace: Workspace) throws(RunError) {
    let temporary = workspace.root + "/.metrics.prom.new"
    try withBytes(Array(text.utf8)) { (raw) throws(RunError) in
      try Posix.write(raw, to: temporary)
    }
    try Posix.rename(temporary, workspace.root + "/metrics.prom")
  }
}
