import Deciding
import Foundation
import Model
import Tables
import TestKit
import Testing

/// One tiny world of a `*.case` file and what is to be decided about it.
///
/// Lines are words; `key=value` words are options, `_` in a value is a space. See
/// fixtures/decisions/README.md for the words.
struct DecisionCase: CustomTestStringConvertible {
  var file: String
  var title: String
  var snapshot = Snapshot(entries: [], orders: [])
  var match = MatchResult(outcomes: [])
  var context: DecisionContext
  var notes: NoteWorld { NoteWorld(snapshot, match, context) }
  /// The lines after `expect`, as they stand.
  var expected: [String] = []

  var testDescription: String { "\(file): \(title)" }
}

struct CaseFault: Error, CustomStringConvertible { var description: String }

/// A line that cannot be read stops the whole file: a table that is half read checks half.
func readCases(_ path: String) throws -> [DecisionCase] {
  let text = String(decoding: try readBytes(repoFile(path)), as: UTF8.self)
  var cases: [DecisionCase] = []
  var builder: CaseBuilding?
  for raw in text.split(separator: "\n") {
    let line = raw.trimmingCharacters(in: .whitespaces)
    if line.isEmpty || line.hasPrefix("#") { continue }
    if line.hasPrefix("== ") {
      if let done = builder { cases.append(try done.finish()) }
      builder = CaseBuilding(file: path, title: String(line.dropFirst(3)))
    } else {
      guard builder != nil else { throw CaseFault(description: "\(path): no case before: \(line)") }
      try builder!.take(line)
    }
  }
  if let done = builder { cases.append(try done.finish()) }
  return cases
}

func allCaseFiles() -> [String] {
  filesBelow(repoFile("fixtures/decisions")).filter { $0.hasSuffix(".case") }
    .map { "fixtures/decisions/\($0)" }
}

/// The words of one line: positions first, then options.
private struct Words {
  var line: String
  var plain: [String] = []
  var options: [String: String] = [:]

  init(_ line: String) {
    self.line = line
    for word in line.split(separator: " ") {
      if let at = word.firstIndex(of: "="), word.first != "=" {
        options[String(word[..<at])] = String(word[word.index(after: at)...])
      } else {
        plain.append(String(word))
      }
    }
  }

  func fault(_ what: String) -> CaseFault { CaseFault(description: "\(what) in: \(line)") }

  func at(_ n: Int) throws -> String {
    guard n < plain.count else { throw fault("word \(n) is missing") }
    return plain[n]
  }

  func number(_ text: String) throws -> Int64 {
    guard let value = Int64(text) else { throw fault("\(text) is no number") }
    return value
  }

  func option(_ name: String) throws -> Int64? { try options[name].map(number) }

  /// Free text: `_` stands for a space; empty where the option is absent.
  func text(_ name: String) -> String {
    (options[name] ?? "").replacingOccurrences(of: "_", with: " ")
  }

  func day(_ text: String) throws -> Day {
    guard let day = Day(iso: text) else { throw fault("\(text) is no day") }
    return day
  }

  func moment(_ text: String) throws -> Moment {
    let parts = text.split(separator: "T")
    let clock = parts.count == 2 ? parts[1].split(separator: ":").compactMap { Int32($0) } : [0, 0]
    guard clock.count == 2 else { throw fault("\(text) is no moment") }
    return Moment(day: try day(String(parts[0])), hour: clock[0], minute: clock[1])
  }

  func word<T: RawRepresentable>(_ text: String, _ type: T.Type) throws -> T
  where T.RawValue == String {
    guard let value = T(rawValue: text) else { throw fault("\(text) is no \(type)") }
    return value
  }

  func codes() throws -> [FindingCode] {
    try (options["codes"] ?? "").split(separator: ",")
      .map { try word(String($0), FindingCode.self) }.sorted()
  }
}

/// Collects the lines of one case; references are resolved at its end, when all ids are known.
private struct CaseBuilding {
  var result: DecisionCase
  var isExpecting = false
  private var orders: [LedgerOrder] = []
  private var entries: [LedgerEntry] = []
  private var clearings: [Words] = []
  private var outcomes: [Words] = []
  private var notices: [Words] = []
  private var unnamed: [String] = []

