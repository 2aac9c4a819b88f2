public import Model

/// Writes a finding of the monthly close in words: what was seen, what it is presumed to mean, what
/// is asked of whom. Presumptions and questions, never a verdict.
public func closeNote(
  _ finding: CloseFinding, _ input: CloseInput, _ outcome: ThreeWayOutcome, language: Language
) -> NoteText {
  let writer = CloseNoteWriter(finding, input, outcome, language)
  let (title, fact, action) = writer.wording()
  let certainty = ground(of: finding.code, language: language)
  return NoteText(
    title: title, basis: certainty, nextAction: action, note: fact + writer.proposal)
}

/// The name of a fault in the trade's own words.
public func title(of fault: CloseFault, language: Language) -> String {
  let both = closeTitles(fault)
  return language == .ja ? both.ja : both.en
}

private func closeTitles(_ fault: CloseFault) -> (ja: String, en: String) {
  switch fault {
  case .unknownOrder: ("注文のない精算明細", "Settlement line without an order")
  case .ambiguousOrder: ("注文番号が複数の注文に当たる明細", "Line whose number fits several orders")
  case .missingLine: ("精算明細の漏れ", "Order missing from the settlement")
  case .notCaptured: ("売上未確定のまま出荷された注文", "Authorised and never captured")
  case .notGuaranteed: ("後払いの保証がない注文", "Deferred payment without a guarantee")
  case .neverConfirmed: ("確報の来ない速報", "Preliminary notice never confirmed")
  case .duplicateLine: ("精算明細の重複", "Settlement line counted twice")
  case .amountMismatch: ("精算額と注文額の相違", "Amount differs from the order")
  case .signTurned: ("符号が逆の明細", "Line with the wrong sign")
  case .dayUnlikely: ("日付が不自然な明細", "Line of an unlikely day")
  case .feeMismatch: ("手数料の相違", "Fee differs from the agreement")
  case .chargeback: ("チャージバック", "Chargeback")
  case .capturedAfterCancel: ("キャンセル後の売上", "Captured after cancellation")
  case .refused: ("代引の受取拒否", "Cash on delivery refused")
  case .lost: ("荷物の紛失", "Parcel lost")
  case .announcementCancelled: ("速報の取消", "Preliminary notice withdrawn")
  case .payoutDiffers: ("精算額と入金額の不一致", "Payout differs from the settlement")
  case .payoutLate: ("決済会社の入金遅延", "Payout late")
  case .payoutAmbiguous: ("入金候補が複数ある精算", "Several bank entries fit the payout")
  case .payoutProposed: ("名義未確認の入金候補", "Bank entry under an unknown name")
  case .payoutMerged: ("まとめて入金された精算", "Payouts that came as one entry")
  case .payoutSplit: ("分けて入金された精算", "Payout that came in several entries")
  case .payoutCarried: ("マイナス精算の繰越", "Negative payout carried over")
  case .linesDiffer: ("明細合計と精算額の不一致", "Lines do not add up to the payout")
  case .feesDiffer: ("手数料合計の不一致", "Fees do not add up to the stated total")
  case .taxUnclear: ("消費税の含み方が揃わない精算", "Tax read now one way, now the other")
  case .statementMissing: ("精算明細が未着の入金", "Money without a settlement report")
  case .rollForwardGap: ("売掛金残高の不一致", "Receivable does not roll forward")
  }
}

private struct CloseNoteWriter {
  let finding: CloseFinding
  let input: CloseInput
  let outcome: ThreeWayOutcome
  let language: Language

  init(
    _ finding: CloseFinding, _ input: CloseInput, _ outcome: ThreeWayOutcome, _ language: Language
  ) {
    self.finding = finding
    self.input = input
    self.outcome = outcome
    self.language = language
  }

  private func say(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }

  private func yen(_ value: Int64) -> String {
    let sign = value < 0 ? "-" : ""
    return language == .ja ? "\(sign)\(plain(value))円" : "\(sign)¥\(plain(value))"
  }

