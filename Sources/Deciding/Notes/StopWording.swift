import Model

/// B and D: money taken back, statements that are not whole, orders that cannot be right.
extension NoteWriter {
  func reversal() -> Wording {
    if candidateOrders.isEmpty { return reversalOfUnknown() }
    if isTakenBackByHand { return takenBack() }
    switch c.decision {
    case .stop: return reversalAfterRelease()
    case .hold, .holdAsk: return reversalBeforeRelease()
    case .release, .none: return reversalForInformation()
    }
  }

  /// The newest debit of the case: the entry that pays the order anew may be newer.
  private var undone: String {
    let entries = (c.otherEntries + (c.entryIndex.map { [$0] } ?? [])).sorted()
    let debit = entries.last { snapshot.entries[Int($0)].direction == .debit }
    let text = debit.map { entryPhrase(snapshot.entries[Int($0)]) } ?? entryText
    return say("\(text)により、先の入金が銀行で取り消された。", "\(text) undid an earlier credit.")
  }

  private func reversalAfterRelease() -> Wording {
    let orderID = order?.row.orderID ?? ""
    return Wording(
      nextAction: say(
        "直ちに倉庫が注文\(orderID)の出荷を止め、\(by)店舗が銀行への回答を決める。",
        "The warehouse stops order \(orderID) at once; the shop decides its answer to the bank \(by)."
      ),
      sentences: [
        undone,
        say(
          "出荷可としていた\(orderText)の入金は\(yen(c.paidYen))となり、出荷の根拠が失われたと推定。",
          "\(orderText) had been released; with \(yen(c.paidYen)) left its ground is presumed gone."
        ),
        say("確認事項: 引き渡し前か、取消の理由は何か。", "Question: is it handed over, and why the recall?"),
      ])
  }

  private func reversalBeforeRelease() -> Wording {
    Wording(
      nextAction: say(
        "\(by)店舗が理由を確かめて銀行へ回答し、受託者が注文者へ支払いの意思を照会する。",
        "The shop answers the bank \(by); the operator asks whether the customer still wants to pay."
      ),
      sentences: [
        undone,
        say(
          "\(orderText)の入金は\(yen(c.paidYen))に戻り、出荷しない。",
          "\(orderText) is back at \(yen(c.paidYen)) paid and does not ship."),
        say("確認事項: 取消の理由と、改めて支払うか。", "Question: why, and will it be paid again?"),
      ])
  }

  private func reversalForInformation() -> Wording {
    let isShipped = order.map { $0.row.status != .open } ?? false
    let state =
      c.decision == .release
      ? say(
        "\(orderText)は別の入金で全額がそろったため出荷可。以前の出荷指示が残っていないかは要確認。",
        "\(orderText) is covered by other money and goes; whether an earlier parcel is under way is "
          + "to be checked.")
      : isShipped
        ? say(
          "\(orderText)は出荷待ちではなく、売買が実在すれば支払いを求める余地がある(要確認)。",
          "\(orderText) no longer waits to be shipped; with a real sale payment may be asked for (to "
            + "be checked).")
        : say("\(orderText)は別の入金で足りている。", "\(orderText) is covered by other money.")
    return Wording(
      nextAction: say(
        "\(by)店舗が取消の理由と出荷の状況を確かめ、記録する。",
        "The shop checks the reason and the state of shipping \(by), and records both."),
      sentences: [undone, state])
  }

  private func reversalOfUnknown() -> Wording {
    Wording(
      nextAction: say(
        "\(by)受託者が取消の対象となる入金を探し、銀行へ照会する。",
        "The operator looks for the credit that it undoes and asks the bank \(by)."),
      sentences: [
        say(
          "\(entryText)が、どの入金の取消かは特定できていない。",
          "Which credit \(entryText) undoes is not known."),
        say(
          "取消の対象の注文が出荷されるおそれがあり、要確認。",
          "The order that it concerns might be shipped; please check."),
        say("確認事項: 取消の対象の日付・金額・名義。", "Question: day, sum and name of what was undone?"),
      ])
  }

