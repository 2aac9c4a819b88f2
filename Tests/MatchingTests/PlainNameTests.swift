// Plain names are read in place; each is held here against the long way, which reads any name.

import Model
import TestKit
import Testing

@testable import Matching

@Suite struct PlainNameTests {
  private static let words = [
    "ﾔﾏﾀﾞ", "ﾀﾛｳ", "サトウ", "ヨウコ", "ｵｵﾂｶ", "ﾕｳｷ", "ｼﾞｭﾝ", "カトウ", "ゴンドウ", "ﾄｸﾋ", "ユ", "カ", "ド",
    "ｶﾌﾞｼｷｶﾞｲｼｬ", "カブシキガイ", "ユウゲンガイシヤ", "カンリクミアイ", "ｻﾏ", "サン", "オンチユウ", "ダイキン", "ホンテン",
    "エイギヨウブ", "シテン", "ｸﾐﾓﾄﾞｼ", "ヘンキン", "ヤマトウンユ", "キユウヨ", "あべ", "ｳﾞｨｵﾗ", "ゝ", "ー", "ｰ", "-", "ﾞ", "ﾟ",
    "゛", "A", "12345", "(", "カ)", "山田", "・", ".", "「", "ヲ", "ヰ", "ッ", "ァ", "ガ", "\u{3099}",
  ]

  private static func text(_ random: inout Lottery) -> String {
    let blanks = ["", "", " ", " ", "　", "  "]
    // Mostly what may be plain.
    let most = random.next(3) == 0 ? words.count : 26
    return (0..<(random.next(4) + 1)).reduce("") { text, _ in
      text + words[random.next(most)] + blanks[random.next(blanks.count)]
    }
  }

  @Test("A plain name folds as any text does", arguments: 1...40)
  func folding(_ seed: Int) {
    var random = Lottery(seed: UInt64(seed))
    var plain = 0
    for _ in 0..<500 {
      let text = PlainNameTests.text(&random)
      let codes = PlainName.read(text) { Array($0.codes) }
      guard let codes else { continue }
      plain += 1
      #expect(codes == fold(text), "\(text)")
    }
    #expect(plain > 50)
  }

