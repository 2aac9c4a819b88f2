import Judging

/// A figure that is to be reached, in parts per million.
private struct Target {
  var name: String
  var share: (Judgement) -> Int?
  var must: Int
  var aim: Int
  /// True where the figure has to be at least so large.
  var isLeast: Bool

  func cells(_ judgement: Judgement) -> [String] {
    guard let value = share(judgement) else { return [name, "–", "", "", "–"] }
    let isMet = { (bound: Int) in isLeast ? value >= bound : value <= bound }
    let sign = isLeast ? "≥" : "≤"
    let verdict = isMet(aim) ? "aim" : isMet(must) ? "must" : "missed"
    return [name, percent(value), "\(sign) \(percent(must))", "\(sign) \(percent(aim))", verdict]
  }
}

/// The targets of a profile: of one month, or of a second one after a month that was learnt from.
private func targets(_ profile: String, isSecondMonth: Bool) -> [Target] {
  let gap = Target(
    name: "largest gap of a bin with 300 links or more",
    share: { largestGapPPM(reliability($0.links)) }, must: 20_000, aim: 10_000, isLeast: false)
  let ties = Target(
    name: "silent ties, of links made", share: { Share($0.silentTies.count, of: $0.madeLinks).ppm },
    must: 0, aim: 0, isLeast: false)
  func recall(_ must: Int, _ aim: Int) -> Target {
    Target(name: "recall", share: { $0.recall.ppm }, must: must, aim: aim, isLeast: true)
  }
  func falseRelease(_ must: Int, _ aim: Int) -> Target {
    Target(
      name: "false release", share: { $0.falseRelease.ppm }, must: must, aim: aim, isLeast: false)
  }
  if isSecondMonth {
    let missed = Target(
      name: "missed release", share: { $0.missedRelease.ppm }, must: 20_000, aim: 10_000,
      isLeast: false)
    return profile == "daily" ? [missed, falseRelease(200, 50), gap, ties] : [gap, ties]
  }
  switch profile {
  case "daily":
    return [
      recall(960_000, 980_000),
      Target(
        name: "precision", share: { $0.precision.ppm }, must: 999_000, aim: 999_000,
        isLeast: true), falseRelease(200, 50),
      Target(
        name: "missed release, clear orders", share: { $0.missedClearRelease.ppm }, must: 40_000,
        aim: 25_000, isLeast: false), gap, ties,
    ]
  case "hard": return [recall(850_000, 920_000), falseRelease(500, 200), gap, ties]
  default: return [gap, ties]
  }
}

/// What was reached of the targets, by all worlds of a profile together.
func targetTable(_ profile: String, isSecondMonth: Bool, _ judgement: Judgement) -> String {
  markdown(
    ["target", "reached", "must", "aim", "met"],
    targets(profile, isSecondMonth: isSecondMonth).map { $0.cells(judgement) })
}