  private var gapText: String {
    guard let gap = c.gap else { return say("対象期間", "the days concerned") }
    let days =
      gap.firstDay == gap.lastDay
      ? day(gap.firstDay)
      : say(
        "\(day(gap.firstDay))〜\(day(gap.lastDay))", "\(day(gap.firstDay)) to \(day(gap.lastDay))")
    return say("\(accountText(gap))の\(days)", "\(accountText(gap)), \(days)")
  }

  /// A file that names no account is known by its format.
  private func accountText(_ gap: StatementGap) -> String {
    let nameless = "anonymous/"
    guard gap.accountKey.hasPrefix(nameless) else {
      return say("口座\(gap.accountKey)", "account \(gap.accountKey)")
    }
    let format = String(decoding: gap.accountKey.utf8.dropFirst(nameless.utf8.count), as: UTF8.self)
    return say("口座(番号なし、\(format))", "account (no number, \(format))")
  }

  private var affected: String {
    say(
      "未確定の注文は\(c.affectedOrders)件・\(yen(c.dueYen))。",
      "\(c.affectedOrders) orders over \(yen(c.dueYen)) are left open.")
  }

  /// A file that a person had posted although a control failed.
  private func overridden(_ note: OverrideNote) -> Wording {
    Wording(
      nextAction: say(
        "受託者は判断の根拠を保管し、原因を銀行またはデータ提供者に確かめる。",
        "The operator keeps what the decision rests on and finds the cause with bank or supplier."),
      sentences: [
        say(
          "ファイル「\(c.gap?.sourceFile ?? "")」は検算が合わないが、\(note.person)の判断で計上した"
            + "(\(gapText))。",
          "The file “\(c.gap?.sourceFile ?? "")” was posted by decision of \(note.person) although a "
            + "control failed (\(gapText))."),
        say("理由:「\(note.reason)」。", "Reason: “\(note.reason)”."),
        say(
          "この日の入金による出荷は止めていない。", "Releases from its money are not held back."),
      ])
  }

  func balanceBreak() -> Wording {
    if let note = c.gap?.override { return overridden(note) }
    let file = c.gap?.sourceFile ?? ""
    return Wording(
      nextAction: say(
        "\(by)データ提供者が明細を取り直し、受託者が欠けた行・余分な行を探して再実行する。",
        "Whoever supplies the data fetches a fresh statement \(by); the operator finds the row and "
          + "runs again."),
      sentences: [
        say(
          "\(gapText)で残高または検算値が続かない\(file.isEmpty ? "" : "(\(file))")。",
          "The balance or a control total breaks for \(gapText)\(file.isEmpty ? "" : " (\(file))")."
        ),
        say(
          "この日以降のこの口座の入金では出荷せず、未入金とも判断しない。",
          "No money of this account from that day on releases anything or proves anything unpaid."),
        affected,
        say("確認事項: 欠けた行または余分な行はどれか。", "Question: which row is missing or too many?"),
      ])
  }

  func missingDay() -> Wording {
    let isQuiet = c.gap?.mayBeQuiet ?? false
    return Wording(
      nextAction: say(
        "\(by)データ提供者が欠けた日の明細を届け、受託者が期限の判定をやり直す。",
        "Whoever supplies the data delivers the missing days \(by); the operator runs again."),
      sentences: [
        say(
          "\(gapText)の明細が届いていない。",
          "No statement has come for \(gapText)."),
        isQuiet
          ? say(
            "入金のない日だった可能性もあるため、確認できた入金による出荷は続け、期限超過の判断と督促だけを止める。",
            "It may have been a day without payments, so money that was seen goes on releasing; "
              + "only nothing is called overdue and no reminder goes out.")
          : say(
            "その間の入金・取消を見ていないため、期限超過の判断と督促、この日以降のこの口座の入金による出荷を止める"
              + "(店舗方針 release_after_missing_day で出荷は続けられる)。",
            "Money may have come or gone unseen, so nothing is called overdue, no reminder goes out, "
              + "and no money of this account from that day on releases anything unless the shop's "
              + "policy release_after_missing_day allows it."),
        affected,
        say(
          "確認事項: 明細はいつ届くか、その日に入金はあったか。",
          "Question: when does it come, and did money come on that day?"),
      ])
  }

