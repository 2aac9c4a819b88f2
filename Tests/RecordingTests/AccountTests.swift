import Model
import Testing

@testable import Recording

/// One import after another: per file `format/bank/accounts`, and which account key each gets.
struct Settling: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var steps: [(files: [AccountRequest], keys: [String])]
  var configured: [String: String] = [:]
  /// Configuration from the second import on.
  var configuredLater: [String: String] = [:]
}

/// `text` is an account key with `?` for unknown, or empty for a file that names none.
private func file(_ formatID: String, _ bank: String? = nil, _ text: String = "") -> AccountRequest
{
  AccountRequest(
    formatID: formatID, bankCode: bank, accounts: [AccountKey.ref(text) ?? AccountRef()])
}

private let settlings: [Settling] = [
  Settling(
    testDescription: "leading zeros and missing parts do not make another account",
    steps: [
      ([file("z1", nil, "0001-123-1-1234567")], ["0001-123-1-1234567"]),
      ([file("z3", nil, "0001-123-?-0001234567")], ["0001-123-1-1234567"]),
      ([file("x", nil, "?-?-?-1234567")], ["0001-123-1-1234567"]),
    ]),
  Settling(
    testDescription: "a part that differs makes another account",
    steps: [
      ([file("z1", nil, "0001-123-1-1234567")], ["0001-123-1-1234567"]),
      ([file("z1", nil, "0001-123-2-1234567")], ["0001-123-2-1234567"]),
      ([file("z1", "0005", "?-123-1-1234567")], ["0005-123-1-1234567"]),
      ([file("x", nil, "?-?-?-1234567")], ["unclear"]),
    ]),
  Settling(
    testDescription: "an account learns its parts and keeps its old key",
    steps: [
      ([file("x", nil, "?-?-?-77")], ["?-?-?-0000077"]),
      ([file("z1", nil, "0001-123-1-77")], ["0001-123-1-0000077"]),
      ([file("z1", nil, "0001-123-1-77")], ["0001-123-1-0000077"]),
    ]),
  Settling(
    testDescription: "files of one import are settled together, whatever their order",
    steps: [
      (
        [file("csv"), file("x", nil, "?-?-?-77"), file("z1", nil, "0001-123-1-77")],
        ["0001-123-1-0000077", "0001-123-1-0000077", "0001-123-1-0000077"]
      )
    ]),
  Settling(
    testDescription: "a file that names none goes to the only account its bank code allows",
    steps: [
      (
        [file("rakuten", "0036"), file("z", nil, "0036-1-1-5"), file("z", nil, "0001-1-1-6")],
        ["0036-1-1-0000005", "0036-1-1-0000005", "0001-1-1-0000006"]
      )
    ]),
  Settling(
    testDescription: "where two fit it is unclear, and stays so",
    steps: [
      (
        [file("rakuten", "0036"), file("z", nil, "0036-1-1-5"), file("z", nil, "0036-1-1-6")],
        ["unclear", "0036-1-1-0000005", "0036-1-1-0000006"]
      ), ([file("rakuten", "0036")], ["unclear"]),
    ]),
  Settling(
    testDescription: "configuration decides where two fit",
    steps: [
      (
        [file("rakuten", "0036"), file("z", nil, "0036-1-1-5"), file("z", nil, "0036-1-1-6")],
        ["0036-1-1-0000006", "0036-1-1-0000005", "0036-1-1-0000006"]
      )
    ], configured: ["rakuten": "0036-1-1-0000006"]),
  Settling(
    testDescription: "configuration may name an account that no file named yet",
    steps: [([file("rakuten", "0036")], ["0036-1-1-0000009"])],
    configured: ["rakuten": "0036-1-1-9"]),
  Settling(
    testDescription: "what was settled for a format once holds when more accounts come",
    steps: [
      ([file("csv"), file("z", nil, "0036-1-1-5")], ["0036-1-1-0000005", "0036-1-1-0000005"]),
      ([file("csv"), file("z", nil, "0001-1-1-6")], ["0036-1-1-0000005", "0001-1-1-0000006"]),
    ]),
  Settling(
    testDescription: "an anonymous account is adopted by the named one that comes later",
    steps: [
      ([file("rakuten", "0036")], ["anonymous/rakuten"]),
      ([file("z", nil, "0001-1-1-6")], ["0001-1-1-0000006"]),
      ([file("z", nil, "0036-1-1-5")], ["0036-1-1-0000005"]),
      ([file("rakuten", "0036")], ["0036-1-1-0000005"]),
    ]),
  Settling(
    testDescription: "two named accounts at once are unclear, for the money is on record already",
    steps: [
      ([file("csv")], ["anonymous/csv"]),
      (
        [file("z", nil, "0001-1-1-6"), file("z", nil, "0036-1-1-5"), file("csv"), file("new")],
        ["unclear", "unclear", "anonymous/csv", "unclear"]
      ), ([file("z", nil, "0001-1-1-6"), file("z", nil, "0036-1-1-5")], ["unclear", "unclear"]),
    ]),
  Settling(
    testDescription: "configuration says which of two named accounts adopts",
    steps: [
      ([file("csv")], ["anonymous/csv"]),
      (
        [file("z", nil, "0001-1-1-6"), file("z", nil, "0036-1-1-5"), file("csv")],
        ["0001-1-1-0000006", "0036-1-1-0000005", "0036-1-1-0000005"]
      ),
    ], configuredLater: ["csv": "0036-1-1-0000005"]),
  Settling(
    testDescription: "a named account that two anonymous ones may be is unclear",
    steps: [
      ([file("rakuten", "0036"), file("sbi", "0038")], ["anonymous/rakuten", "anonymous/sbi"]),
      ([file("x", nil, "?-?-?-77")], ["unclear"]),
      ([file("x", nil, "0038-?-?-77")], ["0038-?-?-0000077"]),
    ]),
  Settling(
    testDescription: "two formats that name neither account nor bank are of one account",
    steps: [
      ([file("csv"), file("neutral")], ["anonymous/csv", "anonymous/csv"]),
      ([file("other")], ["anonymous/csv"]),
      ([file("rakuten", "0036")], ["unclear"]),
      ([file("z", nil, "0036-1-1-5")], ["0036-1-1-0000005"]),
      (
        [file("rakuten", "0036"), file("csv"), file("neutral")],
        ["0036-1-1-0000005", "0036-1-1-0000005", "0036-1-1-0000005"]
      ),
    ]),
  Settling(
    testDescription: "a file that names nothing does not choose between anonymous accounts",
    steps: [
      ([file("rakuten", "0036")], ["anonymous/rakuten"]), ([file("csv")], ["unclear"]),
      ([file("sbi", "0038")], ["anonymous/sbi"]), ([file("csv")], ["unclear"]),
    ]),
  Settling(
    testDescription: "an IBAN is compared as it stands",
    steps: [
      ([file("x", nil, "?-?-?-DE07")], ["?-?-?-000DE07"]),
      ([file("x", nil, "?-?-?-DE7")], ["?-?-?-0000DE7"]),
    ]),
]

