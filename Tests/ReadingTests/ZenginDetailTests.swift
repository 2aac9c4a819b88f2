import Model
import Testing

@testable import Reading

/// 03 with one account: amounts positive in, negative out.
private struct DetailFile {
  var yen: [Int] = [5480, -1825, 10000]
  var kinds = ["11", "14", "10"]
  var opening = "1" + "1" + padded(100_000, 14)
  var closing = "1" + padded(113_655, 14)
  var type = "1"
  var dataCount: Int?
  var endCount = 6
  var accountCount = 1

  func bytes() -> [UInt8] {
    var records = [
      zenginRecord([
        (1, "1030081120081119081120"), (23, "9900"), (27, "ﾐﾎﾝ"), (42, "101"), (45, "ﾎﾝﾃﾝ"),
        (60, "000" + type), (64, "0000012345"), (74, "ｶ)ﾐﾅﾓ"), (114, opening),
      ])
    ]
    for (index, amount) in yen.enumerated() {
      records.append(
        zenginRecord([
          (1, "2" + padded(index + 1, 8) + "081119081119" + (amount > 0 ? "1" : "2")),
          (23, kinds[index] + padded(abs(amount), 12) + padded(0, 12)), (82, "ｻｸﾗｲ ﾊﾙｶ"),
        ]))
    }
    let incoming = yen.filter { $0 > 0 }
    let outgoing = yen.filter { $0 < 0 }
    records.append(
      zenginRecord([
        (1, "8" + padded(incoming.count, 6) + padded(incoming.reduce(0, +), 13)),
        (21, padded(outgoing.count, 6) + padded(-outgoing.reduce(0, +), 13)), (40, closing),
        (55, padded(dataCount ?? yen.count, 7)),
      ]))
    records.append(
      zenginRecord([(1, "9" + padded(endCount, 10) + padded(accountCount, 5))]))
    return joined(records, [0x0A])
  }
}

struct DetailRow: Sendable, CustomTestStringConvertible {
  var name: String
  fileprivate var change: @Sendable (inout DetailFile) -> Void
  var failed: [ControlKind]
  var balance: ControlOutcome = .ok
  var testDescription: String { name }
}

private let blank15 = String(repeating: " ", count: 15)
private let zero15 = " " + padded(0, 14)

private let detailRows: [DetailRow] = [
  DetailRow(name: "all right", change: { _ in }, failed: []),
  DetailRow(
    name: "closing balance one yen off", change: { $0.closing = "1" + padded(113_654, 14) },
    failed: [.closingBalance], balance: .failed),
  DetailRow(
    name: "overdrawn at the end",
    change: {
      $0.opening = "21" + padded(100_000, 14)
      $0.closing = "2" + padded(86_345, 14)
    }, failed: []),
  DetailRow(
    name: "overdraft mark forgotten", change: { $0.opening = "21" + padded(100_000, 14) },
    failed: [.closingBalance], balance: .failed),
  DetailRow(
    name: "balances left blank",
    change: {
      $0.opening = " " + blank15
      $0.closing = blank15
    }, failed: [], balance: .absent),
  DetailRow(
    name: "balances filled with zeros",
    change: {
      $0.opening = " " + zero15
      $0.closing = zero15
    }, failed: [], balance: .absent),
  DetailRow(
    name: "only the closing balance", change: { $0.opening = " " + blank15 }, failed: [],
    balance: .absent),
  DetailRow(
    name: "data record count", change: { $0.dataCount = 4 }, failed: [.recordCount]),
  DetailRow(name: "file record count", change: { $0.endCount = 7 }, failed: [.recordCount]),
  DetailRow(name: "account count", change: { $0.accountCount = 2 }, failed: [.accountCount]),
]

@Test("The control values of 03 are checked one by one", arguments: detailRows)
func zenginDetailControls(row: DetailRow) {
  var file = DetailFile()
  row.change(&file)
  let result = readStatement(file.bytes())
  #expect(result.reading.formatID == "zengin-03")
  #expect(result.rows.count == 3)
  #expect(result.failedControls == row.failed)
  #expect(result.control(.closingBalance)?.outcome == row.balance)
  #expect(result.reading.accounts[0].stopsFromRecord == (row.failed.isEmpty ? nil : 1))
}

@Test("取引区分 becomes a word, and 19 a correction in the direction of its own booking")
func zenginDetailKinds() {
  var file = DetailFile()
  file.yen = [5480, -5480, 900, 20, 3]
  file.kinds = ["11", "19", "12", "00", "17"]
  file.endCount = 8
  file.closing = "1" + padded(100_923, 14)
  let result = readStatement(file.bytes())
  #expect(result.rows.map(\.kindText) == ["振込", "訂正", "他店券入金", "", "17"])
  #expect(result.rows.map(\.mark) == [.none, .correction, .none, .none, .none])
  #expect(result.rows[1].direction == .debit)
  #expect(result.rows.map(\.reference).first == "00000001")
  #expect(result.reading.accounts[0].account.number == "0000012345")
  #expect(result.failedControls.isEmpty)
}

@Test("Time deposits have another layout: their rows are not read", arguments: ["5", "6", "7"])
func zenginTimeDeposit(type: String) {
  var file = DetailFile()
  file.type = type
  let result = readStatement(file.bytes())
  #expect(result.rows.isEmpty)
  #expect(result.reading.rowsRejected == 3)
  #expect(result.finding(.badCode)?.severity == .stopsPosting)
}

@Test("Groups of 01 and 03 in one file: the second kind is not read as the first")
func zenginMixedKinds() {
  let detail = Array(DetailFile().bytes().dropLast(201))
  let result = readStatement(joined(plainNotice.records(), [0x0A]) + detail)
  #expect(result.rows.count == 3)
  #expect(result.finding(.recordSequence)?.value == "03")
  #expect(result.reading.accounts.map(\.stopsFromRecord) == [nil, 1])
}

struct AmountRow: Sendable {
  var first: Int
  var second: Int
  var read: Int64?
}

@Test(
  "In B exactly one of the two amounts is used",
  arguments: [
    AmountRow(first: 5480, second: 0, read: 5480),
    AmountRow(first: 0, second: 12_345_678_901, read: 12_345_678_901),
    AmountRow(first: 0, second: 0, read: nil), AmountRow(first: 1, second: 1, read: nil),
  ])
func zenginNoticeB(row: AmountRow) {
  let header = plainNotice.records()[0]
  let data = zenginRecord([
    (1, "2000001081119081119" + padded(row.first, 10) + padded(0, 10)), (50, "ｻｸﾗｲ ﾊﾙｶ"),
    (129, padded(row.second, 12) + padded(0, 12)), (153, "12345678901234567890"),
  ])
  let trailer = zenginRecord([(1, "8000001" + padded(row.first + row.second, 12))])
  let result = readStatement(joined([header, data, trailer, zenginEnd], []))
  #expect(result.rows.map(\.amountYen) == (row.read.map { [$0] } ?? []))
  #expect(result.finding(.badAmount) == nil || row.read == nil)
  if row.read != nil { #expect(result.reading.formatID == "zengin-01-b") }
  if row.read != nil { #expect(result.rows[0].ediText == "12345678901234567890") }
}
