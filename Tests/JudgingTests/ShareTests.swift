@testable import Judging
import Testing

@Suite struct ShareTests {
  /// From the outside scorer's own arithmetic in floating point, z = 1.96.
  @Test(
    "The interval is Wilson's",
    arguments: [
      (0, 100, 0, 36_995), (1, 100, 1_766, 54_488), (50, 100, 403_830, 596_170),
      (3, 11_468, 88, 769), (9_999, 10_000, 999_433, 999_983), (0, 1, 0, 793_457),
    ])
  func wilson(_ hits: Int, _ of: Int, _ low: Int, _ high: Int) throws {
    let bounds = try #require(Share(hits, of: of).bounds)
    #expect(abs(bounds.low - low) <= 1)
    #expect(abs(bounds.high - high) <= 1)
  }

  @Test("The interval holds the rate, and narrows with the count", arguments: [7, 90, 4_000])
  func order(_ of: Int) throws {
    for hits in stride(from: 0, through: of, by: max(1, of / 13)) {
      let share = Share(hits, of: of)
      let bounds = try #require(share.bounds)
      let rate = try #require(share.ppm)
      #expect(bounds.low <= rate && rate <= bounds.high)
      let finer = try #require(Share(hits * 10, of: of * 10).bounds)
      #expect(finer.high - finer.low < bounds.high - bounds.low)
    }
    #expect(Share(0, of: 0).bounds == nil)
    #expect(Share(0, of: 0).ppm == nil)
  }

  @Test("A root is the largest whole one, for squares and their neighbours")
  func roots() {
    for root: UInt128 in [0, 1, 2, 3, 999, 1_000_000, 4_294_967_295, 9_999_999_999_999] {
      #expect(squareRoot(root * root) == root)
      #expect(squareRoot(root * root + root) == root)
      if root > 1 { #expect(squareRoot(root * root - 1) == root - 1) }
    }
  }

  @Test(
    "Parts per million are written as percentages",
    arguments: [
      (0, "0.0 %"), (1, "0.0001 %"), (999_950, "99.995 %"), (1_000_000, "100.0 %"),
      (-50, "-0.005 %"),
    ])
  func percentages(_ ppm: Int, _ text: String) { #expect(percent(ppm) == text) }
}
