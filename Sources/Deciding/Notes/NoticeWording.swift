import Model

/// What persons and settlement files told: accounts, suspicion, collectors, refunds, clients.
extension NoteWriter {
  /// The notice that the case rests on; nil where it was found without one.
  var notice: Notice? {
    context.notices.first { notice in
      guard notice.code == c.code else { return false }
      if let order = notice.orderIndex { return order == c.orderIndex }
      if let entry = notice.entryIndex { return entry == c.entryIndex }
      return c.orderIndex == nil && c.entryIndex == nil
        && c.caseID.hasSuffix(notice.reference.isEmpty ? notice.day.iso : notice.reference)
    }
  }

  /// Order, money line, or the slip that the notice names.
  var matter: String {
    if c.orderIndex != nil || c.entryIndex != nil || !c.otherOrders.isEmpty { return subject }
    guard let reference = notice?.reference, !reference.isEmpty else { return subject }
    return say("精算・伝票「\(reference)」", "settlement or slip “\(reference)”")
  }

  private var amountText: String { yen(c.atRiskGrossYen) }

  /// Day and words of whoever told it; nil where nobody did.
  private var told: String? {
    guard let notice else { return nil }
    let text = notice.text.isEmpty ? "" : say("「\(notice.text)」", " (“\(notice.text)”)")
    return say("\(day(notice.day))の連絡\(text)による。", "Told on \(day(notice.day))\(text).")
  }

  private func wording(_ action: String, _ sentences: String?...) -> Wording {
    Wording(nextAction: action, sentences: sentences.compactMap { $0 })
  }

  func wrongAccount() -> Wording {
    c.decision == .release
      ? wording(
        say(
          "受託者が振込先の案内を確かめ、旧口座が残っていれば店舗が直す。",
          "The operator checks where customers are told to pay; the shop corrects an old account."),
        say(
          "\(orderText)の入金は、案内を終えた店舗の旧口座に入った。",
          "The money for \(orderText) came into an account that customers are no longer told."),
        say("店舗の口座であり支払いは有効と推定し、出荷可。", "It is the shop's own, so payment is presumed good."))
      : wording(
        say(
          "\(by)受託者が口座の名義人に引渡しを求め、店舗の口座に入ってから出荷へ回す。",
          "The operator has it handed over \(by); the order ships once it lies on the shop's account."
        ),
        say(
          "\(subject)は、店舗のものでない口座に入っている。",
          "\(subject) concerns money on an account that is not the shop's."), told,
        say("引渡しが済むまで店舗の入金とは扱わない。", "Until it is handed over it does not count as paid."),
        say("確認事項: 口座の名義人と引渡しの予定日。", "Question: whose account, and when is it handed over?"))
  }

  func suspicious() -> Wording {
    wording(
      say(
        "直ちに出荷を止め、店舗が銀行・警察へ相談する。返金は銀行の確認後に振込元へ限る。",
        "Stop the parcel at once; the shop talks to bank and police. A refund goes to its source "
          + "only, after the bank's answer."),
      say("\(matter)に不審な点の連絡がある。", "There is a warning about \(matter)."), told,
      say(
        "事情を知って受け取ったとみられないよう、使用・返金・出荷のいずれもしない。",
        "So that nobody can say it was taken in bad faith, it is neither spent, nor sent back, nor "
          + "shipped for."),
      say(
        "確認事項: 銀行からの照会・凍結の有無、別口座への返金依頼の有無。",
        "Question: did the bank ask or freeze, and was a refund elsewhere asked for?"))
  }

  func dateAtRisk() -> Wording {
    let desired = order?.row.desiredDeliveryDay.map(day) ?? say("約束の日", "the promised day")
    if c.decision == .release {
      return wording(
        say(
          "受託者が当日中に、速い配送か新しいお届け日を注文者へ知らせ、決めた人を記録する。",
          "The operator tells the customer today of a faster service or a new day, and records who "
            + "decided."),
        say(
          "\(orderText)は出荷可となったが、\(desired)に間に合う出荷の締切を過ぎている。",
          "\(orderText) is released, but after the last moment for \(desired)."),
        say("遅れた区間と負担は推定で、下の時刻から要確認。", "Which segment was late is presumed from the times."))
    }
    let lost = c.until.map { $0 < context.asOf } ?? false
    return wording(
      say(
        "\(by)受託者が注文者へ、入金の予定とお届け日の変更の可否を尋ねる。",
        "The operator asks the customer \(by) when the money comes and whether the day may move."),
      say(
        "\(orderText)は\(yen(c.paidYen))の入金で、お届け希望は\(desired)。",
        "\(orderText) has \(yen(c.paidYen)) paid; \(desired) was asked for."),
      lost
        ? say(
          "確認の締切は過ぎており、速い配送でなければ指定日には届かない見込み。",
          "The last moment to confirm has passed; only a faster service could make it.")
        : seenInTime
          ? say(
            "次の明細\(nextStatementText)で確認できなければ、締切に間に合わないおそれがある。",
            "Unless the statement of \(nextStatementText) shows the money, it is seen too late.")
          : say(
            "次の明細は\(nextStatementText)で、締切までに入金を確認できない見込み。",
            "The next statement comes \(nextStatementText): the money cannot be seen in time."),
      say("確認事項: 振込済みか、お届け日を変えてよいか。", "Question: is it paid, and may the day move?"))
  }

