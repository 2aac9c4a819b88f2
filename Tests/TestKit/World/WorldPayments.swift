import Model

/// How each order is paid, if at all.
extension WorldBuilder {
  /// Walks the orders in time and books payments; where a number of deposits is wanted, until it
  /// is reached.
  mutating func settleOrders() {
    let wanted = depositCount.map { $0 - otherMoneyCount($0) } ?? .max
    let paidShare = paidPerMille(wanted)
    var isSettled = [Bool](repeating: false, count: orders.count)
    for index in orders.indices where isTransfer(index) && !isSettled[index] {
      let group = groupOfOne(index, isSettled)
      for member in group { isSettled[member] = true }
      guard drafts.count + 3 <= wanted, random.chance(perMille: paidShare) else {
        for member in group { leaveUnpaid(member) }
        continue
      }
      settle(group)
    }
  }

  private func isTransfer(_ index: Int) -> Bool { orders[index].paymentMethod == .bankTransfer }

  private func paidPerMille(_ wanted: Int) -> Int {
    guard depositCount != nil else { return 1000 - profile.unpaidShare / 10 }
    let transfers = orders.indices.reduce(0) { $0 + (isTransfer($1) ? 1 : 0) }
    return max(0, min(910, transfers == 0 ? 0 : wanted * 980 / transfers))
  }

  private mutating func leaveUnpaid(_ index: Int) {
    if random.below(10_000) < profile.cancelledOfUnpaid { orders[index].status = .cancelled }
  }

  /// An order and those that follow from it, at most four.
  private func groupOfOne(_ index: Int, _ isSettled: [Bool]) -> [Int] {
    var group = [index]
    while group.count < 4, sequel[group.last!] != nil {
      let next = group.last! + 1
      guard next < orders.count, isTransfer(next), !isSettled[next] else { break }
      group.append(next)
    }
    return group
  }

  private mutating func settle(_ group: [Int]) {
    guard group.count > 1 else { return payOne(group[0]) }
    switch sequel[group[0]]! {
    case .secondOrder:
      if random.below(10_000) < profile.mergedOfSecond {
        payTogether(group)
      } else {
        for member in group { payOne(member) }
      }
    case .sameBasket: payAlike(group, .sameCustomer)
    case .namesake: payAlike(group, .sameName)
    }
  }

  /// Orders that look alike: half of such groups have one that is never paid.
  private mutating func payAlike(_ group: [Int], _ kind: WorldKind) {
    let unpaid = random.chance(perMille: 500) ? random.below(group.count) : -1
    for (place, member) in group.enumerated() where place != unpaid {
      let link = WorldLink(orderIndex: member, allocatedYen: orders[member].amountDueYen)
      let day = paymentDay(after: orders[member].orderedAt.day)
      addDraft(day, for: member, links: [link], scenario: kind)
    }
  }

  private mutating func payTogether(_ group: [Int]) {
    var links = group.map { WorldLink(orderIndex: $0, allocatedYen: orders[$0].amountDueYen) }
    let day = paymentDay(after: orders[group.last!].orderedAt.day)
    let sum = links.reduce(0) { $0 + $1.allocatedYen }
    var amountKind = WorldKind.exact
    if draw(profile.amounts) == .feeDeducted {
      let fee = min(drawFee(sum), links[links.count - 1].allocatedYen - 1)
      links[links.count - 1].allocatedYen -= fee
      if fee > 0 { amountKind = .feeDeducted }
    }
    addDraft(day, for: group[0], links: links, scenario: .merged, amountKind: amountKind)
  }

  private mutating func payOne(_ index: Int) {
    let due = orders[index].amountDueYen
    let day = paymentDay(after: orders[index].orderedAt.day)
    func paid(_ yen: Int64) -> [WorldLink] { [WorldLink(orderIndex: index, allocatedYen: yen)] }
    switch draw(profile.scenarios) {
    case .split: paySplit(index, due, day)
    case .doublePayment:
      let first = drafts.count
      addDraft(day, for: index, links: paid(due), scenario: .doublePayment)
      let later = nextBusinessDay(day.adding(days: Int32(random.below(3))))
      addDraft(later, for: index, links: paid(0), unapplied: due, scenario: .doublePayment)
      // Who pays twice mostly repeats what is stored in the banking app.
      if random.chance(perMille: 850) { drafts[first + 1].payerName = drafts[first].payerName }
    case .paidAfterCancel:
      orders[index].status = .cancelled
      addDraft(day, for: index, links: paid(0), unapplied: due, scenario: .paidAfterCancel)
    case .reversedPayment: payAndReverse(index, due: due, day: day)
    case .partial:
      let part = random.chance(perMille: 500) ? due / 2 : due / 2000 * 1000
      addDraft(day, for: index, links: paid(max(1, part)), scenario: .partial)
    case .beforeOrder:
      let earlier = max(firstDay, previousBusinessDay(orders[index].orderedAt.day))
      payWithAmountNoise(index, due, earlier, scenario: .beforeOrder)
    default: payWithAmountNoise(index, due, day, scenario: .exact)
    }
  }

