import Model

/// What the lines above a header say about the account and the period.
struct Preamble: Equatable {
  var account = AccountRef()
  var firstDay: Day?
  var lastDay: Day?
  /// 明細件数: how many rows the bank says there are.
  var rowCount: Int64?
  /// 現在高: the balance when the file was made.
  var balanceYen: Int64?
  /// The day on which the file was made.
  var madeOn: Day?
  /// The day of the run.
  private let asOf: Day

  /// Nothing can have been booked between the period's end and the making of the file. Without a
  /// period the file goes to the day on which it was made.
  var isBalanceOfPeriodEnd: Bool {
    guard let lastDay else { return true }
    return madeOn.map { lastDay >= $0 } ?? false
  }

  private static let accountLabels = [
    "お客さま口座番号", "お客様口座番号", "口座番号", "照会口座", "口座情報", "口座", "対象口座",
  ]
  private static let holderLabels = ["口座名義人", "口座名義", "名義人", "お客さま名", "お客様名", "名義"]
  private static let periodLabels = ["照会期間", "日付指定", "対象期間", "期間", "照会対象期間"]
  private static let countLabels = ["明細件数", "件数"]
  private static let balanceLabels = ["現在高", "現在(貸付)高", "現在残高"]
  private static let madeOnLabels = ["出力日時", "作成日時"]

  /// Reads lines of cells: `label,value…`, `label:value`, and the pair of a line of labels over a
  /// line of values. Labels that are not known are passed over, and days that no statement of the
  /// day `asOf` can speak of.
  init(lines: [[String]], asOf: Day) {
    self.asOf = asOf
    for (index, line) in lines.enumerated() {
      guard let first = line.first, !first.isEmpty else { continue }
      let (label, inline) = Preamble.splitAtColon(foldHeader(first))
      let names = line.map(foldHeader)
      if !inline.isEmpty {
        take(label, inline)
      } else if Preamble.balanceLabels.contains(label) {
        takeBalance(line.dropFirst().first { !$0.isEmpty })
      } else if line.count > 2, index + 1 < lines.count, lines[index + 1].count == line.count,
        names.contains(where: Preamble.accountLabels.contains)
      {
        for (name, value) in zip(names, lines[index + 1]) { takeColumn(name, value) }
      } else if let value = line.dropFirst().first(where: { !$0.isEmpty }) {
        take(label, value)
      }
    }
  }

  private static func splitAtColon(_ text: String) -> (String, String) {
    let utf8 = text.utf8
    guard let colon = utf8.firstIndex(of: 0x3A) else { return (text, "") }
    return (
      foldHeader(String(text[..<colon])), foldHeader(String(text[utf8.index(after: colon)...]))
    )
  }

  private mutating func take(_ label: String, _ value: String) {
    if Preamble.accountLabels.contains(label) {
      account.merge(accountFromText(foldHeader(value)))
    } else if Preamble.holderLabels.contains(label) {
      account.holder = value
    } else if Preamble.countLabels.contains(label) {
      rowCount = digitsOnly(foldHeader(value)).flatMap { Int64($0) }
    } else if Preamble.periodLabels.contains(label) {
      (firstDay, lastDay) = statedPeriod(foldHeader(value), asOf: asOf)
    } else if Preamble.madeOnLabels.contains(label) {
      madeOn = firstDayInText(foldHeader(value), asOf: asOf)
    } else if Preamble.balanceLabels.contains(label) {
      takeBalance(value)
    }
  }

  private mutating func takeBalance(_ text: String?) {
    let decoder = TextDecoder(.utf8)
    let cell = Array((text ?? "").utf8).withUnsafeBytes { parseAmount($0, decoder) }
    if case .yen(let yen) = cell { balanceYen = yen }
  }

  private mutating func takeColumn(_ name: String, _ value: String) {
    switch name {
    case "契約店舗コード", "店番", "店番号", "支店コード":
      if let code = digitsOnly(foldHeader(value)), code.utf8.count <= 3 {
        account.branchCode = String(repeating: "0", count: 3 - code.utf8.count) + code
      }
    case "科目", "預金種目": account.accountType = accountTypes.first { $0.0 == foldHeader(value) }?.1
    default: take(name, value)
    }
  }
}