  init(file: String, title: String) {
    let asOf = Moment(day: Day(iso: "2026-11-26")!, hour: 9)
    result = DecisionCase(
      file: file, title: title,
      context: DecisionContext(
        asOf: asOf, policy: Policy(), calendar: bankCalendar(), fees: transferFees(),
        rate: statutoryRate()))
  }

  mutating func take(_ line: String) throws {
    if line == "expect" {
      isExpecting = true
    } else if isExpecting {
      result.expected.append(line)
    } else {
      try takeFact(Words(line))
    }
  }

  private mutating func takeFact(_ words: Words) throws {
    switch try words.at(0) {
    case "as-of": result.context.asOf = try words.moment(try words.at(1))
    case "policy": try takePolicy(words)
    case "order": try takeOrder(words)
    case "entry": try takeEntry(words)
    case "clearing": clearings.append(words)
    case "notice": notices.append(words)
    case "delivery": try takeDelivery(words)
    case "contract": try takeContract(words)
    case "account":
      result.context.accounts[try words.at(1)] = AccountFact(
        shopIDs: words.options["shop"].map { [$0] } ?? [],
        owner: try words.word(words.options["owner"] ?? "shop", AccountOwner.self),
        lastDay: try words.options["last"].map(words.day))
    case "recourse-used": result.context.recourseUsedYen[""] = try words.number(try words.at(1))
    case "unnamed": unnamed += words.plain.dropFirst()
    case "match", "held", "unknown", "aside": outcomes.append(words)
    case "doubtful":
      result.context.doubtfulOrders.insert(
        OrderKey(orderID: try words.at(1), shopID: words.text("shop")))
    case "seen-from": result.context.seenFrom = try words.moment(try words.at(1) + "T00:00").day
    case "gap":
      result.context.gaps.append(
        StatementGap(
          accountKey: try words.at(2), code: try words.word(try words.at(1), FindingCode.self),
          firstDay: try words.day(try words.at(3)), lastDay: try words.day(try words.at(4)),
          sourceFile: words.text("file")))
    default: throw words.fault("unknown word")
    }
  }

  private mutating func takePolicy(_ words: Words) throws {
    for (name, value) in words.options {
      switch name {
      case "absorbsTransferFee": result.context.policy.absorbsTransferFee = value == "yes"
      case "releasesAfterMissingDay":
        result.context.policy.releasesAfterMissingDay = value == "yes"
      case "releasesAfterExpiry": result.context.policy.releasesAfterExpiry = value == "yes"
      case "openCardOrderIsAuthorised":
        result.context.policy.openCardOrderIsAuthorised = value == "yes"
      case "feeCeilingYen": result.context.policy.feeCeilingYen = try words.number(value)
      case "codLimitYen": result.context.policy.codLimitYen = try words.number(value)
      default: throw words.fault("unknown policy \(name)")
      }
    }
  }

  private mutating func takeDelivery(_ words: Words) throws {
    for (name, value) in words.options {
      switch name {
      case "pickPackHours": result.context.delivery.pickPackHours = Int32(try words.number(value))
      case "statementHour": result.context.delivery.statementHour = Int32(try words.number(value))
      case "shipsWithinDays":
        result.context.delivery.shipsWithinDays = Int32(try words.number(value))
      case "latePaymentMovesDay": result.context.delivery.latePaymentMovesDay = value == "yes"
      case "closed": result.context.delivery.warehouseClosed = [try words.day(value)]
      case "days": result.context.delivery.warehouseDays = UInt8(try words.number(value))
      default: throw words.fault("unknown term \(name)")
      }
    }
  }

