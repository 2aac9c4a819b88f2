import Model

/// D05 of money: it came into an account of one shop and is, or may be, for an order of another.
extension NoteWriter {
  /// The case's money beyond the walls; nil where there is none.
  var crossing: LedgerEntry? {
    guard notice == nil else { return nil }
    let entries = ([c.entryIndex].compactMap { $0 } + c.otherEntries).map {
      snapshot.entries[Int($0)]
    }
    if let standIn = entries.first(where: { $0.accountKey == AccountFact.elsewhere }) {
      return standIn
    }
    guard let order else { return entries.first }
    return entries.first { entry in
      context.accounts[entry.accountKey]?.collects(for: order.row.shopID) == false
    }
  }

  func acrossShops(_ entry: LedgerEntry) -> Wording {
    let isSettled = outcome?.verdict != .held
    if entry.accountKey == AccountFact.elsewhere { return cameElsewhere(entry, isSettled) }
    if candidateOrders.isEmpty { return isElsewheres(entry, isSettled) }
    // Linked before anybody said whose the account is: nobody decided that it may stay so.
    if isSettled, c.decision == .hold { return otherClient() }
    return ofTwoShops(entry, isSettled)
  }

  /// For the operator, who sees both.
  private func ofTwoShops(_ entry: LedgerEntry, _ isSettled: Bool) -> Wording {
    let shop = candidateOrders.first.map { snapshot.orders[Int($0)].row.shopID } ?? ""
    let what = entryPhrase(entry)
    if isSettled {
      return Wording(
        nextAction: say(
          "受託者が口座の店舗から店舗\(shop)への引渡しを手配し、双方へ知らせる。",
          "The operator has it handed over to shop \(shop) by the account's shop, and tells both."),
        sentences: [
          say(
            "\(what)は別の店舗の口座に入り、\(orderText)に充てられている。",
            "\(what) lies on another shop's account and counts for \(orderText)."),
          say("確認事項: 引渡しの日と双方への連絡。", "Question: when is it handed over, and do both know?"),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)受託者が注文者に振込先を確かめ、この注文へ充てるか振込元へ戻すかを回答する。",
        "The operator asks the orderer \(by) which account was paid into, then assigns the money to "
          + "the order or sends it back."),
      sentences: [
        say(
          "\(what)は、口座の店舗のどの注文にも合わず、店舗\(shop)の\(orderText)に合う。",
          "\(what) fits no order of its account's shop, but one of shop \(shop): \(orderText)."),
        say(
          "双方の一覧には互いの顧客を示さない。",
          "Each shop's own list shows nothing of the other's customer."),
        say("確認事項: 振込先を間違えたのか。", "Question: was it paid into the wrong account?"),
      ])
  }

  /// For the shop whose account it came into.
  private func isElsewheres(_ entry: LedgerEntry, _ isSettled: Bool) -> Wording {
    let what = entryPhrase(entry)
    if isSettled {
      return Wording(
        nextAction: say(
          "店舗が受託者の連絡に従って資金を引き渡す。",
          "The shop hands the money over as the operator asks."),
        sentences: [
          say(
            "\(what)は、受託者により他の店舗の注文に充てられた。",
            "\(what) was given to an order of another shop by the operator."),
          say("確認事項: 引渡しの方法と日。", "Question: how and when is it handed over?"),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)受託者の回答を待つ。使用も返金もしない。",
        "Wait for the operator's answer \(by); neither spend it nor send it back."),
      sentences: [
        say(
          "\(what)は、この店舗のどの注文にも合わない。受託者の他の店舗のものである可能性がある。",
          "\(what) fits no order of this shop; it may belong to another shop of the operator."),
        say("確認事項: この入金に心当たりはないか。", "Question: does this shop know the payment?"),
      ])
  }

  /// For the shop whose order it may be for.
  private func cameElsewhere(_ entry: LedgerEntry, _ isSettled: Bool) -> Wording {
    let what = say(
      "\(day(entry.bookingDay))の\(yen(entry.amountYen))",
      "\(yen(entry.amountYen)) of \(day(entry.bookingDay))")
    if isSettled {
      return Wording(
        nextAction: say(
          "店舗が受託者に引渡しの日を確かめる。", "The shop asks the operator when it is handed over."),
        sentences: [
          say(
            "\(orderText)には、この店舗だけの入金でない\(what)が充てられた。",
            "\(orderText) was given \(what), which came in with another shop."),
          say("確認事項: 引渡しの日。", "Question: when is it handed over?"),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)受託者の回答を待つ。注文者への督促はしない。",
        "Wait for the operator's answer \(by); do not remind the customer."),
      sentences: [
        say(
          "\(orderText)に合う入金\(what)が、他の店舗の口座にある。",
          "A payment that would fit \(orderText) was received in another shop's account: \(what)."),
        say("確認事項: 注文者に案内した振込先。", "Question: which account was the customer told?"),
      ])
  }
}
