public import Model

/// The name of a code in the trade's own words.
public func title(of code: FindingCode, language: Language) -> String {
  let both = titles(code)
  return language == .ja ? both.ja : both.en
}

private func titles(_ code: FindingCode) -> (ja: String, en: String) {
  switch code {
  case .A01: ("振込手数料差引", "Short by a transfer fee")
  case .A02: ("入金不足", "Short payment")
  case .A03: ("過入金", "Overpayment")
  case .A04: ("二重入金", "Paid twice")
  case .N01: ("名義不明入金", "Unknown payer")
  case .N02: ("名義相違", "Payer differs from orderer")
  case .N03: ("同名同額の競合", "Several orders fit equally")
  case .N04: ("名義の表記ゆれ", "Payer name cut or spelt differently")
  case .N05: ("注文番号の誤記", "Wrong order number")
  case .N06: ("入金口座相違", "Paid into another account")
  case .N07: ("不審な入金", "Suspicious payment")
  case .M01: ("合算入金", "One transfer for several orders")
  case .M02: ("分割入金", "Several transfers for one order")
  case .M03: ("充当先の内訳不明", "Allocation unclear")
  case .T01: ("キャンセル後入金", "Paid after cancellation")
  case .T02: ("期限後入金", "Paid after the deadline")
  case .T03: ("注文前入金", "Paid before the order")
  case .T04: ("期限超過の未入金", "Overdue, no payment seen")
  case .T05: ("指定着日の危険", "Promised date at risk")
  case .T06: ("入金済み未出荷", "Paid but not shipped")
  case .B01: ("組戻し・入金取消", "Payment reversed by the bank")
  case .S01: ("注文のない精算明細", "Settlement line without an order")
  case .S02: ("精算明細の漏れ", "Order missing from the settlement")
  case .S03: ("精算額と入金額の不一致", "Payout differs from the settlement")
  case .S04: ("決済手数料の相違", "Fee differs from the contract")
  case .S05: ("チャージバック", "Chargeback")
  case .S06: ("与信未確認・期限切れ", "Not authorised, or authorisation expired")
  case .S07: ("入金の確定待ち", "Payment not final yet")
  case .S08: ("代引の受取拒否", "Cash on delivery refused")
  case .S09: ("代引額の不一致・上限超過", "Cash on delivery: amount or limit")
  case .S10: ("後払いの保証なし", "Deferred payment without a guarantee")
  case .S11: ("決済会社の入金遅延", "Payout late or stopped")
  case .R01: ("照合できない返金", "Refund not matched")
  case .R02: ("返金の遅れ", "Refund overdue")
  case .R03: ("返金の不能・誤り", "Refund failed or wrong")
  case .D01: ("明細の重複", "Statement row seen twice")
  case .D02: ("残高の不連続", "Balance does not continue")
  case .D03: ("明細の欠日", "Bank day without a statement")
  case .D04: ("注文内容の要確認", "Order amount or method unclear")
  case .D05: ("他の委託元のデータ混入", "Data of another client")
  }
}
