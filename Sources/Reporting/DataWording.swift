public import Model

/// A data finding in one or two sentences: which file, where in it, what was found, what was
/// expected, and what to do next.
///
/// - Parameter masked: true where the text leaves the shop's own report (terminal, log): a value
///   that may hold a name or an account is then replaced by its length.
public func describe(
  _ f: DataFinding, fileName: String, language: Language, masked: Bool
) -> String {
  let parts = parts(of: f, fileName: fileName, Words(language), masked: masked)
  return parts.found + (language == .ja ? "" : " ") + parts.advice
}

/// The sentence that says what is wrong and where, and the one that says what to do.
func parts(
  of f: DataFinding, fileName: String, _ words: Words, masked: Bool
) -> (found: String, advice: String) {
  let place = describe(place: f.place, words)
  let seen = details(f, words, masked: masked)
  let name = cleaned(fileName)
  switch words.language {
  case .ja:
    let head = place.isEmpty ? name : "\(name) \(place)"
    let found =
      (ofProfile(f, words)?.found ?? foundInJapanese(f.fault))
      + (seen.isEmpty ? "" : "(\(seen))")
    return (
      "\(head): \(found)。", (advice(f, words, masked) ?? adviceInJapanese(f.fault)) + "。"
    )
  case .en:
    let head = place.isEmpty ? name : "\(name), \(place)"
    let found =
      (ofProfile(f, words)?.found ?? foundInEnglish(f.fault)) + (seen.isEmpty ? "" : " (\(seen))")
    return ("\(head): \(found).", (advice(f, words, masked) ?? adviceInEnglish(f.fault)) + ".")
  }
}

/// What to do where it depends on more than the fault. A workbook is a ZIP too.
private func advice(_ f: DataFinding, _ words: Words, _ masked: Bool) -> String? {
  if let question = f.accountQuestion {
    return AccountWording(question: question, words: words, masked: masked).advice
  }
  if let profile = ofProfile(f, words) { return profile.advice }
  guard f.fault == .unknownFormat else { return nil }
  switch f.value {
  case "ZIP", "gzip":
    return words(
      "圧縮ファイルなら先に展開して中のファイルを、Excelブックなら銀行から取得し直したCSVを置いてください",
      "Unpack an archive first and put in what it holds; instead of a workbook fetch the bank's CSV"
    )
  case "PDF", "XLS":
    return words(
      "銀行の画面から CSV などの対応形式で取得し直してください",
      "Fetch it from the bank again as CSV or in another format that is read")
  default: return nil
  }
}

/// Faults that are the user's own format's, not the file's: a key of it stands as the field.
private func ofProfile(_ f: DataFinding, _ words: Words) -> (found: String, advice: String)? {
  guard f.place.record == nil else { return nil }
  switch (f.fault, f.place.field) {
  case (.headerChanged, "skip_lines"):
    return (
      words("形式の skip_lines が見出しの行まで読み飛ばしています", "the format's skip_lines passes over the header"),
      words(
        "形式の YAML の skip_lines を \(f.expected ?? "0") 以下に直してください",
        "In the format's YAML set skip_lines to at most \(f.expected ?? "0")")
    )
  case (.badDate, "dates"):
    return (
      words("どの行の日付も、形式の dates の書き方と合いません", "no row has a day as the format's dates say"),
      words(
        "明細ではなく、形式の YAML の dates: を日付の書き方に合わせて直してください。ファイルの取り直しは不要です",
        "Correct dates: in the format's YAML; there is nothing wrong with the file")
    )
  default: return nil
  }
}

