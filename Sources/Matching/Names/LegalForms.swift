// Legal forms of Japanese bodies in the three spellings that meet here: the bank abbreviation
// (カ)…, …(カ, …(カ)…), kana in full, and kanji in the shop's own data. Source: the abbreviation
// tables of bank manuals. They are taken off before names are compared and remembered as a flag.

enum LegalForms {
  /// Abbreviations that stand with a parenthesis.
  static let abbreviations: [[UInt8]] = folded([
    "カ", "ユ", "メ", "シ", "ド", "イ", "ザイ", "シヤ", "シユウ", "ガク", "フク", "ホゴ", "ソ",
    "トクヒ", "ドク", "チドク", "モク", "ケン", "シツ", "ベン", "チユウ", "ギヨ", "シホウ",
    "ゼイ", "ダイ", "ノウ", "カンリ", "ロウム", "エイ", "シユツ", "レン", "キヨウサイ",
    "セイキヨウ", "ギヨキヨウ", "ロウクミ", "ト", "トク",
  ])

  /// Abbreviations that payers also write with a dot or a blank only, without a parenthesis.
  static let bare: [[UInt8]] = folded(["カ", "ユ", "ド", "トクヒ"])

  /// Full forms, longest first, compared without voicing because banks and payers drop it.
  static let full: [[UInt8]] = folded([
    "カブシキガイシヤ", "カブシキカイシヤ", "ユウゲンガイシヤ", "ゴウドウガイシヤ",
    "ゴウメイガイシヤ", "ゴウシガイシヤ", "イリヨウホウジンシヤダン", "イリヨウホウジンザイダン",
    "シヤカイイリヨウホウジン", "イリヨウホウジン", "イツパンザイダンホウジン",
    "コウエキザイダンホウジン", "ザイダンホウジン", "イツパンシヤダンホウジン",
    "コウエキシヤダンホウジン", "シヤダンホウジン", "シユウキヨウホウジン", "ガツコウホウジン",
    "シヤカイフクシホウジン", "コウセイホゴホウジン", "ソウゴガイシヤ",
    "トクテイヒエイリカツドウホウジン", "エヌピ-オ-ホウジン", "ドクリツギヨウセイホウジン",
    "チホウドクリツギヨウセイホウジン", "コクリツケンキユウカイハツホウジン", "ベンゴシホウジン",
    "ギヨウセイシヨシホウジン", "シホウシヨシホウジン", "ゼイリシホウジン",
    "シヤカイホケンロウムシホウジン", "トツキヨギヨウムホウジン", "コクリツダイガクホウジン",
    "コウリツダイガクホウジン", "ノウジクミアイホウジン", "カンリクミアイホウジン",
    "カンリクミアイ", "キヨウドウクミアイ", "セイカツキヨウドウクミアイ",
  ]).map(stripVoicing).sorted { $0.count > $1.count }

  /// Whether a full form begins, or ends, with a letter. Most names do neither.
  private static let fullHeads = marked(full.map { $0[0] })
  private static let fullTails = marked(full.map { $0[$0.count - 1] })

  private static func marked(_ letters: [UInt8]) -> [Bool] {
    var out = [Bool](repeating: false, count: 256)
    for letter in letters { out[Int(letter)] = true }
    return out
  }

  /// Kanji and ligature spellings, longest first.
  static let kanji: [[UInt32]] = [
    "特定非営利活動法人", "国立研究開発法人", "地方独立行政法人", "社会保険労務士法人",
    "一般財団法人", "公益財団法人", "一般社団法人", "公益社団法人", "医療法人社団",
    "医療法人財団", "社会医療法人", "社会福祉法人", "更生保護法人", "独立行政法人",
    "国立大学法人", "公立大学法人", "農事組合法人", "管理組合法人", "行政書士法人",
    "司法書士法人", "税理士法人", "弁護士法人", "特許業務法人", "NPO法人", "財団法人",
    "社団法人", "医療法人", "宗教法人", "学校法人", "株式会社", "有限会社", "合同会社",
    "合名会社", "合資会社", "相互会社", "協同組合", "(株)", "(有)", "(同)", "(合)", "(名)",
    "（株）", "（有）", "（同）", "（合）", "（名）", "㈱", "㈲", "㈳", "㈶",
  ].map { scalars($0) }.sorted { $0.count > $1.count }

  private static func folded(_ words: [String]) -> [[UInt8]] { words.map { fold($0) } }

  /// Takes the legal form off folded codes wherever it stands; nil where there is none.
  static func stripped(_ codes: [UInt8]) -> [UInt8]? {
    if let rest = strippedParenthesis(codes) { return strippedFull(rest) ?? rest }
    if let rest = strippedFull(codes) { return rest }
    return strippedBare(codes)
  }

  /// (カ)…, カ)…, …(カ, …(カ), …(カ)…, and a form cut off behind its opening parenthesis.
  private static func strippedParenthesis(_ codes: [UInt8]) -> [UInt8]? {
    guard codes.contains(where: { $0 == Code.openParenthesis || $0 == Code.closeParenthesis })
    else { return nil }
    var out = codes
    var found = false
    var i = 0
    while i < out.count {
      if out[i] == Code.closeParenthesis {
        let start = out[..<i].lastIndex { $0 == Code.openParenthesis } ?? -1
        let body = Array(out[(start + 1)..<i]).filter { $0 != Code.space }
        if isAbbreviation(body) {
          out.replaceSubrange(max(start, 0)...i, with: [Code.space])
          found = true
          i = max(start, 0)
          continue
        }
      } else if out[i] == Code.openParenthesis {
        let word = out[(i + 1)...].prefix { $0 != Code.space }
        let body = Array(out[(i + 1)...]).filter { $0 != Code.space }
        if isAbbreviation(Array(word)) {
          out.replaceSubrange(i...(i + word.count), with: [Code.space])
          found = true
        } else if !body.contains(Code.closeParenthesis), isAbbreviationStart(body) {
          out.removeSubrange(i...)
          found = true
          break
        }
      }
      i += 1
    }
    return found && !tight(out).isEmpty ? trimmed(out) : nil
  }

