import Model

extension Words {
  func basis(_ basis: MatchBasis) -> String {
    switch basis {
    case .exact: self("名義・金額一致", "name and amount")
    case .orderNumber: self("注文番号", "order number")
    case .nameVariant: self("名義の表記ゆれ", "name variant")
    case .familyName: self("同姓", "family name")
    case .company: self("会社名義", "company name")
    case .knownPayer: self("同じ名義の入金実績", "known payer")
    case .oneForMany: self("合算入金", "one for several")
    case .manyForOne: self("分割入金", "several for one")
    case .shortByFee: self("手数料差引", "short by fee")
    case .short: self("不足入金", "short")
    case .over: self("過入金", "over")
    case .beforeOrder: self("注文前入金", "before order")
    case .doublePayment: self("二重入金(参考)", "double payment (information)")
    case .afterCancel: self("取消後入金(参考)", "after cancel (information)")
    case .reversal: self("銀行取消", "bank reversal")
    case .byHand: self("担当者の指定", "by hand")
    case .undone: self("担当者の取消", "undone by hand")
    }
  }

  func reason(_ reason: SetAsideReason) -> String {
    switch reason {
    case .outgoing: self("出金", "outgoing payment")
    case .interest: self("利息", "interest")
    case .ownTransfer: self("自社口座間の振替", "own transfer")
    case .cardPayout: self("カード精算金", "card payout")
    case .codPayout: self("代引精算金", "cash-on-delivery payout")
    case .mallPayout: self("モール精算金", "mall payout")
    case .payroll: self("給与", "payroll")
    case .refundReturned: self("返金の戻り", "refund returned")
    case .taxOrPublic: self("税・公金", "tax or public money")
    case .outgoingReturned: self("出金の戻り", "outgoing payment returned")
    case .reversedAtBank: self("銀行で取消済", "reversed at the bank")
    case .refundPaid: self("返金の出金", "refund that was ordered")
    case .refundBack: self("返金の資金返却", "refund that came back")
    case .notOurs: self("当店宛でない入金", "not ours")
    }
  }

  /// What was compared, in words that fit the sign of its weight.
  func evidence(_ evidence: Evidence) -> String {
    switch evidence.level {
    case .amountRare where evidence.weightMillibits < 0:
      self("同じ金額がほかにもある", "others have this amount too")
    case .nameRare where evidence.weightMillibits < 0:
      self("同じ名前がほかにもある", "others have this name too")
    default: self.evidence(evidence.level)
    }
  }

  private func evidence(_ level: EvidenceLevel) -> String {
    switch level {
    case .prior: self("出発点(候補の数)", "prior (number of candidates)")
    case .amountExact: self("金額が一致", "amount is exact")
    case .amountShortByFee: self("手数料分だけ不足", "short by a transfer fee")
    case .amountShort: self("金額が不足", "amount is short")
    case .amountOver: self("金額が超過", "amount is over")
    case .amountSlip: self("数字の打ち間違いか数円の差", "a digit or a few yen off")
    case .amountHalf: self("ちょうど半額", "exactly half")
    case .amountRoundedUp: self("切り上げた金額", "rounded up")
    case .amountOverByFee: self("手数料分だけ多い", "over by a transfer fee")
    case .amountPart: self("金額が一部", "amount is a part")
    case .amountSubset: self("注文の組合せと一致", "amount fits a set of orders")
    case .amountRare: self("珍しい金額", "amount is rare")
    case .nameExact: self("名義が一致", "name is equal")
    case .nameSpacing: self("空白だけの違い", "name differs in spacing")
    case .nameLegalForm: self("法人格の表記の違い", "name differs in legal form")
    case .nameVariant: self("表記ゆれ", "name is a variant")
    case .nameTruncated: self("名義が途中で切れている", "name is cut off")
    case .nameExtraWord: self("名義に余分な語", "name has an extra word")
    case .nameTypo: self("打ち間違いらしい名義", "name has a typing slip")
    case .nameSwapped: self("姓名が逆", "family and given name swapped")
    case .nameReading: self("漢字の読みと一致", "kana fit the order's kanji")
    case .nameUsualSlip: self("よくある書き間違い", "a slip that is often made")
    case .nameLetters: self("漢字の名義が一致", "same name in kanji")
    case .nameRomaji: self("ローマ字の名義", "name in Latin letters")
    case .nameFamily: self("同じ姓", "same family name")
    case .nameSurnameOnly: self("姓だけの名義", "family name only")
    case .nameCompanyPerson: self("会社と個人", "company and person")
    case .nameDifferent: self("名義が違う", "name is different")
    case .nameAbsent: self("名義なし", "no name")
    case .nameRare: self("珍しい名前", "name is rare")
    case .orderNumberFull: self("注文番号が一致", "order number is equal")
    case .orderNumberPart: self("注文番号の一部が一致", "part of the order number")
    case .orderNumberOther: self("別の注文番号", "another order number")
    case .dateClose: self("注文直後の入金", "paid soon after the order")
    case .dateNormal: self("通常の時期の入金", "paid in the usual time")
    case .dateLate: self("遅い入金", "paid late")
    case .dateBeforeOrder: self("注文より前の入金", "paid before the order")
    case .sameCustomer: self("同じお客様", "same customer")
    case .payerHistory: self("この名義の支払実績", "the payer's history")
    }
  }
}
