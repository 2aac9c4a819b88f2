// What a payer text says: a name, perhaps a legal form, perhaps an order number, perhaps words
// that belong to neither. Everything here is read off the text alone; orders come in later.

/// An order number found in payer text, payer code or EDI text.
struct OrderNumber: Hashable {
  /// Digits as a number.
  var value: Int64
  /// How many digits were written; a short number is the tail of an order number.
  var digits: Int
  /// Letters written directly before the digits; empty where none.
  var prefix: [UInt8]
}

/// One way to read the payer's name.
struct NameForm: Hashable {
  /// Letters without blanks.
  var tight: [UInt8]
  /// See `loose`.
  var loose: [UInt8]
  /// Words of the name in the order written; one where no blank tells them apart.
  var parts: [[UInt8]]

  init(_ codes: [UInt8]) {
    parts = words(codes)
    tight = parts.flatMap { $0 }
    loose = Matching.loose(tight)
  }
}

final class PayerName: Sendable {
  let form: NameForm
  /// The name as written before extra words, honorifics or branch words were taken off; nil
  /// where nothing was.
  let uncut: NameForm?
  let hasLegalForm: Bool
  let isLatin: Bool
  /// Normalised Latin letters, see Romaji; empty where the payer wrote kana.
  let latin: [UInt8]
  /// The same with two words turned round; empty where there are not two.
  let latinTurned: [UInt8]
  let numbers: [OrderNumber]
  /// Bytes the name took in half-width form: a cut name has a known length.
  let writtenLength: Int
  /// Loose name with its two words turned round; empty where there are not two.
  let turned: [UInt8]
  /// Loose first word where it is long enough to be a company's name.
  let head: [UInt8]?
  /// Loose name before the first letters of a last word; empty where a company's name does not end
  /// so.
  let beforeLastWord: [UInt8]
  /// The letters of a name in kanji, see KanjiLetters; empty where there are none.
  let letters: [UInt8]

  init(payer: String, code: String, edi: String) {
    var codes = fold(payer)
    writtenLength = codes.reduce(0) { $0 + (Kana.unvoiced[Int($1)] == $1 ? 1 : 2) }
    var numbers: [OrderNumber] = []
    codes = takeNumbers(codes, into: &numbers)
    for text in [code, edi] where !text.isEmpty { _ = takeNumbers(fold(text), into: &numbers) }
    self.numbers = numbers
    if let rest = LegalForms.stripped(codes) {
      hasLegalForm = true
      codes = rest
    } else if let rest = LegalForms.strippedCut(codes) {
      hasLegalForm = true
      codes = rest
    } else {
      hasLegalForm = false
    }
    codes = codes.filter { $0 != Code.openParenthesis && $0 != Code.closeParenthesis }
    let whole = codes
    codes = ExtraWords.stripped(codes)
    form = NameForm(codes)
    uncut = codes == whole ? nil : NameForm(whole)
    isLatin = !form.tight.isEmpty && form.tight.allSatisfy(Code.isLatin)
    latin = isLatin ? Romaji.normalised(form.tight) : []
    let parts = form.parts
    let backwards = parts.count == 2 ? parts[1] + parts[0] : []
    latinTurned = isLatin ? Romaji.normalised(backwards) : []
    turned = loose(backwards)
    head = parts.count >= 2 && parts[0].count >= 5 ? loose(parts[0]) : nil
    let mayEndCut = hasLegalForm && parts.count >= 2 && parts[parts.count - 1].count <= 2
    beforeLastWord = mayEndCut ? loose(parts.dropLast().joined()) : []
    letters = form.tight.contains(Code.kanji) ? KanjiLetters.key(ofPayer: payer) : []
  }

  var isEmpty: Bool { form.tight.isEmpty }

