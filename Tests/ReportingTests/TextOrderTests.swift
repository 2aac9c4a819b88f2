import Testing
import TestKit

@testable import Reporting

@Test("Places are in the order of their texts, ASCII or not, and then as they are told apart")
func textPlaces() {
  var random = SeededRandom(seed: 8)
  let parts = ["", "a", "b", "20260105-", "がっ", "か\u{3099}っ", "-7", "é", "zzzzzzzzzzzzzzzzz"]
  for _ in 0..<400 {
    let texts = (0..<random.within(0...20)).map { _ in
      (0..<random.within(0...3)).map { _ in parts[random.within(0...8)] }.joined()
    }
    let slow = texts.indices.sorted { (texts[$0], -$0) < (texts[$1], -$1) }
    #expect(TextOrder.places(texts.count, by: { texts[$0] }, then: { $0 > $1 }) == slow)
  }
}
