import Model

/// Money beside the orders, and what the calendar brings.
extension WorldBuilder {
  private var otherShare: Int { profile.otherMoney.reduce(0) { $0 + $1.perTenThousand } }

  func otherMoneyCount(_ deposits: Int) -> Int { deposits * otherShare / 10_000 }

  mutating func addOtherMoney() {
    let wanted =
      depositCount ?? drafts.count + calendarMoney.count + drafts.count * otherShare / 9_700
    for (kind, name, range) in calendarMoney where drafts.count < wanted {
      addUnrelated(kind, name, Int64(random.within(range)))
    }
    let table = WorldProfile.running(profile.otherMoney)
    while drafts.count < wanted {
      addUnrelated(profile.otherMoney[random.weighted(table)].kind)
    }
  }

  private var calendarMoney: [(WorldKind, String, ClosedRange<Int>)] {
    [
      (.interest, "ﾘｿｸ", 90...900), (.ownTransfer, WorldBuilder.holder, 1_000_000...5_000_000),
      (.cardPayout, "ｶ-ﾄﾞｾｲｻﾝ(ｶ", 2_000_000...9_000_000),
      (.codPayout, "ﾀﾞｲﾋﾞｷｾｲｻﾝ(ｶ", 200_000...900_000),
      (.ownTransfer, WorldBuilder.holder, 500_000...900_000),
    ]
  }

  private mutating func addUnrelated(_ kind: WorldKind) {
    switch kind {
    case .unrelatedBusiness:
      let company = companyPayer()
      addUnrelated(kind, company, Int64(random.within(40...3000)) * 110)
    case .payroll:
      addUnrelated(kind, "ｷﾕｳﾖ " + companyPayer(), Int64(random.within(150_000...450_000)))
    case .refundReturned:
      let amount = Int64(random.within(800...30_000)) + Int64(random.below(100))
      addUnrelated(kind, "ﾌﾘｺﾐﾍﾝｷﾝ " + plainText(names.person(&random)), amount)
    default:
      // A third of the strangers send what goods cost here: the sum alone looks like an order's.
      let amount =
        random.chance(perMille: 330)
        ? random.pick(orders).amountDueYen : Int64(random.within(8...300)) * 100
      addUnrelated(kind, plainText(names.person(&random)), amount)
    }
  }

  private mutating func companyPayer() -> String {
    let company = Kana.halfWidth(names.company(&random).kana)
    return random.chance(perMille: 500) ? "ｶ)" + company : company + "(ｶ"
  }

  private mutating func addUnrelated(_ kind: WorldKind, _ name: String, _ amountYen: Int64) {
    let day = nextBusinessDay(firstDay.adding(days: Int32(random.below(Int(profile.days)))))
    drafts.append(
      DepositDraft(
        day: day, amountYen: amountYen, payerName: WrittenBytes.cut(name, to: 48),
        truth: WorldTruth(scenario: kind, links: [], unappliedYen: amountYen)))
  }
}
