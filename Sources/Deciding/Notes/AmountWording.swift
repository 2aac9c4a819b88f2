import Model

/// A: the sum is not the sum due.
extension NoteWriter {
  func shortByFee() -> Wording {
    let short = yen(shortYen)
    let facts = say(
      "\(orderText)への入金は累計\(yen(c.paidYen))で、不足\(short)は振込手数料表"
        + "(\(context.fees.version)版)の額と一致。",
      "\(yen(c.paidYen)) came for \(orderText); the missing \(short) is a fee of the table "
        + "(version \(context.fees.version)).")
    if c.decision == .release {
      return Wording(
        nextAction: say(
          "店舗が月次一覧で負担額\(short)を確認する。同じ支払者で続く場合は振込案内を見直す。",
          "The shop reviews the absorbed \(short) in the monthly list."),
        sentences: [
          facts,
          say(
            "店舗方針により店舗が負担して出荷し、売上値引とする案(税区分は要確認)。",
            "By policy the shop absorbs it and ships; proposed as a price reduction (tax class to "
              + "be checked)."),
        ])
    }
    return Wording(
      nextAction: say(
        "\(by)店舗が\(short)を負担するか追加で請求するかを決め、受託者が支払者へ案内する。",
        "The shop decides \(by) whether to absorb \(short) or to ask for it; the operator writes."),
      sentences: [
        facts,
        say(
          "手数料を差し引いた振込と推定されるが、店舗の方針では不足のまま出荷しない。",
          "Presumably the fee was deducted, but the policy does not ship short orders."),
        say("確認事項: 不足分を店舗が負担してよいか。", "Question: may the shop bear the shortage?")
          + shipWarning(),
      ])
  }

  func shortPayment() -> Wording {
    let short = yen(shortYen)
    return Wording(
      nextAction: say(
        "\(by)受託者が残額\(short)の振込を案内し、入らないときは店舗が取消・返金を判断する。",
        "The operator asks \(by) for the remaining \(short); failing that the shop decides on "
          + "cancelling and refunding."),
      sentences: [
        say(
          "\(orderText)への入金は累計\(yen(c.paidYen))で\(short)足りず、手数料表にある額ではない。",
          "\(yen(c.paidYen)) came for \(orderText); \(short) is missing and is no fee of the table."
        ),
        say(
          "金額の打ち間違いや送料の払い漏れが候補で、原因は要確認。",
          "A slip of the keyboard or forgotten postage may explain it."),
        say(
          "確認事項: 案内した請求額に誤りはないか、残額はいつ振り込まれるか。",
          "Question: was the right amount quoted, and when will the rest come?"),
      ])
  }

  /// What is left to do where two people have said that the money goes back: nobody is to ask, or
  /// pay, a second time. nil where nobody has.
  private var refundAction: String? {
    guard let refund = context.refundUnderWay(c) else { return nil }
    let sum = yen(refund.yen)
    guard let sentOn = refund.sentOn else {
      return say(
        "返金\(sum)は承認済み。\(by)受託者が返金先の口座を尋ね、keshikomi export refunds で振込に出す。",
        "The refund of \(sum) is approved. The operator asks for the account \(by) and sends it with "
          + "keshikomi export refunds.")
    }
    return say(
      "返金\(sum)は\(day(sentOn))指定の振込ファイルに書き出し済み。受託者が明細で出金を確かめ、重ねて送らない。",
      "The refund of \(sum) is in the transfer file for \(day(sentOn)). The operator looks for its "
        + "debit and sends nothing twice.")
  }

  func overpayment() -> Wording {
    if outcome?.verdict == .held { return presumedOverpayment() }
    if c.orderIndex == nil, c.otherOrders.isEmpty { return givenBack() }
    let excess = max(outcome?.excessYen ?? 0, max(0, c.paidYen - c.dueYen))
    return Wording(
      nextAction: refundAction
        ?? say(
          "\(by)受託者が支払者に超過\(yen(excess))を知らせて返金先を尋ね、返金は店舗が承認する。",
          "The operator tells the payer \(by) about \(yen(excess)) and asks for the account; the "
            + "shop approves the refund."),
      sentences: [
        say(
          "\(orderText)は全額入金済みで、\(yen(excess))の超過がある。",
          "\(orderText) is fully paid, with \(yen(excess)) too much."),
        say(
          "超過分は預り金と推定し、別の注文へは支払者の同意なしに充てない。",
          "The excess is presumed to be owed back; no other order takes it without consent."),
        say(
          "確認事項: 返金先(原則は振込元の口座)と返金手数料の負担者。",
          "Question: which account (the source, as a rule), and who bears the refund fee?"),
      ])
  }

  /// No order had it: a person said that all of it goes back.
  private func givenBack() -> Wording {
    let owed = yen(c.atRiskGrossYen)
    return Wording(
      nextAction: refundAction
        ?? say(
          "\(by)受託者が支払者に返金先の口座を尋ね、承認済みの返金\(owed)を振り込む。",
          "The operator asks the payer \(by) for the account and sends the approved \(owed)."),
      sentences: [
        say(
          "\(entryText)は、担当者の回答により支払者に返す。注文には充てない。",
          "A person answered that \(entryText) goes back to the payer; no order takes it."),
        say(
          "返金の出金を明細で確認するまで預り金として残る。",
          "It stays owed back until a statement shows the refund."),
        say(
          "確認事項: 返金先(原則は振込元の口座)と返金手数料の負担者。",
          "Question: which account (the source, as a rule), and who bears the refund fee?"),
      ])
  }

  /// More came than the order costs, and that it is this order's money is not certain.
  private func presumedOverpayment() -> Wording {
    let excess = yen(max(0, c.paidYen - c.dueYen))
    return Wording(
      nextAction: say(
        "\(by)受託者が注文者へ、この金額を振り込んだかと、超過分の扱いの希望を尋ねる。",
        "The operator asks the orderer \(by) whether they sent this sum, and what to do with the "
          + "excess."),
      sentences: [
        say(
          "\(entryText)は\(orderText)より\(excess)多く、確かめるまでこの注文には充てない。",
          "\(entryText) is \(excess) more than \(orderText); it is not taken for it without a "
            + "question."),
        say(
          "この注文への過入金と推定。正しければ注文は全額入金済みで、超過分は返金の対象となる。",
          "An overpayment of that order is presumed; if so, it is paid in full and the excess is "
            + "owed back."),
        say(
          "確認事項: この注文の支払いか、超過分はどうするか。",
          "Question: is it for this order, and what is to happen with the excess?")
          + shipWarning(),
      ])
  }

  func paidTwice() -> Wording {
    Wording(
      nextAction: refundAction
        ?? say(
          "\(by)受託者が支払者へ二重入金を知らせて返金先を確認し、店舗が返金を承認する。",
          "The operator tells the payer \(by) and asks for the account; the shop approves the refund."
        ),
      sentences: [
        say(
          "\(entryText)は、すでに支払われた\(orderText)への二度目の入金とみられる。",
          "\(entryText) looks like a second payment for \(orderText), which is paid already."),
        say(
          "同額で未入金の別注文は見当たらず、追加の出荷はしない。",
          "No other unpaid order of that amount was found; nothing ships for it."),
        say(
          "確認事項: 支払者が二度振り込んだのか、銀行側の二重記帳か。",
          "Question: did the payer send it twice, or did the bank book it twice?"),
      ])
  }
}
