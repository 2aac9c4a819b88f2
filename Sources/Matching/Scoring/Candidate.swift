// A pair of entry and order with everything that was compared. The weight is the sum of the
// evidence and nothing else.

import Model

struct Candidate {
  var name: NameMatch
  var entry: Int32
  var order: Int32
  var number: NumberLevel
  var amountLevel: EvidenceLevel
  var dateLevel: EvidenceLevel
  // Weights that do not follow from the levels alone.
  var closedPenalty: Int32
  var amountRare: Int32
  /// 0 where it says nothing, as `sameCustomer` and `history`.
  var nameRare: Int32
  var sameCustomer: Int32
  var history: Int32
  private(set) var weight: Int32 = 0

  init(
    entry: Int32, order: Int32, amount: EvidenceLevel, name: NameMatch, number: NumberLevel,
    date: EvidenceLevel, closedPenalty: Int32, amountRare: Int32, nameRare: Int32,
    sameCustomer: Int32, history: Int32, weights: EvidenceWeights
  ) {
    self.name = name
    self.entry = entry
    self.order = order
    self.number = number
    amountLevel = amount
    dateLevel = date
    self.closedPenalty = closedPenalty
    self.amountRare = amountRare
    self.nameRare = nameRare
    self.sameCustomer = sameCustomer
    self.history = history
    var sum: Int32 = 0
    forEachEvidence(weights) { sum += $0.weightMillibits }
    weight = sum
  }

  /// All that was compared, for the outcome: made only when somebody reads it.
  func evidence(_ weights: EvidenceWeights) -> [Evidence] {
    var out: [Evidence] = []
    out.reserveCapacity(8)
    forEachEvidence(weights) { out.append($0) }
    return out
  }

  @inline(__always) private func forEachEvidence(
    _ weights: EvidenceWeights, _ body: (Evidence) -> Void
  ) {
    body(Evidence(.prior, weights.prior + closedPenalty))
    body(Evidence(amountLevel, weights.amount(amountLevel)))
    body(Evidence(.amountRare, amountRare))
    let typo = name.edits > 1 ? weights.secondTypo : 0
    body(Evidence(name.level, weights.name(name.level) + typo))
    if name.slip == .usual { body(Evidence(.nameUsualSlip, weights.usualSlip)) }
    if nameRare > 0 { body(Evidence(.nameRare, nameRare)) }
    switch number {
    case .none: break
    case .full: body(Evidence(.orderNumberFull, weights.orderNumberFull))
    case .part(let digits):
      let bits = Int32(min(Int64(digits) * Int64(weights.perDigit), Int64(weights.orderNumberFull)))
      body(Evidence(.orderNumberPart, bits))
    case .other: body(Evidence(.orderNumberOther, weights.orderNumberOther))
    }
    if sameCustomer > 0 { body(Evidence(.sameCustomer, sameCustomer)) }
    if history > 0 { body(Evidence(.payerHistory, history)) }
    body(Evidence(dateLevel, weights.date(dateLevel)))
  }
}

extension MatchCandidate {
  /// How the payer's name stands to the order's; nil where no evidence was kept.
  var nameLevel: EvidenceLevel? { evidence.first { $0.level.isOfName }?.level }
}

extension EvidenceLevel {
  /// The order's own name, letter for letter but for what is no part of a name.
  var isOwnName: Bool {
    switch self {
    case .nameExact, .nameSpacing, .nameLegalForm, .nameExtraWord: return true
    default: return false
    }
  }

  fileprivate var isOfName: Bool {
    switch self {
    case .nameExact, .nameSpacing, .nameLegalForm, .nameExtraWord, .nameVariant, .nameTruncated,
      .nameTypo, .nameSwapped, .nameRomaji, .nameReading, .nameLetters, .nameFamily,
      .nameSurnameOnly, .nameCompanyPerson, .nameDifferent, .nameAbsent:
      return true
    default: return false
    }
  }
}

extension Book {
  /// Weighs a pair. `rivals` is how many orders of the amount could be meant by accident; the
  /// payer, and how rare the name is, are looked up where they are not told.
  func candidate(
    _ entry: Int32, _ order: Int32, amount: EvidenceLevel, name: NameMatch, rivals: Int,
    payer known: PreparedPayer? = nil, rare knownRare: Int32? = nil
  ) -> Candidate {
    let payer = known ?? payer(entry)
    let rare = knownRare ?? rarity(name, order)
    let history =
      name.isFull
      ? 0 : historyBits(entry, order, nameBits: weights.name(name.level) + rare)
    return Candidate(
      entry: entry, order: order, amount: amount, name: name,
      number: payer.numbers.isEmpty ? .none : numbers.level(payer.numbers, order),
      date: dateLevel(delay(entry, order)), closedPenalty: closedPenalty(order),
      amountRare: -log2Millibits(Int64(max(rivals, 1))), nameRare: rare,
      sameCustomer: name.isFull || history > 0 ? 0 : customerBits(entry, order),
      history: history, weights: weights)
  }

  /// The most that an order can weigh of which nothing but the amount and the payer's surname
  /// speaks: whatever its day, and whether it waits or not. `rivals` as for `candidate`.
  func surnameCeiling(_ surname: UInt64, rivals: Int) -> Int32 {
    let levels: [EvidenceLevel] = [.nameFamily, .nameSurnameOnly, .nameCompanyPerson]
    let dates: [EvidenceLevel] = [.dateClose, .dateNormal, .dateLate, .dateBeforeOrder]
    return weights.prior + weights.amount(.amountExact) - log2Millibits(Int64(max(rivals, 1)))
      + levels.map { weights.name($0) }.max()! + dates.map { weights.date($0) }.max()!
      + max(0, surnameRarity(surname)) + max(0, weights.cancelled, weights.paid)
  }

  /// What other payments of the same payer say about the customer.
  func customerBits(_ entry: Int32, _ order: Int32) -> Int32 {
    let key = payerKey(entry)
    if key == 0 || !known.isAnythingKnown(of: key) { return 0 }
    let customer = customerOf[Int(order)]
    let shop = shopKey(order)
    if known.isProven(key, customer, shop) { return weights.knownPayer }
    return min(
      known.jointBits(key, customer, shop, entry: entry, order: order), weights.jointPayments)
  }

  private func closedPenalty(_ order: Int32) -> Int32 {
    switch state[Int(order)] {
    case .cancelled: return weights.cancelled
    case .paid: return weights.paid
    default: return 0
    }
  }

  func dateLevel(_ delay: Int32) -> EvidenceLevel {
    if delay < 0 { return .dateBeforeOrder }
    if delay <= Delays.close { return .dateClose }
    return delay <= Delays.normal ? .dateNormal : .dateLate
  }
}