/// A control value of a file in words, with both sides where the file states one.
public func describe(control: ControlCheck, language: Language) -> String {
  let words = Words(language)
  let isOpening = control.kind == .closingBalance && control.reading == "opening"
  let name =
    isOpening ? words("繰越残高", "opening balance") : words.control(control.kind)
  switch control.kind {
  // Their numbers are counts of faults, not amounts to compare.
  case .balanceChain: return describe(chain: control, name, words)
  case .continuity: return describe(continuity: control, name, words)
  case .dayRange:
    return words(
      "対象期間外の行: \(grouped(control.computed))件",
      "rows outside the period: \(grouped(control.computed))")
  default: break
  }
  func shown(_ value: Int64) -> String {
    amount(value, control.decimals) + unit(of: control)
  }
  let computed = shown(control.computed)
  switch control.outcome {
  case .ok:
    return words("\(name): 一致(\(computed))", "\(name): agrees (\(computed))")
  case .absent where control.reading == "later":
    return words(
      "\(name): ファイルの残高は期間より後のもので比べられない(計算値 \(computed))",
      "\(name): the file states one of a later moment, not comparable (computed \(computed))")
  case .absent:
    return words(
      "\(name): ファイルに記載なし(計算値 \(computed))",
      "\(name): not stated by the file (computed \(computed))")
  case .failed:
    let stated = control.stated.map(shown) ?? words("なし", "none")
    let (exact, isTooLarge) = control.computed.subtractingReportingOverflow(control.stated ?? 0)
    let difference = isTooLarge ? words("過大", "too large") : shown(exact)
    return words(
      "\(name): 不一致(ファイルの値 \(stated)、計算値 \(computed)、差 \(difference))",
      "\(name): does not agree (stated \(stated), computed \(computed), difference \(difference))")
  }
}

/// ` EUR` behind an amount; nothing behind yen, a count, or where two currencies meet.
private func unit(of control: ControlCheck) -> String {
  control.currency == "JPY" || control.currency.isEmpty ? "" : " " + control.currency
}

private func describe(chain: ControlCheck, _ name: String, _ words: Words) -> String {
  switch chain.outcome {
  case .ok: return words("\(name): 一致", "\(name): agrees")
  case .absent where chain.reading == "no-rows":
    return words("\(name): 読めた行がなく未確認", "\(name): not checked, no row was read")
  case .absent where !chain.reading.isEmpty:
    return words("\(name): 残高が1つだけで比べられない", "\(name): only one balance, nothing to compare")
  case .absent: return words("\(name): ファイルに残高なし", "\(name): the file has no balances")
  case .failed:
    let count = grouped(chain.computed)
    return words(
      "\(name): 途切れ \(count)か所",
      "\(name): \(count) \(chain.computed == 1 ? "break" : "breaks")")
  }
}

private func describe(continuity: ControlCheck, _ name: String, _ words: Words) -> String {
  let own = words.yen(continuity.stated ?? 0)
  switch continuity.outcome {
  case .ok: return words("\(name): 一致(\(own))", "\(name): agrees (\(own))")
  case .failed:
    let other = words.yen(continuity.computed)
    let difference = words.yen((continuity.stated ?? 0) - continuity.computed)
    return words(
      "\(name): 不一致(このファイル \(own)、他のファイル \(other)、差 \(difference))",
      "\(name): does not agree (this file \(own), the other \(other), difference \(difference))")
  case .absent:
    switch continuity.reading {
    case "no-balances":
      return words("\(name): ファイルに残高なし", "\(name): the file has no balances")
    case "days-missing":
      return words(
        "\(name): 間に未取込の営業日(または一日の途中)があり比べられない",
        "\(name): not comparable, a bank day in between was not or only partly seen")
    case "within-day":
      return words(
        "\(name): 日の途中で始まる(終わる)ため比べられない",
        "\(name): not comparable, the file begins or ends within a day")
    default:
      return words(
        "\(name): 比べるファイルがまだない", "\(name): no other file of the account to compare with yet")
    }
  }
}

/// Where in the file; empty where the finding concerns the file as a whole.
private func describe(place: SourcePlace, _ words: Words) -> String {
  var parts: [String] = []
  if let record = place.record { parts.append(words("データ\(record)件目", "record \(record)")) }
  if let line = place.line { parts.append(words("\(line)行目", "line \(line)")) }
  if let column = place.column { parts.append(words("\(column)列目", "column \(column)")) }
  if let byte = place.byte { parts.append(words("バイト位置\(byte)", "byte \(byte)")) }
  if let field = place.field, !field.isEmpty {
    parts.append(words("項目「\(cleaned(field))」", "field “\(cleaned(field))”"))
  }
  return parts.joined(separator: words("・", ", "))
}

/// Both files, both moments, both balances.
private func describe(_ meeting: BalanceMeeting, _ words: Words) -> [String] {
  func moment(_ side: BalanceMeeting.Side, _ day: Day) -> String {
    switch side {
    case .startOfDay: words("\(day.iso)の最初の明細の前", "before the first row of \(day.iso)")
    case .endOfDay: words("\(day.iso)の最後の明細の後", "after the last row of \(day.iso)")
    }
  }
  return [
    words(
      "このファイル: \(moment(meeting.side, meeting.day)) \(words.yen(meeting.balanceYen))",
      "this file: \(words.yen(meeting.balanceYen)) \(moment(meeting.side, meeting.day))"),
    words(
      "「\(cleaned(meeting.otherFile))」: \(moment(meeting.otherSide, meeting.otherDay)) "
        + words.yen(meeting.otherBalanceYen),
      "“\(cleaned(meeting.otherFile))”: \(words.yen(meeting.otherBalanceYen)) "
        + moment(meeting.otherSide, meeting.otherDay)),
  ]
}

