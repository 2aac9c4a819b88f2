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
      "    " + bits($0.weightMillibits) + "  " + words.evidence($0.level)
    }
  }
  let more = Int(outcome.candidateCount) - min(outcome.candidates.count, 3)
  if more > 0 { lines.append(words("ほかに候補 \(more) 件", "\(more) more candidates")) }
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

/// Bits with one decimal and a sign: 12,340 millibits are +12.3.
private func bits(_ millibits: Int32) -> String {
  let tenths = (abs(Int64(millibits)) + 50) / 100
  return (millibits < 0 ? "−" : "+") + "\(tenths / 10).\(tenths % 10)"
}
