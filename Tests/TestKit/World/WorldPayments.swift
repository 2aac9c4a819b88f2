import Model

/// How each order is paid, if at all.
extension WorldBuilder {
  /// What can happen to a bank-transfer order, in per ten thousand; the rest is paid plainly.
  private static let scenarios: [(kind: WorldKind, perTenThousand: Int)] = [
    (.split, 120), (.doublePayment, 90), (.paidAfterCancel, 60), (.reversedPayment, 20),
    (.partial, 30), (.feeDeducted, 110), (.short, 55), (.over, 60), (.beforeOrder, 35),
  ]
  private static let transferFees: [Int64] = [330, 440, 550, 660, 880]

  /// Walks the orders in time and books payments until the wanted number is reached. A tenth of
  /// the bank orders, at least, stays unpaid.
  mutating func settleOrders() {
    let bankOrders = orders.reduce(0) { $0 + ($1.paymentMethod == .bankTransfer ? 1 : 0) }
    let wanted = depositCount - otherMoneyCount
    let paidShare = max(0, min(910, bankOrders == 0 ? 0 : wanted * 980 / bankOrders))
    var isSettled = [Bool](repeating: false, count: orders.count)
    for index in orders.indices
    where orders[index].paymentMethod == .bankTransfer && !isSettled[index] {
      guard drafts.count + 3 <= wanted, random.chance(perMille: paidShare) else {
        if random.chance(perMille: 300) { orders[index].status = .cancelled }
        continue
      }
      isSettled[index] = true
      if let twin = twinOrder[index], orders[twin].paymentMethod == .bankTransfer,
        !isSettled[twin], random.chance(perMille: 600)
      {
        isSettled[twin] = true
        payTogether([index, twin])
      } else {
        payOne(index)
      }
    }
  }

  private mutating func payTogether(_ indices: [Int]) {
    let links = indices.map { WorldLink(orderIndex: $0, allocatedYen: orders[$0].amountDueYen) }
    let day = paymentDay(after: orders[indices.max()!].orderedAt.day)
    addDraft(day, for: indices[0], links: links, kind: .merged)
  }

  private mutating func payOne(_ index: Int) {
    let due = orders[index].amountDueYen
    let day = paymentDay(after: orders[index].orderedAt.day)
    func paid(_ yen: Int64) -> [WorldLink] { [WorldLink(orderIndex: index, allocatedYen: yen)] }
    switch drawScenario() {
    case .split:
      let first = max(1, due * Int64(2 + random.below(6)) / 1000 * 100)
      addDraft(day, for: index, links: paid(min(first, due - 1)), kind: .split)
      let later = nextBusinessDay(day.adding(days: Int32(random.below(4))))
      addDraft(later, for: index, links: paid(due - min(first, due - 1)), kind: .split)
    case .doublePayment:
      addDraft(day, for: index, links: paid(due), kind: .doublePayment)
      let later = nextBusinessDay(day.adding(days: Int32(random.below(3))))
      addDraft(later, for: index, links: paid(0), unapplied: due, kind: .doublePayment)
    case .paidAfterCancel:
      orders[index].status = .cancelled
      addDraft(day, for: index, links: paid(0), unapplied: due, kind: .paidAfterCancel)
    case .reversedPayment: payAndReverse(index, due: due, day: day)
    case .partial:
      addDraft(day, for: index, links: paid(max(1, due / 2000 * 1000)), kind: .partial)
    case .feeDeducted:
      let fee = min(random.pick(WorldBuilder.transferFees), due - 1)
      addDraft(day, for: index, links: paid(due - fee), kind: .feeDeducted)
    case .short:
      let missing = min(Int64(1 + random.below(300)), due - 1)
      addDraft(day, for: index, links: paid(due - missing), kind: .short)
    case .over:
      let extra = Int64(
        random.chance(perMille: 500) ? 1000 - due % 1000 : Int64(1 + random.below(600)))
      addDraft(day, for: index, links: paid(due), unapplied: extra, kind: .over)
    case .beforeOrder:
      let earlier = orders[index].orderedAt.day.adding(days: -1)
      addDraft(max(firstDay, earlier), for: index, links: paid(due), kind: .beforeOrder)
    default: addDraft(day, for: index, links: paid(due), kind: .exact)
    }
  }

