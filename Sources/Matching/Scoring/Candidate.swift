// A pair of entry and order with everything that was compared. The weight is the sum of the
// evidence and nothing else.

import Model

struct Candidate {
  var entry: Int32
  var order: Int32
  var amountLevel: EvidenceLevel
  var name: NameMatch
  var number: NumberLevel
  var evidence: [Evidence] = []
  var weight: Int32 = 0
}

extension Book {
  /// Weighs a pair. `rivals` is how many orders of the amount could be meant by accident.
  func candidate(
    _ entry: Int32, _ order: Int32, amount: EvidenceLevel, name: NameMatch, rivals: Int
  ) -> Candidate {
    let payer = payer(entry).payer
    let number = payer.numbers.isEmpty ? .none : numbers.level(payer.numbers, order)
    var c = Candidate(
      entry: entry, order: order, amountLevel: amount, name: name, number: number)
    c.evidence = [
      Evidence(.prior, Weights.prior + closedPenalty(order)),
      Evidence(amount, Weights.amount(amount)),
      Evidence(.amountRare, -log2Millibits(Int64(max(rivals, 1)))),
    ]
    let typo = name.edits > 1 ? Weights.secondTypo : 0
    c.evidence.append(Evidence(name.level, Weights.name(name.level) + typo))
    let rare = rarity(name, order)
    if rare > 0 { c.evidence.append(Evidence(.nameRare, rare)) }
    switch number {
    case .none: break
    case .full: c.evidence.append(Evidence(.orderNumberFull, Weights.orderNumberFull))
    case .part(let digits):
      let bits = Int32(min(Int64(digits) * Weights.perDigit, Int64(Weights.orderNumberFull)))
      c.evidence.append(Evidence(.orderNumberPart, bits))
    case .other: c.evidence.append(Evidence(.orderNumberOther, Weights.orderNumberOther))
    }
    if !name.isFull {
      let bits = customerBits(entry, order)
      if bits > 0 { c.evidence.append(Evidence(.sameCustomer, bits)) }
    }
    let date = dateLevel(delay(entry, order))
    c.evidence.append(Evidence(date, Weights.date(date)))
    c.weight = c.evidence.reduce(0) { $0 + $1.weightMillibits }
    return c
  }

  /// What other payments of the same payer say about the customer.
  func customerBits(_ entry: Int32, _ order: Int32) -> Int32 {
    let key = payerKey(entry)
    if key == 0 { return 0 }
    let customer = customerOf[Int(order)]
    if known.isProven(key, customer) { return Weights.knownPayer }
    return known.jointBits(key, customer, entry: entry, order: order)
  }

  private func closedPenalty(_ order: Int32) -> Int32 {
    switch state[Int(order)] {
    case .cancelled: return Weights.cancelled
    case .paid: return Weights.paid
    default: return 0
    }
  }

  private func dateLevel(_ delay: Int32) -> EvidenceLevel {
    if delay < 0 { return .dateBeforeOrder }
    if delay <= Weights.closeDays { return .dateClose }
    return delay <= Weights.normalDays ? .dateNormal : .dateLate
  }

  /// Millibits by which an accident is rarer than one in one: from how many other customers bear
  /// the name. Small shops are helped by a fixed part, or every name would look common there.
  private func rarity(_ name: NameMatch, _ order: Int32) -> Int32 {
    switch name.level {
    case .nameDifferent, .nameAbsent: return 0
    case .nameFamily, .nameSurnameOnly: return surnameRarity(name.surname)
    case .nameTypo:
      if name.edits > 1 {
        return name.surname == 0 ? 10_500 : surnameRarity(name.surname) + 3_000
      }
      return name.surname == 0 ? 13_000 : surnameRarity(name.surname) + 5_000
    case .nameCompanyPerson where name.surname != 0: return surnameRarity(name.surname)
    default:
      let forms = self.name(order).forms
      let form = forms.first { $0.source == name.source } ?? forms[0]
      let others = Int64(customersOfName[form.looseKey] ?? 1) - 1
      let bits = log2Millibits(customerCount * 10 + 30_000) - log2Millibits(others * 10 + 3)
      guard name.level == .nameTruncated else { return bits }
      return min(bits - 2_000, Int32(form.loose.count) * 2_500)
    }
  }

  private func surnameRarity(_ surname: UInt64) -> Int32 {
    let bearers = Int64(customersOfSurname[surname] ?? 1)
    return log2Millibits(customerCount + 200) - log2Millibits(max(bearers, 1))
  }
}
