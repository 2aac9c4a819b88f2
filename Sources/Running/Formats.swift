public import Model
internal import Reading

/// Every format with its certainty and its sources, those of the user last.
public func formatsList(_ language: Language, own: OwnFormats = OwnFormats()) -> [String] {
  let isJapanese = language == .ja
  let replaced = own.profiles.compactMap(\.replaces)
  var lines: [String] = []
  for format in allFormats() where !replaced.contains(format.id) {
    lines += listed(format, isJapanese)
  }
  for profile in own.profiles { lines += listed(profile.info, isJapanese) }
  lines.append("")
  lines.append(
    isJapanese
      ? "確実さ A: 発行元が公開 / B: 独立した二つ以上の資料が一致 / C: 一つの資料 / own: 自分で書いた形式"
      : "certainty A: published by its owner · B: two independent sources agree · "
        + "C: one source · own: yours"
  )
  lines.append(
    isJapanese
      ? "ここにない銀行の CSV は keshikomi formats new FILE で形式の案を作れます。"
      : "For a bank's CSV that is not here: keshikomi formats new FILE proposes a format.")
  return lines
}

private func listed(_ format: FormatInfo, _ isJapanese: Bool) -> [String] {
  let title = isJapanese ? format.titleJa : format.titleEn
  let kind = kindName(format.kind, isJapanese)
  return [
    "\(column(format.id, 26)) \(column(format.grade, 3)) \(kind)  \(title)",
    "    " + (isJapanese ? "出典: " : "sources: ") + format.sources.joined(separator: "; "),
  ]
}

private func kindName(_ kind: FileKind, _ isJapanese: Bool) -> String {
  switch kind {
  case .statement: isJapanese ? "明細" : "statement"
  case .orders: isJapanese ? "受注" : "orders"
  case .settlement: isJapanese ? "精算" : "settlement"
  case .unknown: isJapanese ? "不明" : "unknown"
  }
}

/// Everything known of one format; nil where there is none of that id.
public func formatDetails(
  _ id: String, _ language: Language, own: OwnFormats = OwnFormats()
) -> [String]? {
  let mine = own.profiles.first { $0.info.id == id }
  guard let format = mine?.info ?? allFormats().first(where: { $0.id == id }) else { return nil }
  let isJapanese = language == .ja
  func words(_ ja: String, _ en: String) -> String { isJapanese ? ja : en }
  var lines = [
    "\(format.id): \(words(format.titleJa, format.titleEn))",
    words("種類: ", "kind: ") + kindName(format.kind, isJapanese),
    words("確実さ: ", "certainty: ") + format.grade + " – " + gradeName(format.grade, words),
  ]
  if let bank = format.bankCode { lines.append(words("金融機関: ", "bank: ") + bank) }
  if let replaced = mine?.replaces { lines.append(words("置換: ", "replaces: ") + replaced) }
  lines += format.notes.map { words("注意: ", "note: ") + $0 }
  lines += format.sources.map { words("出典: ", "source: ") + $0 }
  guard let profile = mine.flatMap(ProfileDescription.init(own:)) ?? ProfileDescription(builtIn: id)
  else {
    return lines
  }
  lines.append(words("日付: ", "dates: ") + profile.dates.joined(separator: ", "))
  if !profile.quirks.isEmpty {
    lines.append(words("特徴: ", "quirks: ") + profile.quirks.joined(separator: ", "))
  }
  lines.append(words("列(* は必須):", "columns (* required):"))
  lines += profile.columns.map { item in
    "  \(item.isRequired ? "*" : " ") \(column(item.role, 15)) \(item.names.joined(separator: " | "))"
  }
  return lines
}

private func gradeName(_ grade: String, _ words: (String, String) -> String) -> String {
  switch grade {
  case "A": words("発行元が公開している", "published by its owner")
  case "B": words("独立した二つ以上の資料が一致する", "two or more independent sources agree")
  case "C": words("一つの資料による", "known from one source")
  case "own": words("自分で書いた形式", "described by yourself")
  default: words("矛盾または推測", "contradictory or guessed")
  }
}

private func column(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.utf8.count))
}