  private mutating func takeContract(_ words: Words) throws {
    for (name, value) in words.options {
      switch name {
      case "cap": result.context.contract.capYen = try words.number(value)
      case "period":
        result.context.contract.capPeriod = try words.word(value, CapPeriod.self)
      case "fault":
        result.context.contract.faultStandard = try words.word(value, FaultStandard.self)
      case "uncappedIfGross":
        result.context.contract.capFallsAtGrossNegligence = value == "yes"
      case "lossAt": result.context.contract.wrongReleaseAt = try words.word(value, LossBase.self)
      case "costPercent": result.context.contract.costPercent = try words.number(value)
      case "withinMinutes":
        result.context.contract.confirmWithinMinutes = Int32(try words.number(value))
      case "cutoffMinute":
        result.context.contract.sameDayCutoffMinute = Int32(try words.number(value))
      case "supplier":
        result.context.contract.statementSupplier = try words.word(value, Party.self)
      case "dueMinute":
        result.context.contract.statementDueMinute = Int32(try words.number(value))
      default:
        let act = try words.word(name, AuthorityAct.self)
        result.context.contract.authorityYen = result.context.contract.authorityYen ?? [:]
        result.context.contract.authorityYen?[act] = try words.number(value)
      }
    }
  }

  private mutating func takeOrder(_ words: Words) throws {
    let o = words.options
    let row = OrderRow(
      record: 1, line: 1, orderID: try words.at(1), shopID: o["shop"] ?? "S1",
      orderedAt: try words.moment(try words.at(4)),
      paymentMethod: try words.word(try words.at(2), PaymentMethod.self),
      paymentMethodText: words.text("method"), customerName: words.text("name"),
      customerKana: words.text("kana"), amountDueYen: try words.number(try words.at(3)),
      pointsUsedYen: try words.option("points") ?? 0,
      desiredDeliveryDay: try o["desired"].map(words.day),
      paymentDueDay: try o["due"].map(words.day), customerKey: o["key"] ?? "",
      status: try words.word(o["status"] ?? "open", OrderStatus.self),
      paymentState: try words.word(o["state"] ?? "not_stated", PaymentState.self))
    orders.append(
      LedgerOrder(
        row: row, clearedYen: try words.option("cleared") ?? 0,
        lastDecision: try o["last"].map { try words.word($0, Decision.self) },
        isReleased: words.plain.contains("released"),
        releasedAt: try o["released-at"].map(words.moment),
        lastDueYen: try words.option("last-due")))
  }

  private mutating func takeEntry(_ words: Words) throws {
    entries.append(
      LedgerEntry(
        id: try words.at(1), accountKey: words.options["account"] ?? "main",
        bookingDay: try words.day(try words.at(2)),
        direction: words.plain.contains("debit") ? .debit : .credit,
        amountYen: try words.number(try words.at(3)),
        mark: words.plain.contains("reversal") ? .reversal : .none,
        payerName: words.text("payer"),
        unclearedYen: try words.option("uncleared") ?? 0))
  }

  func finish() throws -> DecisionCase {
    var done = result
    let sortedOrders = orders.sorted {
      ($0.row.orderedAt, $0.row.orderID) < ($1.row.orderedAt, $1.row.orderID)
    }
    let sortedEntries = entries.sorted { ($0.bookingDay, $0.id) < ($1.bookingDay, $1.id) }
    let index = References(
      orders: Dictionary(
        uniqueKeysWithValues: sortedOrders.enumerated().map { ($1.row.orderID, Int32($0)) }),
      entries: Dictionary(
        uniqueKeysWithValues: sortedEntries.enumerated().map { ($1.id, Int32($0)) }))
    done.snapshot = Snapshot(
      entries: sortedEntries, orders: sortedOrders, clearings: try clearings.map(index.clearing))
    done.context.notices = try notices.map(index.notice)
    done.match = MatchResult(
      outcomes: try outcomes.map(index.outcome).sorted { $0.entryIndex < $1.entryIndex },
      heldUnnamed: unnamed.map { index.orders[$0]! }.sorted())
    return done
  }
}

/// Resolves the ids of one case.
private struct References {
  var orders: [String: Int32]
  var entries: [String: Int32]

  func order(_ id: String, _ words: Words) throws -> Int32 {
    guard let index = orders[id] else { throw words.fault("no order \(id)") }
    return index
  }

