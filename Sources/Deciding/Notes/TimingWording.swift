import Model

/// T: money at another time than expected, or none.
extension NoteWriter {
  func afterCancel() -> Wording {
    if outcome == nil, let order, order.clearedYen > 0 { return paidThenCancelled(order) }
    return Wording(
      nextAction: say(
        "\(by)店舗が再受注か返金かを選び、受託者が支払者へ知らせる。",
        "The shop chooses \(by) between reopening and refunding; the operator writes to the payer."),
      sentences: [
        say(
          "\(entryText)は、取り消された\(orderText)への入金とみられる。",
          "\(entryText) looks like money for \(orderText), which was cancelled."),
        say(
          "注文者の同意と在庫がなければ出荷せず、預り金として返金の対象と推定。",
          "Nothing ships without consent and stock; the money is presumed to be owed back."),
        say("確認事項: 注文を続けるか、返金先の口座はどこか。", "Question: reopen, or refund to which account?"),
      ])
  }

  /// The money came first: it still stands on the order.
  private func paidThenCancelled(_ order: LedgerOrder) -> Wording {
    let paid = yen(order.clearedYen)
    let id = entry?.id ?? ""
    return Wording(
      nextAction: say(
        "\(by)店舗が再受注か返金かを選ぶ。返金や他の注文への充当は、keshikomi undo \(id) で消込を"
          + "取り消してから、次の報告書のこの入金に回答する。",
        "The shop chooses \(by) between reopening and refunding. To refund the money or use it "
          + "elsewhere, take the clearing back (keshikomi undo \(id)) and answer for the entry in "
          + "the next report."),
      sentences: [
        say(
          "\(orderText)は\(paid)の入金の後に取り消された。",
          "\(orderText) was cancelled after \(paid) had been paid."),
        say(
          "入金は注文に充てたままで、預り金として返金の対象と推定。",
          "The money still stands on the order and is presumed to be owed back."),
        say("確認事項: 注文を続けるか、返金先の口座はどこか。", "Question: reopen, or refund to which account?"),
      ])
  }

  func afterDeadline() -> Wording {
    let due = order?.row.paymentDueDay
    let facts = say(
      "\(orderText)の支払期限は\(due.map(day) ?? "不明")で、\(entryText)は期限後。",
      "\(orderText) was to be paid by \(due.map(day) ?? "an unknown day"); \(entryText) came later."
    )
    if c.decision == .release {
      return Wording(
        nextAction: say(
          "受託者が新しい出荷予定を注文者へ知らせる。在庫がなければ店舗が返金を判断する。",
          "The operator tells the customer the new shipping date; without stock the shop decides on "
            + "a refund."),
        sentences: [
          facts,
          say(
            "店舗方針により受け入れて出荷する。遅れは支払者側の事情と推定。",
            "By policy it is accepted and ships; the delay is presumably the payer's."),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)店舗が受け入れるか返金するかを決める。",
        "The shop decides \(by) whether to accept or to refund."),
      sentences: [
        facts,
        say("店舗方針では期限後の入金を自動で受け入れない。", "The policy does not accept late money by itself."),
        say("確認事項: 在庫はあるか、受け入れるか。", "Question: is there stock, and is it accepted?"),
      ])
  }

  func beforeOrder() -> Wording {
    let placed = order.map { day($0.row.orderedAt.day) } ?? say("不明な日", "an unknown day")
    let facts = say(
      "\(entryText)は、\(placed)に受けた\(orderText)より前の入金。",
      "\(entryText) came before \(orderText) was placed on \(placed).")
    if c.decision == .release {
      return Wording(
        nextAction: say(
          "対応は任意。過去の注文の支払いだった場合は結び付けを取り消す。",
          "Nothing is required; undo the link if it paid an older order."),
        sentences: [
          facts,
          say(
            "名義と金額が一致し、同じ注文者に競合する注文もないため、この注文の支払いと推定。",
            "Name and amount agree and no other order of the customer competes: it is presumed to "
              + "pay this one."),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)受託者が注文者へ、この注文の支払いかを照会する。",
        "The operator asks the customer \(by) whether it pays this order."),
      sentences: [
        facts,
        say(
          "以前の注文や別の用件の支払いである可能性が残る。",
          "It may have been meant for an older order or another matter."),
        say("確認事項: どの注文のつもりで振り込んだか。", "Question: for which order was it sent?"),
      ])
  }

  func overdue() -> Wording {
    let due = order?.row.paymentDueDay.map(day) ?? say("不明", "an unknown day")
    let missed = say(
      "\(orderText)は支払期限\(due)と猶予の1銀行営業日を過ぎたが、該当する入金が見当たらない。",
      "\(orderText) was due on \(due); one bank business day more has passed and no money was "
        + "found.")
    if let first = firstDaySeenTooLate { return overdueUnseen(missed, first) }
    return Wording(
      nextAction: say(
        "受託者が中立の案内を1通送り、店舗が規約に沿って取消を判断する。自動では取り消さない。",
        "The operator sends one neutral reminder; the shop decides on cancelling under its terms. "
          + "Nothing is cancelled by itself."),
      sentences: [
        missed,
        say(
          "対象期間の明細はそろっており、別口座や名義違いで入金した可能性は要確認。",
          "The statements of that time are whole; another account or name is still possible."),
        say("確認事項: 振込済みなら日時・銀行名・名義。", "Question: if paid, when, from which bank and name?"),
      ])
  }

  /// Older than the first statement: that nothing was seen proves nothing of the days before it.
  private func overdueUnseen(_ missed: String, _ first: Day) -> Wording {
    Wording(
      nextAction: say(
        "データ提供者が\(day(first))より前の明細を届ける。無ければ受託者が口座で入金の有無を確かめ、案内はその後にする。",
        "Whoever supplies the data delivers the statements before \(day(first)); where there are "
          + "none the operator looks into the account. A reminder goes out only after that."),
      sentences: [
        missed,
        say(
          "ただし取り込んだ明細は\(day(first))からで、注文はそれより前のもの。未入金とは言い切れない。",
          "But the statements taken in begin on \(day(first)), after the order: it may have been "
            + "paid unseen."),
        say(
          "確認事項: それより前の明細に入金はあるか。振込済みなら日時・銀行名・名義。",
          "Question: does an earlier statement show it? If paid, when, from which bank and name?"),
      ])
  }

  /// The first day that every account's statements cover, where a bank business day lies between
  /// the order and it; nil where the order's whole time was seen.
  private var firstDaySeenTooLate: Day? {
    guard let first = context.seenFrom, var day = order?.row.orderedAt.day else { return nil }
    while day < first {
      if context.calendar.isBusinessDay(day) ?? true { return first }
      day = day.adding(days: 1)
    }
    return nil
  }
}
