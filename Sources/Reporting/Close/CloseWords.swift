public import Model

extension Words {
  func payout(_ result: PayoutResult) -> String {
    switch result {
    case .tied: self("入金確認", "In the bank")
    case .tiedLessFee: self("入金確認(手数料差引)", "In the bank, less a fee")
    case .merged: self("合算で入金", "Came with others")
    case .split: self("分割で入金", "Came in parts")
    case .inTransit: self("入金待ち", "Under way")
    case .late: self("入金遅延", "Late")
    case .netDiffers: self("金額不一致", "Amount differs")
    case .ambiguous: self("候補複数", "Several fit")
    case .proposed: self("候補あり(要確認)", "Candidate")
    case .carried: self("次回へ繰越", "Carried over")
    case .zero: self("0円", "Nothing to pay")
    case .dead: self("取消・失敗", "Failed or cancelled")
    }
  }

  func order(_ result: OrderResult) -> String {
    switch result {
    case .ok: self("精算済み", "Settled")
    case .cancelled: self("キャンセル", "Cancelled")
    case .refund: self("返金", "Refunded")
    case .partialRefund: self("一部返金", "Refunded in part")
    case .chargeback: self("チャージバック", "Chargeback")
    case .duplicateLine: self("明細重複", "Settled twice")
    case .amountMismatch: self("金額相違", "Amount differs")
    case .feeMismatch: self("手数料相違", "Fee differs")
    case .capturedAfterCancel: self("キャンセル後の売上", "Captured after cancellation")
    case .refused: self("受取拒否", "Refused")
    case .lost: self("紛失", "Lost")
    case .missingLine: self("明細なし", "Missing")
    case .notDue: self("翌月以降", "Not due yet")
    case .beforeData: self("明細取得前", "Before the first report")
    case .preliminary: self("速報のみ", "Preliminary")
    case .announcementCancelled: self("速報取消", "Notice withdrawn")
    case .signTurned: self("符号相違", "Wrong sign")
    }
  }
}

/// What a close came to, for a terminal: one line for each provider and its open things.
public func closeSummaryLines(_ report: CloseReportInput) -> [String] {
  let facts = CloseFacts(report)
  let words = facts.words
  var lines: [String] = []
  for (n, provider) in facts.input.book.providers.enumerated() {
    let f = facts.outcome.figures[n]
    lines.append(
      words(
        "\(provider): 売掛金 期首\(words.yen(f.openingYen)) + 発生\(words.yen(f.claimedYen)) − 消込"
          + "\(words.yen(f.clearedYen)) − 取消\(words.yen(f.writtenBackYen)) = 期末"
          + "\(words.yen(f.closingYen))",
        "\(provider): opening \(words.yen(f.openingYen)) + claimed \(words.yen(f.claimedYen)) - "
          + "cleared \(words.yen(f.clearedYen)) - written back \(words.yen(f.writtenBackYen)) = "
          + "closing \(words.yen(f.closingYen))"))
  }
  if facts.input.book.providers.isEmpty {
    lines.append(words("精算明細がありません。", "There is no settlement report."))
  }
  var counts: [CloseFault: Int64] = [:]
  for finding in report.findings { counts[finding.fault, default: 0] += 1 }
  for fault in CloseFault.allCases {
    guard let count = counts[fault],
      let place = report.findings.firstIndex(where: { $0.fault == fault })
    else { continue }
    lines.append(
      "\(report.findings[place].code.rawValue) \(report.notes[place].title): "
        + words.count(count, "case", "cases"))
  }
  return lines
}
