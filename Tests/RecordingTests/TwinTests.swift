import Model
import Testing

@testable import Recording

/// One file of a story, and what it comes to.
struct Told: Sendable {
  var format: String
  var isIncremental = false
  var openingYen: Int64?
  var rows: [StatementRow]
  var new: Int32 = 0
  var known: Int32 = 0
  var faults: [DataFault] = []
}

/// Files of one account, one after the other.
struct Story: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var files: [Told]
}

/// A 振込入金通知: only new rows, numbers of the day.
private func notice(
  _ rows: [StatementRow], new: Int32 = 0, known: Int32 = 0, _ faults: [DataFault] = []
) -> Told {
  Told(
    format: "notice", isIncremental: true, rows: rows, new: new, known: known, faults: faults)
}

/// The same with references that last.
private func lasting(
  _ rows: [StatementRow], new: Int32 = 0, known: Int32 = 0, _ faults: [DataFault] = []
) -> Told {
  let marked = rows.map { row in
    var row = row
    row.isReferenceLasting = true
    return row
  }
  return Told(
    format: "camt", isIncremental: true, rows: marked, new: new, known: known, faults: faults)
}

private func csv(
  _ rows: [StatementRow], opening: Int64? = nil, new: Int32 = 0, known: Int32 = 0,
  _ faults: [DataFault] = []
) -> Told {
  Told(format: "csv", openingYen: opening, rows: rows, new: new, known: known, faults: faults)
}

private func other(
  _ rows: [StatementRow], new: Int32 = 0, known: Int32 = 0, _ faults: [DataFault] = []
) -> Told {
  Told(format: "other", rows: rows, new: new, known: known, faults: faults)
}

private let noticeStories: [Story] = [
  Story(
    testDescription: "a notice sent again is known",
    files: [
      notice([row("ｱﾍﾞ", 100, ref: "1"), row("ｲﾄｳ", 200, ref: "2")], new: 2),
      notice([row("ｱﾍﾞ", 100, ref: "1"), row("ｲﾄｳ", 200, ref: "2")], known: 2),
      notice([row("ｲﾄｳ", 200, ref: "2"), row("ｳｴﾀﾞ", 300, ref: "3")], new: 1, known: 1),
    ]),
  Story(
    testDescription: "an equal row under another number waits for the whole day",
    files: [
      notice([row("ｱﾍﾞ", 100, ref: "1")], new: 1),
      notice([row("ｱﾍﾞ", 100, ref: "2")], [.possibleTwin]),
      csv([row("ｱﾍﾞ", 100), row("ｱﾍﾞ", 100), row("ｲﾄｳ", 5, day: 1)], new: 2, known: 1),
      notice([row("ｱﾍﾞ", 100, ref: "2")], known: 1),
    ]),
  Story(
    testDescription: "where the whole day has one, the second number is the same money",
    files: [
      notice([row("ｱﾍﾞ", 100, ref: "1")], new: 1),
      csv([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 5, day: 1)], new: 1, known: 1),
      notice([row("ｱﾍﾞ", 100, ref: "2")], known: 1),
    ]),
  Story(
    testDescription: "one file with two equal rows has two, whatever their numbers",
    files: [
      notice([row("ｱﾍﾞ", 100, ref: "1")], new: 1),
      notice(
        [row("ｱﾍﾞ", 100, ref: "2"), row("ｱﾍﾞ", 100, ref: "3")], new: 1, [.possibleTwin]),
    ]),
  Story(
    testDescription: "a notice and a statement of the day tell of the same money",
    files: [
      notice([row("ｱﾍﾞ", 100, ref: "1"), row("ｱﾍﾞ", 100, ref: "2")], new: 2),
      csv([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 50, direction: .debit)], new: 1, known: 1),
      csv([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 50, direction: .debit), row("ｱﾍﾞ", 100)], known: 3),
    ]),
  Story(
    testDescription: "without numbers, of files that each lack a row equal rows are not told",
    files: [
      notice([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200)], new: 2),
      notice([row("ｱﾍﾞ", 100), row("ｳｴﾀﾞ", 300)], new: 1, [.possibleTwin]),
    ]),
  Story(
    testDescription: "without numbers, a file that holds the earlier one repeats it",
    files: [
      notice([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200)], new: 2),
      notice([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200), row("ｳｴﾀﾞ", 300)], new: 1, known: 2),
      notice([row("ｱﾍﾞ", 100)], known: 1),
    ]),
  Story(
    testDescription: "one number with another amount contradicts the ledger",
    files: [
      notice([row("ｱﾍﾞ", 100, ref: "1")], new: 1),
      notice([row("ｱﾍﾞ", 150, ref: "1")], [.rowConflict]),
    ]),
]

