internal import Glibc
internal import Model
internal import Recording

/// Checks rows one by one and keeps what can be taken.
struct AnswerDesk {
  struct Accepted {
    var row: AnswerRow
    var subject: AnswerSubject
    var word: AnswerWord
    var person: String
    var shares: [OrderShare] = []
    var yen: Int64 = 0
    var until: Day?
    var teaches: Bool?
    var needsSecond = false
    /// The proposal that it confirms or rejects.
    var proposal: Int64?

    /// It is on record, and nothing follows from it until another person confirms it.
    var isProposal: Bool { needsSecond && proposal == nil }
  }

  let snapshot: Snapshot
  let ledger: Ledger
  let settings: Settings
  let today: Day
  let person: String
  var faults: [AnswerFault] = []
  private(set) var accepted: [Accepted] = []
  let index: AnswerIndex
  /// What was proposed of a subject and nobody has confirmed or rejected: the newest.
  private(set) var proposals: [AnswerSubject: SaidAnswer] = [:]
  /// Entry → what of it is to go back by answers in force.
  private var refundYen: [String: Int64] = [:]
  /// Entry → what was said of it and holds, the first of the snapshot.
  private var answerNow: [Int32: EntryAnswer] = [:]
  /// Subject → rows that answer it.
  private var rowsOf: [AnswerSubject: [AnswerRow]] = [:]
  /// Promised to orders by rows above.
  private var promisedYen: [Int32: Int64] = [:]

  /// - Parameter said: what was said before and can still count: proposals and refunds.
  init(
    snapshot: Snapshot, said: [SaidAnswer], ledger: Ledger, settings: Settings, today: Day,
    person: String
  ) {
    self.snapshot = snapshot
    self.ledger = ledger
    self.settings = settings
    self.today = today
    self.person = person
    index = AnswerIndex(snapshot)
    for answer in said {
      if answer.isProposal, let subject = index.subject(of: answer) { proposals[subject] = answer }
      if answer.isInForce, answer.word == .refund {
        refundYen[answer.entryID, default: 0] += answer.yen
      }
    }
    for answer in snapshot.answers where answerNow[answer.entryIndex] == nil {
      answerNow[answer.entryIndex] = answer
    }
  }

  mutating func take(_ row: AnswerRow) throws(RunError) {
    do throws(AnswerStop) {
      try accept(row)
    } catch {
      switch error {
      case .fault(let fault): faults.append(fault)
      case .world(let world): throw world
      }
    }
  }

  /// Two answers to one matter are shown, not merged: none of them is taken.
  mutating func refuseRepeated() {
    for answer in accepted {
      let others = rowsOf[answer.subject]!.filter { $0 != answer.row }
      if others.isEmpty { continue }
      let column: AnswerColumn = answer.row[.entryID].isEmpty ? .caseID : .entryID
      faults.append(
        answer.row.fault(
          .entryRepeated, column, answer.row[column],
          expected: others.map { String($0.line) }.joined(separator: ", ")))
    }
    accepted.removeAll { rowsOf[$0.subject]!.count > 1 }
    faults.sort { ($0.sheet, $0.line, $0.column) < ($1.sheet, $1.line, $1.column) }
  }