@Test("Every file is settled to an account of ours, or unclear", arguments: settlings)
func settled(_ settling: Settling) throws {
  for isReversed in [false, true] {
    let bench = try Bench()
    for (n, step) in settling.steps.enumerated() {
      let files = isReversed ? Array(step.files.reversed()) : step.files
      let configured = n == 0 ? settling.configured : settling.configuredLater
      let choices = try bench.ledger.resolveAccounts(for: files, configured: configured)
      let keys = choices.map { choice in
        if case .account(_, let key) = choice[0] { key } else { "unclear" }
      }
      #expect((isReversed ? Array(keys.reversed()) : keys) == step.keys)
    }
    #expect(try bench.ledger.verify().filter { !$0.isOK } == [])
  }
}

@Test("Adoption keeps the entries and their ids")
func adoption() throws {
  let bench = try Bench()
  let ledger = bench.ledger
  func resolve(_ requests: [AccountRequest]) throws -> [AccountChoice] {
    try ledger.resolveAccounts(for: requests, configured: [:]).map { $0[0] }
  }
  guard case .account(let id, _) = try resolve([file("csv")])[0] else {
    Issue.record("no account")
    return
  }
  let reading = FileReading(accounts: [AccountReading(account: AccountRef())])
  let first = try ledger.importStatement(
    file: bench.file("csv"), accountIDs: [id], rows: [row("ｱﾍﾞ", 100)], reading: reading)
  let before = try bench.view().snapshot.entries[0]
  let named = AccountRequest(
    formatID: "z", bankCode: nil,
    accounts: [AccountRef(bankCode: "0001", number: "5", holder: "ｶ)ﾃｽﾄ")])
  #expect(try resolve([named])[0] == .account(id: id, key: "0001-?-?-0000005"))
  let second = try ledger.importStatement(
    file: bench.file("z"), accountIDs: [id], rows: [row("ｱﾍﾞ", 100)], reading: reading)
  #expect(first.new == 1 && second.new == 0)
  let view = try bench.view().snapshot
  #expect(view.entries.map(\.id) == [before.id])
  #expect(before.accountKey == "anonymous/csv")
  #expect(view.entries[0].accountKey == "0001-?-?-0000005")
  #expect(view.ownNames == ["ｶ)ﾃｽﾄ"])
  #expect(try ledger.accounts().map(\.keys) == [["anonymous/csv", "0001-?-?-0000005"]])
}

@Test("Covered days merge where they touch and end at a break")
func coverage() throws {
  let bench = try Bench()
  let id = try bench.account()
  func day(_ n: Int32) -> Day { firstDay.adding(days: n) }
  try bench.statement("a", rows([row("ｱ", 1, day: 0), row("ｱ", 1, day: 2)]))
  try bench.statement("a", rows([row("ｱ", 1, day: 3), row("ｱ", 1, day: 4)]))
  try bench.statement("a", rows([row("ｱ", 1, day: 8), row("ｱ", 1, day: 9)]), stopsFrom: 2)
  try bench.statement("a", rows([row("ｱ", 1, day: 20), row("ｱ", 1, day: 18)]), stopsFrom: 2)
  try bench.statement("a", rows([row("ｱ", 1, day: 30)]), stopsFrom: 1)
  #expect(
    try bench.ledger.coverage(accountID: id) == [
      CoveredDays(firstDay: day(0), lastDay: day(4)),
      CoveredDays(firstDay: day(8), lastDay: day(8)),
      CoveredDays(firstDay: day(19), lastDay: day(20)),
    ])
}
