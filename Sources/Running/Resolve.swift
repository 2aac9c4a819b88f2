internal import Glibc
public import Model
internal import Reading
internal import Recording

/// Takes a file of answers that people filled in: each is checked against the ledger as it is now
/// and put on record, wholly or not at all; the next run follows it. A row that cannot be taken is
/// told with its cell, and does not keep the others from being taken. Exit code 2 where any is.
///
/// - Parameter person: who answers where the row does not say.
public func resolve(
  _ path: String, person: String, _ request: RunRequest
) throws -> RunSummary {
  guard request.workspace.isOne else { throw RunError.noWorkspace(request.workspace.root) }
  try request.workspace.checkWhole()
  let mapped = try MappedFile(path)
  let sheet = readAnswers(mapped.bytes)
  let hash = SHA256.hex(of: mapped.bytes)
  return try request.workspace.locked(asOfNote: "resolve") {
    let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
    if !request.isDryRun { try frame.finishInterruptedRuns() }
    let since = request.asOf.day.adding(days: -2 * frame.settings.policy.windowAfterDays)
    let view = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.snapshot(since: since, runOrdinal: frame.ordinal)
    }
    var desk = AnswerDesk(snapshot: view.snapshot, ledger: frame.ledger, person: person)
    desk.faults = sheet.faults
    for row in sheet.rows { try desk.take(row) }
    desk.refuseRepeated()
    let taken = desk.accepted.map { accepted in
      (
        answer: accepted.answer,
        note: PersonalNote(
          person: accepted.person, comment: accepted.row.comment, sourceSHA256: hash,
          moment: request.asOf, wallSeconds: Int64(time(nil)))
      )
    }
    if !request.isDryRun, !taken.isEmpty {
      try ledgerCall { () throws(LedgerError) in
        try frame.ledger.record(taken, of: view, runOrdinal: frame.ordinal)
      }
    }
    let told = AnswerWording(
      fileName: lastComponent(path), isJapanese: frame.language == .ja,
      isDryRun: request.isDryRun)
    return RunSummary(
      lines: told.lines(desk), exitCode: desk.faults.isEmpty ? 0 : 2)
  }
}

/// Checks rows one by one and keeps what can be taken.
struct AnswerDesk {
  struct Accepted {
    var row: AnswerRow
    var answer: EntryAnswer
    var person: String
  }

  let snapshot: Snapshot
  let ledger: Ledger
  let person: String
  var faults: [AnswerFault] = []
  private(set) var accepted: [Accepted] = []
  private var entryAt: [String: Int32] = [:]
  private var ordersAt: [String: [Int32]] = [:]
  /// Entry → lines that answer it.
  private var linesOf: [Int32: [Int32]] = [:]
  /// Promised to orders by rows above.
  private var promisedYen: [Int32: Int64] = [:]

