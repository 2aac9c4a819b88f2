// Latin spellings of Japanese names. Both sides are brought to one spelling: Hepburn letters
// without long vowels and without the choice between n and m. Kunrei and passport spellings and
// the many ways to write a long vowel end there too.

enum Romaji {
  /// Letters a payer wrote → the common spelling.
  static func normalised(_ letters: [UInt8]) -> [UInt8] {
    var s = letters.map { $0 & 0x7F }
    for (from, to) in kunrei { s = replaced(s, from, to) }
    return shortened(s)
  }

  /// Tight kana → the common spelling; nil where a sign has no Latin reading.
  static func spelled(_ kana: [UInt8]) -> [UInt8]? {
    var out: [UInt8] = []
    out.reserveCapacity(kana.count * 3)
    for (i, c) in kana.enumerated() {
      if c == Code.longVowel { continue }
      if c == 0x24, i + 1 < kana.count, isGeminating(kana, i) {
        out.append(mark)
        continue
      }
      var syllable = syllables[Int(c)]
      if syllable == 0 { return nil }
      while syllable != 0 {
        out.append(UInt8(truncatingIfNeeded: syllable))
        syllable >>= 8
      }
    }
    return shortened(out.contains(mark) ? doubled(out) : out)
  }

  private static let mark: UInt8 = 0
  private static func letter(_ s: Unicode.Scalar) -> UInt8 { UInt8(s.value) }

  /// ツ before a consonant may be a folded ッ; the fold has no small letters, so both readings
  /// exist. Only the rare double consonants カッ, サッ … of names are read as ッ when a k, s, t or
  /// p row follows directly and the letter before is a vowel kana of one of ハ, カ, ホ, テ, ヒ.
  private static func isGeminating(_ kana: [UInt8], _ i: Int) -> Bool {
    guard i > 0 else { return false }
    return kana[i + 1] == 0x31 || kana[i + 1] == 0x34 || kana[i + 1] == 0x37 || kana[i + 1] == 0x3D
  }

  private static func doubled(_ s: [UInt8]) -> [UInt8] {
    var out = s
    for i in out.indices where out[i] == mark { out[i] = i + 1 < out.count ? out[i + 1] : mark }
    return out
  }

  /// Drops the second half of long vowels and H behind O; M before B, M, P becomes N. I before Y
  /// goes too, because folded kana do not tell キョ from キヨ, and Y after SH, CH and J.
  private static func shortened(_ s: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(s.count)
    for (i, c) in s.enumerated() {
      let next = i + 1 < s.count ? s[i + 1] : 0
      if let last = out.last {
        if c == letter("U") && (last == letter("O") || last == letter("U")) { continue }
        if c == letter("O") && last == letter("O") { continue }
        if c == letter("I") && last == letter("I") { continue }
        if c == letter("H") && last == letter("O") && !isVowel(next) { continue }
        if c == letter("I") && next == letter("Y") { continue }
        let isSoft =
          last == letter("J")
          || (last == letter("H") && out.count > 1 && out[out.count - 2] != letter("O"))
        if c == letter("Y") && isSoft { continue }
      }
      if c == letter("M") && (next == letter("B") || next == letter("M") || next == letter("P")) {
        out.append(letter("N"))
        continue
      }
      out.append(c)
    }
    return out
  }

  private static func isVowel(_ c: UInt8) -> Bool {
    c == 0x41 || c == 0x45 || c == 0x49 || c == 0x4F || c == 0x55
  }

  private static func replaced(_ s: [UInt8], _ from: [UInt8], _ to: [UInt8]) -> [UInt8] {
    guard s.count >= from.count else { return s }
    var out: [UInt8] = []
    var i = 0
    while i < s.count {
      if i + from.count <= s.count, s[i..<(i + from.count)] == from[...] {
        let follows = out.last
        let isTail = from == Array("HU".utf8) && (follows == 0x53 || follows == 0x43)
        let isTsu = from == Array("TU".utf8) && follows == 0x54
        if !isTail && !isTsu {
          out.append(contentsOf: to)
          i += from.count
          continue
        }
      }
      out.append(s[i])
      i += 1
    }
    return out
  }

  private static let kunrei: [([UInt8], [UInt8])] = [
    ("TCH", "CCH"), ("SYA", "SHA"), ("SYU", "SHU"), ("SYO", "SHO"), ("TYA", "CHA"),
    ("TYU", "CHU"), ("TYO", "CHO"), ("ZYA", "JA"), ("ZYU", "JU"), ("ZYO", "JO"), ("JYA", "JA"),
    ("JYU", "JU"), ("JYO", "JO"), ("SI", "SHI"), ("TI", "CHI"), ("TU", "TSU"), ("ZI", "JI"),
    ("HU", "FU"), ("DU", "ZU"), ("DI", "JI"), ("L", "R"),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

  /// Latin letters of each code, at most three, the first one lowest; 0 where it has none.
  private static let syllables: [UInt32] = {
    let table: [(String, String)] = [
      ("アイウエオ", "A I U E O"), ("カキクケコ", "KA KI KU KE KO"),
      ("ガギグゲゴ", "GA GI GU GE GO"), ("サシスセソ", "SA SHI SU SE SO"),
      ("ザジズゼゾ", "ZA JI ZU ZE ZO"), ("タチツテト", "TA CHI TSU TE TO"),
      ("ダヂヅデド", "DA JI ZU DE DO"), ("ナニヌネノ", "NA NI NU NE NO"),
      ("ハヒフヘホ", "HA HI FU HE HO"), ("バビブベボ", "BA BI BU BE BO"),
      ("パピプペポ", "PA PI PU PE PO"), ("マミムメモ", "MA MI MU ME MO"), ("ヤユヨ", "YA YU YO"),
      ("ラリルレロ", "RA RI RU RE RO"), ("ワン", "WA N"), ("ヴ", "BU"),
    ]
    var out = [UInt32](repeating: 0, count: 256)
    for (kana, latin) in table {
      let codes = fold(kana)
      let spelled = words(fold(latin))
      for (c, s) in zip(codes, spelled) {
        out[Int(c)] = s.reversed().reduce(0) { $0 << 8 | UInt32($1 & 0x7F) }
      }
    }
    return out
  }()
}
