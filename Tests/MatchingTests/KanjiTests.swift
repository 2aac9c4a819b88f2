import Model
import Testing

@testable import Matching

@Suite struct KanjiTests {
  private let reader = KanjiReader(learned: ReadingTable())

  @Test(
    "A company that the shop's data never spelled out is read by the lexicon",
    arguments: [
      ("和歌山写真館", "ワカヤマシャシンカン"), ("三共工務店", "サンキョウコウムテン"), ("塩屋工務店", "シオヤコウムテン"),
      ("佐々木不動産", "ササキフドウサン"), ("ひまわり商事", "ヒマワリショウジ"), ("桜屋製菓", "サクラヤセイカ"),
      ("東日本物流", "ヒガシニホンブツリュウ"), ("ABC企画", "ABCキカク"),
    ])
  func companies(_ letters: String, _ kana: String) {
    let found = reader.readings(scalars(letters)[...], limit: 3)
    #expect(found.contains { loose($0) == loose(fold(kana)) }, "\(found.map { $0.count })")
  }

  @Test("What the shop taught comes before the lexicon, and readings are never said twice")
  func taughtFirst() {
    var taught = ReadingTable()
    taught.add(fold("コウエイ"), for: scalars("光栄")[...])
    taught.add(fold("ヒカリサカエ"), for: scalars("光栄")[...])
    let found = KanjiReader(learned: taught).readings(scalars("光栄不動産")[...], limit: 3)
    #expect(found.first == fold("コウエイフドウサン"))
    #expect(Set(found.map { loose($0) }).count == found.count)
  }

  @Test("A letter without a reading leaves the name unread", arguments: ["鑾鑿商事", "鑾"])
  func unknownLetters(_ text: String) {
    #expect(reader.readings(scalars(text)[...], limit: 3).isEmpty)
  }

  @Test(
    "An order without kana is found under the usual readings of its customer",
    arguments: [
      ("山田　太郎", "ﾔﾏﾀﾞ ﾀﾛｳ"), ("佐藤花子", "ｻﾄｳ ﾊﾅｺ"), ("小澤　由美子", "ｵｻﾞﾜ ﾕﾐｺ"), ("山崎　健", "ﾔﾏｻﾞｷ ﾀｹｼ"),
      ("新井　美穂", "ｱﾗｲ ﾐﾎ"),
    ])
  func withoutKana(_ name: String, _ payer: String) {
    let written = WrittenName(name: name, kana: "")
    let block = NameBlock([Readings([written]).orderName(written)])
    let payers = PayerBlock()
    defer { withExtendedLifetime((block, payers)) {} }
    let order = block.names[0]
    let match = compareFull(
      payers.add(PayerName(payer: payer, code: "", edi: ""), kanaSurnames: KeyTable()), order)
    #expect(match?.level == .nameReading)
  }

  @Test(
    "A bank that writes kanji is compared with the order's letters",
    arguments: [
      ("山田　太郎", "山田太郎", true), ("髙﨑　惠", "高崎　恵", true), ("渡邉　齋", "渡辺 斎", true),
      ("株式会社松江興業", "松江興業", true), ("山田　太郎", "山本太郎", false), ("山田　太郎", "田山太郎", false),
    ])
  func letters(_ name: String, _ payer: String, _ isSame: Bool) {
    let written = WrittenName(name: name, kana: "")
    let block = NameBlock([Readings([written]).orderName(written, withLetters: true)])
    let payers = PayerBlock()
    defer { withExtendedLifetime((block, payers)) {} }
    let order = block.names[0]
    let found = compareFull(
      payers.add(PayerName(payer: payer, code: "", edi: ""), kanaSurnames: KeyTable()), order)
    #expect((found?.level == .nameLetters) == isSame)
  }

  @Test("Every reading of the lexicon is kana, every piece has one")
  func lexicon() {
    for piece in KanjiLexicon.surnames + KanjiLexicon.words + KanjiLexicon.givenNames {
      #expect(!piece.readings.isEmpty && piece.readings.allSatisfy { $0.allSatisfy(Code.isKana) })
      #expect(piece.letters.allSatisfy(isUnread))
    }
    #expect(KanjiLexicon.words.count > 700)
  }
}