  private mutating func accept(_ row: AnswerRow) throws(AnswerStop) {
    guard let word = AnswerWord(written: row[.answer]) else {
      throw .refused(.answerUnknown, row, .answer, row[.answer], expected: AnswerWord.written)
    }
    let name = row[.person].isEmpty ? person : row[.person]
    if name.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
      throw .refused(.personMissing, row, .person)
    }
    let subject = try subject(of: row, word)
    rowsOf[subject, default: []].append(row)
    if let first = rowsOf[subject]!.dropLast().first {
      let column: AnswerColumn = row[.entryID].isEmpty ? .caseID : .entryID
      throw .refused(.entryRepeated, row, column, row[column], expected: String(first.line))
    }
    var answer = Accepted(row: row, subject: subject, word: word, person: name)
    try fillIn(&answer)
    try beside(earlier: &answer)
    try promise(answer)
    accepted.append(answer)
  }

  /// What the row's cells say, each checked by itself and against the ledger.
  private func fillIn(_ answer: inout Accepted) throws(AnswerStop) {
    let row = answer.row
    switch answer.word {
    case .assign, .split:
      answer.shares = try shares(row, answer.subject)
      if answer.word == .split, answer.shares.count < 2 {
        throw .refused(.splitNeedsOrders, row, .orderIDs, row[.orderIDs])
      }
      answer.yen = answer.shares.reduce(0) { $0 + $1.yen }
    case .notOurs, .wait:
      answer.yen = answer.subject.entry.map { snapshot.entries[Int($0)].amountYen } ?? 0
    case .refund: answer.yen = try refundYen(row, answer.subject)
    case .waive: answer.yen = try waivedYen(row, answer.subject)
    case .confirm, .reject: break
    }
    try refuseUnasked(answer)
    answer.until = try until(row)
    answer.teaches = try teaches(row)
    if let kind = answer.entryKind,
      let refused = refusal(of: answer.entryAnswer(kind), in: snapshot)
    {
      throw .fault(cell(refused.reason, refused.order, answer))
    }
    let limit = limits(answer).limitYen(answer.word)
    answer.needsSecond = limit.map { answer.yen > $0 } ?? false
  }

  /// Cells that this answer has no use for: they would be lost without a word.
  private func refuseUnasked(_ answer: Accepted) throws(AnswerStop) {
    let row = answer.row
    let takesOrders = [.assign, .split, .waive].contains(answer.word)
    let takesAmounts = takesOrders || answer.word == .refund
    if !takesOrders, !row[.orderIDs].isEmpty {
      throw .refused(.ordersNotAsked, row, .orderIDs, row[.orderIDs])
    }
    if !takesAmounts, !row[.amounts].isEmpty {
      throw .refused(.ordersNotAsked, row, .amounts, row[.amounts])
    }
    if answer.word != .wait, !row[.waitUntil].isEmpty {
      throw .refused(.untilNotAsked, row, .waitUntil, row[.waitUntil])
    }
    if answer.word != .assign, answer.word != .split, !row[.alias].isEmpty {
      throw .refused(.aliasNotAsked, row, .alias, row[.alias])
    }
  }

  private func limits(_ answer: Accepted) -> ApprovalLimits {
    let order = answer.shares.first?.orderIndex ?? answer.subject.order
    let shop = order.map { snapshot.orders[Int($0)].row.shopID } ?? ""
    return (settings.termsOfShop[shop]?.policy ?? settings.policy).approval
  }

  /// Beside what others said of the same matter: an equal proposal of another person is confirmed
  /// by it, a different one is shown.
  private func beside(earlier answer: inout Accepted) throws(AnswerStop) {
    let row = answer.row
    guard let proposal = proposals[answer.subject] else {
      if answer.word == .confirm || answer.word == .reject {
        throw .refused(.proposalMissing, row, .answer, row[.answer])
      }
      if let entry = answer.subject.entry, let now = answerNow[entry], now.isNew,
        now.kind != .undo
      {
        throw .refused(.entryAnswered, row, .answer, row[.answer], expected: told(now))
      }
      return
    }
    let isSame = answer.word != .confirm && answer.word != .reject && index.says(proposal, answer)
    if answer.word == .reject {
      answer.proposal = proposal.id
      return
    }
    guard answer.word == .confirm || isSame else {
      throw .refused(.proposalDiffers, row, .answer, row[.answer], expected: told(proposal))
    }
    if folded(proposal.note.person) == folded(answer.person) {
      throw .refused(.secondPersonNeeded, row, .person, answer.person, expected: told(proposal))
    }
    try stillHolds(proposal, row, answer)
    answer.proposal = proposal.id
    answer.shares = index.shares(proposal)
    answer.yen = proposal.yen
  }

  /// What was proposed, on the ledger of now.
  private func stillHolds(
    _ proposal: SaidAnswer, _ row: AnswerRow, _ answer: Accepted
  ) throws(AnswerStop) {
    var proposed = answer
    proposed.word = proposal.word
    proposed.shares = index.shares(proposal)
    proposed.yen = proposal.yen
    if proposed.shares.count != proposal.shares.count {
      throw .refused(.orderNotOpen, row, .answer, row[.answer])
    }
    if let kind = proposed.entryKind,
      let refused = refusal(of: proposed.entryAnswer(kind), in: snapshot)
    {
      throw .fault(cell(refused.reason, refused.order, proposed))
    }
    if proposal.word == .refund, proposal.yen > owedYen(answer.subject) {
      throw .refused(
        .amountBeyondOwed, row, .answer, String(proposal.yen),
        expected: String(owedYen(answer.subject)))
    }
    if proposal.word == .waive, let order = answer.subject.order, proposal.yen > missingYen(order) {
      throw .refused(
        .amountBeyondOrder, row, .answer, String(proposal.yen),
        expected: String(missingYen(order)))
    }
  }

  private mutating func promise(_ answer: Accepted) throws(AnswerStop) {
    if answer.word == .reject { return }
    for share in answer.shares {
      let left = missingYen(share.orderIndex) - promisedYen[share.orderIndex, default: 0]
      if share.yen > left {
        throw .refused(
          .orderTaken, answer.row, .orderIDs, orderText(share.orderIndex), expected: String(left))
      }
    }
    for share in answer.shares { promisedYen[share.orderIndex, default: 0] += share.yen }
  }

  func missingYen(_ order: Int32) -> Int64 { snapshot.orders[Int(order)].missingYen }
  func orderText(_ order: Int32) -> String { snapshot.orders[Int(order)].row.orderID }

  /// What of an entry is owed back and not on its way yet; all of an open one.
  func owedYen(_ subject: AnswerSubject) -> Int64 {
    guard let e = subject.entry else { return 0 }
    let entry = snapshot.entries[Int(e)]
    if entry.standing == .open { return entry.amountYen }
    return max(0, entry.owedBackYen - refundYen[entry.id, default: 0])
  }

  private func told(_ answer: SaidAnswer) -> String {
    let shares = answer.shares.map { "\($0.orderID) \($0.yen)" }.joined(separator: " + ")
    return "\(answer.note.person): \(answer.word.rawValue)" + (shares.isEmpty ? "" : " " + shares)
  }

  private func told(_ answer: EntryAnswer) -> String {
    let events =
      (try? ledger.humanEvents(ofEntry: snapshot.entries[Int(answer.entryIndex)].id)) ?? []
    let event = events.last { $0.id == answer.eventID }
    return answer.kind.rawValue + (event.map { " (\($0.note.person))" } ?? "")
  }

  /// Which cell a refusal is about, and what could have stood there.
  private func cell(
    _ reason: AnswerRefusal, _ order: Int32?, _ answer: Accepted
  ) -> AnswerFault {
    let row = answer.row
    let entry = answer.subject.entry.map { snapshot.entries[Int($0)] }
    let share = answer.shares.first { $0.orderIndex == order }
    switch reason {
    case .amountBeyondOrder, .amountNotPositive:
      return row.fault(
        reason, .amounts, String(share?.yen ?? 0),
        expected: order.map { String(missingYen($0)) } ?? "")
    case .amountBeyondEntry:
      return row.fault(
        reason, .amounts, String(answer.shares.reduce(0) { $0 + $1.yen }),
        expected: String(entry?.amountYen ?? 0))
    case .orderNotOpen, .orderRepeated, .orderJustUndone, .orderUnknown:
      return row.fault(reason, .orderIDs, order.map(orderText) ?? "")
    default: return row.fault(reason, .entryID, entry?.id ?? "")
    }
  }
}

