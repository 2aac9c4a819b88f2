import Model

extension NoteWriter {
  /// What a person keeps ready, and the records that are at hand with their hashes.
  func evidenceText(_ note: LiabilityNote) -> String {
    let records = note.evidence.map { "\($0.fileName)#\($0.record) sha256:\($0.sha256)" }
    return neededEvidence(c.code)
      + (records.isEmpty ? "" : say("。記録: ", ". On record: ") + records.joined(separator: ", "))
  }

  private func neededEvidence(_ code: FindingCode) -> String {
    switch code {
    case .A01:
      say("請求額・入金明細・手数料表の版・規約の手数料条項", "amount due, statement line, fee table, terms on fees")
    case .A02: say("請求額の履歴・案内メール・入金明細", "history of the amount, mail with it, statement line")
    case .A03: say("入金明細・連絡の記録・充当への同意", "statement line, contact log, consent to other use")
    case .A04: say("両方の入金明細・各時点の注文の状態", "both lines, state of the order at each time")
    case .N01: say("入金明細・探した記録・銀行の照会番号", "statement line, search log, bank inquiry number")
    case .N02: say("注文者の確認メール・別名の登録日", "the orderer's confirmation, alias with its day")
    case .N03: say("候補の一覧と評点", "list of candidates with scores")
    case .N04: say("名義の原文・正規化の規則", "raw bytes of the name, rule applied")
    case .N05: say("番号欄の原文・両方の注文", "raw number field, both orders")
    case .N06: say("口座の一覧と有効期間・引渡しの記録", "list of accounts with their days, hand-over record")
    case .N07: say("銀行からの連絡・注文の経緯・やり取り", "the bank's notice, order history, messages")
    case .M01: say("組み合わせの計算・他の組の数", "the sum, and how many others would fit")
    case .M02: say("すべての入金明細", "all statement lines")
    case .M03: say("通知・時刻・適用した充当の順", "notice, time, step of the allocation order")
    case .T01: say("取消の記録と時刻・入金の時刻", "cancellation with its time, time of the credit")
    case .T02: say("注文時に示した期限の文面", "the deadline as shown at ordering")
    case .T03: say("入金の予告の連絡", "message that announced the payment")
    case .T04: say("案内の記録・探した記録", "reminder log, search log")
    case .T05: say("九つの時刻・指定日の表示", "the nine times, where the day was visible")
    case .T06: say("出荷指示のファイル・倉庫の受領", "release file, the warehouse's receipt")
    case .B01: say("銀行の書面・承諾の記録・その時の出荷状況", "bank form, consent, shipping state at that time")
    default: otherEvidence(code)
    }
  }

  private func otherEvidence(_ code: FindingCode) -> String {
    switch code {
    case .S01: say("精算明細の原文", "raw settlement row")
    case .S02: say("発送の記録・承認番号", "proof of shipment, authorisation")
    case .S03: say("精算書と入金明細", "settlement and bank line")
    case .S04: say("料率表と適用日", "rate annex with its days")
    case .S05: say("配達記録・注文・本人認証の結果・メール", "delivery proof, order, 3-D Secure result, mails")
    case .S06: say("与信と売上確定の時刻", "times of authorisation and capture")
    case .S07: say("速報・確報・取消の記録", "preliminary, final and cancelling notices")
    case .S08: say("配送状況・返品条件の文面", "carrier status, text of the terms")
    case .S09: say("伝票・送金明細・注文", "slip, remittance row, order")
    case .S10: say("伝票登録の記録・審査結果", "registration log, credit result")
    case .S11: say("支払予定・未入金の一覧", "payout schedule, list outstanding")
    case .R01: say("承認の記録・出金明細", "approval record, bank debit")
    case .R02: say("連絡の記録", "contact log")
    case .R03: say("銀行の回答", "the bank's reply")
    case .D01: say("ファイルのハッシュ・取込の記録", "hashes, import log")
    case .D02: say("両方のファイル", "both files")
    case .D03: say("営業日の表・依頼の記録", "calendar, request log")
    case .D04: say("変更の履歴・操作者・時刻", "version history with user and time")
    default: say("閲覧の記録", "access log")
    }
  }
}
