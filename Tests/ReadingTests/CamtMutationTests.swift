import Model
import TestKit
import Testing

@testable import Reading

@Test(
  "No damage to a camt file makes the reader trap or contradict itself",
  arguments: ["camt-052", "camt-053", "camt-054"])
func camtMutations(format: String) throws {
  let bytes = try readBytes(repoFile("fixtures/formats/\(format)/sample.xml"))
  var random = SeededRandom(seed: 20_261_124)
  for _ in 0..<1200 { expectSound(readStatement(mutated(bytes, &random))) }
}

@Test("Every cut of a camt file is refused")
func camtCuts() {
  let bytes = camtFile(camtStatement(camtEntry()))
  for length in 1..<bytes.count {
    #expect(readStatement(Array(bytes[..<length])).reading.isRefused, "cut at \(length)")
  }
}

/// Digits and signs are put where numbers stand, so that the arithmetic is reached.
@Test("Amounts beyond all measure neither trap nor pass")
func camtHugeAmounts() {
  let huge = "<Amt Ccy=\"JPY\">999999999999999999</Amt>"
  let many = String(repeating: camtEntry(amount: huge), count: 12)
  let other = String(repeating: camtEntry(amount: huge, direction: "DBIT"), count: 25)
  let summary =
    "<TxsSummry><TtlNtries><NbOfNtries>999999999999999</NbOfNtries>"
    + "<Sum>-999999999999999999</Sum></TtlNtries></TxsSummry>"
  let result = readStatement(
    camtFile(
      camtStatement(
        camtBalance("OPBD", -999_999_999_999_999_999) + camtBalance("CLBD", 999_999_999_999_999_999)
          + summary + many + other)))
  expectSound(result)
  #expect(result.rows.isEmpty)
  #expect(result.reading.rowsRejected == 37)
  #expect(result.reading.findings.contains { $0.fault == .amountOverflow })
}