  /// Loose names to look up: as read, uncut, given name and surname turned round, and the first
  /// word where a second one may be the company's contact.
  var keys: [[UInt8]] {
    if !letters.isEmpty { return [letters] }
    var out = [form.loose]
    func add(_ key: [UInt8]) {
      if !key.isEmpty && !out.contains(key) { out.append(key) }
    }
    if let uncut { add(uncut.loose) }
    if form.parts.count == 2 { add(turned) }
    if let head { add(head) }
    return out.filter { !$0.isEmpty }
  }
}

/// Takes runs of at least four digits (with the letters glued before them) out of a name.
private func takeNumbers(_ codes: [UInt8], into numbers: inout [OrderNumber]) -> [UInt8] {
  guard codes.contains(where: Code.isDigit) else { return codes }
  var out: [UInt8] = []
  var i = 0
  while i < codes.count {
    guard Code.isDigit(codes[i]) else {
      out.append(codes[i])
      i += 1
      continue
    }
    var end = i
    var value: Int64 = 0
    while end < codes.count, Code.isDigit(codes[end]) {
      if end - i < 17 { value = value * 10 + Int64(codes[end] - Code.digitZero) }
      end += 1
    }
    guard end - i >= 4, end - i <= 17 else {
      out.append(contentsOf: codes[i..<end])
      i = end
      continue
    }
    var prefix: [UInt8] = []
    while let last = out.last, Code.isLatin(last), prefix.count < 4 {
      prefix.insert(last, at: 0)
      out.removeLast()
    }
    numbers.append(OrderNumber(value: value, digits: end - i, prefix: prefix))
    if let last = out.last, last != Code.space { out.append(Code.space) }
    i = end
  }
  return trimmed(out)
}

/// Words that payers and banks write behind a name and that are not part of it.
enum ExtraWords {
  private static let separate: Set<[UInt8]> = Set(
    [
      "サマ", "サン", "ドノ", "オンチユウ", "センセイ", "クン", "チヤン", "ブン", "ダイキン",
      "シヨウヒンダイ", "シヨウヒンダイキン", "ネツト", "チユウモン", "ゴチユウモン", "ツウハン",
      "コウニユウ", "コウニユウダイキン", "シハライ", "オシハライ", "フリコミ", "オフリコミ",
      "ニユウキン", "ダイ", "ヨウ", "カイモノ", "シヨツピング", "インタ-ネツト", "オ-ダ-",
      "ホンニン", "セイキユウ", "セイキユウブン", "ゴニユウキン", "ダイリ", "カゾク", "シンキ",
    ].map { fold($0) })
  private static let glued: [[UInt8]] = ["サマ", "サン", "ドノ", "オンチユウ"].map { fold($0) }
  private static let branches: [[UInt8]] = [
    "エイギヨウシヨ", "シユツチヨウジヨ", "シテン", "ホンテン", "ホンシヤ", "シシヤ", "テン",
    "エイギヨウブ", "コウジヨウ", "ジムシヨ",
  ].map { fold($0) }

  /// The name without such words; unchanged where nothing would be left.
  static func stripped(_ codes: [UInt8]) -> [UInt8] {
    let isOneWord = !codes.contains(Code.space) && !codes.contains(Code.dot)
    if isOneWord, !glued.contains(where: { codes.count > $0.count && codes.last == $0.last }) {
      return codes
    }
    var parts = words(codes)
    while parts.count > 1, let last = parts.last, separate.contains(last) || isBranch(last) {
      parts.removeLast()
    }
    if var last = parts.last {
      for word in glued where last.count > word.count && last.suffix(word.count) == word[...] {
        if parts.count == 1 && last.count < word.count + 4 { continue }
        last.removeLast(word.count)
        parts[parts.count - 1] = last
        break
      }
    }
    return Array(parts.joined(separator: [Code.space]))
  }

  private static func isBranch(_ word: [UInt8]) -> Bool {
    branches.contains { word.count > $0.count && word.suffix($0.count) == $0[...] }
  }
}
