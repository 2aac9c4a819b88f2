import Model
import TestKit
import Testing

@testable import Reading

/// A description that is right: the rows of the tables change one thing.
private func hanabira() -> ProfileDescription {
  var profile = ProfileDescription()
  profile.id = "hanabira-bank"
  profile.titleJa = "はなびら銀行"
  profile.source = "formats/hanabira.yaml"
  profile.dates = ["year_month_day"]
  profile.columns = [
    .init(role: "date", names: ["ひづけ"]), .init(role: "debit", names: ["だし"]),
    .init(role: "credit", names: ["いれ"]), .init(role: "balance", names: ["のこり"]),
    .init(role: "text", names: ["だれ"]),
  ]
  return profile
}

private func headerless() -> ProfileDescription {
  var profile = hanabira()
  profile.hasHeader = false
  profile.columnCount = 5
  profile.columns = ["date", "debit", "credit", "balance", "text"].enumerated().map {
    .init(role: $1, number: Int32($0 + 1))
  }
  return profile
}

private func own(_ description: ProfileDescription) throws -> OwnProfile {
  let made = OwnProfile.make(description)
  return try #require(made.profile, "\(made.problems)")
}

private let rows = "2026/11/18,,5000,15000,ｱｵﾔﾏ ｼﾛｳ\n2026/11/19,300,,14700,ﾃｽｳﾘﾖｳ\n"

private func facts(_ file: ReadBankFile) -> [String] {
  file.rows.map { "\($0.bookingDay.iso) \($0.direction) \($0.amountYen) \($0.payerName)" }
}

private let expected = [
  "2026-11-18 credit 5000 ｱｵﾔﾏ ｼﾛｳ", "2026-11-19 debit 300 ﾃｽｳﾘﾖｳ",
]

