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

  /// 民法488条4項 as a proposal: due first is served first, and equals share by amount.
  private func statutoryProposal() -> String {
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