/// People write their own name in more than one way.
func folded(_ person: String) -> String {
  var text = String.UnicodeScalarView()
  for scalar in person.unicodeScalars where !scalar.properties.isWhitespace {
    text.append(scalar)
  }
  return String(text).lowercased()
}

extension AnswerDesk.Accepted {
  /// What it says of an entry that the next run has to heed; nil for all else.
  var entryKind: AnswerKind? {
    switch word {
    case .assign, .split: .assign
    case .notOurs: .notOurs
    case .wait: .wait
    case .refund: .refund
    case .waive, .confirm, .reject: nil
    }
  }

  func entryAnswer(_ kind: AnswerKind) -> EntryAnswer {
    EntryAnswer(
      eventID: 0, kind: kind, entryIndex: subject.entry ?? 0, shares: shares, isNew: true,
      until: until)
  }

  private func note(_ sha256: String, _ asOf: Moment) -> PersonalNote {
    PersonalNote(
      person: person, comment: row[.comment], sourceSHA256: sha256, moment: asOf,
      wallSeconds: Int64(Glibc.time(nil)))
  }

  func saying(_ sha256: String, _ asOf: Moment) -> Saying? {
    if proposal != nil { return nil }
    return Saying(
      word: word, entryIndex: subject.entry, orderIndex: subject.order, shares: shares, yen: yen,
      until: until, teaches: teaches, needsSecond: needsSecond, note: note(sha256, asOf))
  }

  func verdict(_ sha256: String, _ asOf: Moment) -> Verdict? {
    proposal.map {
      Verdict(answerID: $0, isConfirmed: word != .reject, note: note(sha256, asOf))
    }
  }
}