@Suite("Own profiles")
struct OwnProfileTests {
  @Test("A file that nothing else reads is read by a profile with its names, in any encoding")
  func named() throws {
    let text = "ひづけ,だし,いれ,のこり,だれ\n" + rows
    #expect(readTextAsFile(text).reading.isRefused)
    for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
      let file = readWithOwn(bytes, [try own(hanabira())])
      #expect(file.reading.formatID == "hanabira-bank")
      #expect(facts(file) == expected)
      #expect(file.reading.controls.map(\.outcome) == [.ok])
    }
  }

  @Test("Columns by number are read behind the lines that are passed over")
  func byNumber() throws {
    var profile = headerless()
    #expect(facts(readWithOwn(Array(rows.utf8), [try own(profile)])) == expected)
    profile.skipLines = 2
    let text = "はなびら銀行\n口座番号,1234567\n" + rows
    let file = readWithOwn(Array(text.utf8), [try own(profile)])
    #expect(facts(file) == expected)
    #expect(file.rows.map(\.line) == [3, 4])
    #expect(file.reading.accounts.first?.account.number == "1234567")
    profile.skipLines = 0
    #expect(readWithOwn(Array(text.utf8), [try own(profile)]).reading.isRefused)
  }

  @Test(
    "A profile by number takes no file whose rows it cannot read",
    arguments: [
      "2026/11/18,,5000,15000\n", "a,b,c,d,e\n1,2,3,4,5\n", "2026/11/18,x,5000,15000,name\n",
    ])
  func byNumberIsCareful(_ text: String) throws {
    #expect(readWithOwn(Array(text.utf8), [try own(headerless())]).reading.isRefused)
  }

  @Test("Separators", arguments: [("semicolon", ";"), ("tab", "\t"), ("comma", ",")])
  func separators(_ word: String, _ sign: String) throws {
    let cut = { (text: String) in
      Array(String(text.map { $0 == "," ? Character(sign) : $0 }).utf8)
    }
    for var profile in [hanabira(), headerless()] {
      let text = (profile.hasHeader ? "ひづけ,だし,いれ,のこり,だれ\n" : "") + rows
      profile.separator = word
      #expect(facts(readWithOwn(cut(text), [try own(profile)])) == expected)
      if word != "comma" {
        #expect(readWithOwn(Array(text.utf8), [try own(profile)]).reading.isRefused)
      }
    }
  }

  @Test("One amount with a word for its direction, or with the sign turned round")
  func signs() throws {
    var profile = hanabira()
    profile.columns = [
      .init(role: "date", names: ["日"]), .init(role: "amount", names: ["円"]),
      .init(role: "direction", names: ["出入"]), .init(role: "text", names: ["名"]),
    ]
    profile.creditWords = ["入", "ニュウキン"]
    profile.debitWords = ["出"]
    let text =
      "日,円,出入,名\n2026/11/18,5000,ﾆｭｳｷﾝ,ｱｵﾔﾏ ｼﾛｳ\n2026/11/19,300,出,ﾃｽｳﾘﾖｳ\n2026/11/19,1,他,x\n"
    let file = readWithOwn(Array(text.utf8), [try own(profile)])
    #expect(facts(file) == expected)
    #expect(
      file.reading.findings.map(findingText) == [
        "badCode rejectsRow record 3 line 4 column 3 [他] personal expected 入, ニュウキン, 出"
      ])
    profile.columns.remove(at: 2)
    profile.creditWords = []
    profile.debitWords = []
    profile.quirks = ["positive_is_debit"]
    let signed = "日,円,名\n2026/11/18,-5000,ｱｵﾔﾏ ｼﾛｳ\n2026/11/19,300,ﾃｽｳﾘﾖｳ\n"
    #expect(facts(readWithOwn(Array(signed.utf8), [try own(profile)])) == expected)
  }

  @Test("The fixed account holds where the file names none")
  func fixedAccount() throws {
    var profile = hanabira()
    profile.account = AccountRef(bankCode: "0777", branchCode: "001", number: "7654321")
    let text = "ひづけ,だし,いれ,のこり,だれ\n" + rows
    let accounts = { (text: String) throws in
      readWithOwn(Array(text.utf8), [try own(profile)]).reading.accounts.map(\.account.number)
    }
    #expect(try accounts(text) == ["7654321"])
    #expect(try accounts("口座番号,1234567\n" + text) == ["1234567"])
  }

  @Test("An own profile comes before the built-in ones, and takes the place of one by its id")
  func precedence() throws {
    let sample = try readBytes(repoFile("fixtures/formats/smbc-personal/sample.csv"))
    var profile = hanabira()
    let builtIn = try #require(ProfileDescription(builtIn: "smbc-personal"))
    profile.columns = builtIn.columns
    #expect(readWithOwn(sample, [try own(profile)]).reading.formatID == "hanabira-bank")
    profile.columns[0].names = ["にちづけ"]
    profile.replaces = "smbc-personal"
    let file = readWithOwn(sample, [try own(profile)])
    #expect(file.reading.formatID != "smbc-personal")
    profile.id = "smbc-personal"
    #expect(OwnProfile.make(profile).problems == [])
    profile.replaces = nil
    #expect(OwnProfile.make(profile).problems.map(\.kind) == [.takenID])
  }

  @Test("Every built-in profile can be said in the words of an own one")
  func sameVocabulary() throws {
    for profile in bankProfiles {
      var description = try #require(ProfileDescription(builtIn: profile.info.id))
      description.replaces = description.id
      let made = OwnProfile.make(description)
      #expect(made.problems == [], "\(profile.info.id)")
      let sample = filesBelow(repoFile("fixtures/formats/\(profile.info.id)")).first {
        $0.hasPrefix("sample")
      }
      let bytes = try readBytes(
        repoFile("fixtures/formats/\(profile.info.id)/\(try #require(sample))"))
      let isFamily = profile.has(.otherColumns)
      let rows = readWithOwn(bytes, made.profile.map { [$0] } ?? []).rows
      #expect(isFamily || rows == readBytesAsFile(bytes).rows, "\(profile.info.id)")
    }
  }

  @Test("Each thing that is wrong with a description is named at its place", arguments: wrongs)
  private func wrong(_ row: Wrong) {
    var profile = row.isHeaderless ? headerless() : hanabira()
    row.change(&profile)
    let made = OwnProfile.make(profile)
    #expect(made.profile == nil)
    #expect(made.problems.map { "\($0.key) [\($0.value)] \(name($0.kind))" } == row.says)
  }

  private func name(_ kind: ProfileProblem.Kind) -> String {
    switch kind {
    case .unknownWord: "unknownWord"
    case .badForm: "badForm"
    default: "\(kind)"
    }
  }
}

