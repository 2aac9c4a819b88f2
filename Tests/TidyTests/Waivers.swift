import TestKit

/// Rules that a file may break, each with the reason. The list may only shrink: a waiver that is
/// no longer needed fails the tests, and so does a longer list than `mostWaivers`.
let waiverText = """
  # rule | file | why
  numbers | Sources/Reporting/Writers/WorkbookWriter.swift | the library's cells are doubles
  """

/// How many there are. Lower it with the list; raising it is a decision for docs/DECISIONS.md.
let mostWaivers = 1

struct Waiver: Hashable, Sendable {
  var rule: String
  var path: String
}

func waivers(_ text: String) -> [Waiver] {
  textRows(text).map { row in
    precondition(row.count == 3 && !row[2].isEmpty, "a waiver is rule | file | why: \(row)")
    return Waiver(rule: row[0], path: row[1])
  }
}

/// Splits breaches into those that stand and the waivers that nothing needs any more.
func apply(_ waivers: [Waiver], to breaches: [Breach]) -> (standing: [Breach], unneeded: [Waiver]) {
  let waived = Set(waivers)
  var used: Set<Waiver> = []
  let standing = breaches.filter { breach in
    let key = Waiver(rule: breach.rule, path: breach.path)
    if waived.contains(key) { used.insert(key) }
    return !waived.contains(key)
  }
  return (standing, waivers.filter { !used.contains($0) })
}
