import Model

/// What is wrong with the data, before anything else: it decides how far the rest can be trusted.
func writeDataProblems(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  var problems: [(file: String, finding: DataFinding)] = []
  for file in facts.input.files {
    for finding in file.reading.findings where finding.severity >= .rejectsRow {
      problems.append((file.name, finding))
    }
  }
  guard !problems.isEmpty else { return }
  let order = problems.indices.sorted { a, b in
    let (left, right) = (problems[a].finding.severity, problems[b].finding.severity)
    return left == right ? a < b : left > right
  }
  openSection("data", words("先に直すデータの不備", "Data problems to settle first"), &h)
  h.raw("<ul class=problems>")
  for place in order.prefix(PageLimits.findings) {
    let (file, finding) = problems[place]
    h.raw(finding.severity == .rejectsRow ? "<li class=row><b>" : "<li class=block><b>")
    h.text(severityName(finding.severity, words))
    h.raw("</b><div>")
    let parts = parts(of: finding, fileName: file, facts.words, masked: false)
    h.text(parts.found)
    h.raw("<p>")
    h.text(parts.advice)
    h.raw("</p></div></li>")
  }
  h.raw("</ul>")
  if problems.count > PageLimits.findings {
    writeCapLine(
      words(
        "全\(problems.count)件のうち\(PageLimits.findings)件を表示しています。"
          + "残りは keshikomi check で確かめられます。",
        "\(PageLimits.findings) of \(problems.count) are shown; keshikomi check lists the rest."),
      &h)
  }
  h.raw("</section>")
}

private func severityName(_ severity: Severity, _ words: Words) -> String {
  switch severity {
  case .note: words("参考", "Note")
  case .rejectsRow: words("行を除外", "Row left out")
  case .stopsPosting: words("計上停止", "Not posted")
  case .refusesFile: words("受付不可", "File refused")
  }
}

/// The files of the day, each with its controls, balances and findings.
func writeFiles(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  openSection("files", words("取り込んだファイル", "Files of the day"), &h)
  guard !facts.input.files.isEmpty else {
    h.raw("<p class=calm>")
    h.text(words("新しいファイルはありません。", "No files."))
    h.raw("</p></section>")
    return
  }
  h.openTable(
    caption: words("ファイルと件数", "Files and rows"),
    columns: [
      words("ファイル", "File"), words("種類", "Kind"), words("新規#", "New#"), words("既知#", "Known#"),
      words("未計上#", "Not posted#"), words("読取不能#", "Unreadable#"), words("検算", "Controls"),
    ])
  h.raw("<tbody>")
  for (place, file) in facts.input.files.enumerated() { writeFileRow(file, place, words, &h) }
  h.raw("</tbody></table></div>")
  for file in facts.input.files { writeFileDetails(facts, file, &h) }
  h.raw("</section>")
}

private func writeFileRow(
  _ file: FileLine, _ place: Int, _ words: Words, _ h: inout HTMLWriter
) {
  h.raw("<tr")
  h.anchor("f", place)
  h.raw(">")
  h.rowHeader(file.name)
  h.cell(words.kind(of: file.reading))
  h.numberCell(Int64(file.newRows))
  h.numberCell(Int64(file.knownRows))
  h.numberCell(Int64(file.notPostedRows))
  h.numberCell(Int64(file.reading.rowsRejected))
  h.raw("<td>")
  let failed = file.reading.controls.filter { $0.outcome == .failed }.count
  let agreeing = file.reading.controls.filter { $0.outcome == .ok }.count
  if file.wasKnown {
    h.text(words("取込済み(再取込なし)", "imported before"))
  } else if file.reading.isRefused {
    h.raw("<b class=bad>")
    h.text(words("✕ 受付不可", "✕ refused"))
    h.raw("</b>")
  } else if file.override != nil {
    h.raw("<b class=bad>")
    h.text(words("! 不一致のまま計上(担当者の判断)", "! failed, posted by a person's decision"))
    h.raw("</b>")
  } else if failed > 0 {
    h.raw("<b class=bad>")
    h.text(words("✕ 不一致 \(failed)件", "✕ \(failed) failed"))
    h.raw("</b>")
  } else if agreeing > 0 {
    h.raw("<b class=ok>")
    h.text(words("✓ 一致 \(agreeing)件", "✓ \(agreeing) agree"))
    h.raw("</b>")
  } else {
    h.text(words("記載なし", "none stated"))
  }
  h.raw("</td></tr>")
}