private struct Wrong: Sendable, CustomTestStringConvertible {
  var says: [String]
  var isHeaderless = false
  var change: @Sendable (inout ProfileDescription) -> Void
  var testDescription: String { says.joined(separator: ", ") }
}

private let wrongs: [Wrong] = [
  Wrong(says: ["id [] missing"]) { $0.id = "" },
  Wrong(says: ["id [はな] badForm"]) { $0.id = "はな" },
  Wrong(says: ["id [zengin-03] takenID"]) { $0.id = "zengin-03" },
  Wrong(says: ["replaces [no-bank] unknownWord"]) { $0.replaces = "no-bank" },
  Wrong(says: ["bank [5] badForm"]) { $0.bankCode = "5" },
  Wrong(says: ["dates [] missing"]) { $0.dates = [] },
  Wrong(says: ["dates [western] unknownWord"]) { $0.dates = ["western", "kanji"] },
  Wrong(says: ["quirks [odd] unknownWord"]) { $0.quirks = ["odd"] },
  Wrong(says: ["separator [pipe] unknownWord"]) { $0.separator = "pipe" },
  Wrong(says: ["skip_lines [1001] outOfRange(maximum: 1000)"]) { $0.skipLines = 1001 },
  Wrong(says: ["column_count [5] conflict(with: \"header: names\")"]) { $0.columnCount = 5 },
  Wrong(says: ["debitt [debitt] unknownWord", "debit [] missing"]) {
    $0.columns[1].role = "debitt"
  },
  Wrong(says: ["credit [credit] repeated", "debit [] missing"]) { $0.columns[1].role = "credit" },
  Wrong(says: ["debit [ひづけ] repeated"]) { $0.columns[1].names = ["ひづけ"] },
  Wrong(says: ["debit [] badForm"]) { $0.columns[1].names = [] },
  Wrong(says: ["date [] missing"]) { $0.columns.remove(at: 0) },
  Wrong(says: ["text [] missing"]) { $0.columns.removeLast() },
  Wrong(says: ["credit [] missing"]) { $0.columns.remove(at: 2) },
  Wrong(says: ["amount [] missing"]) { $0.columns.removeSubrange(1...2) },
  Wrong(says: ["debit [debit] conflict(with: \"amount\")"]) { $0.columns[2].role = "amount" },
  Wrong(says: ["month [] missing", "day [] missing"]) { $0.columns[0].role = "year" },
  Wrong(says: ["direction [] missing", "debit_words [] missing"]) { $0.creditWords = ["入"] },
  Wrong(says: ["account [] conflict(with: \"columns: account\")"]) {
    $0.account = AccountRef(number: "1")
    $0.columns.append(.init(role: "account", names: ["口座"]))
  },
  Wrong(says: ["column_count [] missing"], isHeaderless: true) { $0.columnCount = nil },
  Wrong(says: ["date [9] outOfRange(maximum: 5)"], isHeaderless: true) {
    $0.columns[0].number = 9
  },
  Wrong(says: ["debit [2] repeated"], isHeaderless: true) {
    $0.columns[1].number = 2; $0.columns[0].number = 2
  },
  Wrong(says: ["date [日付] badForm"], isHeaderless: true) {
    $0.columns[0] = .init(role: "date", names: ["日付"])
  },
]
