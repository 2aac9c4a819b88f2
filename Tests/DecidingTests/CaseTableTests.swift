import Deciding
import Foundation
import Model
import TestKit
import Testing

private let tables: [DecisionCase] = allCaseFiles().flatMap { file -> [DecisionCase] in
  do { return try readCases(file) } catch { fatalError("\(error)") }
}

/// What was decided, as the lines of a case file: orders, then uses where asked for, then cases.
func rendered(_ decided: Decided, _ world: DecisionCase) -> [String] {
  func isAsked(_ word: String) -> Bool { world.expected.contains { $0.hasPrefix(word + " ") } }
  let orders = world.snapshot.orders
  let entries = world.snapshot.entries
  var lines = decided.decisions.map { d in
    ([orders[Int(d.orderIndex)].row.orderID, d.decision.rawValue] + d.codes.map(\.rawValue))
      .joined(separator: " ")
  }
  if isAsked("promise") {
    lines += decided.decisions.compactMap { d in
      guard let state = d.promise, let moment = d.confirmBy else { return nil }
      return "promise \(orders[Int(d.orderIndex)].row.orderID) \(state.rawValue) \(moment.iso)"
    }
  }
  if isAsked("use") {
    lines += decided.uses.map { u in
      "use \(entries[Int(u.entryIndex)].id) \(u.clearedYen) \(u.suspenseYen) \(u.excludedYen) "
        + "\(u.refundLinkedYen) \(u.reason)"
    }
  }
  if isAsked("liability") { lines += decided.cases.map { liabilityLine($0, world) } }
  lines += decided.cases.map { c in
    let until = c.until.map { " \($0.iso) \(c.deadlineRule)" } ?? ""
    return
      "case \(c.caseID) \(c.decision.rawValue) \(c.codes.map(\.rawValue).joined(separator: "+"))"
      + " \(c.atRiskGrossYen)/\(c.atRiskNetYen)\(until)"
  }
  return lines
}

/// `liability CASE recourse/cap-left act flags segments`; the entry's file came at the moment.
private func liabilityLine(_ c: ExceptionCase, _ world: DecisionCase) -> String {
  let note = liabilityNote(c, world.notes, evidence: world.evidence(c))
  let act = note.act.map { $0.rawValue + (note.isWithinAuthority ? "+" : "-") } ?? "no-act"
  let words =
    note.flags.map(\.rawValue)
    + note.segments.map { "\($0.segment.rawValue):\($0.party.rawValue):\($0.minutesOver)" }
  return "liability \(c.caseID) \(note.recourseYen)/\(note.capLeftYen.map(String.init) ?? "-") "
    + ([act] + words).joined(separator: " ")
}

extension DecisionCase {
  /// As if every entry stood in one file that came at half past nine of the next day.
  func evidence(_ c: ExceptionCase) -> [EvidenceRecord] {
    guard let entry = c.entryIndex.map({ snapshot.entries[Int($0)] }) else { return [] }
    let next = context.calendar.businessDay(1, after: entry.bookingDay) ?? entry.bookingDay
    return [
      EvidenceRecord(
        fileName: "statement.txt", sha256: String(repeating: "ab", count: 32), record: 1,
        receivedAt: min(context.asOf, Moment(day: next, hour: 9, minute: 30)))
    ]
  }
}

@Test("what is decided about a tiny world stands in its case file", arguments: tables)
func decidedAsWritten(world: DecisionCase) {
  let decided = decide(world.snapshot, world.match, world.context)
  let found = rendered(decided, world)
  #expect(!world.expected.isEmpty)
  #expect(found == world.expected, "found:\n  \(found.joined(separator: "\n  "))")
}

@Test(
  "each of the 40 codes has a case row where it is the primary code",
  arguments: FindingCode.allCases)
func codeHasRow(code: FindingCode) {
  let primary = tables.contains { world in
    decide(world.snapshot, world.match, world.context).cases.contains { $0.code == code }
  }
  #expect(primary, "\(code.rawValue) is given by no case of fixtures/decisions")
}

@Test("each code has a rule, words and evidence of its own", arguments: FindingCode.allCases)
func codeHasWords(code: FindingCode) throws {
  var sentences: Set<String> = []
  for world in tables {
    let decided = decide(world.snapshot, world.match, world.context)
    for c in decided.cases where c.code == code {
      let liability = liabilityNote(c, world.notes, evidence: world.evidence(c))
      for language in Language.allCases {
        let note = noteText(
          c, world.notes, language: language, liability: liability)
        #expect(!note.nextAction.isEmpty && !note.evidence.isEmpty && !note.basis.isEmpty)
        sentences.insert(note.note)
      }
    }
  }
  #expect(sentences.count >= 2, "both languages say something")
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
      let liability = liabilityNote(c, world.notes, evidence: world.evidence(c))
      let note = noteText(
        c, world.notes, language: language, liability: liability)
      text += "\(c.caseID) [\(c.code.rawValue)] \(note.title)\n"
      text += "  \(note.note)\n  → \(note.nextAction)\n  § \(note.basis)\n"
      for more in [note.contract, note.contributory, note.evidence] where !more.isEmpty {
        text += "  · \(more)\n"
      }
      text += "\n"
    }
  }
  try expectGolden(text, file.replacingOccurrences(of: ".case", with: ".\(language.rawValue).txt"))
}