  init(snapshot: Snapshot, ledger: Ledger, person: String) {
    self.snapshot = snapshot
    self.ledger = ledger
    self.person = person
    for (n, entry) in snapshot.entries.enumerated() { entryAt[entry.id] = Int32(n) }
    for (n, order) in snapshot.orders.enumerated() {
      ordersAt[order.row.orderID, default: []].append(Int32(n))
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
    for (n, entry) in accepted.map(\.answer.entryIndex).enumerated()
    where linesOf[entry]!.count > 1 {
      let row = accepted[n].row
      let others = linesOf[entry]!.filter { $0 != row.line }.map(String.init)
      faults.append(
        AnswerFault(
          .entryRepeated, line: row.line, column: "entry_id", value: row.entryID,
          expected: others.joined(separator: ", ")))
    }
    accepted.removeAll { linesOf[$0.answer.entryIndex]!.count > 1 }
    faults.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private mutating func accept(_ row: AnswerRow) throws(AnswerStop) {
    guard let kind = AnswerKind(rawValue: row.answer), kind != .undo else {
      throw .refused(
        .answerUnknown, row, "answer", row.answer, expected: "assign, not_ours, wait")
    }
    let name = row.person.isEmpty ? person : row.person
    if name.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
      throw .refused(.personMissing, row, "person", "")
    }
    let entry = try entry(row)
    linesOf[entry, default: []].append(row.line)
    var answer = EntryAnswer(eventID: 0, kind: kind, entryIndex: entry, isNew: true)
    if kind == .assign {
      answer.shares = try shares(row, entry)
    } else if !row.orderIDs.isEmpty || !row.amounts.isEmpty {
      throw .refused(.ordersNotAsked, row, "order_ids", row.orderIDs)
    }
    if let earlier = snapshot.answers.first(where: { $0.entryIndex == entry }), earlier.isNew,
      earlier.kind != .undo
    {
      throw .refused(.entryAnswered, row, "answer", row.answer, expected: earlier.kind.rawValue)
    }
    if let refused = refusal(of: answer, in: snapshot) {
      throw .fault(cell(refused.reason, refused.order, row, answer))
    }
    for share in answer.shares {
      let missing = missingYen(share.orderIndex)
      if promisedYen[share.orderIndex, default: 0] + share.yen > missing {
        throw .refused(
          .orderTaken, row, "order_ids", orderText(share.orderIndex),
          expected: String(missing - promisedYen[share.orderIndex, default: 0]))
      }
    }
    for share in answer.shares { promisedYen[share.orderIndex, default: 0] += share.yen }
    accepted.append(Accepted(row: row, answer: answer, person: name))
  }

  private func entry(_ row: AnswerRow) throws(AnswerStop) -> Int32 {
    var id = row.entryID
    var column = "entry_id"
    if id.isEmpty {
      column = "case_id"
      guard !row.caseID.isEmpty else { throw .refused(.entryMissing, row, "entry_id", "") }
      id = try entryID(ofCase: row)
    }
    if let index = entryAt[id] { return index }
    let isKnown = try AnswerStop.world { () throws(LedgerError) in
      try ledger.history(ofEntry: id) != nil
    }
    throw .refused(isKnown ? .entryNotOpen : .entryUnknown, row, column, id)
  }

  private func entryID(ofCase row: AnswerRow) throws(AnswerStop) -> String {
    let found = try AnswerStop.world { () throws(LedgerError) in
      try ledger.entryID(ofOpenCase: row.caseID)
    }
    guard let found else { throw .refused(.caseUnknown, row, "case_id", row.caseID) }
    return found
  }

  private func shares(_ row: AnswerRow, _ entry: Int32) throws(AnswerStop) -> [OrderShare] {
    let names = parts(row.orderIDs)
    guard !names.isEmpty else { throw .refused(.orderUnknown, row, "order_ids", "") }
    var orders: [Int32] = []
    for name in names { orders.append(try order(name, row)) }
    let amounts = try self.amounts(row, orders, entry)
    return zip(orders, amounts).map { OrderShare(orderIndex: $0, yen: $1) }
      .sorted { $0.orderIndex < $1.orderIndex }
  }

  /// An order id, or `shop:id` where several shops count alike.
  private func order(_ name: String, _ row: AnswerRow) throws(AnswerStop) -> Int32 {
    var found = ordersAt[name] ?? []
    if found.isEmpty, let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")) {
      let shop = String(name[..<colon])
      let id = String(name[name.utf8.index(after: colon)...])
      found = (ordersAt[id] ?? []).filter { snapshot.orders[Int($0)].row.shopID == shop }
    }
    if found.count > 1 {
      throw .refused(
        .orderAmbiguous, row, "order_ids", name,
        expected: found.map { "\(snapshot.orders[Int($0)].row.shopID):\(name)" }
          .joined(separator: ", "))
    }
    guard let only = found.first else { throw .refused(.orderUnknown, row, "order_ids", name) }
    return only
  }