private func writeFileDetails(_ facts: ReportFacts, _ file: FileLine, _ h: inout HTMLWriter) {
  let words = facts.words
  let reading = file.reading
  guard !reading.controls.isEmpty || !reading.findings.isEmpty || !reading.accounts.isEmpty
  else { return }
  h.raw("<details class=list><summary>")
  h.text(file.name + words(" の検算・残高・指摘", ": controls, balances, findings"))
  h.raw("</summary><p class=hash>SHA-256 ")
  h.text(file.sha256)
  h.raw("</p>")
  writeBalances(file, words, &h)
  if !reading.controls.isEmpty {
    h.raw("<ul class=controls>")
    for control in reading.controls {
      switch control.outcome {
      case .ok: h.raw("<li class=ok>")
      case .failed: h.raw("<li class=bad>")
      case .absent: h.raw("<li>")
      }
      h.text(describe(control: control, language: facts.input.language))
      h.raw("</li>")
    }
    h.raw("</ul>")
  }
  if !reading.findings.isEmpty {
    h.raw("<ul class=findings>")
    for finding in reading.findings.prefix(PageLimits.findings) {
      h.raw("<li>")
      h.text(
        describe(finding, fileName: file.name, language: facts.input.language, masked: false))
      h.raw("</li>")
    }
    h.raw("</ul>")
    if reading.findings.count > PageLimits.findings {
      writeCapLine(
        words(
          "全\(reading.findings.count)件のうち\(PageLimits.findings)件を表示しています。"
            + "残りは keshikomi check で確かめられます。",
          "\(PageLimits.findings) of \(reading.findings.count) findings are shown; "
            + "keshikomi check lists the rest."), &h)
    }
  }
  h.raw("</details>")
}

private func writeBalances(_ file: FileLine, _ words: Words, _ h: inout HTMLWriter) {
  let accounts = file.reading.accounts
  guard !accounts.isEmpty else { return }
  h.openTable(
    caption: words("口座・期間・残高", "Account, period, balances"),
    columns: [
      words("口座", "Account"), words("初日", "First day"), words("最終日", "Last day"),
      words("期首残高(円)#", "Opening (yen)#"), words("期末残高(円)#", "Closing (yen)#"),
      words("計上", "Posting"),
    ])
  h.raw("<tbody>")
  for (place, account) in accounts.enumerated() {
    h.raw("<tr>")
    h.rowHeader(
      file.accountKeys.indices.contains(place) ? words.account(file.accountKeys[place]) : "–")
    h.cell(account.firstDay.map(\.iso) ?? "–")
    h.cell(account.lastDay.map(\.iso) ?? "–")
    for balance in [account.openingBalanceYen, account.closingBalanceYen] {
      h.raw("<td class=n>")
      h.text(balance.map(grouped) ?? "–")
      h.raw("</td>")
    }
    switch (account.stopsFromRecord, account.resumesFromRecord) {
    case (nil, _): h.cell(words("すべて計上", "all posted"))
    case (_, let record?):
      h.cell(words("データ\(record)件目からのみ計上", "posted only from record \(record)"))
    case (let record?, nil):
      h.cell(words("データ\(record)件目から計上停止", "stopped from record \(record)"))
    }
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div>")
}

func writePolicy(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  guard !facts.input.policyNotes.isEmpty else { return }
  openSection("policy", facts.words("適用した方針", "Policy in force"), &h)
  h.raw("<ul class=plain>")
  for note in facts.input.policyNotes {
    h.raw("<li>")
    h.text(note)
    h.raw("</li>")
  }
  h.raw("</ul></section>")
}

/// The codes that cases of this report stand under, in the order in which they rank.
func writeLegend(_ facts: ReportFacts, _ h: inout HTMLWriter) {
  let words = facts.words
  guard !facts.figures.codes.isEmpty else { return }
  openSection("codes", words("この報告に出るコード", "Codes in this report"), &h)
  h.openTable(
    caption: words("優先順(上ほど先に判断)", "In order of precedence"),
    columns: [
      words("コード", "Code"), words("意味", "Meaning"), words("注文#", "Orders#"),
      words("事案#", "Cases#"), words("影響額(円)#", "At risk (yen)#"),
    ])
  h.raw("<tbody>")
  for line in facts.figures.codes {
    h.raw("<tr id=k")
    h.raw(line.code)
    h.raw(">")
    h.rowHeader(line.code.rawValue)
    h.cell(facts.title(line.code) ?? "")
    h.numberCell(line.orders)
    h.numberCell(line.cases.count)
    h.numberCell(line.cases.yen)
    h.raw("</tr>")
  }
  h.raw("</tbody></table></div></section>")
}
