public import Model

/// Writes a case in words: what was seen, what it is presumed to mean, what is asked of whom.
///
/// Presumptions, candidates and questions only, never a verdict; grounds carry their certainty
/// (H text of the law seen, M agreeing secondary sources, L weak, P a policy value, H* well known
/// but not read again). Names and amounts stand in clear: the notes are for private reports.
/// Cost: one binary search in the match, and the candidates of the case.
public func noteText(
  _ c: ExceptionCase, _ snapshot: Snapshot, _ match: MatchResult, _ context: DecisionContext,
  language: Language
) -> NoteText {
  let writer = NoteWriter(c, snapshot, match, context, language)
  let wording = writer.wording(c.code)
  var sentences = wording.sentences
  if let risk = writer.riskSentence() { sentences.append(risk) }
  if let also = writer.alsoSentence() { sentences.append(also) }
  return NoteText(
    title: title(of: c.code, language: language), basis: ground(of: c.code, language: language),
    nextAction: wording.nextAction,
    note: language == .ja
      ? sentences.joined() : sentences.map(NoteWriter.capitalised).joined(separator: " "))
}

/// What a family of codes says about one case.
struct Wording {
  var nextAction: String
  var sentences: [String]
}

/// The facts of one case with the phrases that all families share.
struct NoteWriter {
  let c: ExceptionCase
  let snapshot: Snapshot
  let match: MatchResult
  let context: DecisionContext
  let language: Language
  let outcome: EntryOutcome?

  init(
    _ c: ExceptionCase, _ snapshot: Snapshot, _ match: MatchResult, _ context: DecisionContext,
    _ language: Language
  ) {
    self.c = c
    self.snapshot = snapshot
    self.match = match
    self.context = context
    self.language = language
    outcome = c.entryIndex.flatMap { NoteWriter.find($0, match.outcomes) }
  }

  func wording(_ code: FindingCode) -> Wording {
    switch code {
    case .A01: shortByFee()
    case .A02: shortPayment()
    case .A03: overpayment()
    case .A04: paidTwice()
    case .N01: unknownPayer()
    case .N02: payerDiffers()
    case .N03: severalFit()
    case .N04: nameVariant()
    case .N05: wrongNumber()
    case .M01: oneForMany()
    case .M02: manyForOne()
    case .M03: allocationUnclear()
    case .T01: afterCancel()
    case .T02: afterDeadline()
    case .T03: beforeOrder()
    case .T04: overdue()
    case .B01: reversal()
    case .S01: lineWithoutOrder()
    case .S06: notAuthorised()
    case .S07: notFinal()
    case .S09: codAmount()
    case .S10: noGuarantee()
    case .D01: seenTwice()
    case .D02: balanceBreak()
    case .D03: missingDay()
    case .D04: orderUnclear()
    case .N06, .N07, .T05, .T06, .S02, .S03, .S04, .S05, .S08, .S11, .R01, .R02, .R03, .D05:
      plain()
    }
  }

  /// Codes that no rule of this version gives: the facts, and the task to look at them.
  private func plain() -> Wording {
    Wording(
      nextAction: say(
        "\(by)担当者が内容を確認し、判断と根拠を記録する。",
        "Somebody checks it \(by) and records the decision with its reason."),
      sentences: [
        say("\(subject)について確認が必要。", "Please check \(subject)."),
        say("原因は要確認。", "The cause is to be established."),
      ])
  }

  private static func find(_ entryIndex: Int32, _ outcomes: [EntryOutcome]) -> EntryOutcome? {
    var low = 0
    var high = outcomes.count
    while low < high {
      let middle = (low + high) / 2
      if outcomes[middle].entryIndex < entryIndex { low = middle + 1 } else { high = middle }
    }
    return low < outcomes.count && outcomes[low].entryIndex == entryIndex ? outcomes[low] : nil
  }
}
