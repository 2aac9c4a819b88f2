import Model
import TestKit
import Testing

@testable import Running

@Suite("Files made in parts")
struct PartMakingTests {
  @Test("Parts stand in their order however long each takes", arguments: [1, 2, 3, 50, 400])
  func order(parts: Int) {
    let file = ReportFile(name: "x", partCount: parts) { part, take in
      // Early parts take longer than late ones, and one is empty.
      var sum = 0
      for n in 0..<((parts - part) % 7 * 20_000) { sum &+= n }
      if part != 1 { Array("\(part)\(sum < 0 ? "!" : "") ".utf8).withUnsafeBytes(take) }
      Array(";".utf8).withUnsafeBytes(take)
    }
    var made: [UInt8] = []
    makeOnAllCores(file) { made.append(contentsOf: $0) }
    #expect(String(decoding: made, as: UTF8.self) == String(decoding: file.bytes, as: UTF8.self))
    #expect(made.count { $0 == UInt8(ascii: ";") } == parts)
  }
}
