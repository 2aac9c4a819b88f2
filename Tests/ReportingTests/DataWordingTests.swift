import Model
import Testing

@testable import Reporting

@Suite("Words for data faults") struct DataWordingTests {
  @Test(
    "every fault names file and place and gives advice, in both languages",
    arguments: DataFault.allCases)
  func everyFault(_ fault: DataFault) {
    let finding = DataFinding(
      fault, .rejectsRow,
      place: SourcePlace(record: 7, line: 12, column: 5, byte: 1_024, field: "金額"),
      value: "12x", expected: "[0-9]+", otherLine: 11, differenceYen: -2_200)
    let ja = describe(finding, fileName: "a.csv", language: .ja, masked: false)
    let en = describe(finding, fileName: "a.csv", language: .en, masked: false)
    for part in [
      "a.csv", "データ7件目", "12行目", "5列目", "1024", "「金額」", "「12x」", "[0-9]+", "11行目", "−2,200円",
    ] {
      #expect(ja.contains(part))
    }
    for part in [
      "a.csv", "record 7", "line 12", "column 5", "byte 1024", "“金額”", "“12x”", "line 11",
    ] {
      #expect(en.contains(part))
    }
    #expect(ja.hasSuffix("。"))
    #expect(en.hasSuffix("."))
    #expect(ja.contains(adviceInJapanese(fault)) && adviceInJapanese(fault).utf8.count > 20)
    #expect(en.contains(adviceInEnglish(fault)) && adviceInEnglish(fault).utf8.count > 20)
    #expect(foundInEnglish(fault).utf8.allSatisfy { $0 < 0x80 })
    #expect(foundInJapanese(fault).utf8.contains { $0 >= 0x80 })
  }

  @Test("no two faults are described alike")
  func distinct() {
    #expect(Set(DataFault.allCases.map(foundInJapanese)).count == DataFault.allCases.count)
    #expect(Set(DataFault.allCases.map(foundInEnglish)).count == DataFault.allCases.count)
  }

  @Test(
    "a personal value is hidden where the text is masked, and only there",
    arguments: Language.allCases)
  func masked(_ language: Language) {
    let finding = DataFinding(.badCharacter, .note, value: "ﾔﾏﾀﾞ", valueIsPersonal: true)
    let hidden = describe(finding, fileName: "a", language: language, masked: true)
    let open = describe(finding, fileName: "a", language: language, masked: false)
    #expect(!hidden.contains("ﾔﾏﾀﾞ"))
    #expect(hidden.contains(language == .ja ? "値は伏せています(12バイト)" : "value hidden (12 bytes)"))
    #expect(open.contains("ﾔﾏﾀﾞ"))
  }

  @Test("a value cannot move the terminal's cursor or turn the text around")
  func controls() {
    let finding = DataFinding(.badCharacter, .note, value: "a\u{1B}[2J\u{202E}b")
    let text = describe(finding, fileName: "x\u{7}.csv", language: .en, masked: false)
    #expect(text.contains("“a[2Jb”"))
    #expect(text.unicodeScalars.allSatisfy { !isUnprintable($0) })
  }

  @Test(
    "a control says what it compared, and both sides where they differ",
    arguments: ControlKind.allCases.filter { $0 != .balanceChain && $0 != .dayRange })
  func controls(_ kind: ControlKind) {
    let check = ControlCheck(
      kind: kind, accountIndex: 0, stated: 1_000, computed: 3_500, outcome: .failed)
    let ja = describe(control: check, language: .ja)
    let en = describe(control: check, language: .en)
    for text in [ja, en] {
      #expect(text.contains("1,000") && text.contains("3,500") && text.contains("2,500"))
    }
    #expect(ja != en)
  }

