public import Model

/// Writes a case in words: what was seen, what it is presumed to mean, what is asked of whom.
///
/// Presumptions, candidates and questions only, never a verdict; grounds carry their certainty
/// (H text of the law seen, M agreeing secondary sources, L weak, P a policy value, H* well known
/// but not read again). Names and amounts stand in clear: the notes are for private reports.
/// With a `liability` the words of the contract, of contributory facts and of evidence stand there
/// too. Cost: the candidates of the case.
public func noteText(
  _ c: ExceptionCase, _ world: NoteWorld, language: Language, liability: LiabilityNote? = nil
) -> NoteText {
  let writer = NoteWriter(c, world, language)
  let wording = writer.wording(c.code)
  var sentences = wording.sentences + writer.limits() + writer.missingQuestion(wording)
  if let risk = writer.riskSentence() { sentences.append(risk) }
  if let also = writer.alsoSentence() { sentences.append(also) }
  var text = NoteText(
    title: title(of: c.code, language: language), basis: ground(of: c.code, language: language),
    nextAction: wording.nextAction,
    note: language == .ja
      ? sentences.joined() : sentences.map(NoteWriter.capitalised).joined(separator: " "))
  if let liability {
    text.contract = writer.contractText(liability)
    text.contributory = writer.contributoryText(liability)
    text.evidence = writer.evidenceText(liability)
  }
  return text
}

extension NoteWriter {
  /// A case that holds or stops carries the question that would settle it. Where the primary code
  /// only tells something, the next code that asks lends its question.
  fileprivate func missingQuestion(_ wording: Wording) -> [String] {
    guard c.decision == .hold || c.decision == .holdAsk || c.decision == .stop,
      wording.question == nil
    else { return [] }
    for code in c.codes where code != c.code {
      if let question = self.wording(code).question { return [question] }
    }
    return [say("確認事項: 上の事実に誤りはないか。", "Question: are the facts above right?")]
  }
}

/// What a family of codes says about one case.
struct Wording {
  var nextAction: String
  var sentences: [String]

  /// The sentence that asks; nil where none does.
  var question: String? {
    // By bytes: both are sure to be whole, and to compare texts letter by letter takes long.
    sentences.first {
      $0.utf8.starts(with: "確認事項".utf8) || $0.utf8.starts(with: "Question".utf8)
    }
  }
}

/// The facts of one case with the phrases that all families share.
struct NoteWriter {
  let c: ExceptionCase
  let world: NoteWorld
  let language: Language
  let outcome: EntryOutcome?

  init(_ c: ExceptionCase, _ world: NoteWorld, _ language: Language) {
    self.c = c
    self.world = world
    self.language = language
    outcome = c.entryIndex.flatMap { world.outcomePlace(ofEntry: $0) }
      .map { world.match.outcomes[$0] }
  }

  var snapshot: Snapshot { _read { yield world.snapshot } }
  var match: MatchResult { _read { yield world.match } }
  var context: DecisionContext { _read { yield world.context } }

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
    case .N06: wrongAccount()
    case .N07: suspicious()
    case .M01: oneForMany()
    case .M02: manyForOne()
    case .M03: allocationUnclear()
    case .T01: afterCancel()
    case .T02: afterDeadline()
    case .T03: beforeOrder()
    case .T04: overdue()
    case .T05: dateAtRisk()
    case .T06: paidUnshipped()
    case .B01: reversal()
    default: ofOthers(code)
    }
  }

  /// Payments that somebody else collects, refunds, data.
  private func ofOthers(_ code: FindingCode) -> Wording {
    switch code {
    case .S01: lineWithoutOrder()
    case .S02: missingFromSettlement()
    case .S03: payoutDiffers()
    case .S04: feeDiffers()
    case .S05: chargeback()
    case .S06: notAuthorised()
    case .S07: notice?.kind == .collectionCancelled ? collectionCancelled() : notFinal()
    case .S08: codRefused()
    case .S09: notice == nil ? codAmount() : codShort()
    case .S10: noGuarantee()
    case .S11: payoutLate()
    case .R01: refundUnmatched()
    case .R02: refundOverdue()
    case .R03: refundFailed()
    case .D01: seenTwice()
    case .D02: balanceBreak()
    case .D03: missingDay()
    case .D04: isAmountChanged ? orderChanged() : groundGone() ?? orderUnclear()
    default: crossing.map(acrossShops) ?? otherClient()
    }
  }

  private var isAmountChanged: Bool {
    guard let order, let last = order.lastDueYen else { return false }
    return last != order.row.amountDueYen && last != order.dueYen && order.clearedYen > 0
  }
}
