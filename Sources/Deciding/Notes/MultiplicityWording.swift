import Model

/// M: one transfer for several orders, several transfers for one.
extension NoteWriter {
  func oneForMany() -> Wording {
    Wording(
      nextAction: say(
        "受託者が出荷案内に充当の内訳を添える。異議があれば充当を見直す。",
        "The operator tells the customer the split with the shipping notice; an objection reopens "
          + "it."),
      sentences: [
        say(
          "\(entryText)は、次の注文の合計に一致する: \(orderText)。",
          "\(entryText) is the sum of these orders: \(orderText)."),
        say(
          "支払者がこの内訳でまとめて振り込んだものと推定。",
          "One transfer meant for all of them is presumed."),
      ])
  }

  func manyForOne() -> Wording {
    let count = c.otherEntries.count + 1
    if c.dueYen <= c.paidYen {
      return Wording(
        nextAction: say("対応は任意。", "Nothing is required."),
        sentences: [
          say(
            "\(orderText)は\(count)回の入金で合計\(yen(c.paidYen))となり、全額がそろった。",
            "\(count) transfers of together \(yen(c.paidYen)) cover \(orderText)."),
          say("分割での振込と推定。", "Payment in parts is presumed."),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)残額\(yen(shortYen))の入金を待ち、来なければ受託者が支払者へ案内する。",
        "Wait for the remaining \(yen(shortYen)); the operator asks for it \(by)."),
      sentences: [
        say(
          "\(orderText)への入金は\(count)回・累計\(yen(c.paidYen))で、残りは\(yen(shortYen))。",
          "\(yen(c.paidYen)) came for \(orderText) in \(count) parts; \(yen(shortYen)) is missing."),
        say(
          "分割の途中と推定し、全額がそろうまで出荷しない。",
          "More parts are presumed to follow; nothing ships before."),
        say("確認事項: 残額の振込予定日。", "Question: when does the rest come?"),
      ])
  }

  func allocationUnclear() -> Wording {
    Wording(
      nextAction: say(
        "\(by)受託者が支払者へ内訳を照会する。回答がなければ店舗名で充当を通知し、異議を記録する。",
        "The operator asks the payer for the split \(by); without an answer the shop gives notice "
          + "of its allocation and records objections."),
      sentences: [
        say(
          "\(entryText)をどの注文に充てるか一つに決まらない。候補: \(orderText)。",
          "It is not clear which orders \(entryText) pays. Candidates: \(orderText)."),
        statutoryProposal(),
        say("確認事項: どの注文の支払いか、その内訳。", "Question: which orders, and how much for each?")
          + shipWarning(),
      ])
  }

  /// What the law would give to each order, and by which of its steps.
  private func allocation(_ proposal: AllocationProposal) -> String {
    let shown = proposal.allocations.prefix(5).map {
      "\(snapshot.orders[Int($0.orderIndex)].row.orderID) \(yen($0.yen))"
    }
    let more = proposal.allocations.count - shown.count
    let list =
      shown.joined(separator: say("、", ", "))
      + (more > 0 ? say("、ほか\(more)件", ", and \(more) more") : "")
    let step: String
    switch proposal.rule {
    case .namedByPayer: step = say("488条1項 支払者の指定", "art. 488(1), named by the payer")
    case .dueFirst: step = say("488条4項1号 期限の来たもの", "art. 488(4) no. 1, what is due")
    case .earlierDue: step = say("488条4項3号 期限の早いもの", "art. 488(4) no. 3, due earlier")
    case .proRata: step = say("488条4項4号 金額の按分", "art. 488(4) no. 4, by amount")
    }
    return say(
      "民法の順(\(step))による充当案: \(list)(要確認。自動では行わない)。",
      "By the Civil Code (\(step)) it would be: \(list); to be confirmed, never done by itself.")
  }

  /// How many orders stand behind the few that are named, and what was not looked at.
  func limits() -> [String] {
    guard let outcome, outcome.verdict == .held else { return [] }
    var told: [String] = []
    let all = Int(outcome.candidateCount)
    if all > outcome.candidates.count, outcome.unsearchedOrderCount == 0 {
      told.append(
        say(
          "候補は全部で\(all)件あり、内訳を示すのは\(outcome.candidates.count)件まで。どれも回答があるまで待つ。",
          "\(all) candidates in all, of which \(outcome.candidates.count) are shown; all of them "
            + "wait for the answer."))
    }
    if outcome.unweighedCount > 0 {
      told.append(
        say(
          "同じように見える注文が\(outcome.unweighedCount)件と多いため、一件ずつは比べていない(上限)。",
          "\(outcome.unweighedCount) orders that look alike were too many to be compared one by "
            + "one (a limit)."))
    }
    if outcome.unsearchedOrderCount > 0 {
      told.append(
        say(
          "この支払者の注文は\(outcome.unsearchedOrderCount)件と多く、組合せの合計は調べていない(上限)。",
          "The sums of the payer's \(outcome.unsearchedOrderCount) orders were too many to be "
            + "looked at (a limit)."))
    }
    return told
  }

  /// 民法488条4項 as a proposal: due first is served first, and equals share by amount.
  private func statutoryProposal() -> String {
    if let proposal = outcome?.proposal { return allocation(proposal) }
    let orders = candidateOrders.map { snapshot.orders[Int($0)] }
    let dues = orders.compactMap(\.row.paymentDueDay)
    if let earliest = dues.min(), dues.count == orders.count,
      dues.filter({ $0 == earliest }).count == 1,
      let proposed = orders.first(where: { $0.row.paymentDueDay == earliest })
    {
      return say(
        "同一人の支払いであれば、法定の順では期限の早い注文\(proposed.row.orderID)"
          + "(\(day(earliest)))が先となる見込み(要確認)。",
        "If they are one customer's, the statutory order would serve \(proposed.row.orderID), due "
          + "\(day(earliest)), first (to be confirmed).")
    }
    return say(
      "同一人で期限も同じなら、法定では金額に応じた按分となるが、出荷の判断には使わない(要確認)。",
      "If they are one customer's and equally due, the law would divide by amount, which helps no "
        + "shipment (to be confirmed).")
  }
}