  private mutating func payAndReverse(_ index: Int, due: Int64, day: Day) {
    let original = drafts.count
    let link = WorldLink(orderIndex: index, allocatedYen: due)
    addDraft(day, for: index, links: [link], kind: .reversedPayment)
    var undo = drafts[original]
    undo.day = min(lastDay, nextBusinessDay(day.adding(days: 1)))
    guard undo.day > day else { return }
    undo.amountYen = -due
    undo.truth = WorldTruth(
      kind: .reversal, links: [WorldLink(orderIndex: index, allocatedYen: -due)], unappliedYen: 0,
      reversalOf: original)
    drafts.append(undo)
    guard random.chance(perMille: 500) else { return }
    let again = min(lastDay, nextBusinessDay(undo.day.adding(days: Int32(1 + random.below(3)))))
    if again > undo.day { addDraft(again, for: index, links: [link], kind: .repaid) }
  }

  private mutating func drawScenario() -> WorldKind {
    var roll = random.below(10_000)
    for (kind, share) in WorldBuilder.scenarios {
      if roll < share { return kind }
      roll -= share
    }
    return .exact
  }

  /// Writes the draft; a plain payment takes its kind from the way its name is written.
  private mutating func addDraft(
    _ day: Day, for index: Int, links: [WorldLink], unapplied: Int64 = 0, kind: WorldKind
  ) {
    let who = customers[customerOfOrder[index]]
    let written = payerText(who, orderID: orders[index].orderID)
    let amount = links.reduce(unapplied) { $0 + $1.allocatedYen }
    drafts.append(
      DepositDraft(
        day: min(day, lastDay), amountYen: amount, payerName: written.name,
        ediText: written.edi,
        truth: WorldTruth(
          kind: kind == .exact ? written.kind : kind, links: links, unappliedYen: unapplied)))
  }

  private mutating func paymentDay(after day: Day) -> Day {
    let roll = random.below(100)
    let lag = roll < 40 ? 0 : roll < 70 ? 1 : roll < 92 ? 2 + random.below(3) : 5 + random.below(8)
    return nextBusinessDay(day.adding(days: Int32(lag)))
  }

  func nextBusinessDay(_ day: Day) -> Day {
    day.weekday < 5 ? day : day.adding(days: 7 - day.weekday)
  }

  /// Money beside the orders: about two deposits in a hundred, and what the calendar brings.
  var otherMoneyCount: Int { depositCount / 50 }

  mutating func addOtherMoney() {
    let calendarMoney: [(WorldKind, String, ClosedRange<Int>)] = [
      (.interest, "ﾘｿｸ", 90...900), (.ownTransfer, WorldBuilder.holder, 1_000_000...5_000_000),
      (.cardPayout, "ｶ-ﾄﾞｾｲｻﾝ(ｶ", 2_000_000...9_000_000),
      (.codPayout, "ﾀﾞｲﾋﾞｷｾｲｻﾝ(ｶ", 200_000...900_000),
      (.ownTransfer, WorldBuilder.holder, 500_000...900_000),
    ]
    for (kind, name, range) in calendarMoney where drafts.count < depositCount {
      addUnrelated(kind, name, Int64(random.within(range)))
    }
    while drafts.count < depositCount {
      let roll = random.below(100)
      if roll < 55 {
        let company = Kana.halfWidth(NameSource.shared.company(&random).kana)
        let name = random.chance(perMille: 500) ? "ｶ)" + company : company + "(ｶ"
        addUnrelated(.unrelatedBusiness, name, Int64(random.within(40...3000)) * 110)
      } else {
        let surname = NameSource.shared.surname(&random).kana
        let person = Kana.halfWidth(surname + "　" + NameSource.shared.givenName(&random).kana)
        let isReturn = roll >= 92
        let amount = Int64(random.within(8...300)) * 100 + Int64(isReturn ? random.below(100) : 0)
        let name = isReturn ? "ﾌﾘｺﾐﾍﾝｷﾝ " + person : person
        addUnrelated(isReturn ? .refundReturned : .unrelatedPerson, name, amount)
      }
    }
  }

  private mutating func addUnrelated(_ kind: WorldKind, _ name: String, _ amountYen: Int64) {
    let day = nextBusinessDay(firstDay.adding(days: Int32(random.below(Int(days)))))
    drafts.append(
      DepositDraft(
        day: day, amountYen: amountYen, payerName: WrittenBytes.cut(name, to: 48),
        truth: WorldTruth(kind: kind, links: [], unappliedYen: amountYen)))
  }
}
