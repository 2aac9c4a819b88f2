import Model
import Testing

@testable import Recording

/// Two files, one after the other, and what the second one comes to.
struct Pair: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var first: [StatementRow]
  var second: [StatementRow]
  var otherFormat = false
  var new: Int32
  var known: Int32
  var faults: [DataFault] = []
}

private let pairs: [Pair] = [
  Pair(
    testDescription: "the same rows are known", first: [row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200)],
    second: [row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200)], new: 0, known: 2),
  Pair(
    testDescription: "an overlap adds only what is new",
    first: [row("ｱﾍﾞ", 100), row("ｲﾄｳ", 200, day: 1)],
    second: [row("ｲﾄｳ", 200, day: 1), row("ｳｴﾀﾞ", 300, day: 2)], new: 1, known: 1),
  Pair(
    testDescription: "a part-day download is completed by the whole day",
    first: [row("ｱﾍﾞ", 100)], second: [row("ｱﾍﾞ", 100), row("ｱﾍﾞ", 100), row("ｲ", 5)], new: 2,
    known: 1),
  Pair(
    testDescription: "of equal rows the higher count stands",
    first: [row("ｱﾍﾞ", 100), row("ｱﾍﾞ", 100)], second: [row("ｱﾍﾞ", 100)], new: 0, known: 1),
  Pair(
    testDescription: "a reference given anew is the same money",
    first: [row("ｱﾍﾞ", 100, ref: "1")], second: [row("ｱﾍﾞ", 100, ref: "2")], new: 0, known: 1),
  Pair(
    testDescription: "a reference that stands again beside another one makes that one new",
    first: [row("ｱﾍﾞ", 100, ref: "1")],
    second: [row("ｱﾍﾞ", 100, ref: "2"), row("ｱﾍﾞ", 100, ref: "1")], new: 1, known: 1),
  Pair(
    testDescription: "an inserted row that renumbers the others is the only new one",
    first: [row("ｱﾍﾞ", 100, ref: "1"), row("ｲﾄｳ", 100, ref: "2"), row("ｳｴﾀﾞ", 300, ref: "3")],
    second: [
      row("ｴﾄｳ", 100, ref: "1"), row("ｱﾍﾞ", 100, ref: "2"), row("ｲﾄｳ", 100, ref: "3"),
      row("ｳｴﾀﾞ", 300, ref: "4"),
    ], new: 1, known: 3),
  Pair(
    testDescription: "equal references go together whatever the order",
    first: [row("ｱﾍﾞ", 100, ref: "1"), row("ｱﾍﾞ", 100, ref: "2")],
    second: [
      row("ｱﾍﾞ", 100, ref: "2"), row("ｱﾍﾞ", 100, ref: "3"), row("ｱﾍﾞ", 100, ref: "1"),
    ], new: 1, known: 2),
  Pair(
    testDescription: "references of different formats say nothing",
    first: [row("ｱﾍﾞ", 100, ref: "1")], second: [row("ｱﾍﾞ", 100, ref: "X9")], otherFormat: true,
    new: 0, known: 1),
  Pair(
    testDescription: "a balance that stands again beside another one makes that one new",
    first: [row("ｱﾍﾞ", 100, balance: 500)],
    second: [row("ｱﾍﾞ", 100, balance: 600), row("ｱﾍﾞ", 100, balance: 500)], new: 1, known: 1),
  Pair(
    testDescription: "an inserted row that shifts all balances is the only new one",
    first: [row("ｱﾍﾞ", 100, balance: 100), row("ｲﾄｳ", 250, balance: 350)],
    second: [
      row("ｴﾄｳ", 30, balance: 30), row("ｱﾍﾞ", 100, balance: 130), row("ｲﾄｳ", 250, balance: 380),
    ], new: 1, known: 2),
  Pair(
    testDescription: "so it is where the old balances stand on the row before",
    first: [row("ｱﾍﾞ", 100, balance: 100), row("ｲﾄｳ", 100, balance: 200)],
    second: [
      row("ｴﾄｳ", 100, balance: 100), row("ｱﾍﾞ", 100, balance: 200),
      row("ｲﾄｳ", 100, balance: 300),
    ], new: 1, known: 2),
  Pair(
    testDescription: "twins across formats stay two",
    first: [row("ｱﾍﾞ", 100), row("ｱﾍﾞ", 100)],
    second: [row("アベ", 100, ref: "1"), row("アベ", 100, ref: "2")], otherFormat: true, new: 0,
    known: 2),
  Pair(
    testDescription: "width, voicing, small kana, hyphens and spaces do not make a new payer",
    first: [row("ｶ)ｼﾞﾖｰ ﾀﾞ", 100)], second: [row("カ）ジョ－ダ", 100)], otherFormat: true, new: 0,
    known: 1),
  Pair(
    testDescription: "a cut or prefixed name in another format is the same money, in silence",
    first: [row("ﾐﾂﾋﾞｼ ﾔﾏﾀﾞ ﾀﾛｳ", 100), row("ｶ)ﾅｶﾞｲﾅﾏｴ", 7)],
    second: [row("ﾔﾏﾀﾞ ﾀﾛｳ", 100), row("ｶ)ﾅｶﾞｲﾅﾏｴｼﾖｳｶｲ", 7)], otherFormat: true, new: 0, known: 2),
  Pair(
    testDescription: "another name in another format is the same money, with a note",
    first: [row("ｱﾍﾞ", 100)], second: [row("阿部", 100)], otherFormat: true, new: 0, known: 1,
    faults: [.nameDiffersAcrossFormats]),
  Pair(
    testDescription: "another name in the same format contradicts: one file holds the other",
    first: [row("ｱﾍﾞ", 100)], second: [row("ｲﾄｳ", 100)], new: 0, known: 0, faults: [.rowConflict]),
  Pair(
    testDescription: "another name beside the known one is other money",
    first: [row("ｱﾍﾞ", 100)], second: [row("ｲﾄｳ", 100), row("ｱﾍﾞ", 100)], new: 1, known: 1),
  Pair(
    testDescription: "the held name wins over the foreign one",
    first: [row("ｱﾍﾞ", 100), row("ｲﾄｳ ｹﾝ", 100)],
    second: [row("ｲﾄｳ", 100), row("阿部", 100)], otherFormat: true, new: 0, known: 2,
    faults: [.nameDiffersAcrossFormats]),
  Pair(
    testDescription: "a reversal is not the deposit it undoes",
    first: [row("ｱﾍﾞ", 100)],
    second: [row("ｱﾍﾞ", 100), row("ｱﾍﾞ", 100, direction: .debit, mark: .reversal)], new: 1,
    known: 1),
  Pair(
    testDescription: "a cancellation takes money out, however it is printed",
    first: [row("ｱﾍﾞ", 100, mark: .cancellation)],
    second: [row("ｱﾍﾞ", 100, direction: .debit)], otherFormat: true, new: 0, known: 1),
  Pair(
    testDescription: "one reference with another amount contradicts the ledger",
    first: [row("ｱﾍﾞ", 100, ref: "7")], second: [row("ｱﾍﾞ", 150, ref: "7")], new: 0, known: 0,
    faults: [.rowConflict]),
  Pair(
    testDescription: "one reference with another name contradicts the ledger",
    first: [row("ｱﾍﾞ", 100, ref: "7")], second: [row("ｲﾄｳ", 100, ref: "7")], new: 0, known: 0,
    faults: [.rowConflict]),
  Pair(
    testDescription: "references given anew are not a contradiction",
    first: [row("ｱﾍﾞ", 100, ref: "1")],
    second: [row("ｲﾄｳ", 250, ref: "1"), row("ｱﾍﾞ", 100, ref: "2")], new: 1, known: 1),
  Pair(
    testDescription: "the same reference on another day says nothing",
    first: [row("ｱﾍﾞ", 100, ref: "1")], second: [row("ｱﾍﾞ", 100, day: 1, ref: "1")], new: 1,
    known: 0),
]