  private mutating func paySplit(_ index: Int, _ due: Int64, _ day: Day) {
    guard due > 1 else { return payWithAmountNoise(index, due, day, scenario: .exact) }
    let rounded = due * Int64(2 + random.below(6)) / 10_000 * 1000
    let first = rounded > 0 && random.chance(perMille: 500) ? rounded : due / 2
    let later = nextBusinessDay(day.adding(days: Int32(random.below(4))))
    for (part, at) in [(first, day), (due - first, later)] {
      let link = WorldLink(orderIndex: index, allocatedYen: part)
      addDraft(at, for: index, links: [link], scenario: .split)
    }
  }

  private mutating func payWithAmountNoise(
    _ index: Int, _ due: Int64, _ day: Day, scenario: WorldKind
  ) {
    var kind = draw(profile.amounts) ?? .exact
    var missing: Int64 = 0
    switch kind {
    case .feeDeducted: missing = drawFee(due)
    case .short: missing = slip(due)
    case .over: missing = -overpaid(due)
    default: break
    }
    if missing == 0 || missing >= due {
      kind = .exact
      missing = 0
    }
    let link = WorldLink(orderIndex: index, allocatedYen: due - max(0, missing))
    addDraft(
      day, for: index, links: [link], unapplied: max(0, -missing), scenario: scenario,
      amountKind: kind)
  }

  /// A fee that banks take off, from the public price lists of the fact sheet: below and from
  /// 30,000 yen.
  private mutating func drawFee(_ yen: Int64) -> Int64 {
    let low: [Int64] = [110, 145, 150, 154, 165, 220, 275, 330, 330, 385, 440, 550, 605, 660, 880]
    let high: [Int64] = [220, 320, 330, 330, 440, 550, 550, 660, 770, 825, 880, 990]
    return random.pick(yen < 30_000 ? low : high)
  }

  /// Yen missing (negative: too many) where somebody misread or mistyped the amount.
  private mutating func slip(_ due: Int64) -> Int64 {
    switch random.below(5) {
    case 0: return Int64(1 + random.below(9)) * (random.chance(perMille: 300) ? -1 : 1)
    case 1: return Int64(1 + random.below(9)) * (random.chance(perMille: 300) ? -10 : 10)
    case 2: return due % 100 == 0 ? 100 : due % 100
    case 3:
      // Two neighbouring digits changed places.
      let place: Int64 = random.chance(perMille: 500) ? 1 : 10
      let a = due / place % 10
      let b = due / (place * 10) % 10
      return (b - a) * 9 * place
    default: return Int64(1 + random.below(500))
    }
  }

  private mutating func overpaid(_ due: Int64) -> Int64 {
    switch random.below(4) {
    case 0: return 1000 - due % 1000
    case 1: return 550
    case 2: return 100 - due % 100
    default: return Int64(1 + random.below(600))
    }
  }

  private mutating func payAndReverse(_ index: Int, due: Int64, day: Day) {
    let original = drafts.count
    let link = WorldLink(orderIndex: index, allocatedYen: due)
    addDraft(day, for: index, links: [link], scenario: .reversedPayment)
    var undo = drafts[original]
    undo.day = min(lastDay, nextBusinessDay(day.adding(days: 1)))
    guard undo.day > drafts[original].day else { return }
    undo.amountYen = -due
    undo.truth.scenario = .reversal
    undo.truth.links = [WorldLink(orderIndex: index, allocatedYen: -due)]
    undo.truth.reversalOf = original
    drafts.append(undo)
    guard random.chance(perMille: 500) else { return }
    let again = min(lastDay, nextBusinessDay(undo.day.adding(days: Int32(1 + random.below(3)))))
    if again > undo.day { addDraft(again, for: index, links: [link], scenario: .repaid) }
  }

  private mutating func addDraft(
    _ day: Day, for index: Int, links: [WorldLink], unapplied: Int64 = 0, scenario: WorldKind,
    amountKind: WorldKind = .exact
  ) {
    let written = payerText(Int(customerOfOrder[index]), orderID: orders[index].orderID)
    let amount = links.reduce(unapplied) { $0 + $1.allocatedYen }
    drafts.append(
      DepositDraft(
        day: min(day, lastDay), amountYen: amount, payerName: written.name,
        ediText: written.edi,
        truth: WorldTruth(
          scenario: scenario, nameKind: written.kind, amountKind: amountKind, links: links,
          unappliedYen: unapplied, shown: written.shown)))
  }

  private mutating func paymentDay(after day: Day) -> Day {
    nextBusinessDay(day.adding(days: Int32(random.weighted(lagTable))))
  }

  func nextBusinessDay(_ day: Day) -> Day {
    day.weekday < 5 ? day : day.adding(days: 7 - day.weekday)
  }

  private func previousBusinessDay(_ day: Day) -> Day {
    let before = day.adding(days: -1)
    return before.weekday < 5 ? before : before.adding(days: 4 - before.weekday)
  }
}