  private var nextStatement: Moment? {
    World.nextStatement(context, context.terms(of: order?.row.shopID ?? "").delivery)
  }

  private var nextStatementText: String {
    nextStatement.map(moment) ?? say("未定", "at a time not known")
  }

  private var seenInTime: Bool {
    guard let next = nextStatement, let until = c.until else { return false }
    return next <= until
  }

  func paidUnshipped() -> Wording {
    let released = order?.releasedAt.map { day($0.day) } ?? say("不明な日", "an unknown day")
    return wording(
      say(
        "\(by)倉庫が出荷または欠品を回答し、欠品なら店舗が注文者への通知と返金を決める。",
        "The warehouse says \(by) whether it shipped; out of stock, the shop notifies or refunds."),
      say(
        "\(orderText)は\(released)に出荷可としたが、受注データではまだ出荷済みでない。",
        "\(orderText) was released on \(released), yet the order data do not show it shipped."),
      say(
        "出荷指示の漏れ、欠品、データの遅れが候補。",
        "A lost instruction, missing stock or late data may explain it."),
      say("確認事項: 出荷指示は届いたか、在庫はあるか。", "Question: did the instruction arrive, is there stock?"))
  }

  func missingFromSettlement() -> Wording {
    wording(
      say(
        "\(by)受託者が次回の精算を確かめ、なければ伝票・承認番号を添えて請求する。",
        "The operator looks into the next settlement \(by), then claims with slip and approval."),
      say("\(matter)が、載るはずの精算明細にない。", "\(matter) is not on the settlement it belongs to."),
      told,
      say("締日のずれなら次回に載るとみられる。", "If it is a cut-off, the next one has it."),
      say("確認事項: 発送日、承認番号、送り状番号。", "Question: day shipped, approval, slip number?"))
  }

  func payoutDiffers() -> Wording {
    wording(
      say(
        "\(by)受託者が総額・手数料・返金・繰越を積み上げ直し、差額を決済会社へ照会する。",
        "The operator adds up gross, fees, refunds and carry-over again \(by) and asks about the "
          + "difference."),
      say(
        "\(matter)の精算額と入金額に\(amountText)の差がある。",
        "\(matter): settlement and payout differ by \(amountText)."), told,
      say("差額は原因が分かるまで仮受・仮払とする案。", "Proposed to stay in suspense until it is explained."),
      say("確認事項: 繰越・調整・相殺の有無。", "Question: any carry-over, adjustment or set-off?"))
  }

  func feeDiffers() -> Wording {
    wording(
      say(
        "\(by)受託者が契約の料率表と税区分を見比べ、誤りなら決済会社へ訂正を求める。",
        "The operator compares rates and tax class \(by) and asks for a correction where wrong."),
      say(
        "\(matter)の手数料が契約の料率と\(amountText)違う。",
        "The fee of \(matter) differs from the agreed rate by \(amountText)."), told,
      say("端数処理か料率改定の可能性がある。", "Rounding or a new rate may explain it."),
      say("確認事項: 料率の改定日と端数の扱い。", "Question: when did the rate change, and how is it rounded?"))
  }

  func chargeback() -> Wording {
    wording(
      say(
        "\(by)店舗が受け入れるか争うかを決める。回答がないと受け入れとみなされる例がある。"
          + "受託者は発送・本人認証の記録をそろえる。",
        "The shop decides \(by) to accept or to contest; silence often counts as acceptance. The "
          + "operator collects proof of delivery and of authentication."),
      say(
        "\(matter)にチャージバックの連絡がある(\(amountText))。",
        "A chargeback over \(amountText) is announced for \(matter)."), told,
      c.decision == .stop
        ? say("引渡し前であれば出荷を止める。", "Stop the parcel if it is not handed over.") : nil,
      say(
        "本人認証(3-Dセキュア)の結果で負担が変わり得る。",
        "Who bears it may depend on the 3-D Secure result."),
      say("確認事項: 理由コード、配達記録、本人認証の結果。", "Question: reason code, delivery, authentication?"))
  }

  func collectionCancelled() -> Wording {
    wording(
      say(
        "直ちに出荷を止め、受託者が注文者へ支払いの意思を照会する。",
        "Stop the parcel at once; the operator asks the customer whether it will be paid."),
      say("\(matter)の収納の速報が取り消された。", "The collection announced for \(matter) was cancelled."),
      told,
      say("速報は入金の約束ではなく、根拠が失われたと推定。", "An announcement is no promise of money."),
      say("確認事項: 引渡し前か、改めて支払うか。", "Question: is it handed over, and will it be paid?"))
  }

