public import Model

/// What the names of a settlement report's header speak of: a proposal for a person to correct.
public struct SettlementProposal: Sendable {
  /// In the file's order; an empty role: not understood, to be left out or named.
  public var columns: [(name: String, role: String)]
  public var encoding: TextEncoding

  /// Nil where no line of the first thirty looks like a header: four names or more, none a number.
  public init?(sample bytes: UnsafeRawBufferPointer) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF] as [UInt8]) ? 3 : 0
    encoding = textEncoding(bytes, from: start)
    for separator in usualSeparators {
      var scanner = CSVScanner(bytes, from: start, separator: separator)
      guard let names = SettlementProposal.header(&scanner, encoding) else { continue }
      columns = SettlementProposal.named(names)
      return
    }
    return nil
  }

  private static func header(_ scanner: inout CSVScanner, _ encoding: TextEncoding) -> [String]? {
    var text = FieldText(TextDecoder(encoding))
    var record = CSVRecord()
    while scanner.line <= 30 {
      guard case .record = scanner.next(&record) else { return nil }
      var names: [String] = []
      for field in record.fields {
        guard let utf8 = text.utf8(field, in: scanner.bytes) else { return nil }
        names.append(foldHeader(validString(utf8)))
      }
      let words = names.filter { !$0.isEmpty }
      let hasNumber = words.contains { $0.utf8.allSatisfy { $0 < 0x40 } }
      if words.count >= 4, !hasNumber { return names }
    }
    return nil
  }

  /// Each role is given once, to the first name that speaks of it; fees may be four.
  private static func named(_ names: [String]) -> [(name: String, role: String)] {
    var taken: Set<String> = []
    return names.map { name in
      let bytes = Array(name.utf8)
      for (word, role) in words where bytes.holds(Array(word.utf8)) {
        let choices =
          role == "fee" ? ["fee", "second_fee", "third_fee", "fourth_fee"] : [role]
        guard let free = choices.first(where: { !taken.contains($0) }) else { continue }
        taken.insert(free)
        return (name, free)
      }
      return (name, "")
    }
  }

  /// First hit wins: what is special stands before what is general.
  private static let words: [(word: String, role: String)] = [
    ("返品日", "returned_day"), ("返送日", "returned_day"), ("消費税", "fee_tax"), ("税額", "fee_tax"),
    ("手数料", "fee"), ("印紙", "fee"), ("振込日", "payout_day"), ("支払日", "payout_day"),
    ("送金日", "payout_day"), ("入金予定", "payout_day"), ("差引", "net"), ("振込金額", "net"),
    ("送金額", "net"), ("入金額", "net"), ("精算額", "net"), ("支払金額", "net"), ("送り状", "slip_number"),
    ("伝票", "slip_number"), ("問合せ", "slip_number"), ("問い合", "slip_number"),
    ("追跡", "slip_number"), ("引受番号", "slip_number"), ("注文", "order_id"), ("受注", "order_id"),
    ("オーダー", "order_id"), ("管理番号", "order_id"), ("管理ナンバー", "order_id"),
    ("承認番号", "charge_id"), ("決済ID", "charge_id"), ("取引ID", "charge_id"), ("受付番号", "charge_id"),
    ("明細番号", "line_id"), ("精算番号", "payout"), ("精算書", "payout"), ("締め", "payout"),
    ("通貨", "currency"), ("品代金", "gross"), ("代引金額", "gross"), ("代金引換額", "gross"),
    ("集金額", "gross"), ("回収金額", "gross"), ("決済金額", "gross"), ("売上金額", "gross"),
    ("取引金額", "gross"), ("利用金額", "gross"), ("金額", "gross"), ("配達完了", "day"), ("集金日", "day"),
    ("入金日", "payout_day"), ("売上日", "day"), ("取引日", "day"), ("処理日", "day"), ("利用日", "day"),
    ("決済日", "day"), ("発送日", "other_day"), ("出荷日", "other_day"), ("取引区分", "kind"),
    ("処理区分", "kind"), ("区分", "kind"), ("種別", "kind"), ("状態", "state"),
    ("ステータス", "state"), ("決済手段", "method"), ("決済方法", "method"), ("ブランド", "method"),
  ]
}

extension [UInt8] {
  fileprivate func holds(_ part: [UInt8]) -> Bool {
    guard count >= part.count else { return false }
    return (0...(count - part.count)).contains { self[$0...].starts(with: part) }
  }
}