private let lastingStories: [Story] = [
  Story(
    testDescription: "another lasting reference is another payment, and is shown",
    files: [
      lasting([row("ｱﾍﾞ", 100, ref: "L1")], new: 1),
      lasting([row("ｱﾍﾞ", 100, ref: "L2")], new: 1, [.equalPaymentCounted]),
      lasting([row("ｱﾍﾞ", 100, ref: "L2"), row("ｱﾍﾞ", 100, ref: "L1")], known: 2),
    ]),
  Story(
    testDescription: "a lasting reference with one thing changed contradicts, on whatever day",
    files: [
      lasting([row("ｱﾍﾞ", 100, ref: "L1")], new: 1),
      lasting([row("ｱﾍﾞ", 100, day: 3, ref: "L1")], [.rowConflict]),
      lasting([row("ｱﾍﾞ", 120, ref: "L1")], [.rowConflict]),
      lasting([row("ｲﾄｳ", 100, ref: "L1")], [.rowConflict]),
    ]),
  Story(
    testDescription: "with more than one thing changed the bank has numbered anew",
    files: [
      lasting([row("ｱﾍﾞ", 100, ref: "000001")], new: 1),
      lasting([row("ｲﾄｳ", 250, day: 1, ref: "000001")], new: 1),
    ]),
  Story(
    testDescription: "a payment seen in another format takes a lasting reference in silence",
    files: [
      csv([row("ｱﾍﾞ", 100)], new: 1),
      lasting([row("ｱﾍﾞ", 100, ref: "L1")], known: 1),
      lasting([row("ｱﾍﾞ", 100, ref: "L2")], new: 1, [.equalPaymentCounted]),
    ]),
]

private let wholeDayStories: [Story] = [
  Story(
    testDescription: "a row whose name has changed is a finding, and nothing is overwritten",
    files: [
      csv([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200)], new: 2),
      csv([row("ｱﾍﾞ ｼﾞﾛｳ", 100), row("ｲﾄｳ", 200)], known: 1, [.rowConflict]),
    ]),
  Story(
    testDescription: "a row whose amount has changed is a finding",
    files: [
      csv([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200)], new: 2),
      csv([row("ｱﾍﾞ", 900), row("ｲﾄｳ", 200)], known: 1, [.rowConflict]),
    ]),
  Story(
    testDescription: "a row that a later file of the whole day lacks is told",
    files: [
      csv([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200), row("ｳ", 5, day: 1)], new: 3),
      csv([row("ｲﾄｳ", 200), row("ｳ", 5, day: 1)], known: 2, [.rowVanished]),
    ]),
  Story(
    testDescription: "an earlier download of the same day lacks rows in silence",
    files: [
      csv([row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200)], new: 2), csv([row("ｱﾍﾞ", 100)], known: 1),
    ]),
  Story(
    testDescription: "of two formats of whole days one holds the other, whatever the names",
    files: [
      csv([row("ｱﾍﾞ ﾀﾛｳ", 100)], new: 1),
      other([row("ｲﾄｳ ｹﾝ", 100)], known: 1, [.nameDiffersAcrossFormats]),
    ]),
  Story(
    testDescription: "a name once taken for another is known in silence from then on",
    files: [
      csv([row("阿部　太郎", 100)], new: 1),
      other([row("ｱﾍﾞ ﾀﾛｳ", 100)], known: 1, [.nameDiffersAcrossFormats]),
      other([row("ｱﾍﾞ ﾀﾛｳ", 100)], known: 1),
      notice([row("ｱﾍﾞ ﾀﾛｳ", 100, ref: "1")], known: 1),
    ]),
  Story(
    testDescription: "in a notice a clearly different name is another payment",
    files: [
      csv([row("ｱﾍﾞ ﾀﾛｳ", 100)], new: 1),
      notice([row("ｲﾄｳ ｹﾝ", 100)], new: 1, [.equalPaymentCounted]),
    ]),
  Story(
    testDescription: "but not where the statement of that day is whole",
    files: [
      csv([row("ｱﾍﾞ ﾀﾛｳ", 100), row("ｳ", 5, day: 1)], new: 2),
      notice([row("ｲﾄｳ ｹﾝ", 100)], known: 1, [.nameDiffersAcrossFormats]),
    ]),
]

