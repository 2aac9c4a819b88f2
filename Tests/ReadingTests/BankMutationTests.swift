import Foundation
import Model
import TestKit
import Testing

@testable import Reading

@Suite("Damaged files")
struct BankMutationTests {
  /// What must hold for any bytes: nothing traps, counts agree, numbers are in range.
  func expectSound(_ bytes: [UInt8], _ comment: String) {
    let file = readBytesAsFile(bytes, maxFindings: 50)
    let reading = file.reading
    var isSound = reading.findings.isEmpty || !reading.isRefused || reading.accounts.count <= 1000
    if reading.kind == .statement {
      isSound = isSound && Int(reading.rowsRead) == file.rows.count
    }
    var last: Int32 = 0
    for row in file.rows {
      isSound =
        isSound && row.amountYen >= 0 && row.record > last
        && Int(row.accountIndex) < reading.accounts.count
      last = row.record
    }
    if reading.formatID.isEmpty { isSound = isSound && reading.isRefused }
    if reading.rowsRejected > 0 { isSound = isSound && !reading.findings.isEmpty }
    if !isSound { Issue.record("\(comment)") }
  }

  @Test(
    "Cut, flipped, doubled and lost bytes never trap and never unbalance the counts",
    arguments: bankProfiles.map(\.info.id) + [bizStationAllDetailsInfo.id])
  func mutations(id: String) throws {
    let bytes = try readBytes(repoFile("fixtures/formats/\(id)/sample.csv"))
    var random = SeededRandom(seed: id.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
    for cut in stride(from: 0, to: bytes.count, by: 7) {
      expectSound(Array(bytes[..<cut]), "\(id) cut at \(cut)")
    }
    let spice: [UInt8] = [0, 0x0A, 0x0D, 0x22, 0x2C, 0x2D, 0x30, 0x39, 0x5C, 0x81, 0x94, 0xFF]
    for round in 0..<150 {
      var damaged = bytes
      for _ in 0...random.below(3) {
        let at = random.below(damaged.count)
        switch random.below(4) {
        case 0: damaged[at] = random.pick(spice)
        case 1: damaged[at] ^= UInt8(1 << random.below(8))
        case 2: damaged.remove(at: at)
        default: damaged.insert(random.pick(spice), at: at)
        }
      }
      expectSound(damaged, "\(id) round \(round)")
    }
  }

  @Test("A changed digit of an amount never goes unseen where there is a running balance")
  func changedAmounts() {
    let header = "取引日,摘要,お支払金額,お預り金額,残高\n"
    var random = SeededRandom(seed: 5)
    for _ in 0..<300 {
      var balance = 100_000
      var rows: [String] = []
      var amounts: [Int] = []
      for _ in 0..<6 {
        amounts.append(random.within(100...9_999))
        balance += amounts[amounts.count - 1]
        rows.append("2026/11/02,振込 ﾐﾎﾝ,,\(amounts[amounts.count - 1]),\(balance)")
      }
      let index = random.within(1...5)
      let wrong = amounts[index] + random.within(1...99)
      let stated = rows[index].utf8.reversed().prefix { $0 != 0x2C }.reversed()
      rows[index] =
        "2026/11/02,振込 ﾐﾎﾝ,,\(wrong),\(String(decoding: Array(stated), as: UTF8.self))"
      let file = readTextAsFile(header + rows.joined(separator: "\n"))
      #expect(file.reading.findings.contains { $0.fault == .balanceBreak })
      #expect(file.reading.accounts[0].stopsFromRecord.map { $0 <= index + 1 } == true)
    }
  }

  @Test("A line of many megabytes among the rows is a finding, and what follows is read")
  func hugeLine() {
    var bytes = Array("取引日,摘要,お支払金額,お預り金額,残高\n2026/11/02,振込 ｱ,,1,1\n".utf8)
    bytes += [UInt8](repeating: 0x31, count: 20 << 20)
    bytes += Array("\n2026/11/04,振込 ｲ,,2,3\n".utf8)
    let file = readBytesAsFile(bytes)
    #expect(file.reading.findings.map(\.fault) == [.lineTooLong])
    #expect(file.rows.map(\.record) == [1, 3] && file.rows.map(\.line) == [2, 4])
  }

  @Test("The caller hears while rows are read which bytes are done with")
  func consumed() {
    let row = "2026/11/02,振込 ﾐﾎﾝ ﾊﾅｺ,,0,0\n"
    let text = "取引日,摘要,お支払金額,お預り金額,残高\n" + String(repeating: row, count: 300_000)
    let heard = Heard()
    let bytes = Array(text.utf8)
    _ = bytes.withUnsafeBytes {
      readFile(
        $0,
        context: ReadingContext(asOf: Day(number: 20_000), consumed: { heard.add($0) }),
        sink: RowSink())
    }
    #expect(heard.offsets.count >= bytes.count / (4 << 20) - 1)
    #expect(heard.offsets == heard.offsets.sorted() && heard.offsets.last! < bytes.count)
  }
}

/// Collects what a `@Sendable` closure is told; the test has one thread only.
private final class Heard: @unchecked Sendable {
  private(set) var offsets: [Int] = []
  func add(_ offset: Int) { offsets.append(offset) }
}
