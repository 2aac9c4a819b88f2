import Model
import Testing

@testable import Matching

@Suite struct NamesTests {
  @Test(
    "Spellings of one name fold to one array",
    arguments: [
      ("ｻﾄｳ ｶﾞｸﾞﾊﾟﾝ", "サトウ　ガグパン"), ("ｼﾞﾕﾝｺ", "ジュンコ"), ("ﾔﾏﾀﾞ", "ヤマタ゛"),
      ("さとう", "サトウ"), ("ＡＢＣ１２", "abc12"), ("ｻﾄｳｦ", "サトウオ"), ("ﾐﾄﾃｸﾉﾛｼﾞ-", "ミトテクノロジー"),
      ("ﾐﾄﾃｸﾉﾛｼﾞｰ", "ミトテクノロジ―"), ("ｳﾞｨｵﾗ", "ヴィオラ"), ("ﾀﾛｳ  ﾀﾅｶ ", "タロウ タナカ"),
    ])
  func folding(_ a: String, _ b: String) { #expect(fold(a) == fold(b)) }

  @Test(
    "Loose keys ignore voicing and long vowels, not letters",
    arguments: [
      ("ｲﾄｰ", "イトウ", true), ("ｵﾂｷ", "オオツキ", true), ("ﾕｰﾔ", "ユウヤ", true),
      ("ﾐﾔｻｷ", "ミヤザキ", true), ("ｶﾂﾞﾐ", "カズミ", true), ("ﾀﾅｶ", "タナベ", false),
      ("ﾅｶﾑﾗ ｱﾔ", "ナカムラヤ", false), ("ﾆｲﾐ", "ニミ", false),
    ])
  func looseKeys(_ a: String, _ b: String, _ equal: Bool) {
    #expect((loose(fold(a)) == loose(fold(b))) == equal)
  }

  @Test(
    "A legal form comes off in every spelling and place",
    arguments: [
      "ｶ)ﾏﾂｴｺｳｷﾞﾖｳ", "ﾏﾂｴｺｳｷﾞﾖｳ(ｶ", "(ｶ)ﾏﾂｴｺｳｷﾞﾖｳ", "ﾏﾂｴｺｳｷﾞﾖｳ(ｶ)", "ｶ.ﾏﾂｴｺｳｷﾞﾖｳ",
      "ｶ ﾏﾂｴｺｳｷﾞﾖｳ", "ｶﾌﾞｼｷｶﾞｲｼﾔﾏﾂｴｺｳｷﾞﾖｳ", "ｶﾌﾞｼｷｶｲｼｬ ﾏﾂｴｺｳｷﾞﾖｳ", "ﾏﾂｴｺｳｷﾞﾖｳﾕｳｹﾞﾝｶﾞｲｼﾔ",
      "ﾏﾂｴｺｳｷﾞﾖｳﾕｳｹﾞﾝｶﾞｲ", "ﾏﾂｴｺｳｷﾞﾖｳ(ﾄ", "ﾌｸ)ﾏﾂｴｺｳｷﾞﾖｳ", "ｲ)ﾏﾂｴｺｳｷﾞﾖｳ", "ﾏﾂｴｺｳｷﾞﾖｳ(ｶ ﾌﾞﾝ",
      "ﾄｸﾃｲﾋｴｲﾘｶﾂﾄﾞｳﾎｳｼﾞﾝﾏﾂｴｺｳｷﾞﾖｳ", "ｼｬ）ﾏﾂｴｺｳｷﾞﾖｳ",
    ])
  func legalForms(_ text: String) {
    let name = PayerName(payer: text, code: "", edi: "")
    #expect(name.hasLegalForm)
    #expect(name.form.tight == fold("マツエコウギヨウ"))
  }

  @Test(
    "Names that only begin like a legal form stay whole",
    arguments: ["ｶﾄｳ ｹﾝ", "ﾕｱｻ", "ｼﾔｶ", "ﾄﾞｲ ｸﾆｵ"])
  func noLegalForm(_ text: String) {
    let name = PayerName(payer: text, code: "", edi: "")
    #expect(!name.hasLegalForm)
    #expect(name.form.tight == tight(fold(text)))
  }

  @Test(
    "Order numbers are found before, behind and without a blank",
    arguments: [
      ("A10000060-ｿｳﾏｱｷﾋﾛ", "ソウマアキヒロ", 10_000_060, 8, "A"),
      ("10001648ｼﾐｽﾞﾄﾓｺ", "シミズトモコ", 10_001_648, 8, ""),
      ("ﾋｸﾞﾁｼﾝｼﾞ B10000152", "ヒグチシンジ", 10_000_152, 8, "B"),
      ("ｸﾛﾀﾞｶﾅ-10000585", "クロダカナ", 10_000_585, 8, ""),
      ("000196-ｼﾐｽﾞｺｳｷ", "シミズコウキ", 196, 6, ""),
      ("１２３４ ﾀﾅｶ", "タナカ", 1_234, 4, ""), ("10006672", "", 10_006_672, 8, ""),
    ])
  func numbers(_ text: String, _ name: String, _ value: Int64, _ digits: Int, _ prefix: String) {
    let payer = PayerName(payer: text, code: "", edi: "")
    #expect(payer.form.tight == fold(name))
    #expect(
      payer.numbers == [
        OrderNumber(value: value, digits: digits, prefix: NumberParts.packed(fold(prefix)))
      ])
  }

