public import Model

/// Drafts for one case: neutral guidance for the payer (or the bank), and the act that needs the
/// shop's word. Facts and a question only: no promise, no threat, no charge, no legal claim.
/// Guidance is held back while statements are missing or broken for its time, and once the payer
/// disputes. Empty for a case that asks nothing of anybody outside.
public func drafts(
  _ c: ExceptionCase, _ world: NoteWorld, liability: LiabilityNote, language: Language
) -> [Draft] {
  let writer = DraftWriter(NoteWriter(c, world, language), liability)
  return writer.guidance().map(withheld) + writer.authority()
}

/// A text that must not go out has no words: whoever merges mail may not look at its state.
private func withheld(_ draft: Draft) -> Draft {
  guard draft.state == .suppressedByData || draft.state == .suppressedByDispute else {
    return draft
  }
  var draft = draft
  draft.subject = ""
  draft.body = ""
  return draft
}

private struct DraftWriter {
  let note: NoteWriter
  let liability: LiabilityNote

  init(_ note: NoteWriter, _ liability: LiabilityNote) {
    self.note = note
    self.liability = liability
  }

  private var c: ExceptionCase { note.c }
  private func say(_ ja: @autoclosure () -> String, _ en: @autoclosure () -> String) -> String {
    note.say(ja(), en())
  }

  /// One per customer it concerns: nobody reads another customer's name.
  func guidance() -> [Draft] {
    if c.code == .N01 { return entryIsCredit ? [toBank()] : [] }
    guard let text = words(c.code) else { return [] }
    return note.candidateOrders.map { index in
      let order = note.snapshot.orders[Int(index)]
      return Draft(
        caseID: c.caseID, kind: .guidance, addressee: .payer, orderID: order.row.orderID,
        state: state(order), subject: text.subject(order.row.orderID),
        body: greeting(order.row) + text.body(order) + closing)
    }
  }

  private var entryIsCredit: Bool { note.entry?.direction == .credit }

  private func state(_ order: LedgerOrder?) -> DraftState {
    if liability.flags.contains(.disputed) { return .suppressedByDispute }
    let from = order?.row.orderedAt.day ?? note.entry?.bookingDay ?? note.context.asOf.day
    let today = note.context.asOf.day
    let isOpen = note.context.gaps.contains {
      GapIndex.covers($0, from: min(from, today), to: today)
    }
    if isOpen { return .suppressedByData }
    if c.code == .T04, let first = note.context.seenFrom, from < first { return .suppressedByData }
    return .ready
  }

  private struct Text {
    var subject: (String) -> String
    var body: (LedgerOrder) -> String
  }

  private func words(_ code: FindingCode) -> Text? {
    switch code {
    case .A01, .A02,
      .M02 where c.decision != .release:
      short()
    case .A03 where c.decision == .holdAsk: whose()
    case .N02, .N03, .N04, .N05, .M03,
      .T03 where c.decision != .release:
      whose()
    case .T04: overdue()
    // What is on its way back is no question any more.
    case .A03, .A04, .T01: note.context.refundUnderWay(c)?.sentOn == nil ? tooMuch() : nil
    case .T02 where c.decision == .release: late()
    case .T05 where c.decision != .release: whichDay()
    default: nil
    }
  }

  private func short() -> Text {
    Text(
      subject: { say("ご入金額の確認のお願い(ご注文 \($0))", "About your payment for order \($0)") },
      body: { order in
        say(
          "ご入金 \(note.yen(c.paidYen)) を確認いたしました。ご請求額 "
            + "\(note.yen(order.row.amountDueYen)) との差額は \(note.yen(note.shortYen)) です。\n"
            + "お振込みの内容をご確認のうえ、差額のお取り扱いについてお知らせください。",
          "We have received \(note.yen(c.paidYen)). The amount due was "
            + "\(note.yen(order.row.amountDueYen)), a difference of \(note.yen(note.shortYen)).\n"
            + "Please look at your transfer and tell us how to treat the difference.")
      })
  }

  private func whose() -> Text {
    Text(
      subject: { say("お振込みの確認のお願い(ご注文 \($0))", "Have you paid order \($0)?") },
      body: { order in
        say(
          "ご請求額 \(note.yen(order.row.amountDueYen)) のお振込みについて確認しております。\n"
            + "お振込み済みの場合は、日時・金融機関名・支店名・振込名義をお知らせください。",
          "We are looking for your transfer of \(note.yen(order.row.amountDueYen)).\n"
            + "If you have sent it, please tell us the time, the bank and branch, and the name it "
            + "was sent under.")
      })
  }

  private func overdue() -> Text {
    Text(
      subject: { say("お支払い状況のご案内(ご注文 \($0))", "Payment of order \($0)") },
      body: { order in
        let due = order.row.paymentDueDay.map(note.day) ?? ""
        return say(
          "お支払期限 \(due)、ご請求額 \(note.yen(order.row.amountDueYen)) のご入金を、"
            + "現在のところ確認できておりません。\n"
            + "お振込み済みの場合は、日時・金融機関名・振込名義をお知らせください。",
          "We have not found a payment of \(note.yen(order.row.amountDueYen)), which was due on "
            + "\(due).\nIf you have paid, please tell us when, from which bank and under which "
            + "name.")
      })
  }