  private static func isAbbreviation(_ body: [UInt8]) -> Bool { abbreviations.contains(body) }

  private static func isAbbreviationStart(_ body: [UInt8]) -> Bool {
    body.isEmpty || abbreviations.contains { $0.starts(with: body) }
  }

  /// Whether kana letters without parentheses hold nothing that `stripped` or `strippedCut` would
  /// take off.
  static func areNone(in codes: UnsafeBufferPointer<UInt8>) -> Bool {
    fullForm(in: codes) == nil && cutForm(in: codes) == nil && bareForm(in: codes) == nil
  }

  /// Kana in full, at the start or at the end.
  private static func strippedFull(_ codes: [UInt8]) -> [UInt8]? {
    codes.withUnsafeBufferPointer { fullForm(in: $0) }.map { trimmed(Array(codes[$0])) }
  }

  /// The places that a form in full leaves.
  private static func fullForm(in codes: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    guard codes.count >= 8 else { return nil }
    let first = Kana.unvoiced[Int(codes[0])]
    let last = Kana.unvoiced[Int(codes[codes.count - 1])]
    if !fullHeads[Int(first)] && !fullTails[Int(last)] { return nil }
    for form in full where form.count < codes.count && (form[0] == first || form.last == last) {
      if agrees(codes, at: 0, form, count: form.count) { return form.count..<codes.count }
      let tail = codes.count - form.count
      if agrees(codes, at: tail, form, count: form.count) { return 0..<tail }
    }
    return nil
  }

  /// Whether codes without voicing agree with the first letters of a form.
  @inline(__always) private static func agrees(
    _ codes: UnsafeBufferPointer<UInt8>, at start: Int, _ form: [UInt8], count: Int
  ) -> Bool {
    for i in 0..<count where Kana.unvoiced[Int(codes[start + i])] != form[i] { return false }
    return true
  }

  /// A form in full at the end that the bank's field cut off: …ユウゲンガイ.
  static func strippedCut(_ codes: [UInt8]) -> [UInt8]? {
    codes.withUnsafeBufferPointer { cutForm(in: $0) }.map { trimmed(Array(codes[..<$0])) }
  }

  /// Where a form that is cut off begins.
  private static func cutForm(in codes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard codes.count >= 12 else { return nil }
    guard codes[3...].contains(where: { fullHeads[Int(Kana.unvoiced[Int($0)])] }) else {
      return nil
    }
    for form in full {
      for start in 3...(codes.count - 4)
      where codes.count - start < form.count && Kana.unvoiced[Int(codes[start])] == form[0] {
        if agrees(codes, at: start, form, count: codes.count - start) { return start }
      }
    }
    return nil
  }

  /// カ.ヤマダ and カ ヤマダ.
  private static func strippedBare(_ codes: [UInt8]) -> [UInt8]? {
    codes.withUnsafeBufferPointer { bareForm(in: $0) }.map { trimmed(Array(codes[$0...])) }
  }

  /// Where the name behind a bare form begins.
  private static func bareForm(in codes: UnsafeBufferPointer<UInt8>) -> Int? {
    for form in bare where codes.count > form.count + 2 && codes.starts(with: form) {
      let next = codes[form.count]
      if next == Code.dot || next == Code.space { return form.count + 1 }
    }
    return nil
  }

  /// Takes a kanji form off; nil where there is none.
  static func strippedKanji(_ text: [UInt32]) -> [UInt32]? {
    guard text.contains(where: isOfForm) else { return nil }
    for form in kanji {
      if let at = firstIndex(of: form, in: text) {
        return Array(text[..<at]) + Array(text[(at + form.count)...])
      }
    }
    return nil
  }

  /// Whether a letter is among those of which every kanji form has one. Most names have none.
  static func isOfForm(_ letter: UInt32) -> Bool {
    switch letter {
    // 法 社 組 ( （ ㈱ ㈲ ㈳ ㈶
    case 0x6CD5, 0x793E, 0x7D44, 0x28, 0xFF08, 0x3231, 0x3232, 0x3233, 0x3236: return true
    default: return false
    }
  }

  private static func firstIndex(of form: [UInt32], in text: [UInt32]) -> Int? {
    guard text.count >= form.count else { return nil }
    for i in 0...(text.count - form.count) where text[i...].starts(with: form) { return i }
    return nil
  }
}

func stripVoicing(_ codes: [UInt8]) -> [UInt8] { codes.map { Kana.unvoiced[Int($0)] } }

func trimmed(_ codes: [UInt8]) -> [UInt8] {
  var low = 0
  var high = codes.count
  while low < high, codes[low] == Code.space || codes[low] == Code.dot { low += 1 }
  while high > low, codes[high - 1] == Code.space || codes[high - 1] == Code.dot { high -= 1 }
  return low == 0 && high == codes.count ? codes : Array(codes[low..<high])
}

/// Words of a folded name between blanks.
func words(_ codes: [UInt8]) -> [[UInt8]] {
  func isBlank(_ c: UInt8) -> Bool { c == Code.space || c == Code.dot }
  if !codes.contains(where: isBlank) { return codes.isEmpty ? [] : [codes] }
  var out: [[UInt8]] = []
  var start = 0
  for end in 0...codes.count where end == codes.count || isBlank(codes[end]) {
    if end > start { out.append(Array(codes[start..<end])) }
    start = end + 1
  }
  return out
}