  @Test("Numbers come from the payer code and the EDI text too")
  func otherFields() {
    let payer = PayerName(payer: "ﾀﾅｶ ｶｽﾞｵ", code: "0010000152", edi: "C10000999")
    #expect(payer.numbers.map(\.value) == [10_000_152, 10_000_999])
  }

  @Test(
    "Words that are no name come off at the end",
    arguments: [
      ("ﾎﾘﾉｳﾁ ﾕﾘｻﾏ", "ホリノウチユリ"), ("ｿﾉﾀﾞ ﾀｶﾂｸﾞｻﾝ", "ソノダタカツグ"),
      ("ｿﾀ ﾄﾓｷ ﾁﾕｳﾓﾝ", "ソタトモキ"), ("ﾜﾀﾅﾍﾞ ﾁｴﾐ ｼﾖｳﾋﾝﾀﾞｲ", "ワタナベチエミ"),
      ("ｶ)ｱｽｶ ｼﾌﾞﾔｴｲｷﾞﾖｳｼﾖ", "アスカ"), ("ﾏﾙﾔﾏｼﾞﾔﾊﾟﾝ ｱｵﾓﾘﾃﾝ", "マルヤマジヤパン"),
    ])
  func extraWords(_ text: String, _ name: String) {
    let payer = PayerName(payer: text, code: "", edi: "")
    #expect(payer.form.tight == fold(name))
    #expect(payer.uncut != nil || payer.hasLegalForm)
  }

  @Test(
    "Latin spellings meet the kana",
    arguments: [
      ("ITO HIROKAZU", "イトウヒロカズ"), ("ITOU HIROKAZU", "イトウヒロカズ"), ("OHNO", "オオノ"),
      ("KUBOTA KIYOKAZU", "クボタキヨカズ"), ("MASAKO MIYAMOTO", "マサコミヤモト"),
      ("SYOUZI", "ショウジ"), ("SHOJI", "ショウジ"), ("SHIMBASHI", "シンバシ"), ("TUTIYA", "ツチヤ"),
      ("TSUCHIYA", "ツチヤ"), ("KENICHI", "ケンイチ"), ("YUKI", "ユウキ"), ("JUNKO", "ジュンコ"),
    ])
  func romaji(_ latin: String, _ kana: String) {
    #expect(Romaji.normalised(tight(fold(latin))) == Romaji.spelled(fold(kana))!)
  }

