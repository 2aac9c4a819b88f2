import Model
internal import Reading

/// Looks at a sample of a settlement report and proposes a format for it; nil where it has no
/// header. Only names of columns are looked at, so the text holds nothing of the rows. Every
/// proposal leaves a question open: signs and kinds are for a person to say.
public func proposeSettlement(
  _ path: String, id: String, provider: String
) throws(RunError) -> FormatProposal? {
  let copy = try PrivateCopy(of: path)
  let mapped = try MappedFile(copy.path)
  if ZipFile.isOne(mapped.bytes) { throw RunError.packed(path) }
  guard let proposal = SettlementProposal(sample: mapped.bytes) else { return nil }
  var lines = [
    "# 見本の見出しから作った精算明細の形式の案。 / A settlement format proposed from a header.",
    "# 「?」の行に答え、formats/ に置き、keshikomi check --formats このファイル 見本 で確かめる。",
    "# Answer the lines with “?”, put this into formats/, try: keshikomi check --formats THIS SAMPLE",
    "# 文字コード(自動判定) / encoding, found by itself: \(proposal.encoding.rawValue)",
    "kind: settlement", "id: \(id)", "title: \(quoted(id))", "provider: \(provider)",
    "content: lines          # lines | payouts | slips",
    "signs: fee_subtracted   # ? \(OwnProfile.signWords.joined(separator: " | "))",
    "#   手数料は正で差し引くか(fee_subtracted)、負で足すか(fee_added) / plus and taken off, or minus and added",
    "other_kind: sale        # ? 種別の語がないときの扱い / what a line is without a known word",
    "#kinds: {売上: sale, 返金: refund, 受取拒否: refused}",
    "#   \(OwnProfile.settlementKindWords.joined(separator: ", "))",
    "columns:",
  ]
  let roles = proposal.columns.map(\.role)
  for (name, role) in proposal.columns where !role.isEmpty {
    lines.append("  \(role): \(quoted(name))")
  }
  let questions = ["day", "gross"].filter { !roles.contains($0) }
  lines += questions.map { "  \($0): \"?\"        # ? どの列か / which column" }
  let rest = proposal.columns.filter { $0.role.isEmpty && !$0.name.isEmpty }.map(\.name)
  if !rest.isEmpty {
    lines.append("# 使わない列 / columns that are not used: \(rest.joined(separator: ", "))")
  }
  lines.append("# 役割の語 / roles: \(OwnProfile.settlementRoleWords.joined(separator: ", "))")
  return FormatProposal(
    yaml: lines.joined(separator: "\n") + "\n", questionCount: 2 + questions.count)
}
