import Model
import TestKit
import Testing

@testable import Reading

/// Cuts, flips, doubles and removes bytes of a file, from a seed alone.
func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
  var result = bytes
  for _ in 0..<random.within(1...4) {
    guard result.count > 8 else { break }
    let at = random.below(result.count - 4)
    switch random.below(6) {
    case 0: result[at] = UInt8(random.below(256))
    case 1: result.removeLast(random.below(result.count))
    case 2: result.remove(at: at)
    case 3: result.insert(UInt8(random.below(256)), at: at)
    case 4: result.append(contentsOf: result[at...])
    default:
      let length = min(random.within(1...400), result.count - at)
      result.removeSubrange(at..<at + length)
    }
  }
  return result
}

/// What must hold of any reading, however broken the file.
func expectSound(_ result: StatementRead) {
  #expect(result.reading.rowsRead == Int32(result.rows.count))
  let accounts = Int32(result.reading.accounts.count)
  #expect(result.rows.allSatisfy { $0.accountIndex >= 0 && $0.accountIndex < accounts })
  #expect(result.rows.allSatisfy { $0.amountYen >= 0 && $0.record >= 1 })
  #expect(zip(result.rows, result.rows.dropFirst()).allSatisfy { $0.record < $1.record })
  #expect(result.reading.findings.allSatisfy { ($0.value?.utf8.count ?? 0) <= 80 })
  let failed = result.reading.controls.filter { $0.outcome == .failed && $0.kind.stopsPosting }
  #expect(
    failed.allSatisfy { result.reading.accounts[Int($0.accountIndex)].stopsFromRecord != nil })
}

@Test(
  "No damage to a Zengin file makes the reader trap or contradict itself",
  arguments: [
    ("zengin-01-a", "sample.txt"), ("zengin-01-b", "sample.dat"), ("zengin-03", "sample.txt"),
    ("zengin-csv-01-a", "sample.csv"), ("zengin-csv-01-a", "sample-spreadsheet.csv"),
    ("zengin-csv-01-b", "sample-trimmed.csv"), ("zengin-csv-03", "sample.csv"),
  ])
func zenginMutations(format: String, file: String) throws {
  let bytes = try readBytes(repoFile("fixtures/formats/\(format)/\(file)"))
  var random = SeededRandom(seed: 20_261_123)
  for _ in 0..<1000 { expectSound(readStatement(mutated(bytes, &random))) }
}

@Test("Every cut of a Zengin file is noticed: none is posted as a whole file")
func zenginCuts() {
  let bytes = plainNotice.bytes()
  let whole = readStatement(bytes)
  for length in 60..<bytes.count {
    let result = readStatement(Array(bytes[..<length]))
    expectSound(result)
    // Trailing spaces and the last separator carry nothing.
    let lost = bytes[length...].contains { $0 != 0x20 && $0 != 0x0D && $0 != 0x0A }
    if lost {
      #expect(result.faults.contains(.truncated), "cut at \(length)")
    } else {
      #expect(result.rows == whole.rows && result.failedControls.isEmpty, "cut at \(length)")
    }
  }
}

@Test("Any changed digit of an amount or a total stops posting")
func zenginChangedDigits() {
  let bytes = plainNotice.bytes()
  let places =
    (1...3).flatMap { record in (19..<29).map { record * 202 + $0 } }
    + (1..<19).map { 4 * 202 + $0 }
  for place in places {
    var changed = bytes
    changed[place] = changed[place] == 0x30 ? 0x31 : 0x30
    let result = readStatement(changed)
    #expect(result.reading.accounts[0].stopsFromRecord == 1, "byte \(place)")
  }
}