@Test("A row of a second file is new or known by what it is", arguments: pairs)
func secondFile(_ pair: Pair) throws {
  let bench = try Bench()
  let first = try bench.statement("a", rows(pair.first))
  #expect(first.new == Int32(pair.first.count), "rows of one file are never the same money")
  let second = try bench.statement(pair.otherFormat ? "b" : "a", rows(pair.second))
  #expect(second.new == pair.new)
  #expect(second.known == pair.known)
  #expect(second.conflicts.map(\.fault) == pair.faults)
  #expect(try bench.ids().count == pair.first.count + Int(pair.new))
  #expect(try bench.ledger.verify().filter { !$0.isOK } == [])
}

@Test("References that are made anew per download prove nothing")
func unstableReferences() throws {
  let bench = try Bench()
  for ref in ["1", "9"] {
    var file = bench.file("a")
    file.hasStableReferences = false
    let count = try bench.ledger.importStatement(
      file: file, accountIDs: [bench.account()], rows: [row("ｱﾍﾞ", 100, ref: ref)],
      reading: FileReading(accounts: [AccountReading(account: AccountRef())]))
    #expect(count.new == (ref == "1" ? 1 : 0))
  }
}

@Test("The order of files and of rows does not change ids", arguments: 0..<12)
func shuffled(_ seed: UInt64) throws {
  var state = seed &* 0x9E37_79B9 &+ 1
  func draw(_ n: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % n
  }
  let names = ["ｱﾍﾞ", "ｲﾄｳ", "ｳｴﾀﾞ"]
  let day = (0..<40).map { _ in row(names[draw(3)], Int64(100 * (1 + draw(3))), day: Int32(draw(3)))
  }
  let files = [day, Array(day[0..<25]), Array(day[10..<40]), day.filter { $0.amountYen > 100 }]
  let plain = try Bench()
  for (n, file) in files.enumerated() { try plain.statement("f\(n)", rows(file)) }
  let other = try Bench()
  for n in [2, 0, 3, 1] {
    var mixed = files[n]
    for i in mixed.indices { mixed.swapAt(i, draw(mixed.count)) }
    try other.statement("f\(n)", rows(mixed))
  }
  let ids = try plain.ids()
  #expect(ids.count == 40)
  #expect(try other.ids().sorted() == ids.sorted())
}