  private func tooMuch() -> Text {
    Text(
      subject: { say("ご入金額のお知らせ(ご注文 \($0))", "Your payment for order \($0)") },
      body: { _ in
        let amount = note.yen(c.atRiskGrossYen)
        return say(
          "ご入金のうち \(amount) は、ご注文の代金として承っていない金額です。\n"
            + "お取り扱いについてご希望をお知らせください。お振込元の口座とは別の口座をご希望の場合は、その旨もお知らせください。",
          "\(amount) of what you sent is not taken for an order.\n"
            + "Please tell us what you would like us to do with it, and say so if another account "
            + "than the one you paid from should be used.")
      })
  }

  private func late() -> Text {
    Text(
      subject: { say("ご入金の確認(ご注文 \($0))", "Payment received for order \($0)") },
      body: { order in
        say(
          "ご入金 \(note.yen(order.row.amountDueYen)) を、お支払期限の後に確認いたしました。\n"
            + "お届けの日は改めてご案内いたします。ご都合がありましたらお知らせください。",
          "Your payment of \(note.yen(order.row.amountDueYen)) reached us after its day.\n"
            + "We will write again about delivery. Please tell us if a day does not suit you.")
      })
  }

  private func whichDay() -> Text {
    Text(
      subject: { say("お届け日のご確認(ご注文 \($0))", "The delivery day of order \($0)") },
      body: { order in
        let desired = order.row.desiredDeliveryDay.map(note.day) ?? ""
        return say(
          "お届け希望日 \(desired) のご注文について、ご入金の確認が出荷の締切までに間に合わない場合があります。\n"
            + "お振込み済みかどうかと、お届け日の変更の可否をお知らせください。",
          "You asked for delivery on \(desired); we may not see your payment before the last "
            + "moment to ship.\nPlease tell us whether you have paid, and whether the day may move."
        )
      })
  }

  private func toBank() -> Draft {
    Draft(
      caseID: c.caseID, kind: .guidance, addressee: .bank, orderID: "", state: state(nil),
      subject: say("振込依頼人の照会のお願い", "Request to ask the sender"),
      body: say(
        "\(note.entryText)について、該当する取引が確認できません。振込依頼人へのお取り次ぎをお願いいたします。",
        "We find no transaction for \(note.entryText). Please ask the sender to contact us."))
  }

  private func greeting(_ row: OrderRow) -> String {
    let name = row.customerName.isEmpty ? row.customerKana : row.customerName
    return say(
      name.isEmpty ? "お客様\n\n" : "\(name) 様\n\n",
      name.isEmpty ? "Dear customer,\n\n" : "Dear \(name),\n\n")
  }

  private var closing: String {
    say("\n行き違いの場合はご容赦ください。", "\nIf this crossed with a message of yours, please excuse us.")
  }

  /// The acts, their facts, and by when: nothing happens until the shop says so.
  func authority() -> [Draft] { acts.map(authority) }

  /// What settles the case; where nothing of the shop's does, to release before the answer if a
  /// promised day is at risk and money may be there; and to use money owed back for another order.
  private var acts: [AuthorityAct] {
    var acts = liability.act.map { [$0] } ?? []
    let isHeld = c.decision == .hold || c.decision == .holdAsk
    if isHeld, acts.isEmpty, c.orderIndex != nil, c.codes.contains(.T05), c.paidYen > 0 {
      acts.append(.overrideHold)
    }
    if !c.setOffOrders.isEmpty { acts.append(.setOff) }
    return acts
  }

  private func authority(_ act: AuthorityAct) -> Draft {
    let order = note.order?.row.orderID ?? ""
    let subject = order.isEmpty ? c.caseID : order
    let until = c.until.map(note.moment) ?? say("なし", "none")
    return Draft(
      caseID: c.caseID, kind: .authority, addressee: .shop, orderID: order,
      state: act == liability.act ? authorityState : .waiting,
      subject: say(
        "承認のお願い: \(note.actText(act))(\(subject))",
        "For approval: \(note.actText(act)) (\(subject))"),
      body: say(
        "対象: \(note.subject)\n\(purpose(act))金額: \(note.yen(c.atRiskGrossYen))"
          + "(純額 \(note.yen(c.atRiskNetYen)))\n期限: \(until)\n事案: \(c.caseID)\n"
          + "承認・否認・保留のいずれかをご回答ください。回答があるまで実行しません。",
        "Subject: \(note.subject)\n\(purpose(act))Amount: \(note.yen(c.atRiskGrossYen)) "
          + "(net \(note.yen(c.atRiskNetYen)))\nUntil: \(until)\nCase: \(c.caseID)\n"
          + "Please approve, refuse or postpone. Nothing is done before you answer."))
  }

  /// What the act would do, where its name does not say it.
  private func purpose(_ act: AuthorityAct) -> String {
    switch act {
    case .overrideHold:
      say(
        "内容: 指定着日に間に合わせるため、回答を待たずに保留を解いて出荷する\n",
        "Act: release before the answer, so that the promised day can be met\n")
    case .setOff:
      say(
        "内容: 返金に代えて次の未入金の注文に充てる(お客様の同意または相殺の通知が要る): "
          + "\(note.orderList(c.setOffOrders))\n",
        "Act: use it for an unpaid order instead of a refund (needs the customer's consent or a "
          + "notice of set-off): \(note.orderList(c.setOffOrders))\n")
    default: ""
    }
  }

  private var authorityState: DraftState {
    let isApproved = note.context.notices.contains { notice in
      guard notice.kind == .approved else { return false }
      if let order = notice.orderIndex { return order == c.orderIndex }
      return notice.entryIndex != nil && notice.entryIndex == c.entryIndex
    }
    if isApproved { return .approved }
    return liability.isWithinAuthority ? .withinAuthority : .waiting
  }
}
