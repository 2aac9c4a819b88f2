// How an outcome of matching came about, line by line, for `explain`: what was compared adds up,
// the runner-up is told with the distance to it, and what was not kept is counted.

public import Model

/// The sums behind an outcome: its candidates, best first, at most three, each with its evidence
/// in bits. Empty where nothing was compared. Names stand in clear.
public func waterfallLines(
  _ outcome: EntryOutcome, _ snapshot: Snapshot, language: Language
) -> [String] {
  let words = Words(language)
  var lines: [String] = []
  for (place, candidate) in outcome.candidates.prefix(3).enumerated() {
    let ids = candidate.orderIndices.map { snapshot.orders[Int($0)].row }
    let names = ids.map { "\($0.orderID) ¥\($0.amountDueYen) \($0.customerName)" }
    let title = place == 0 ? words("候補 1 ", "candidate 1 ") : words("次点 ", "runner-up ")
    lines.append(
      title + names.joined(separator: " + ") + "  " + bits(candidate.weightMillibits)
        + words(" ビット", " bits"))
    lines += candidate.evidence.map {
      "    " + bits($0.weightMillibits) + "  " + words.evidence($0)
    }
  }
  let more = Int(outcome.candidateCount) - min(outcome.candidates.count, 3)
  if more > 0 { lines.append(words("ほかに候補 \(more) 件", "\(more) more candidates")) }
  lines += limitLines(outcome, snapshot, words)
  if let margin = outcome.marginMillibits {
    lines.append(
      words("次に良い答えとの差 ", "distance to the best different answer ") + bits(margin)
        + words(" ビット", " bits"))
  }
  if !outcome.links.isEmpty {
    let ppm = outcome.probabilityPPM
    lines.append(
      words(
        "このように見えるリンクは、正解のわかる世界で百万件あたり \(1_000_000 - ppm) 件が誤りでした",
        "of links that look so, \(1_000_000 - ppm) in a million were wrong where the truth is known"
      ))
  }
  return lines
}

/// What was not looked at, and what the law would make of it.
private func limitLines(
  _ outcome: EntryOutcome, _ snapshot: Snapshot, _ words: Words
) -> [String] {
  var lines: [String] = []
  if outcome.unweighedCount > 0 {
    lines.append(
      words(
        "多すぎるため比べていない注文 \(outcome.unweighedCount) 件(上限)",
        "\(outcome.unweighedCount) orders were too many to be weighed (a limit)"))
  }
  if outcome.unsearchedOrderCount > 0 {
    lines.append(
      words(
        "多すぎるため組合せを調べていない注文 \(outcome.unsearchedOrderCount) 件(上限)",
        "\(outcome.unsearchedOrderCount) orders were too many to be added up (a limit)"))
  }
  if let proposal = outcome.proposal {
    let shares = proposal.allocations.prefix(8).map {
      "\(snapshot.orders[Int($0.orderIndex)].row.orderID) ¥\($0.yen)"
    }
    lines.append(
      words("民法488–491条による充当案 ", "allocation by the Civil Code, to be confirmed ")
        + shares.joined(separator: ", ") + "  (\(proposal.rule.rawValue))")
  }
  return lines
}

/// Bits with one decimal and a sign: 12,340 millibits are +12.3.
private func bits(_ millibits: Int32) -> String {
  let tenths = (abs(Int64(millibits)) + 50) / 100
  return (millibits < 0 ? "−" : "+") + "\(tenths / 10).\(tenths % 10)"
}