  @Test("The distance kernel agrees with the table that everyone can read")
  func distance() {
    var random = Lottery(seed: 11)
    for _ in 0..<4_000 {
      let a = (0..<random.next(9)).map { _ in UInt8(random.next(4) + 1) }
      let b = (0..<random.next(9)).map { _ in UInt8(random.next(4) + 1) }
      #expect(DistancePattern(a).distance(to: b) == slowDistance(a, b), "\(a) \(b)")
    }
  }

  @Test("The sieve lets every pair pass that the comparison calls alike")
  func sieve() {
    let names = ["サトウ　カズオ", "サトウ　カズコ", "タナカ　イチロウ", "ナカタ　イチロウ", "マツエコウギョウ"]
      .map { WrittenName(name: "", kana: $0) }
    let readings = Readings(names)
    let block = NameBlock(names.map { readings.orderName($0) })
    let payers = PayerBlock()
    defer { withExtendedLifetime((block, payers)) {} }
    let orders = block.names
    let sieve = Sieve(orders)
    for text in ["ｻﾄｳ ｶｽﾞｵ", "ｻﾄｳ", "ﾀﾅｶｲﾁﾛｳ", "ｲﾁﾛｳ ﾀﾅｶ", "ﾏﾂｴｺｳｷﾞ", "ｻﾄ ｶｽﾞｺ", "ｶ)ﾏﾂｴｺｳｷﾞﾖｳ"] {
      let payer = payers.add(
        PayerName(payer: text, code: "", edi: ""), kanaSurnames: readings.kanaSurnames)
      for (i, order) in orders.enumerated() {
        if compare(payer, order).level != .nameDifferent {
          #expect(sieve.passes(sieve.query(payer), Int32(i)), "\(text) \(i)")
        }
      }
    }
  }

  @Test("No full name and no namesake is ruled out by letters", arguments: 1...60)
  func narrowSieve(_ seed: Int) {
    var random = Lottery(seed: UInt64(seed))
    let letters = ["サ", "ト", "ウ", "オ", "ー", "カ", "ガ", "ズ", "コ", "ン", "ヤ", "マ", "シ", "タ"]
    func word(_ least: Int) -> String {
      (0..<(least + random.next(5))).map { _ in letters[random.next(letters.count)] }.joined()
    }
    let surnames = (0..<3).map { _ in word(2) }
    func name() -> String { surnames[random.next(3)] + ["", "　", "　"][random.next(3)] + word(1) }
    let names = (0..<12).map { _ in WrittenName(name: "", kana: name()) }
    let readings = Readings(names)
    let block = NameBlock(names.map { readings.orderName($0) })
    let payers = PayerBlock()
    defer { withExtendedLifetime((block, payers)) {} }
    let orders = block.names
    let sieve = Sieve(orders)
    for _ in 0..<12 {
      let text = random.next(5) == 0 ? surnames[random.next(3)] : name()
      let payer = payers.add(
        PayerName(payer: text, code: "", edi: ""), kanaSurnames: readings.kanaSurnames)
      for (i, order) in orders.enumerated() {
        let found = compare(payer, order)
        let verdicts = sieve.forms(Int32(i)).map {
          Sieve.kinVerdict(sieve.query(payer), sieve.signatures[$0])
        }
        if found.isFull { #expect(verdicts.contains(.near), "\(text) \(i)") }
        if found.level == .nameFamily { #expect(!verdicts.allSatisfy { $0 == .unlike }) }
      }
    }
  }
}

/// Small numbers from a seed; the same everywhere.
struct Lottery {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493 }
  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }
}

/// Optimal string alignment, one cell after the other.
func slowDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var d = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { d[i][0] = i }
  for j in 0...b.count { d[0][j] = j }
  for i in stride(from: 1, through: a.count, by: 1) {
    for j in stride(from: 1, through: b.count, by: 1) {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      d[i][j] = min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1)
      }
    }
  }
  return d[a.count][b.count]
}