  func entry(_ id: String, _ words: Words) throws -> Int32 {
    guard let index = entries[id] else { throw words.fault("no entry \(id)") }
    return index
  }

  /// `clearing ENTRY ORDER YEN BASIS`
  func clearing(_ words: Words) throws -> LedgerClearing {
    LedgerClearing(
      entryIndex: try entry(try words.at(1), words), orderIndex: try order(try words.at(2), words),
      allocatedYen: try words.number(try words.at(3)),
      basis: try words.word(try words.at(4), MatchBasis.self))
  }

  /// `notice KIND ORDER|ENTRY|- key=value…`
  func notice(_ words: Words) throws -> Notice {
    guard let kind = NoticeKind(word: try words.at(1)) else { throw words.fault("no such kind") }
    let subject = try words.at(2)
    if subject != "-", orders[subject] == nil, entries[subject] == nil {
      throw words.fault("no order or entry \(subject)")
    }
    return Notice(
      kind: kind, orderIndex: orders[subject], entryIndex: entries[subject],
      reference: words.text("ref"), amountYen: try words.option("yen") ?? 0,
      day: try words.day(words.options["day"] ?? "2026-11-25"),
      until: try words.options["until"].map(words.day), text: words.text("text"))
  }

  /// `match ENTRY BASIS ORDER:YEN…`, `held ENTRY ORDER+ORDER…`, `unknown ENTRY`,
  /// `aside ENTRY REASON`
  func outcome(_ words: Words) throws -> EntryOutcome {
    let e = try entry(try words.at(1), words)
    var outcome = EntryOutcome(entryIndex: e, verdict: .unknown, codes: try words.codes())
    switch try words.at(0) {
    case "match":
      outcome.verdict = .automatic
      let basis = try words.word(try words.at(2), MatchBasis.self)
      outcome.links = try words.plain.dropFirst(3).map { try link($0, basis, words) }
      outcome.excessYen = try words.option("excess") ?? 0
      outcome.probabilityPPM = Int32(try words.option("ppm") ?? 999_000)
      outcome.undoesEntryIndex = try words.options["undoes"].map { try entry($0, words) }
      outcome.candidates = try candidates(
        (words.options["also"] ?? "").split(separator: ","), words)
    case "held":
      outcome.verdict = .held
      outcome.candidates = try candidates(words.plain.dropFirst(2).map { $0[...] }, words)
      outcome.unweighedCount = Int32(try words.option("unweighed") ?? 0)
      outcome.unsearchedOrderCount = Int32(try words.option("unsearched") ?? 0)
      outcome.proposal = try proposal(words)
    case "unknown":
      outcome.candidates = try candidates(words.plain.dropFirst(2).map { $0[...] }, words)
    case "aside":
      outcome.verdict = .setAside(try words.word(try words.at(2), SetAsideReason.self))
    default: break
    }
    outcome.candidateCount = Int32(try words.option("count") ?? Int64(outcome.candidates.count))
    return outcome
  }

  private func proposal(_ words: Words) throws -> AllocationProposal? {
    guard let rule = words.options["rule"] else { return nil }
    let shares = try (words.options["proposal"] ?? "").split(separator: ",").map {
      try link(String($0), .exact, words)
    }
    return AllocationProposal(
      allocations: shares.map {
        ProposedAllocation(orderIndex: $0.orderIndex, yen: $0.allocatedYen)
      }, rule: try words.word(rule, AllocationRule.self))
  }

  private func link(_ text: String, _ basis: MatchBasis, _ words: Words) throws -> MatchLink {
    let parts = text.split(separator: ":")
    guard parts.count == 2 else { throw words.fault("\(text) is not ORDER:YEN") }
    return MatchLink(
      orderIndex: try order(String(parts[0]), words),
      allocatedYen: try words.number(String(parts[1])), basis: basis)
  }

  private func candidates(_ texts: [Substring], _ words: Words) throws -> [MatchCandidate] {
    try texts.map { text in
      MatchCandidate(
        orderIndices: try text.split(separator: "+").map { try order(String($0), words) }.sorted(),
        evidence: [])
    }
  }
}
