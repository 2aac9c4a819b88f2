import Model

/// Every rule that is asked about an open order, in the order in which findings are ranked: read
/// this list first. All rules are asked and their codes pile up; the blocking code that ranks
/// first (`FindingCode.precedence`) makes the decision. A new rule is one case here, one function
/// in `Rules/`, one wording in `Notes/`, one row in fixtures/decisions.
enum OrderRule: CaseIterable {
  /// D02, D03: money of an account whose statements are not whole up to it releases nothing.
  case moneyOnGap
  /// D02, D03: a gap in the statements leaves open whether an overdue order was paid.
  case unpaidInGap
  /// B01: the bank took the money back.
  case reversed
  /// D04: an order whose newest data could not be read.
  case orderUnread
  /// N06, D05: the money lies on an account that is not this shop's.
  case wrongAccount
  /// D04: the amount changed after money had come.
  case orderChanged
  /// D04: an amount due, or a method, that cannot be what the customer was told.
  case orderUnclear
  /// M01, M02, N02, N04, N05, A03: linked by itself, with something to know. Notes only.
  case linkNotes
  /// N02 … M03: held money may belong to the order.
  case heldMoney
  /// A01, A02, M02: some money came, but not all.
  case short
  /// T02: paid after the deadline.
  case paidLate
  /// T03: paid before the order was placed.
  case paidBefore
  /// T04: the deadline and its grace have passed, and nothing came.
  case overdue
  /// S06: card or mall payment not confirmed.
  case notAuthorised
  /// S07: convenience-store payment not confirmed, or cheque money not final.
  case preliminary
  /// S10: deferred payment without a guarantee.
  case noGuarantee
  /// S09: more than carriers collect at the door.
  case aboveCODLimit
}

extension World {
  /// Asks one rule about one order; nil where the rule has nothing to say.
  func ask(_ rule: OrderRule, _ i: Int) -> Finding? {
    switch rule {
    case .moneyOnGap: moneyOnGap(i)
    case .unpaidInGap: unpaidInGap(i)
    case .reversed: reversed(i)
    case .orderUnread: orderUnread(i)
    case .wrongAccount: wrongAccount(i)
    case .orderChanged: orderChanged(i)
    case .orderUnclear: orderUnclear(i)
    case .linkNotes: linkNotes(i)
    case .heldMoney: heldMoney(i)
    case .short: short(i)
    case .paidLate: paidLate(i)
    case .paidBefore: paidBefore(i)
    case .overdue: overdue(i)
    case .notAuthorised: notAuthorised(i)
    case .preliminary: preliminary(i)
    case .noGuarantee: noGuarantee(i)
    case .aboveCODLimit: aboveCODLimit(i)
    }
  }

  /// All rules, then what persons and settlement files told (every code, by `usualEffect`), then
  /// the promised day, which lies over the rest.
  func rule(on i: Int, _ promise: Promise?) -> Ruling {
    var ruling = Ruling()
    for rule in ruleOrder {
      if let finding = ask(rule, i) { ruling.add(finding) }
    }
    for finding in noticed(i) { ruling.add(finding) }
    if ruling.blocking == nil { ruling.decision = isPayable(i) ? .release : .hold }
    if let finding = dateAtRisk(i, ruling, promise) { ruling.add(finding) }
    return ruling
  }

  /// Nothing is in the way: a transfer must be covered, other methods answered by their own rules.
  private func isPayable(_ i: Int) -> Bool {
    !isTransfer(i) || isCovered(i) || isFeeAbsorbed(i)
  }
}

private let ruleOrder = OrderRule.allCases

/// What one rule found.
struct Finding {
  var codes: CodeSet
  var effect: Effect
  /// Where the case for people stands.
  var subject: Subject

  init(_ code: FindingCode, _ effect: Effect, _ subject: Subject = .order) {
    self.init(codes: CodeSet(code), effect, subject)
  }

  init(codes: CodeSet, _ effect: Effect, _ subject: Subject = .order) {
    self.codes = codes
    self.effect = effect
    self.subject = subject
  }
}

enum Effect { case note, hold, holdAsk, stop }

/// One matter, one case: on the order, on the entry that is held or pays several orders, or on
/// the gap that leaves many orders open.
enum Subject { case order, entry, gap }

/// What all rules together found for one order.
struct Ruling {
  var codes = CodeSet()
  /// Codes for which the order itself needs a case.
  var ownCodes = CodeSet()
  var isBlockedByOwn = false
  var decision = Decision.hold
  /// The blocking code that ranks first; nil where nothing blocks.
  private(set) var blocking: FindingCode?

  mutating func add(_ finding: Finding) {
    codes.formUnion(finding.codes)
    if finding.subject == .order { ownCodes.formUnion(finding.codes) }
    guard finding.effect != .note, let code = finding.codes.first else { return }
    if finding.subject == .order { isBlockedByOwn = true }
    let isFirst = blocking.map { code < $0 } ?? true
    if isFirst { blocking = code }
    // Goods that may already be on their way are pulled back whatever else is wrong.
    if finding.effect == .stop {
      decision = .stop
    } else if isFirst, decision != .stop {
      decision = finding.effect == .hold ? .hold : .holdAsk
    }
  }
}
