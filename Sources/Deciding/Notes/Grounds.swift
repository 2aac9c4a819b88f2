import Model

/// On what a code's default rests, in our own words, with its certainty. A statute mark is a
/// pointer for whoever checks it, not advice.
func ground(of code: FindingCode, language: Language) -> String {
  language == .ja ? groundsJapanese[code.rank] : groundsEnglish[code.rank]
}

/// By rank, made once: every case of a large day holds one of them.
private let groundsJapanese = FindingCode.precedence.map {
  "\(ground($0).ja)(確度\(ground($0).certainty))"
}
private let groundsEnglish = FindingCode.precedence.map {
  "\(ground($0).en) (certainty \(ground($0).certainty))"
}

private typealias Ground = (ja: String, en: String, certainty: String)

private func ground(_ code: FindingCode) -> Ground {
  switch code {
  case .A01, .A02, .A03, .A04, .M01, .M02, .M03: amountGround(code)
  case .N01, .N02, .N03, .N04, .N05, .N06, .N07: nameGround(code)
  case .T01, .T02, .T03, .T04, .T05, .T06, .B01: timingGround(code)
  default: otherGround(code)
  }
}

private func amountGround(_ code: FindingCode) -> Ground {
  switch code {
  case .A01:
    (
      "民法485条: 支払いの費用は、合意がなければ支払う側の負担",
      "Civil Code 485: without an agreement the cost of paying is the payer's", "H"
    )
  case .A02:
    (
      "民法415条・493条と前払いの取り決め: 全額がそろうまで出荷しない",
      "Civil Code 415, 493 and the prepayment term: no shipping before all is paid", "H*"
    )
  case .A03:
    (
      "民法703条: 理由なく受けた超過分は返す", "Civil Code 703: an excess without ground is returned",
      "H"
    )
  case .A04:
    (
      "民法703条: 二度目の入金は返す。出荷は一度だけ",
      "Civil Code 703: a second payment is returned; goods ship once", "H"
    )
  case .M01:
    (
      "民法488条1項: 合計額の一致から、支払者の指定と推定",
      "Civil Code 488(1): a sum that fits is taken as the payer's designation", "L"
    )
  case .M02:
    (
      "民法493条と前払いの取り決め。ATM振込は1回10万円までの例がある",
      "Civil Code 493 and the prepayment term; cash machines often stop at ¥100,000", "M"
    )
  default:
    (
      "民法488条〜491条: 指定がなければ法定の順序で充てる",
      "Civil Code 488–491: without a designation the statutory order applies", "H"
    )
  }
}

private func nameGround(_ code: FindingCode) -> Ground {
  switch code {
  case .N01:
    (
      "最判平8.4.26: 誤った振込でも預金は成立する。持ち主が分かるまで使わない",
      "Supreme Court 1996-04-26: even a mistaken transfer is a deposit; keep it untouched", "M"
    )
  case .N02:
    (
      "民法474条: 第三者の支払いも原則有効。保留は確認のため",
      "Civil Code 474: a third party may pay; the hold is for identification only", "H"
    )
  case .N03:
    (
      "民法644条: 選ぶ根拠がないまま一方に決めない",
      "Civil Code 644: no choice without a ground between equal candidates", "H"
    )
  case .N04:
    (
      "民法644条: 表記ゆれの判定規則と結果を記録する",
      "Civil Code 644: the rule for name variants and its result are on record", "H"
    )
  case .N05:
    (
      "民法488条1項: 存在しない債務の指定は働かず、名義と金額で判断する",
      "Civil Code 488(1): naming a debt that is not open does not bind; name and sum decide", "L"
    )
  case .N06:
    (
      "民法477条・646条: 自社口座なら有効、別主体なら引き渡し",
      "Civil Code 477, 646: valid in an own account, else to be handed over", "H"
    )
  default:
    (
      "最判昭49.9.26: 事情を知るか重過失で受けた金銭は返還の対象となり得る",
      "Supreme Court 1974-09-26: money taken in bad faith may have to be returned", "H"
    )
  }
}