/// Who, when, why, and about what.
private func describe(_ note: OverrideNote, _ words: Words) -> [String] {
  let faults = note.faults.map {
    words.language == .ja ? foundInJapanese($0) : foundInEnglish($0)
  }
  let person = cleaned(note.person)
  let reason = cleaned(note.reason)
  return [
    words(
      "\(person)、\(words.moment(note.moment))、理由「\(reason)」",
      "\(person), \(words.moment(note.moment)), reason “\(reason)”"),
    words("対象: ", "about: ") + faults.joined(separator: words("・", ", ")),
  ]
}

/// Whether a value may be a name, a telephone number or an account that slipped into another cell:
/// all but short ones with a digit and without a letter beyond ASCII.
private func mayBePersonal(_ value: String, _ fault: DataFault) -> Bool {
  switch fault {
  case .badAmount, .badDate, .impossibleEraYear, .badCode, .badCharacter, .unsignedAmountNegative:
    let digits = value.utf8.count { $0 >= 0x30 && $0 <= 0x39 }
    return digits == 0 || digits > 9 || value.utf8.count > 12 || value.utf8.contains { $0 >= 0x80 }
  default: return false
  }
}

/// What was expected; a bare number gets the unit that the fault implies.
private func expectation(
  _ fault: DataFault, _ text: String, inRow: Bool, _ words: Words
) -> String {
  guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return text }
  switch fault {
  case .amountOverflow: return words("\(text)桁まで", "at most \(text) digits")
  case .lineTooLong: return words("\(text)バイトまで", "at most \(text) bytes")
  case .tooManyColumns: return words("\(text)列まで", "at most \(text) columns")
  case .columnCount: return words("\(text)列", "\(text) columns")
  case .truncated where inRow: return words("\(text)列", "\(text) columns")
  case .truncated where text == "200": return words("\(text)バイト", "\(text) bytes")
  case .truncated: return words("データ区分\(text)の行", "a record of kind \(text)")
  default: return text
  }
}

/// Value, expectation, difference and the other end, as far as the finding has them.
private func details(_ f: DataFinding, _ words: Words, masked: Bool) -> String {
  var parts: [String] = []
  // How many rows lie outside is a count of faults: there is nothing to compare it with.
  if f.fault == .dayOutOfPeriod, let count = f.value, f.expected == "0" {
    return words("対象期間外の行: \(cleaned(count))件", "rows outside the period: \(cleaned(count))")
  }
  // A missing value has nothing to show.
  if let value = f.value, !value.isEmpty {
    let hidden = masked && (f.valueIsPersonal || mayBePersonal(value, f.fault))
    let count = value.utf8.count
    parts.append(
      hidden
        ? words(
          "値は伏せています(\(count)バイト)", "value hidden (\(count) \(count == 1 ? "byte" : "bytes"))")
        : words("実際: 「\(cleaned(value))」", "found “\(cleaned(value))”"))
  }
  if let expected = f.expected {
    let what = expectation(f.fault, cleaned(expected), inRow: f.place.column != nil, words)
    parts.append(words("期待: \(what)", "expected \(what)"))
  }
  if let question = f.accountQuestion {
    let found = AccountWording(question: question, words: words, masked: masked).found
    if !found.isEmpty { parts.append(found) }
  }
  if let meeting = f.meeting { parts += describe(meeting, words) }
  if let difference = f.differenceYen {
    let size = amount(difference, f.decimals)
    let unit = f.currency.isEmpty ? "" : " " + cleaned(f.currency)
    parts.append(
      f.currency == "JPY"
        ? words("差: \(size)円", "difference ¥\(size)")
        : words("差: \(size)\(unit)", "difference \(size)\(unit)"))
  }
  if let note = f.override { parts += describe(note, words) }
  if let line = f.otherLine { parts.append(words("関連する行: \(line)行目", "see line \(line)")) }
  return parts.joined(separator: words("、", "; "))
}