  func seenTwice() -> Wording {
    Wording(
      nextAction: say(
        "受託者は同じファイルが二度届いた経緯だけを確かめる。計上・出荷の見直しは不要。",
        "The operator only finds out why it came twice; nothing booked or released has to change."),
      sentences: [
        c.gap.map {
          say(
            "ファイル「\($0.sourceFile)」は取込済みのファイルと同じ内容。",
            "The file “\($0.sourceFile)” has the very bytes of a file taken in before.")
        } ?? say("\(subject)は取込済みの明細と重なる。", "\(subject) repeats a row that is known."),
        say("後のものは計上していない。", "The later one was not booked."),
      ])
  }

  /// A released order whose export took the ground of its release back; nil for any other case.
  func groundGone() -> Wording? {
    guard c.decision == .stop, let order, !context.isDoubtful(order.row) else { return nil }
    let isCancelled = order.row.status == .cancelled
    let isUnpaid =
      order.row.status == .open && order.row.paymentMethod == .bankTransfer && c.paidYen <= 0
    guard isCancelled || isUnpaid else { return nil }
    return Wording(
      nextAction: isCancelled
        ? say(
          "直ちに倉庫が出荷を止め、店舗が注文者へ取消を確かめる。",
          "The warehouse stops it at once; the shop confirms the cancellation with the customer.")
        : say(
          "直ちに倉庫が出荷を止め、店舗が支払方法を確かめる。入金があれば出荷する。",
          "The warehouse stops it at once; the shop checks the method of payment. It ships when paid."
        ),
      sentences: [
        isCancelled
          ? say(
            "\(orderText)は、出荷可とした後に受注データで取り消された。入金は\(yen(c.paidYen))。",
            "\(orderText) was cancelled in the order data after its release; \(yen(c.paidYen)) is paid."
          )
          : say(
            "\(orderText)は出荷可とした後に支払いの根拠がなくなり、銀行振込の入金もない。",
            "\(orderText) was released, but what it was released on is gone, and no transfer came."),
        say(
          "確認事項: 引き渡し前か、変更した人・理由。",
          "Question: is it handed over, and who changed it and why?"),
      ])
  }

  func orderUnclear() -> Wording {
    if let row = order?.row, context.isDoubtful(row) { return orderUnread() }
    let method = order?.row.paymentMethodText ?? ""
    let isMethod = order?.row.paymentMethod == .other && c.dueYen > 0
    return Wording(
      nextAction: say(
        "\(by)店舗が請求額と支払方法を確認し、正しい注文データを届ける。",
        "The shop checks amount and method \(by) and delivers the right order data."),
      sentences: [
        isMethod
          ? say(
            "\(orderText)の支払方法「\(method)」は未登録で、入金の有無を判断できない。",
            "The method “\(method)” of \(orderText) is not configured; payment cannot be judged.")
          : say(
            "\(orderText)の請求額はポイント等で説明できない。",
            "The amount of \(orderText) is not explained by points."),
        say("確認事項: 注文者に案内した請求額と支払方法。", "Question: what amount and method was the customer told?"),
      ])
  }

  private func orderUnread() -> Wording {
    Wording(
      nextAction: say(
        "\(by)受注データを出し直して受信箱に入れ、読めなかったファイルを受信箱から除く。",
        "Put a new order export into the inbox \(by) and take the unreadable file out of it."),
      sentences: [
        say(
          "\(orderText)は受注データに読めない行か食い違う行がある。取消や金額変更かもしれないので保留。",
          "An order file in the inbox has a row of \(orderText) that cannot be read or contradicts"
            + " another. It may be a cancellation or another amount, so the order is held."),
        say(
          "確認事項: この注文の現在の請求額と状態。",
          "Question: what are the amount and the status of this order now?"),
      ])
  }
}