  private func plain(_ value: Int64) -> String {
    let digits = Array(String(value.magnitude).utf8)
    var out: [UInt8] = []
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { out.append(0x2C) }
      out.append(digit)
    }
    return String(decoding: out, as: UTF8.self)
  }

  private var line: SettlementLine? {
    finding.lineIndex.map { input.book.lines[Int($0)].line }
  }

  private var order: OrderRow? { finding.orderIndex.map { input.orders[Int($0)].row } }
  private var payout: PayoutOutcome? { finding.payoutIndex.map { outcome.payouts[Int($0)] } }
  private var entry: LedgerEntry? { finding.entryIndex.map { input.entries[Int($0)] } }
  private var provider: String {
    finding.provider >= 0 ? input.book.providers[Int(finding.provider)] : say("決済会社", "provider")
  }

  private var by: String {
    finding.until.map { say("\($0.iso)までに", "by \($0.iso)") } ?? say("速やかに", "soon")
  }

  private var lineText: String {
    guard let line else { return provider }
    let number = line.lineID.isEmpty ? String(line.record) : line.lineID
    let key = line.orderKey.isEmpty ? line.slipNumber : line.orderKey
    return say(
      "\(provider)の明細\(number)(\(line.day.iso)、\(key)、\(yen(line.grossYen)))",
      "line \(number) of \(provider) (\(line.day.iso), \(key), \(yen(line.grossYen)))")
  }

  private var orderText: String {
    guard let order else { return say("注文", "the order") }
    return say(
      "注文\(order.orderID)(\(yen(order.amountDueYen)))",
      "order \(order.orderID) (\(yen(order.amountDueYen)))")
  }

  private var payoutText: String {
    guard let payout else { return provider }
    let day = payout.expectedDay.map { say("、入金予定\($0.iso)", ", due \($0.iso)") } ?? ""
    return say(
      "\(provider)の精算\(payout.key)(\(yen(payout.totalYen))\(day))",
      "payout \(payout.key) of \(provider) (\(yen(payout.totalYen))\(day))")
  }

  /// An order to be looked at, where only amount and time speak for it.
  var proposal: String {
    guard let n = finding.lineIndex else { return "" }
    let order = outcome.lines[Int(n)].proposedOrder
    guard order >= 0 else { return "" }
    let id = input.orders[Int(order)].row.orderID
    return say(
      "金額と時期が一致する未精算の注文は\(id)だけ(候補。確認が必要)。",
      " The only unsettled order of that amount and time is \(id): a candidate, to be checked.")
  }

  func wording() -> (title: String, fact: String, action: String) {
    let (fact, action) = finding.lineIndex != nil ? ofLine() : ofPayout()
    return (title(of: finding.fault, language: language), fact, action)
  }

  private func ofLine() -> (String, String) {
    let ask = say(
      "\(by)\(provider)へ該当行を示して照会する。", "Ask \(provider) \(by), naming the line.")
    switch finding.fault {
    case .unknownOrder, .ambiguousOrder:
      return (
        say(
          "\(lineText)に当たる注文が\(finding.fault == .unknownOrder ? "ない" : "一つに決まらない")。持ち主が分かるまで仮受金とする案。",
          "\(lineText) fits \(finding.fault == .unknownOrder ? "no order" : "several orders"). "
            + "Proposed to stay in suspense until its owner is known."),
        say(
          "\(by)他の店舗・経路の注文を探し、\(provider)へ照会する。", "Search other shops \(by), then ask \(provider).")
      )
    case .amountMismatch:
      return (
        say(
          "\(lineText)は\(orderText)と\(yen(finding.differenceYen))異なる。",
          "\(lineText) differs from \(orderText) by \(yen(finding.differenceYen))."),
        say("\(by)注文の変更履歴と伝票額を確かめ、\(ask)", "Look at the order's changes; \(ask)")
      )
    case .feeMismatch:
      let fee = line?.feeYen ?? 0
      return (
        say(
          "\(lineText)の手数料\(yen(fee))は、\(terms)による\(yen(fee - finding.differenceYen))と異なる(差\(yen(finding.differenceYen)))。",
          "The fee \(yen(fee)) of \(lineText) is not \(yen(fee - finding.differenceYen)) as "
            + "\(terms) has it (difference \(yen(finding.differenceYen)))."), ask
      )
    case .chargeback:
      return (
        say(
          "\(lineText): \(orderText)の代金が差し戻された。未出荷なら出荷を止める。",
          "\(lineText): the money of \(orderText) was taken back. Stop it if it has not shipped."),
        say(
          "通知書の期限(なければ\(by))までに、受け入れるか争うかを決め、配達記録を揃える。",
          "Decide by the date in the notice (else \(by)) to accept or contest; collect the delivery proof."
        )
      )
    case .capturedAfterCancel:
      return (
        say(
          "\(orderText)はキャンセル済みだが、\(lineText)で売上が立っている。",
          "\(orderText) is cancelled, yet \(lineText) took money."),
        say("\(by)売上を取り消すか返金する。", "Void or refund it \(by).")
      )
    case .refused, .lost: return parcel()
    default: return plainLine(ask)
    }
  }

  private func parcel() -> (String, String) {
    finding.fault == .refused
      ? (
        say(
          "\(lineText): \(orderText)は受け取られず戻る。集金はない。",
          "\(lineText): \(orderText) was not accepted and comes back."),
        say(
          "\(by)注文者に一度だけ確認し、再送せず返品として処理する。",
          "Ask the customer once \(by); do not resend without consent.")
      )
      : (
        say(
          "\(lineText): \(orderText)の荷物は紛失と記載。",
          "\(lineText): the parcel of \(orderText) is said to be lost."),
        say("\(by)運送会社へ伝票番号を示して補償を求める。", "Claim from the carrier \(by), with the slip number.")
      )
  }

  private func plainLine(_ ask: String) -> (String, String) {
    let what: String
    switch finding.fault {
    case .duplicateLine where line?.kind == .refund:
      what = say(
        "同じ注文・同額の返金が既にあり、受け取った額より多く返している",
        "this amount was refunded before, and more went back than ever came")
    case .duplicateLine:
      what = say("同じ注文・同額の明細が既にある", "the order was settled with this amount before")
    case .signTurned: what = say("種類と符号が合わない", "its sign does not fit its kind")
    case .neverConfirmed:
      what = say(
        "速報のまま確報が来ない。速報は入金の約束ではない",
        "it was announced and never confirmed; an announcement is no promise of money")
    case .dayUnlikely: what = say("注文の日と離れすぎている", "its day is far from the order's")
    default:
      what = say("速報が取り消された。未出荷なら出荷を止める", "the preliminary notice was withdrawn; stop the parcel")
    }
    return (say("\(lineText): \(what)。", "\(lineText): \(what)."), ask)
  }

  private var terms: String {
    let agreed = finding.provider >= 0 && !input.terms[Int(finding.provider)].fees.isEmpty
    return agreed
      ? say("契約の料率", "the agreement") : say("ほかの明細の料率(契約は未登録)", "the rate of the other lines")
  }

  private func ofPayout() -> (String, String) {
    let ask = say("\(by)\(provider)へ照会する。", "Ask \(provider) \(by).")
    let bank = entry.map { "\($0.bookingDay.iso) \(yen($0.amountYen))" } ?? ""
    switch finding.fault {
    case .missingLine:
      return (
        say(
          "\(orderText)は精算に現れるはずの日を過ぎたが、明細がない。",
          "\(orderText) should have been settled by now, and no line shows it."),
        say("次回の精算を確かめ、なければ\(ask)", "Look at the next statement; then \(ask)")
      )
    case .notCaptured, .notGuaranteed: return unsettled(ask)
    case .payoutDiffers:
      return (
        say(
          "\(payoutText)に対し銀行は\(bank)。差\(yen(finding.differenceYen))。",
          "\(payoutText), but the bank shows \(bank): \(yen(finding.differenceYen)) apart."), ask
      )
    case .payoutLate:
      return (
        say("\(payoutText)の入金が期日を過ぎても見当たらない。", "\(payoutText) has not come though it is due."),
        say("\(ask)顧客へ再請求しない。", "\(ask) Customers must not be asked to pay again.")
      )
    case .payoutAmbiguous, .payoutProposed:
      return (
        say("\(payoutText)に当たる入金を一つに決められない。", "No single bank entry is surely \(payoutText)."),
        say("\(by)担当者が入金を確かめ、名義を設定に加える。", "Somebody looks \(by) and adds the payer's name.")
      )
    case .linesDiffer:
      return (
        say(
          "\(payoutText)は明細の合計と\(yen(finding.differenceYen))異なる。",
          "\(payoutText) is not the sum of its lines: \(yen(finding.differenceYen)) apart."), ask
      )
    case .feesDiffer:
      return (
        say(
          "\(payoutText)の手数料合計は、明細の手数料の合計と\(yen(finding.differenceYen))異なる。",
          "The fees stated of \(payoutText) are \(yen(finding.differenceYen)) off the sum of its lines'."
        ), ask
      )
    case .taxUnclear:
      return (
        say(
          "\(payoutText)は、手数料の消費税\(yen(finding.atRiskYen))を他の精算と逆に読んだときだけ入金と合う。",
          "\(payoutText) ties only where the tax \(yen(finding.atRiskYen)) on its fees is read the other "
            + "way than in the provider's other payouts."), ask
      )
    case .statementMissing:
      return (
        say(
          "\(provider)からの入金\(bank)に当たる精算明細がない。",
          "\(bank) came from \(provider), and no report tells of it."),
        say("\(by)精算明細をダウンロードして取り込む。", "Download the report \(by) and import it.")
      )
    default: return told(bank)
    }
  }

  private func unsettled(_ ask: String) -> (String, String) {
    finding.fault == .notCaptured
      ? (
        say(
          "\(orderText)は与信だけで、売上確定の明細がない。与信は期限で消える。",
          "\(orderText) was authorised, and no line shows that it was captured. Authorisations expire."
        ),
        say(
          "\(by)決済画面で売上確定の有無を確かめ、期限切れなら再与信または別の方法で請求する。",
          "See \(by) whether it was captured; if it expired, authorise anew or bill otherwise.")
      )
      : (
        say(
          "\(orderText)は後払い会社の承認がないまま精算されていない。保証の対象外の恐れ。",
          "\(orderText) is not settled, and its provider never said yes: it may not be guaranteed."),
        say(
          "\(by)承認結果と伝票番号の登録を確かめる。対象外なら直接請求する。\(ask)",
          "See \(by) the credit result and whether the slip is registered; else bill directly. \(ask)"
        )
      )
  }

  private func told(_ bank: String) -> (String, String) {
    switch finding.fault {
    case .payoutMerged:
      return (
        say(
          "\(payoutText)は他の精算と合わせて入金\(bank)。", "\(payoutText) came together with others: \(bank)."),
        say("対応不要。", "Nothing to do.")
      )
    case .payoutSplit:
      return (
        say("\(payoutText)は分けて入金された。", "\(payoutText) came in parts."),
        say("対応不要。", "Nothing to do.")
      )
    case .payoutCarried:
      return (
        say(
          "\(payoutText)はマイナス。次回の精算から差し引かれる見込み。",
          "\(payoutText) is negative and is presumably taken off the next."),
        say("次回の精算で確かめる。", "Look at the next statement.")
      )
    default:
      return (
        say(
          "\(provider)の売掛金が\(yen(finding.differenceYen))合わない。締めは確定できない。",
          "The receivable of \(provider) is \(yen(finding.differenceYen)) out: the month is not closed."
        ),
        say("台帳を keshikomi verify で確かめる。", "Prove the ledger with keshikomi verify.")
      )
    }
  }
}