  /// Amounts as written; where none are, what the orders miss, as far as that leaves no choice.
  private func amounts(
    _ row: AnswerRow, _ orders: [Int32], _ entry: Int32
  ) throws(AnswerStop) -> [Int64] {
    let written = parts(row.amounts)
    let amount = snapshot.entries[Int(entry)].amountYen
    if written.isEmpty {
      let missing = orders.map { missingYen($0) }
      if orders.count == 1 { return [max(0, min(amount, missing[0]))] }
      guard missing.reduce(0, +) == amount else {
        throw .refused(
          .amountsMissing, row, "amounts", "",
          expected: missing.map(String.init).joined(separator: "|"))
      }
      return missing
    }
    guard written.count == orders.count else {
      throw .refused(
        .amountsNotOrders, row, "amounts", row.amounts, expected: String(orders.count))
    }
    var amounts: [Int64] = []
    for text in written {
      guard let yen = yen(text) else { throw .refused(.amountMalformed, row, "amounts", text) }
      amounts.append(yen)
    }
    return amounts
  }

  private func missingYen(_ order: Int32) -> Int64 {
    let order = snapshot.orders[Int(order)]
    return order.row.amountDueYen - order.clearedYen
  }

  /// Digits, with commas between groups of three or without.
  private func yen(_ text: String) -> Int64? {
    let groups = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let isGrouped =
      groups.count == 1
      || (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
    let digits = groups.joined()
    guard isGrouped, !digits.isEmpty, digits.count <= 15,
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  private func parts(_ text: String) -> [String] {
    if text.isEmpty { return [] }
    return text.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map {
      String(
        String.UnicodeScalarView(
          String(decoding: $0, as: UTF8.self).unicodeScalars.filter {
            !$0.properties.isWhitespace
          }))
    }
  }

  func orderText(_ order: Int32) -> String { snapshot.orders[Int(order)].row.orderID }

  /// Which cell a refusal is about, and what could have stood there.
  private func cell(
    _ reason: AnswerRefusal, _ order: Int32?, _ row: AnswerRow, _ answer: EntryAnswer
  ) -> AnswerFault {
    let entry = snapshot.entries[Int(answer.entryIndex)]
    let share = answer.shares.first { $0.orderIndex == order }
    switch reason {
    case .amountBeyondOrder:
      return AnswerFault(
        reason, line: row.line, column: "amounts", value: String(share?.yen ?? 0),
        expected: order.map { String(missingYen($0)) } ?? "")
    case .amountBeyondEntry:
      return AnswerFault(
        reason, line: row.line, column: "amounts",
        value: String(answer.shares.reduce(0) { $0 + $1.yen }),
        expected: String(entry.amountYen))
    case .amountNotPositive:
      return AnswerFault(
        reason, line: row.line, column: "amounts", value: String(share?.yen ?? 0),
        expected: order.map { String(missingYen($0)) } ?? "")
    case .orderNotOpen, .orderRepeated, .orderJustUndone, .orderUnknown:
      return AnswerFault(
        reason, line: row.line, column: "order_ids", value: order.map(orderText) ?? "")
    default:
      return AnswerFault(reason, line: row.line, column: "entry_id", value: entry.id)
    }
  }
}

/// What ends a row: a cell that cannot be taken, or a ledger that cannot be read.
private enum AnswerStop: Error {
  case fault(AnswerFault)
  case world(RunError)

  static func refused(
    _ refusal: AnswerRefusal, _ row: AnswerRow, _ column: String, _ value: String,
    expected: String = ""
  ) -> AnswerStop {
    .fault(
      AnswerFault(refusal, line: row.line, column: column, value: value, expected: expected))
  }

  static func world<T>(_ body: () throws(LedgerError) -> T) throws(AnswerStop) -> T {
    do {
      return try body()
    } catch {
      throw .world(runError(error))
    }
  }
}
