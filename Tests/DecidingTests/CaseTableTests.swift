import Deciding
import Foundation
import Model
import TestKit
import Testing

private let tables: [DecisionCase] = allCaseFiles().flatMap { file -> [DecisionCase] in
  do { return try readCases(file) } catch { fatalError("\(error)") }
}

/// Codes of this version's rules. A code joins when its rule, wording and case row exist.
let givenCodes: [FindingCode] = [
  .A01, .A02, .A03, .A04, .N01, .N02, .N03, .N04, .N05, .M01, .M02, .M03, .T01, .T02, .T03, .T04,
  .B01, .S06, .S07, .S09, .S10, .D02, .D03, .D04,
]

/// What was decided, as the lines of a case file: orders, then uses where asked for, then cases.
func rendered(_ decided: Decided, _ world: DecisionCase, withUses: Bool) -> [String] {
  let orders = world.snapshot.orders
  let entries = world.snapshot.entries
  var lines = decided.decisions.map { d in
    ([orders[Int(d.orderIndex)].row.orderID, d.decision.rawValue] + d.codes.map(\.rawValue))
      .joined(separator: " ")
  }
  if withUses {
    lines += decided.uses.map { u in
      "use \(entries[Int(u.entryIndex)].id) \(u.clearedYen) \(u.suspenseYen) \(u.excludedYen) "
        + "\(u.refundLinkedYen) \(u.reason)"
    }
  }
  lines += decided.cases.map { c in
    let until = c.until.map { " \($0.iso) \(c.deadlineRule)" } ?? ""
    return
      "case \(c.caseID) \(c.decision.rawValue) \(c.codes.map(\.rawValue).joined(separator: "+"))"
      + " \(c.atRiskGrossYen)/\(c.atRiskNetYen)\(until)"
  }
  return lines
}

@Test("what is decided about a tiny world stands in its case file", arguments: tables)
func decidedAsWritten(world: DecisionCase) {
  let decided = decide(world.snapshot, world.match, world.context)
  let withUses = world.expected.contains { $0.hasPrefix("use ") }
  let found = rendered(decided, world, withUses: withUses)
  #expect(!world.expected.isEmpty)
  #expect(found == world.expected, "found:\n  \(found.joined(separator: "\n  "))")
}

@Test(
  "each code of this version has a case row where it is the primary code", arguments: givenCodes)
func codeHasRow(code: FindingCode) {
  let primary = tables.contains { world in
    decide(world.snapshot, world.match, world.context).cases.contains { $0.code == code }
  }
  #expect(primary, "\(code.rawValue) is given by no case of fixtures/decisions")
}

@Test("no case row gives a code that is not listed as given")
func noUnlistedCode() {
  for world in tables {
    let decided = decide(world.snapshot, world.match, world.context)
    let codes = decided.cases.flatMap(\.codes) + decided.decisions.flatMap(\.codes)
    #expect(Set(codes).isSubset(of: givenCodes), "\(world.testDescription)")
  }
}

@Test(
  "the notes of a family read as they were approved",
  arguments: allCaseFiles(), Language.allCases)
func notesAsApproved(file: String, language: Language) throws {
  var text = ""
  for world in try readCases(file) {
    let decided = decide(world.snapshot, world.match, world.context)
    text += "# \(world.title)\n\n"
    for c in decided.cases {
      let note = noteText(c, world.snapshot, world.match, world.context, language: language)
      text += "\(c.caseID) [\(c.code.rawValue)] \(note.title)\n"
      text += "  \(note.note)\n  → \(note.nextAction)\n  § \(note.basis)\n\n"
    }
  }
  try expectGolden(text, file.replacingOccurrences(of: ".case", with: ".\(language.rawValue).txt"))
}
