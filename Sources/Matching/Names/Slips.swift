// Which single slip tells two names apart. Letters that look, sound or are typed alike are mixed
// up far more often than chance would have it; other people's names differ in any letter.

/// How the one edit between two names came about, as far as the letters tell.
enum Slip: Int8 {
  /// No more than any two names might differ by.
  case any = 0
  /// Letters mixed up that look or sound alike, two neighbours swapped, a letter doubled, or a
  /// weak sound (ン, ッ, ウ, イ) dropped or added.
  case usual = 1

  /// The slip between two names that one edit tells apart; both tight or both loose.
  /// Cost: linear in the letters.
  init(_ a: [UInt8], _ b: [UInt8]) {
    var low = 0
    while low < a.count, low < b.count, a[low] == b[low] { low += 1 }
    var tail = 0
    while tail < a.count - low, tail < b.count - low,
      a[a.count - 1 - tail] == b[b.count - 1 - tail]
    { tail += 1 }
    let x = a[low..<(a.count - tail)]
    let y = b[low..<(b.count - tail)]
    switch (x.count, y.count) {
    case (1, 1): self = Slip.alike(x.first!, y.first!) ? .usual : .any
    case (2, 2): self = x.first == y.last && x.last == y.first ? .usual : .any
    case (1, 0): self = Slip.isWeak(x.first!, in: a, at: low) ? .usual : .any
    case (0, 1): self = Slip.isWeak(y.first!, in: b, at: low) ? .usual : .any
    default: self = .any
    }
  }

  private static func isWeak(_ letter: UInt8, in name: [UInt8], at place: Int) -> Bool {
    if place > 0, name[place - 1] == letter { return true }
    return weak.contains(letter)
  }

  private static func alike(_ a: UInt8, _ b: UInt8) -> Bool {
    let a = Kana.unvoiced[Int(a)]
    let b = Kana.unvoiced[Int(b)]
    return a == b || pairs.contains(UInt16(min(a, b)) << 8 | UInt16(max(a, b)))
  }

  private static let weak = fold("ンツウイ-")

  /// Look alike: ソン シツ クワ クタ ケク ノメ アマ チテ スヌ ロコ ユコ ルレ ラウ ワウ ナメ ニミ オネ ハヘ. Sound or are
  /// typed alike: ヒシ シス ツス チツ イエ リル リイ ンム マバ マナ ミニ ユイ ヨオ ワア エヘ カハ.
  private static let pairs: Set<UInt16> = {
    let text = fold(
      "ソンシツクワクタケクノメアマチテスヌロコユコルレラウワウナメニミオネハヘヒシシスツスチツイエリルリインムマバマナミニユイヨオワアエヘカハ")
    var out: Set<UInt16> = []
    for i in stride(from: 0, to: text.count - 1, by: 2) {
      let a = Kana.unvoiced[Int(text[i])]
      let b = Kana.unvoiced[Int(text[i + 1])]
      out.insert(UInt16(min(a, b)) << 8 | UInt16(max(a, b)))
    }
    return out
  }()
}