@Test("Two contents with one hash get ids that differ")
func hashCollision() throws {
  let bench = try Bench()
  bench.ledger.identityHash = { _ in 42 }
  try bench.statement("a", rows([row("ｱﾍﾞ", 1), row("ｲﾄｳ", 2), row("ｳｴﾀﾞ", 3)]))
  let ids = try bench.ids()
  #expect(ids.map(\.utf8.count) == [22, 23, 23])
  #expect(Set(ids).count == 3)
  #expect(ids[0] == "20260401-000000000001a")
}

@Test("An entry takes from later files what the first did not say")
func enriched() throws {
  let bench = try Bench()
  try bench.statement("csv", rows([row("ｱﾍﾞ", 100)]), run: 1)
  var full = row("ｱﾍﾞ", 100, ref: "R1")
  full.ediText = "A-1"
  full.payerBank = "ﾐｽﾞﾎ"
  full.valueDay = firstDay
  try bench.statement("camt", rows([full]), run: 2)
  let entry = try bench.view(run: 2).snapshot.entries[0]
  #expect(entry.ediText == "A-1")
  #expect(entry.payerBank == "ﾐｽﾞﾎ")
  #expect(entry.valueDay == firstDay)
  #expect(entry.sourceRef == "" && entry.sourceFile == "file1" && entry.record == 1)
  #expect(!entry.isNew)
  #expect(try bench.view(run: 1).snapshot.entries[0].isNew)
}
