// What a payer text says: a name, perhaps a legal form, perhaps an order number, perhaps words
// that belong to neither. Everything here is read off the text alone; orders come in later.

/// An order number found in payer text, payer code or EDI text.
struct OrderNumber: Hashable {
  /// Digits as a number.
  var value: Int64
  /// How many digits were written; a short number is the tail of an order number.
  var digits: Int
  /// Letters written directly before the digits, at most four, the last one lowest; 0 where none.
  var prefix: UInt32
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
    tight = parts.count == 1 ? parts[0] : parts.flatMap { $0 }
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
    var codes = PayerName.folded(payer)
    writtenLength = halfWidthBytes(codes)
    var numbers: [OrderNumber] = []
    codes = takeNumbers(codes, into: &numbers)
    for text in [code, edi] where !text.isEmpty {
      _ = takeNumbers(PayerName.folded(text), into: &numbers)
    }
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
    func isParenthesis(_ c: UInt8) -> Bool {
      c == Code.openParenthesis || c == Code.closeParenthesis
    }
    if codes.contains(where: isParenthesis) { codes.removeAll(where: isParenthesis) }
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
    beforeLastWord = mayEndCut ? loose(Array(parts.dropLast().joined())) : []
    letters = form.tight.contains(Code.kanji) ? KanjiLetters.key(ofPayer: payer) : []
  }

  /// No bank's field has so many letters; what lies behind them is not read.
  static let mostCodes = 4_096

  private static func folded(_ text: String) -> [UInt8] {
    let codes = fold(text)
    return codes.count <= mostCodes ? codes : Array(codes[..<mostCodes])
  }

  /// See `PreparedPayer.surname`.
  func surname(_ kanaSurnames: KeyTable, isSurnameOnly: Bool) -> [UInt8] {
    if isLatin { return [] }
    let whole = form.loose
    if isSurnameOnly { return whole }
    if form.parts.count == 2 && !hasLegalForm { return loose(form.parts[0]) }
    return Array(whole[..<longestSurname(of: whole, kanaSurnames)])
  }

  /// Hashes of the loose names to look up: as read, uncut, given name and surname turned round,
  /// and the first word where a second one may be the company's contact.
  var keys: [UInt64] {
    if !letters.isEmpty { return [hashed(letters)] }
    var out: [UInt64] = []
    func add(_ name: [UInt8]) {
      if name.isEmpty { return }
      let key = hashed(name)
      if !out.contains(key) { out.append(key) }
    }
    add(form.loose)
    if let uncut { add(uncut.loose) }
    if form.parts.count == 2 { add(turned) }
    if let head { add(head) }
    return out
  }
}

/// Letters of the longest of the shop's surnames that a loose name begins with; 0 for none.
func longestSurname(
  of whole: some RandomAccessCollection<UInt8>, _ kanaSurnames: KeyTable
) -> Int {
  let lengths = stride(from: min(whole.count - 1, 8), through: 2, by: -1)
  return lengths.first { kanaSurnames.find(hashed(whole.prefix($0))) >= 0 } ?? 0
}

/// Bytes that folded letters take in half-width form.
func halfWidthBytes(_ codes: some Sequence<UInt8>) -> Int {
  codes.reduce(0) { $0 + (Kana.unvoiced[Int($1)] == $1 ? 1 : 2) }
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
    var prefix: UInt32 = 0
    var letters: UInt32 = 0
    while let last = out.last, Code.isLatin(last), letters < 4 {
      prefix |= UInt32(last) << (8 * letters)
      letters += 1
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
    if !isOneWord, hasNothingExtra(codes) { return codes }
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

  /// Whether `stripped` leaves a name of one or two words as it is.
  static func areNone(behind name: PlainName) -> Bool {
    let last = name.last
    if name.hasBlank, separateKeys.find(hashed(last)) >= 0 { return false }
    guard extraEnds[Int(last[last.endIndex - 1])] else { return true }
    let words = name.hasBlank ? glued + branches : glued
    return !words.contains { last.count > $0.count && last.suffix($0.count).elementsEqual($0) }
  }

  /// Told by the last word of a tidy name, as nearly all are; false where that is not enough.
  private static func hasNothingExtra(_ codes: [UInt8]) -> Bool {
    guard codes.first != Code.space, let blank = codes.lastIndex(of: Code.space),
      blank + 1 < codes.count, !codes.contains(Code.dot)
    else { return false }
    for i in 1...blank where codes[i] == Code.space && codes[i - 1] == Code.space { return false }
    let last = codes[(blank + 1)...]
    return !extraEnds[Int(codes[codes.count - 1])] && separateKeys.find(hashed(last)) < 0
  }

  /// Last letters of what may be glued to a word.
  private static let extraEnds: [Bool] = {
    var out = [Bool](repeating: false, count: 256)
    for word in glued + branches { out[Int(word[word.count - 1])] = true }
    return out
  }()

  private static let separateKeys: KeyTable = {
    var out = KeyTable()
    for word in separate { out.add(hashed(word)) }
    return out
  }()

  private static func isBranch(_ word: [UInt8]) -> Bool {
    branches.contains { word.count > $0.count && word.suffix($0.count) == $0[...] }
  }
}
