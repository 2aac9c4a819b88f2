public import Model
import Reading

/// One line per format: id, grade, kind, title.
public func formatsList(_ language: Language) -> [String] {
  allFormats().map { format in
    let title = language == .ja ? format.titleJa : format.titleEn
    return "\(column(format.id, 32)) \(format.grade)  \(column(format.kind.rawValue, 10)) \(title)"
  }
}

/// Everything known of one format; nil where there is none of that id.
public func formatDetails(_ id: String, _ language: Language) -> [String]? {
  guard let format = allFormats().first(where: { $0.id == id }) else { return nil }
  let isJapanese = language == .ja
  var lines = [
    "\(format.id): \(isJapanese ? format.titleJa : format.titleEn)",
    (isJapanese ? "確実さ: " : "grade: ") + format.grade,
  ]
  if let bank = format.bankCode { lines.append((isJapanese ? "金融機関: " : "bank: ") + bank) }
  lines += format.notes
  lines += format.sources.map { (isJapanese ? "出典: " : "source: ") + $0 }
  return lines
}

private func column(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.utf8.count))
}