  @Test(
    "a chain of balances is told by its breaks, a period by the rows outside it",
    arguments: [
      (ControlKind.balanceChain, 0, ControlOutcome.ok, "残高のつながり: 一致", "balance chain: agrees"),
      (.balanceChain, 1, .failed, "残高のつながり: 途切れ 1か所", "balance chain: 1 break"),
      (.balanceChain, 2, .failed, "残高のつながり: 途切れ 2か所", "balance chain: 2 breaks"),
      (
        .balanceChain, 0, .absent, "残高のつながり: ファイルに残高なし",
        "balance chain: the file has no balances"
      ),
      (.dayRange, 0, .ok, "対象期間外の行: 0件", "rows outside the period: 0"),
      (.dayRange, 3, .failed, "対象期間外の行: 3件", "rows outside the period: 3"),
    ])
  func faultCounts(
    _ kind: ControlKind, _ computed: Int64, _ outcome: ControlOutcome, _ ja: String, _ en: String
  ) {
    let check = ControlCheck(
      kind: kind, accountIndex: 0, stated: nil, computed: computed, outcome: outcome)
    #expect(describe(control: check, language: .ja) == ja)
    #expect(describe(control: check, language: .en) == en)
  }

  @Test(
    "an archive is to be unpacked, another unknown file is not",
    arguments: [("ZIP", true), ("gzip", true), ("PDF", false)])
  func archives(_ value: String, _ isPacked: Bool) {
    let finding = DataFinding(.unknownFormat, .refusesFile, value: value)
    let ja = describe(finding, fileName: "a", language: .ja, masked: true)
    let en = describe(finding, fileName: "a", language: .en, masked: true)
    #expect(ja.contains("展開") == isPacked)
    #expect(en.contains("Unpack") == isPacked)
  }

  @Test("an account without a number is named by its format, another by its key")
  func accountNames() {
    #expect(Words(.ja).account("anonymous/rakuten-bank") == "口座番号なし(rakuten-bank)")
    #expect(Words(.en).account("anonymous/rakuten-bank") == "no account number (rakuten-bank)")
    #expect(Words(.en).account("0005-123-1-1234567") == "0005-123-1-1234567")
  }

  @Test("every basis, reason, evidence and method has its own words in both languages")
  func names() {
    for language in Language.allCases {
      let words = Words(language)
      func expectDistinct(_ names: [String]) {
        #expect(Set(names).count == names.count && !names.contains(""))
      }
      expectDistinct(MatchBasis.allCases.map { words.basis($0) })
      expectDistinct(SetAsideReason.allCases.map { words.reason($0) })
      expectDistinct(
        EvidenceLevel.allCases.map { words.evidence(Evidence($0, 1)) } + [
          words.evidence(Evidence(.amountRare, -1))
        ])
      expectDistinct(PaymentMethod.allCases.map { words.method($0) })
      expectDistinct(Decision.allCases.map { words.decision($0) })
      expectDistinct(Party.allCases.map { words.party($0) })
      expectDistinct(ControlKind.allCases.map { words.control($0) })
    }
  }
}

@Test("Amounts of other currencies are shown with their decimals, and no unit where two meet")
func foreignControls() {
  var check = ControlCheck(
    kind: .closingBalance, accountIndex: 0, stated: -2700, computed: 123_456, outcome: .failed,
    currency: "EUR", decimals: 2)
  #expect(
    describe(control: check, language: .en) == "closing balance: does not agree"
      + " (stated −27.00 EUR, computed 1,234.56 EUR, difference 1,261.56 EUR)")
  check.currency = ""
  #expect(describe(control: check, language: .ja).hasSuffix("差 1,261.56)"))
  check.computed = Int64.max
  #expect(describe(control: check, language: .en).hasSuffix("difference too large)"))
  let finding = DataFinding(
    .balanceBreak, .stopsPosting, differenceYen: -5, currency: "EUR", decimals: 3)
  #expect(
    describe(finding, fileName: "a.xml", language: .en, masked: true)
      .contains("difference −0.005 EUR"))
}