private func timingGround(_ code: FindingCode) -> Ground {
  switch code {
  case .T01:
    (
      "民法703条・特商法13条: 再受注か返金かを遅滞なく知らせる",
      "Civil Code 703, Specified Commercial Transactions Act 13: reopen or refund, and say so",
      "H"
    )
  case .T02:
    (
      "民法412条: 遅れは支払者側。受け入れた後は通常の注文として扱う",
      "Civil Code 412: the delay is the payer's; once accepted the order runs as usual", "H*"
    )
  case .T03:
    (
      "特商法13条の期間は申込みがあってから進む。別の注文の支払いでないかを確かめる",
      "The notice period starts with the order; check for an older order first", "M"
    )
  case .T04:
    (
      "民法412条・541条と店舗規約。督促は中立の案内に限る(弁護士法72条)",
      "Civil Code 412, 541 and the shop's terms; reminders stay neutral (Attorney Act 72)", "M"
    )
  case .T05:
    (
      "民法415条・416条: 指定日を知り得たかが問われる",
      "Civil Code 415, 416: it matters whether the date was visible", "H"
    )
  case .T06:
    (
      "民法415条・特商法13条: 入金後は遅滞なく出荷または通知",
      "Civil Code 415, Specified Commercial Transactions Act 13: ship or notify", "M"
    )
  default:
    (
      "記帳後の組戻しには受取人の承諾が要る。売買が実在すれば支払いは残る",
      "After booking a recall needs the payee's consent; with a real sale the payment stands",
      "M"
    )
  }
}

private func otherGround(_ code: FindingCode) -> Ground {
  switch code {
  case .S01: ("加盟店契約。自店のものでなければ返す", "Merchant contract; not ours means returned", "M")
  case .S02, .S03, .S04:
    ("加盟店・集金契約の精算条件", "Settlement terms of the contract", "M")
  case .S05: ("加盟店契約とブランド規則", "Merchant contract and brand rules", "M")
  case .S06: ("加盟店契約: 有効な与信の後に出荷", "Merchant contract: ship on a valid authorisation", "M")
  case .S07:
    (
      "収納契約: 速報は確定ではなく、取り消されることがある",
      "Collection contract: a preliminary notice can be withdrawn", "M"
    )
  case .S08: ("民法413条: 受領拒絶で増えた費用", "Civil Code 413: cost caused by refusal", "M")
  case .S09: ("集金委託契約の上限と伝票額", "Collection contract: limit and slip amount", "P")
  case .S10: ("後払い契約: 審査承認前は保証なし", "Deferred-payment contract: no guarantee before approval", "M")
  case .S11: ("加盟店契約の支払期日", "Payout dates of the merchant contract", "M")
  case .R01: ("民法644条: 指図と出金の突合", "Civil Code 644: orders and debits must agree", "H")
  case .R02: ("民法703条・412条3項: 返金義務", "Civil Code 703, 412(3): duty to refund", "H*")
  case .R03: ("民法703条: 誤った返金の取り戻し", "Civil Code 703: a wrong refund comes back", "H*")
  case .D01: ("民法644条: 同じ明細を二度計上しない", "Civil Code 644: no row is booked twice", "H")
  case .D02:
    (
      "民法644条: 残高が続かない明細に基づく出荷はしない",
      "Civil Code 644: nothing ships on a statement whose balance breaks", "H"
    )
  case .D03:
    (
      "民法418条とデータ提供の取り決め: 欠けた日の「未入金」は言えない",
      "Civil Code 418 and the data terms: no “unpaid” for a day nobody saw", "H*"
    )
  case .D04:
    (
      "特商法11条: 請求額は申込時の表示による", "Specified Commercial Transactions Act 11: the amount shown counts",
      "M"
    )
  default:
    (
      "個人情報保護法25条: 委託元ごとの分離", "Act on Protection of Personal Information 25: clients stay apart",
      "M"
    )
  }
}