  func codRefused() -> Wording {
    wording(
      say(
        "\(by)店舗が注文者へ一度連絡し、前払いでの再送か取消かを決める。同意なしに再送しない。",
        "The shop contacts the customer once \(by): resend prepaid, or cancel. Nothing is resent "
          + "without consent."),
      say("\(matter)の荷物が受取拒否または不在で戻る。", "The parcel of \(matter) comes back unaccepted."),
      told,
      say(
        "往復の送料は、返品条件の表示によって負担者が変わり得る(要確認)。",
        "Who bears both freights may depend on the return terms shown (to be checked)."),
      say("確認事項: 受け取らなかった理由と返品条件の表示。", "Question: why, and which return terms were shown?"))
  }

  func codShort() -> Wording {
    wording(
      say(
        "\(by)受託者が送り状番号を添えて運送会社へ照会し、伝票の誤りなら店舗が差額の扱いを決める。",
        "The operator asks the carrier with the slip number \(by); if the slip was wrong the shop "
          + "decides on the difference."),
      say(
        "\(matter)の代引の送金が\(amountText)合わない。",
        "Cash remitted for \(matter) differs by \(amountText)."),
      told, say("確認事項: 伝票の代引額と請求額は同じか。", "Question: did the slip name the amount due?"))
  }

  func payoutLate() -> Wording {
    wording(
      say(
        "\(by)受託者が決済会社へ入金予定を照会し、店舗がこの経路の新しい出荷を続けるか決める。",
        "The operator asks for the payout \(by); the shop decides whether this channel goes on "
          + "shipping."),
      say("\(matter)の入金が予定日に届いていない。", "The payout for \(matter) did not come on its day."),
      told,
      say("注文者は支払い済みとみられ、再請求はしない。", "Customers have presumably paid: nobody asks them again."),
      say("確認事項: 遅れの理由と新しい支払日。", "Question: why is it late, and when does it come?"))
  }

  func refundUnmatched() -> Wording {
    wording(
      say(
        "本日中に店舗が返金の承認記録と出金を突き合わせ、済むまで新しい返金を止める。",
        "Today the shop compares approvals with debits; no new refund until that is done."),
      say("\(matter)について、返金の指図と出金が一致しない。", "Orders to refund and debits disagree for \(matter)."),
      told,
      say(
        "指図のない出金や相手・金額の違いは不正の兆しともなり得るため、別の人が確かめる。",
        "A debit without order, or to another payee, can be a sign of fraud: another person checks."
      ),
      say("確認事項: 誰が申請し、誰が承認したか。", "Question: who asked for it, who approved?"))
  }

  func refundOverdue() -> Wording {
    wording(
      say(
        "\(by)受託者が別の連絡手段も使って返金先を尋ね、分からなければ預り金のまま残す。",
        "The operator asks for the account \(by) by a second channel; else the money stays owed."),
      say(
        "\(matter)への返金\(amountText)が期限を過ぎて未了。", "\(amountText) owed back for \(matter) is overdue."),
      told, say("確認事項: 返金先の口座と連絡の記録。", "Question: which account, and when was it asked for?"))
  }

  func refundFailed() -> Wording {
    wording(
      say(
        "本日中に受託者が組戻しを依頼し、資金が戻ってから店舗が再度の返金を承認する。",
        "The operator asks the bank to recall it today; the shop approves again once it is back."),
      say("\(matter)の返金に不能・誤り・二重の疑いがある。", "A refund for \(matter) failed, or went wrong or twice."),
      told, say("戻る前に送り直すと二重の返金になり得る。", "Sending again before it is back may pay twice."),
      say("確認事項: 出金の相手と金額、銀行の回答。", "Question: payee and sum of the debit, the bank's answer?"))
  }

  func otherClient() -> Wording {
    wording(
      say(
        "直ちに受託者が該当データを隔離し、双方の店舗へ契約に沿って知らせ、漏えい報告の要否を判断する。",
        "The operator isolates the data at once, tells both shops as agreed and judges whether a "
          + "leak has to be reported."),
      say("\(matter)は別の委託元のものとみられる。", "\(matter) looks like another client's."), told,
      say("混在したままの計上・出荷はしない。", "Nothing is booked or shipped on mixed data."),
      say("確認事項: どの委託元のものか、誰が見たか。", "Question: whose is it, and who saw it?"))
  }

  func orderChanged() -> Wording {
    let before = order?.lastDueYen.map(yen) ?? say("不明", "unknown")
    return wording(
      c.decision == .stop
        ? say(
          "直ちに倉庫が出荷を止め、店舗が増額分の扱いを決める。",
          "The warehouse stops it at once; the shop decides on the amount that was added.")
        : say(
          "\(by)店舗が注文者へ案内した金額を確かめ、差額の請求か返金を決める。",
          "The shop checks \(by) what the customer was told, then asks for the rest or refunds."),
      say(
        "\(orderText)の請求額は、前回の判断の後に\(before)から変わった。入金は\(yen(c.paidYen))。",
        "The amount of \(orderText) was \(before) when it was decided last; \(yen(c.paidYen)) is "
          + "paid."),
      say("確認事項: 変更した人・理由と、注文者の同意。", "Question: who changed it, why, and did the customer agree?"))
  }
}