private let balanceStories: [Story] = [
  Story(
    testDescription: "a file that begins at a later balance holds other money",
    files: [
      csv([row("ｱﾍﾞ", 100, balance: 500)], opening: 400, new: 1),
      csv([row("ｱﾍﾞ", 100, balance: 600)], opening: 500, new: 1, [.equalPaymentCounted]),
      csv(
        [row("ｱﾍﾞ", 100, balance: 500), row("ｱﾍﾞ", 100, balance: 600)], opening: 400, known: 2),
    ]),
  Story(
    testDescription: "a file that begins where no other was leaves equal rows untold",
    files: [
      csv([row("ｱﾍﾞ", 100, balance: 500)], opening: 400, new: 1),
      csv([row("ｱﾍﾞ", 100, balance: 1000)], opening: 900, [.possibleTwin]),
    ]),
  Story(
    testDescription: "a day that comes back to a balance leaves untold what lies between",
    files: [
      csv(
        [
          row("ｲ", 7, balance: 500), row("ｱﾍﾞ", 100, balance: 600),
          row("ｱﾍﾞ", 100, balance: 500, direction: .debit),
        ], opening: 493, new: 3),
      csv([row("ｱﾍﾞ", 100, balance: 600)], opening: 500, known: 1),
    ]),
]

@Test(
  "What a file adds follows from what earlier files prove",
  arguments: noticeStories + lastingStories + wholeDayStories + balanceStories)
func story(_ story: Story) throws {
  let bench = try Bench()
  var total = 0
  for (n, file) in story.files.enumerated() {
    let days = file.rows.map(\.bookingDay)
    let closing = file.openingYen == nil ? nil : file.rows.last?.balanceAfterYen
    let account = AccountReading(
      account: AccountRef(), firstDay: days.min(), lastDay: days.max(),
      openingBalanceYen: file.openingYen, closingBalanceYen: closing)
    let count = try bench.ledger.importStatement(
      file: bench.file(file.format), accountIDs: [bench.account()], rows: rows(file.rows),
      reading: FileReading(
        kind: .statement, formatID: file.format, accounts: [account],
        isIncremental: file.isIncremental))
    #expect(count.new == file.new, "file \(n + 1)")
    #expect(count.known == file.known, "file \(n + 1)")
    #expect(count.conflicts.map(\.fault) == file.faults, "file \(n + 1)")
    total += Int(file.new)
  }
  #expect(try bench.ids().count == total)
  #expect(try bench.ledger.verify().filter { !$0.isOK } == [])
}

@Test(
  "Names are related by what banks do to them",
  arguments: [
    ("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛ", KeyRelation.held), ("0012345ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ", .held),
    ("", "ﾔﾏﾀﾞ", .held), ("01ﾔﾏﾀﾞ ﾀﾛ", "ﾔﾏﾀﾞ ﾀﾛｳ", .alike), ("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾊﾅｺ", .unrelated),
    ("山田太郎", "ﾔﾏﾀﾞ ﾀﾛｳ", .otherScript), ("ABC", "ｴ-ﾋﾞ-ｼ-", .otherScript),
    ("山田太郎", "伊藤健", .unrelated),
  ])
func related(_ a: String, _ b: String, _ relation: KeyRelation) {
  var bytes: [UInt8] = []
  var first = a
  var second = b
  first.withUTF8 { PayerKey.append($0, to: &bytes) }
  let middle = Int32(bytes.count)
  second.withUTF8 { PayerKey.append($0, to: &bytes) }
  let keys = KeyBytes(bytes: bytes)
  #expect(keys.relation(0..<middle, middle..<Int32(bytes.count)) == relation)
  #expect(keys.relation(middle..<Int32(bytes.count), 0..<middle) == relation)
}
