public import Model

/// What a liability note says beside the case's own words.
extension NoteWriter {
  /// Cap, authority and open questions of the contract.
  func contractText(_ note: LiabilityNote) -> String {
    var parts: [String] = []
    if note.recourseYen > 0 { parts.append(recourseText(note)) }
    if note.isUncappedIfGross == true, note.recourseYen > 0 {
      parts.append(
        say("重過失であれば上限を外す約定(要確認)。", "By contract the cap falls at gross negligence."))
    }
    if note.interestYen > 0 {
      parts.append(
        say(
          "利息の見込み\(yen(note.interestYen))(法定利率)。",
          "Interest so far, estimated: \(yen(note.interestYen))."))
    }
    if let act = note.act { parts.append(authorityText(act, note)) }
    if note.flags.contains(.toritekiPossible) {
      parts.append(
        say(
          "法人の買い手への受注生産であれば取適法の対象となり得る(要確認)。",
          "Made to order for a company, the deduction may fall under the subcontract act."))
    }
    if !note.unanswered.isEmpty {
      let questions = note.unanswered.map(question).joined(separator: say("、", "; "))
      parts.append(say("契約未確認: \(questions)。", "Not settled by contract: \(questions)."))
    }
    return parts.joined(separator: say("", " "))
  }

  private func recourseText(_ note: LiabilityNote) -> String {
    guard let left = note.capLeftYen else {
      return say(
        "受託者への求償の候補は\(yen(note.recourseYen))(上限は契約未確認)。",
        "Possible recourse to the operator: \(yen(note.recourseYen)) (its cap is not known).")
    }
    return say(
      "受託者への求償の候補は\(yen(note.recourseYen))、契約上限の残り\(yen(left))。",
      "Possible recourse to the operator: \(yen(note.recourseYen)); \(yen(left)) of the cap is left."
    )
  }

  private func authorityText(_ act: AuthorityAct, _ note: LiabilityNote) -> String {
    note.isWithinAuthority
      ? say(
        "\(actText(act))は委任の範囲内。", "To \(actText(act)) is within the operator's authority.")
      : say(
        "\(actText(act))には店舗の承認が必要。", "To \(actText(act)) needs the shop's approval.")
  }

  func actText(_ act: AuthorityAct) -> String {
    switch act {
    case .acceptShort: say("不足のままの受入れ", "accept the shortage")
    case .cancelOverdue: say("期限超過の取消", "cancel the overdue order")
    case .allocate: say("充当の指定の通知", "allocate by notice")
    case .setOff: say("相殺・他の注文への充当", "set off against another order")
    case .consentToRecall: say("組戻しへの承諾", "consent to the recall")
    case .refund: say("返金", "refund")
    case .overrideHold: say("保留の解除", "lift the hold")
    }
  }

  private func question(_ question: ContractQuestion) -> String {
    let signs = ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧", "⑨", "⑩"]
    return signs[question.rawValue - 1] + contractQuestion(question, language: language)
  }

  /// Facts against each party: times that broke their limit, and what the code itself shows.
  func contributoryText(_ note: LiabilityNote) -> String {
    var parts = note.segments.map { segment in
      say(
        "\(segmentText(segment.segment))が\(duration(segment.minutesOver))超過"
          + "(\(party(segment.party))の区間と推定)",
        "\(segmentText(segment.segment)) \(duration(segment.minutesOver)) over its limit "
          + "(presumably \(party(segment.party)))")
    }
    for code in c.codes {
      switch code {
      case .N02, .N04:
        parts.append(say("支払者: 注文者と異なる名義での振込", "payer: another name than the orderer's"))
      case .N05: parts.append(say("支払者: 注文番号の誤り", "payer: a wrong order number"))
      case .A01, .A02, .M02: parts.append(say("支払者: 請求額に満たない振込", "payer: less than was due"))
      case .D04: parts.append(say("店舗: 注文データの変更・不備", "shop: order data changed or unclear"))
      case .D02, .D03: parts.append(say("データ提供者: 明細の不備", "data supplier: statements not whole"))
      default: break
      }
    }
    if note.flags.contains(.dayTold) {
      parts.append(say("指定着日は受注データに表示あり(予見事情)", "the desired day stood in the order data"))
    }
    return parts.joined(separator: say("・", "; "))
  }

  private func segmentText(_ segment: DelaySegment.Segment) -> String {
    switch segment {
    case .payment: say("入金", "payment")
    case .statementDelivery: say("明細の受領", "delivery of the statement")
    case .matching: say("消込・確認", "confirming")
    case .question: say("照会への回答", "the answer to a question")
    case .handover: say("出荷", "handing over")
    }
  }

  private func duration(_ minutes: Int64) -> String {
    let (days, hours) = (minutes / 1_440, minutes % 1_440 / 60)
    if days > 0 { return say("\(days)日\(hours)時間", "\(days) d \(hours) h") }
    return say("\(hours)時間\(minutes % 60)分", "\(hours) h \(minutes % 60) min")
  }
}

/// One of the ten questions, in words.
public func contractQuestion(_ question: ContractQuestion, language: Language) -> String {
  let both: (ja: String, en: String) =
    switch question {
    case .faultStandard: ("過失の基準", "fault standard")
    case .cap: ("責任の上限と算定期間", "cap and its period")
    case .grossNegligence: ("重過失の例外", "gross negligence carve-out")
    case .missedDay: ("指定着日の遅れが直接損害か", "is a missed day direct damage")
    case .lossBase: ("誤出荷の損害を売価・原価のどちらで数えるか", "wrong release at price or cost")
    case .dataDelivery: ("明細の提供時刻と遅れの負担", "when statements are due, and from whom")
    case .sameDay: ("当日確認の締切", "cut-off for same-day confirmation")
    case .authority: ("少額不足・取消・返金の権限", "authority for shortages, cancelling, refunds")
    case .incident: ("事故の通知", "notice of mishaps")
    case .claims: ("請求期間と検収", "claim window and acceptance")
    }
  return language == .ja ? both.ja : both.en
}
