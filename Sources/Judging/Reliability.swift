import Model

/// Links that were shown about the same probability, and how often they were right.
public struct ReliabilityBin: Sendable, Hashable {
  public var label: String
  public var links: Int
  public var wrong: Int
  /// Mean of what was shown, in parts per million.
  public var shownPPM: Int

  /// Rate of right links that was seen.
  public var seen: Share { Share(links - wrong, of: links) }

  /// How far what was shown lies from what was seen, in parts per million.
  public var gapPPM: Int { abs(shownPPM - (seen.ppm ?? shownPPM)) }

  /// The largest rate of wrong links that goes with the count, in parts per million.
  public var worstPPM: Int { Share(wrong, of: links).bounds?.high ?? 1_000_000 }
}

/// Bounds of the bins of a shown probability, in parts per million; finer where it matters.
public let reliabilityBoundsPPM: [Int32] = [
  0, 500_000, 800_000, 900_000, 950_000, 980_000, 990_000, 995_000, 998_000, 999_000, 999_500,
  999_800, 999_900, 999_950, 999_980, 1_000_001,
]

/// Bins of the shown probability, lowest first, without the empty ones.
public func reliability(_ links: [JudgedLink]) -> [ReliabilityBin] {
  zip(reliabilityBoundsPPM, reliabilityBoundsPPM.dropFirst()).compactMap { low, high in
    let members = links.filter { $0.probabilityPPM >= low && $0.probabilityPPM < high }
    return bin("\(percent(Int(low)))–", members)
  }
}

/// Bins by the basis of a link and by the smaller of weight and margin, in steps of two bits up to
/// sixteen; sorted.
public func reliabilityByBasis(_ links: [JudgedLink]) -> [ReliabilityBin] {
  var groups: [BasisBits: [JudgedLink]] = [:]
  for link in links {
    let millibits = min(link.weightMillibits, link.marginMillibits ?? link.weightMillibits)
    let bits = max(0, min(16, millibits / 2000 * 2))
    groups[BasisBits(basis: link.basis.rawValue, bits: bits), default: []].append(link)
  }
  let keys = groups.keys.sorted { ($0.basis, $0.bits) < ($1.basis, $1.bits) }
  return keys.compactMap { bin("\($0.basis) \($0.bits) bit", groups[$0]!) }
}

/// The largest gap among bins that hold enough links to say anything; nil where none does.
public func largestGapPPM(_ bins: [ReliabilityBin], ofAtLeast links: Int = 300) -> Int? {
  bins.filter { $0.links >= links }.map(\.gapPPM).max()
}

private struct BasisBits: Hashable {
  var basis: String
  var bits: Int32
}

private func bin(_ label: String, _ links: [JudgedLink]) -> ReliabilityBin? {
  guard !links.isEmpty else { return nil }
  let shown = links.reduce(0) { $0 + Int($1.probabilityPPM) }
  return ReliabilityBin(
    label: label, links: links.count, wrong: links.count { !$0.isRight },
    shownPPM: (shown + links.count / 2) / links.count)
}

/// Parts per million as a percentage with up to four digits after the point: `99.95 %`.
public func percent(_ ppm: Int) -> String {
  var digits = String(abs(ppm) % 10_000)
  digits = String(repeating: "0", count: 4 - digits.utf8.count) + digits
  while digits.utf8.count > 1, digits.hasSuffix("0") { digits.removeLast() }
  return "\(ppm < 0 ? "-" : "")\(abs(ppm) / 10_000).\(digits) %"
}
