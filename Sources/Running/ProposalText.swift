public import Model
internal import Reading

/// A proposed format: the text of a file for `formats/`, and how many questions it leaves open.
public struct FormatProposal: Sendable {
  public var yaml: String
  public var questionCount: Int
}

/// Looks at a sample and proposes a format for it; nil where it is no CSV with a day and an amount
/// in each row. Throws `.packed` for a ZIP or a workbook. The text holds names of columns, counts
/// and words for kinds of bookings, never a payer or an account.
public func proposeFormat(
  _ path: String, id: String, asOf: Day
) throws(RunError) -> FormatProposal? {
  let copy = try PrivateCopy(of: path)
  let mapped = try MappedFile(copy.path)
  if ZipFile.isOne(mapped.bytes) { throw RunError.packed(path) }
  guard let proposal = ProfileProposal(sample: mapped.bytes, id: id, asOf: asOf) else { return nil }
  var text = ProposalText(proposal)
  text.write()
  if proposal.questions.isEmpty { text.addResult(of: mapped, asOf: asOf) }
  return FormatProposal(
    yaml: text.lines.joined(separator: "\n") + "\n", questionCount: proposal.questions.count)
}

/// Writes a proposal as commented YAML in both languages.
private struct ProposalText {
  let proposal: ProfileProposal
  private(set) var lines: [String] = []

  init(_ proposal: ProfileProposal) { self.proposal = proposal }

  mutating func write() {
    let profile = proposal.description
    lines += [
      "# 見本のファイルから作った形式の案。 / A format proposed from a sample file.",
      "# 「?」の行に答え、formats/ に置き、keshikomi check --formats このファイル 見本 で確かめる。",
      "# Answer the lines with “?”, put this into formats/, try: keshikomi check --formats THIS SAMPLE",
      "# 見本の行 / rows of the sample: \(proposal.rowCount)"
        + " · 文字コード(自動判定) / encoding, found by itself: \(proposal.encoding.rawValue)",
    ]
    if let known = proposal.knownAs {
      lines += [
        "# 注意: この見本は組込みの \(known) で読める。 / The built-in format \(known) reads this sample."
      ]
    }
    lines += ["id: \(profile.id)", "title: \(quoted(profile.id))"]
    lines += [
      "# bank: \"0000\"        # 金融機関コード / 統一金融機関番号, if it is one bank's",
      "# account: {bank: \"0000\", branch: \"000\", type: 1, number: \"0000000\"}",
      "#   ファイルに口座がなければ書く / fill in where the files do not name their account",
    ]
    lines.append("header: \(profile.hasHeader ? "names" : "none")")
    if let count = profile.columnCount {
      lines += ["skip_lines: \(profile.skipLines)", "column_count: \(count)"]
    }
    if let separator = profile.separator { lines.append("separator: \(separator)") }
    if !profile.dates.isEmpty {
      lines.append("dates: [\(profile.dates.joined(separator: ", "))]")
    }
    writeColumns()
    writeQuestions()
    if !profile.quirks.isEmpty {
      lines.append("quirks: [\(profile.quirks.joined(separator: ", "))]")
    }
    if !profile.creditWords.isEmpty {
      lines.append("credit_words: [\(profile.creditWords.map(quoted).joined(separator: ", "))]")
      lines.append("debit_words: [\(profile.debitWords.map(quoted).joined(separator: ", "))]")
    }
  }

  private mutating func writeColumns() {
    let profile = proposal.description
    lines.append("columns:")
    for (column, ground) in zip(profile.columns, proposal.grounds) where column.role != "ignored" {
      let value = column.number.map { "\($0)" } ?? quoted(column.names.first ?? "")
      lines.append("  \(column.role): \(value)   # \(words(ground))")
    }
    let unused = zip(profile.columns, proposal.grounds).filter { $0.0.role == "ignored" }
    guard !unused.isEmpty else { return }
    lines.append("  ignored:")
    for (column, ground) in unused {
      let value = column.number.map { "\($0)" } ?? quoted(column.names.first ?? "")
      lines.append("    - \(value)   # \(words(ground))")
    }
  }

  private mutating func writeQuestions() {
    for question in proposal.questions {
      let names = question.candidates.map { index in
        proposal.description.hasHeader ? quoted(proposal.columnNames[index]) : "\(index + 1)"
      }
      let roles = question.roles.map { "\($0) (\(roleWords[$0] ?? $0))" }.joined(separator: ", ")
      lines += [
        "  # ? どの列が次のものか、見本だけでは決められない: \(roles)",
        "  # ? The sample does not tell which column is which of these.",
        "  # ? 候補 / candidates: \(names.isEmpty ? "–" : names.joined(separator: ", "))",
      ]
      lines += question.roles.map { "  # \($0): " }
    }
  }

  /// What the proposal reads of the sample, said from trying it.
  mutating func addResult(of mapped: MappedFile, asOf: Day) {
    var yaml = YAMLWalk(file: "proposal")
    guard let root = yaml.root(lines.joined(separator: "\n")),
      let profile = ProfileReader.read(root, &yaml)
    else {
      lines.append("# ! " + yaml.faults.joined(separator: "; "))
      return
    }
    let reading = readFile(
      mapped.bytes, context: ReadingContext(asOf: asOf, ownProfiles: [profile]), sink: RowSink())
    let chain = reading.controls.first { $0.kind == .balanceChain }
    lines += [
      "# 読めた行 / rows read: \(reading.rowsRead), 読めない行 / unreadable: \(reading.rowsRejected)",
      "# 残高のつながり / balance chain: \(chain?.outcome.rawValue ?? "absent")",
    ]
  }

  private func words(_ ground: ProfileProposal.Ground) -> String {
    switch ground {
    case .knownName: "知られた列名 / the name is known"
    case .days(let rows): "日付 \(rows)行 / a day in \(rows) rows"
    case .balanceChain(let steps):
      "残高が\(steps)か所すべてつながる / the balance chains in \(steps) of \(steps) steps"
    case .kana(let rows): "カナ \(rows)行 / kana in \(rows) rows"
    case .kindWords(let rows): "取引の種類 \(rows)行 / kinds of bookings in \(rows) rows"
    case .accountText: "支店・種別・番号 / branch, type and number"
    case .blank: "見本では空 / blank in the sample"
    case .unused: "使わない。要るなら役割を書く / not used; give it a role if it matters"
    }
  }
}

private let roleWords = [
  "date": "取引日", "value_date": "起算日", "debit": "出金額", "credit": "入金額", "amount": "符号つき金額",
  "balance": "残高", "text": "摘要・依頼人名",
]

/// A YAML text in double quotes.
func quoted(_ text: String) -> String {
  var out = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": out += "\\" + String(scalar)
    case _ where scalar.value < 0x20 || scalar.value == 0x7F: out += " "
    default: out.unicodeScalars.append(scalar)
    }
  }
  return out + "\""
}
