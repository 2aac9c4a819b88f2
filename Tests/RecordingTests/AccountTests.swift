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
        ["unclear", "0001-123-1-0000077", "0001-123-1-0000077"]
      )
    ]),
  Settling(
    testDescription: "a file that names none is not given to the only account there is",
    steps: [
      ([file("z", nil, "0001-1-1-6")], ["0001-1-1-0000006"]),
      ([file("csv"), file("rakuten", "0036")], ["unclear", "anonymous/rakuten"]),
      ([file("csv")], ["unclear"]),
    ]),
  Settling(
    testDescription: "nor where it comes with the account, nor where the bank is the same",
    steps: [
      (
        [file("csv"), file("rakuten", "0036"), file("z", nil, "0036-1-1-5")],
        ["unclear", "unclear", "0036-1-1-0000005"]
      ), ([file("csv"), file("rakuten", "0036")], ["unclear", "unclear"]),
    ]),
  Settling(
    testDescription: "an account whose bank is not known could be any file's",
    steps: [
      ([file("x", nil, "?-?-?-77")], ["?-?-?-0000077"]),
      ([file("rakuten", "0036")], ["unclear"]),
    ]),
  Settling(
    testDescription: "configuration decides, also between two",
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
    testDescription: "what was configured for a format once holds when it is not any more",
    steps: [
      ([file("csv"), file("z", nil, "0036-1-1-5")], ["0036-1-1-0000005", "0036-1-1-0000005"]),
      ([file("csv"), file("z", nil, "0001-1-1-6")], ["0036-1-1-0000005", "0001-1-1-0000006"]),
    ], configured: ["csv": "0036-1-1-5"]),
  Settling(
    testDescription: "a named account of another bank is beside an anonymous one",
    steps: [
      ([file("rakuten", "0036")], ["anonymous/rakuten"]),
      ([file("z", nil, "0001-1-1-6")], ["0001-1-1-0000006"]),
      ([file("rakuten", "0036")], ["anonymous/rakuten"]),
    ]),
  Settling(
    testDescription: "a named account that could be an anonymous one waits, alone or not",
    steps: [
      ([file("csv")], ["anonymous/csv"]),
      ([file("z", nil, "0001-1-1-6")], ["unclear"]),
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
    testDescription: "or that it is a third one, which no file has to name",
    steps: [
      ([file("csv")], ["anonymous/csv"]), ([file("z", nil, "0001-1-1-6")], ["0001-1-1-0000006"]),
      ([file("csv")], ["0777-1-1-0000007"]),
    ], configuredLater: ["csv": "0777-1-1-7"]),
  Settling(
    testDescription: "a second format that names nothing could be of the first one's account",
    steps: [
      ([file("csv"), file("neutral")], ["anonymous/csv", "unclear"]),
      ([file("rakuten", "0036"), file("neutral")], ["unclear", "unclear"]),
      ([file("csv")], ["anonymous/csv"]),
    ]),
  Settling(
    testDescription: "formats of different banks are of different accounts, whatever the order",
    steps: [
      ([file("rakuten", "0036"), file("sbi", "0038")], ["anonymous/rakuten", "anonymous/sbi"]),
      ([file("x", nil, "0038-?-?-77"), file("csv")], ["unclear", "unclear"]),
    ]),
  Settling(
    testDescription: "a word corrected before its account was named by a file is another name",
    steps: [
      ([file("csv")], ["0001-1-1-0000008"]), ([file("csv")], ["0001-1-1-0000006"]),
      ([file("z", nil, "0001-1-1-6")], ["0001-1-1-0000006"]),
      ([file("z", nil, "0001-1-1-8")], ["0001-1-1-0000008 (2)"]),
      ([file("z", nil, "0001-1-1-8")], ["0001-1-1-0000008 (2)"]),
    ], configured: ["csv": "0001-1-1-8"], configuredLater: ["csv": "0001-1-1-6"]),
  Settling(
    testDescription: "a format with money in one account is not moved into another",
    steps: [
      ([file("csv"), file("z", nil, "0001-1-1-5")], ["0001-1-1-0000005", "0001-1-1-0000005"]),
      ([file("csv")], ["unclear"]),
      (
        [file("csv", nil, "0001-1-1-6"), file("csv", nil, "0001-1-1-9")],
        ["unclear", "0001-1-1-0000009"]
      ),
      ([file("z", nil, "0001-1-1-6")], ["unclear"]),
    ], configured: ["csv": "0001-1-1-5"], configuredLater: ["csv": "0001-1-1-6"]),
  Settling(
    testDescription: "an account that a profile names adopts what came before, and nothing else",
    steps: [
      ([file("own")], ["anonymous/own"]),
      (
        [file("own", nil, "0777-1-1-7"), file("z", nil, "0001-1-1-6")],
        ["0777-1-1-0000007", "0001-1-1-0000006"]
      ),
    ], configuredLater: ["own": "0777-1-1-7"]),
  Settling(
    testDescription: "and once corrected is another name",
    steps: [
      ([file("own", nil, "0777-1-1-8")], ["0777-1-1-0000008"]),
      ([file("own", nil, "0777-1-1-7")], ["0777-1-1-0000007"]),
      ([file("z", nil, "0777-1-1-7")], ["0777-1-1-0000007"]),
    ], configured: ["own": "0777-1-1-8"], configuredLater: ["own": "0777-1-1-7"]),
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
      for (file, choice) in zip(files, choices) {
        guard case .account(let id, _) = choice[0] else { continue }
        _ = try bench.ledger.importStatement(
          file: bench.file(file.formatID), accountIDs: [id], rows: [],
          reading: FileReading(accounts: [AccountReading(account: file.accounts[0])]))
      }
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
    try ledger.resolveAccounts(
      for: requests, configured: requests[0].formatID == "z" ? ["csv": "0001-?-?-0000005"] : [:]
    ).map { $0[0] }
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

@Test("A question names the accounts it could be, the formats to answer for, and what is on record")
func questions() throws {
  let ledger = try Bench().ledger
  func question(
    _ files: [AccountRequest], _ configured: [String: String] = [:], _ banks: [String: String] = [:]
  ) throws -> AccountQuestion? {
    let choice = try ledger.resolveAccounts(for: files, configured: configured, banks: banks)
      .last![0]
    if case .unclear(let question) = choice { return question }
    return nil
  }
  #expect(try question([file("csv")]) == nil)
  let two = AccountQuestion(keys: ["0001-1-1-0000006", "anonymous/csv"], formatIDs: ["csv"])
  #expect(try question([file("z", nil, "0001-1-1-6")]) == two)
  let nameless = AccountQuestion(keys: ["anonymous/csv"], formatIDs: ["csv", "new"])
  #expect(try question([file("new")]) == nameless)
  // A bank that is added to the format's profile later is enough to tell them apart.
  #expect(try question([file("z", nil, "0001-1-1-6")], [:], ["csv": "0777"]) == nil)
  #expect(
    try question([file("new")], [:], ["csv": "0777"])
      == AccountQuestion(keys: ["0001-1-1-0000006", "anonymous/csv"], formatIDs: ["new"]))
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