  @Test("A plain payer is what the long way makes of it", arguments: 1...40)
  func payers(_ seed: Int) {
    var random = Lottery(seed: UInt64(seed))
    var surnames = KeyTable()
    for surname in ["ヤマダ", "サトウ", "カトウ", "オオ"] { surnames.tally(hashed(loose(fold(surname)))) }
    let block = PayerBlock()
    var plain = 0
    for _ in 0..<500 {
      let text = PlainNameTests.text(&random)
      let fast = PlainName.read(text) { name -> PreparedPayer? in
        let isNamedOnly = LegalForms.areNone(in: name.codes) && ExtraWords.areNone(behind: name)
        return isNamedOnly ? block.add(name, kanaSurnames: surnames) : nil
      }
      guard let fast else { continue }
      plain += 1
      let name = PayerName(payer: text, code: "", edi: "")
      let slow = block.add(name, kanaSurnames: surnames)
      #expect(PlainNameTests.facts(fast) == PlainNameTests.facts(slow), "\(text)")
      #expect(fast.mask == slow.mask && fast.key == slow.key, "\(text)")
      #expect(fast.surnameKey == slow.surnameKey && Array(fast.keys) == Array(slow.keys), "\(text)")
    }
    withExtendedLifetime(block) { #expect(plain > 30) }
  }

  private static func facts(_ payer: PreparedPayer) -> [[UInt8]] {
    let letters = [
      payer.tight, payer.loose, payer.uncutTight, payer.uncutLoose, payer.latin, payer.latinTurned,
      payer.turned, payer.head, payer.beforeLastWord, payer.kanji, payer.surname,
    ].map { Array($0) }
    let flags = [payer.isSurnameOnly, payer.hasLegalForm, payer.isLatin, payer.isCut]
    return letters + [
      flags.map { $0 ? 1 : 0 },
      [UInt8(payer.writtenLength), UInt8(payer.wordCount), UInt8(payer.uncutWordCount)],
      [UInt8(payer.numbers.count)],
    ]
  }

  @Test("A payer that is plain and a customer is one to the rules as well", arguments: 1...20)
  func customers(_ seed: Int) {
    var random = Lottery(seed: UInt64(seed))
    let own: Set<[UInt8]> = [fold("サトウヨウコ")]
    for _ in 0..<500 {
      let text = PlainNameTests.text(&random)
      let isCustomer = PlainName.read(text) { name in
        LegalForms.areNone(in: name.codes) && ExtraWords.areNone(behind: name)
          && SetAside.isCustomer(name, own) && !ReversalWords.areMentioned(in: name)
      }
      guard isCustomer == true else { continue }
      let payer = PayerName(payer: text, code: "", edi: "")
      let entry = LedgerEntry(
        id: "E1", accountKey: "0005-123-1-1234567", bookingDay: Day(iso: "2026-10-01")!,
        direction: .credit, amountYen: 1_000, payerName: text, standing: .open)
      #expect(SetAside.reason(entry, payer, ownNames: own) == nil, "\(text)")
      #expect(!ReversalWords.areMentioned(in: entry, payer.uncut ?? payer.form), "\(text)")
    }
  }

  private static let people = [
    ("山田 太郎", "ヤマダ タロウ"), ("佐藤　花子", "サトウ　ハナコ"), ("佐藤 花子", "ﾀｶﾊｼ ﾊﾅｺ"), ("山田 太郎", "ヤマダタロウ"),
    ("山田太郎", "ヤマダ タロウ"), ("やまだ たろう", "ヤマダ タロウ"), ("YAMADA TARO", "ヤマダ タロウ"),
    ("株式会社山田 太郎", "ヤマダ タロウ"), ("山田商店 佐藤 花子", "サトウ ハナコ"), ("髙橋 圭", "タカハシ ケイ"),
    ("大野 裕", "オオノ ユウ"), ("小川 陽", "ユ オガワ"), ("山田 太郎", ""), ("山田 組", "ヤマダ クミ"), ("有限会社大野", "オオノ"),
    ("大野 裕", "カブシキガイシヤ オオノ"), ("太田 ｹﾝ", "オオタ ケン"), ("田 中", "タ ナカ"),
  ]

  @Test("Plain names of orders are what the long way makes of them", arguments: 1...30)
  func orders(_ seed: Int) {
    var random = Lottery(seed: UInt64(seed))
    let names = (0..<60).map { _ -> (name: String, kana: String) in
      let (name, kana) = PlainNameTests.people[random.next(PlainNameTests.people.count)]
      let other = PlainNameTests.people[random.next(PlainNameTests.people.count)].1
      return (name, random.next(4) == 0 ? other : kana)
    }
    let withLetters = random.next(2) == 0
    let written = names.map { WrittenName(name: $0.name, kana: $0.kana) }
    let slow = Readings(written)
    var lessons: [PlainLesson] = []
    var left: [Int] = []
    let block = NameBlock(names, withLetters: withLetters, lessons: &lessons, left: &left)
    let fast = Readings(left.map { written[$0] }, at: left, plain: lessons)
    #expect(left.count < names.count)
    for n in names.indices {
      let slowForm = slow.orderName(written[n], withLetters: withLetters)
      #expect(fast.orderName(written[n], withLetters: withLetters) == slowForm, "\(names[n])")
      if left.contains(n) { continue }
      let expected = NameBlock([slowForm])
      withExtendedLifetime(expected) {
        #expect(!block.names[n].isCompany && !expected.names[0].isCompany)
        #expect(
          PlainNameTests.forms(block.names[n]) == PlainNameTests.forms(expected.names[0]),
          "\(names[n])")
      }
    }
  }

  private static func forms(_ name: OrderName) -> [[[UInt8]]] {
    name.forms.map { form in
      let keys = [form.looseKey, form.swappedKey, form.surnameKey, form.givenKey]
      return [form.tight, form.loose, form.surname, form.swapped].map { Array($0) }
        + [keys.flatMap { key in (0..<8).map { UInt8(truncatingIfNeeded: key >> ($0 * 8)) } }]
        + [[form.source.rawValue]]
    }
  }
}
