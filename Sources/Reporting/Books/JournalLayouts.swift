public import Model

extension JournalLayout {
  /// Whether the file is in CP932 and not in UTF-8.
  public var isCP932: Bool { self == .yayoi || self == .moneyforward }
  /// Whether the file begins with a byte order mark.
  public var hasMark: Bool { self == .freee || self == .neutral }

  /// nil where the file has no header.
  public var header: [String]? {
    switch self {
    case .yayoi: nil
    case .freee:
      [
        "収支区分", "管理番号", "発生日", "決済期日", "取引先コード", "取引先", "勘定科目", "税区分", "金額", "税計算区分",
        "税額", "備考", "品目", "部門", "メモタグ（複数指定可、カンマ区切り）", "セグメント1", "セグメント2", "セグメント3",
        "決済日", "決済口座", "決済金額",
      ]
    case .moneyforward:
      [
        "取引No", "取引日", "借方勘定科目", "借方補助科目", "借方部門", "借方取引先", "借方税区分", "借方インボイス",
        "借方金額(円)", "借方税額", "貸方勘定科目", "貸方補助科目", "貸方部門", "貸方取引先", "貸方税区分",
        "貸方インボイス", "貸方金額(円)", "貸方税額", "摘要", "仕訳メモ", "タグ", "MF仕訳タイプ", "決算整理仕訳",
        "作成日時", "作成者", "最終更新日時", "最終更新者",
      ]
    case .neutral:
      [
        "number", "date", "fact_date", "case", "debit_account", "credit_account", "provider",
        "yen", "debit_tax", "credit_tax", "entry_id", "order_id", "statement_row", "run",
        "reversal",
        "reverses", "text",
      ]
    }
  }

  /// Rows of one booking.
  public func rows(_ line: BookLine, _ terms: BookTerms) -> [[String]] {
    let writer = JournalRow(line: line, terms: terms, layout: self)
    switch self {
    case .yayoi: return [writer.yayoi]
    case .freee: return writer.freee
    case .moneyforward: return [writer.moneyforward]
    case .neutral: return [writer.neutral]
    }
  }
}

private struct JournalRow {
  let line: BookLine
  let terms: BookTerms
  let layout: JournalLayout

  private var debit: String { terms.name(line.debit) }
  private var credit: String { terms.name(line.credit) }
  private var debitSub: String { sub(line.debit) }
  private var creditSub: String { sub(line.credit) }

  private func sub(_ account: BookAccount) -> String {
    account == .receivable || account == .pool ? line.provider : ""
  }
  private var day: String { slashed(line.day) }
  private var yen: String { String(line.yen) }

  /// The side that is a sale, a return or a purchase has the tax; the other one has none.
  private var debitTax: String {
    tax([.reduction, .returns, .fee, .badDebt, .sales].contains(line.debit))
  }
  private var creditTax: String {
    tax([.reduction, .returns, .fee, .badDebt, .sales].contains(line.credit))
  }

  private func tax(_ isTaxed: Bool) -> String {
    switch (isTaxed ? line.tax : .outside, layout) {
    case (.outside, _), (.unclear, .yayoi), (.unclear, .moneyforward), (.unclear, .freee): "対象外"
    case (.exempt, .yayoi): "非課税仕入"
    case (.exempt, _): "非課仕入"
    case (.sales10, .yayoi): "課税売上込10%"
    case (.sales10, .freee): "課税売上10%"
    case (.sales10, _): "課税売上 10%"
    case (.return10, .yayoi): "課税売返込10%"
    case (.return10, .freee): "課税売返10%"
    case (.return10, _): "課税売上-返還等 10%"
    case (.purchase10, .yayoi): "課対仕入込10%"
    case (.purchase10, .freee): "課対仕入10%"
    case (.purchase10, _): "課税仕入 10%"
    case (.unclear, .neutral): "要確認"
    }
  }

  /// What a person reads beside the amount; short, for desktop programs cut it.
  private var summary: String {
    var words: [String] = []
    if !line.orderID.isEmpty { words.append(line.orderID) }
    if !line.text.isEmpty { words.append(line.text) }
    if line.isReversal { words.append("取消" + (line.reverses.map { " 仕訳\($0)" } ?? "")) }
    if line.factDay != line.day { words.append(slashed(line.factDay) + "分") }
    return words.joined(separator: " ")
  }

  /// The trail back: our number, the case, the bank entry and the statement's row.
  private var memo: String {
    ["K\(line.number)", line.entryCase + "(案)", line.entryID, line.source].filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  var yayoi: [String] {
    let head = ["2000", "", "", day, debit, debitSub, "", debitTax, yen, ""]
    let tail = [
      credit, creditSub, "", creditTax, yen, "", cut(summary, 64), "", "", "0", "", cut(memo, 180),
    ]
    return head + tail + ["0", "0", "no"]
  }

  var moneyforward: [String] {
    let head = [String(line.number), day, debit, debitSub, "", "", debitTax, "", yen, ""]
    let tail = [credit, creditSub, "", "", creditTax, "", yen, "", summary, memo, "keshikomi"]
    return head + tail + ["", "", "", "", "", ""]
  }

  /// One row against the bank where the bank is one side; else one out of and one into the
  /// pass-through account.
  var freee: [[String]] {
    let bank = terms.name(.bank)
    switch (line.debit, line.credit) {
    case (.bank, _): return [deal("収入", credit, creditTax, bank)]
    case (_, .bank): return [deal("支出", debit, debitTax, bank)]
    default:
      return [
        deal("支出", debit, debitTax, terms.passThrough),
        deal("収入", credit, creditTax, terms.passThrough),
      ]
    }
  }

  private func deal(_ kind: String, _ account: String, _ tax: String, _ bank: String) -> [String] {
    let head = [kind, "K\(line.number)", day, "", "", "", account, tax, yen, "内税", ""]
    return head + [[summary, memo].filter { !$0.isEmpty }.joined(separator: " / ")]
      + ["", "", "keshikomi", "", "", "", day, bank, yen]
  }

  var neutral: [String] {
    [
      String(line.number), line.day.iso, line.factDay.iso, line.entryCase, debit, credit,
      line.provider,
      yen, debitTax, creditTax, line.entryID, line.orderID, line.source, line.runID,
      line.isReversal ? "1" : "", line.reverses.map { String($0) } ?? "", line.text,
    ]
  }

  private func slashed(_ day: Day) -> String {
    String(decoding: day.iso.utf8.map { $0 == 0x2D ? 0x2F : $0 }, as: UTF8.self)
  }

  /// At most so many bytes of CP932: two for what is wider than half.
  private func cut(_ text: String, _ bytes: Int) -> String {
    var kept = String.UnicodeScalarView()
    var used = 0
    for scalar in text.unicodeScalars {
      used += scalar.value < 0x80 || (0xFF61...0xFF9F).contains(scalar.value) ? 1 : 2
      if used > bytes { break }
      kept.append(scalar)
    }
    return String(kept)
  }
}
