// How often links were wrong on worlds with known truth, by kind and by bits. Whoever changes a
// weight makes the table anew with `make calibrate`; the worlds it is made from have their own
// seeds, which nothing else uses.

import Model

/// What the probabilities of links were read off: how many invented worlds, of which seeds.
public var calibrationSource: String { CalibrationTable.source }

/// What was seen of links of one kind, each list by bits, ascending, the first
/// from the fewest that were seen on.
struct CalibrationSteps {
  /// Links for the wrong order.
  var links: [CalibrationStep]
  /// Orders released on such a link though they were not paid in full.
  var releases: [CalibrationStep]
}

/// Links from so many millibits on, how many of them were wrong, and what rate that makes likely.
struct CalibrationStep {
  var fromMillibits: Int32
  var links: Int32
  var wrong: Int32
  /// Half a link more than the wrong ones seen.
  var ppm: Int32
  /// Upper end of the 95 % interval.
  var upperPPM: Int32

  init(_ fromMillibits: Int32, of links: Int32, wrong: Int32, ppm: Int32, upperPPM: Int32) {
    self.fromMillibits = fromMillibits
    self.links = links
    self.wrong = wrong
    self.ppm = ppm
    self.upperPPM = upperPPM
  }
}

enum Calibration {
  /// Kinds of links, and bits, of which the worlds showed none are judged by their bits alone.
  static func judge(_ basis: MatchBasis, millibits: Int32) -> Judgement {
    let unseen = 1_000_000 - probabilityPPM(millibits: millibits)
    guard let steps = CalibrationTable.steps[basis] else {
      return Judgement(errorPPM: unseen, unpaidPPM: unseen, unpaidUpperPPM: unseen)
    }
    let link = steps.links.last { $0.fromMillibits <= millibits }
    let release = steps.releases.last { $0.fromMillibits <= millibits }
    return Judgement(
      errorPPM: link?.ppm ?? unseen, unpaidPPM: release?.ppm ?? unseen,
      unpaidUpperPPM: release?.upperPPM ?? unseen)
  }
}