private let accountTypes: [(String, Int32)] = [("普通", 1), ("当座", 2), ("貯蓄", 4)]

extension AccountRef {
  fileprivate mutating func merge(_ other: AccountRef) {
    bankCode = other.bankCode ?? bankCode
    branchCode = other.branchCode ?? branchCode
    accountType = other.accountType ?? accountType
    number = other.number ?? number
  }
}

/// `テスト支店(998) 普通 9000001`: branch in brackets, type by its word, the last run of four or
/// more digits (and hyphens inside, as ゆうちょ writes 記号-番号) is the number. Folded text.
func accountFromText(_ text: String) -> AccountRef {
  var account = AccountRef()
  let bytes = Array(text.utf8)
  var at = 0
  while at < bytes.count {
    guard isDigit(bytes[at]) else {
      at += 1
      continue
    }
    let start = at
    while at < bytes.count, isDigit(bytes[at]) || (bytes[at] == 0x2D && at + 1 < bytes.count) {
      at += 1
    }
    let run = String(decoding: bytes[start..<at], as: UTF8.self)
    let isBracketed =
      start > 0 && bytes[start - 1] == 0x28 && at < bytes.count && bytes[at] == 0x29
    if isBracketed, run.utf8.count == 3 {
      account.branchCode = run
    } else if run.utf8.count >= 4 {
      account.number = run
    }
  }
  account.accountType = accountTypes.first { contains(bytes, Array($0.0.utf8)) }?.1
  return account
}

/// The date with which a text begins: `令和 8 年 11 月 22 日 17 時 52 分`; nil where there is none.
private func firstDayInText(_ text: String, asOf: Day) -> Day? {
  let mark = Array("日".utf8)
  let bytes = Array(text.utf8)
  var end = bytes.count
  for start in bytes.indices.dropLast(mark.count - 1)
  where bytes[start..<(start + mark.count)].elementsEqual(mark) {
    end = start + mark.count
    break
  }
  let reader = DateReader(
    styles: [.yearMonthDay, .compact, .kanji, .eraName], decoder: TextDecoder(.utf8),
    newest: asOf, range: statedDays(asOf: asOf))
  guard case .day(let day) = bytes[..<end].withUnsafeBytes(reader.read) else { return nil }
  return day
}

/// Two dates of any style around ～ or -, `2026.7.1-2026.7.31`; nil where the text is none such.
func statedPeriod(_ text: String, asOf: Day) -> (first: Day?, last: Day?) {
  let decoder = TextDecoder(.utf8)
  let reader = DateReader(
    styles: [.yearMonthDay, .compact, .kanji, .eraName], decoder: decoder,
    newest: asOf, range: statedDays(asOf: asOf))
  var bytes = Array(text.utf8)
  guard let cut = bytes.firstIndex(of: 0x7E) ?? hyphenInTheMiddle(bytes) else { return (nil, nil) }
  let tail = Array(bytes[(cut + 1)...])
  bytes.removeSubrange(cut...)
  guard case .day(let first) = bytes.withUnsafeBytes(reader.read),
    case .day(let last) = tail.withUnsafeBytes(reader.read), first <= last
  else { return (nil, nil) }
  return (first, last)
}

/// `2026.7.1-2026.7.31`: the only hyphen.
private func hyphenInTheMiddle(_ bytes: [UInt8]) -> Int? {
  let hyphens = bytes.indices.filter { bytes[$0] == 0x2D }
  return hyphens.count == 1 ? hyphens[0] : nil
}

private func digitsOnly(_ text: String) -> String? {
  let digits = text.utf8.filter(isDigit)
  guard !digits.isEmpty, digits.count <= 12 else { return nil }
  return String(decoding: digits, as: UTF8.self)
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

private func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
  guard text.count >= part.count else { return false }
  return (0...(text.count - part.count)).contains { start in
    part.indices.allSatisfy { text[start + $0] == part[$0] }
  }
}
