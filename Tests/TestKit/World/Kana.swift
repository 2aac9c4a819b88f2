/// Half-width kana as bank forms write them: voicing marks apart, no small kana, ー as hyphen.
enum Kana {
  private static let full =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
  private static let half =
    "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ"
  private static let marked = [
    ("ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ", "ｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎｳ", "ﾞ"),
    ("パピプペポ", "ﾊﾋﾌﾍﾎ", "ﾟ"),
    ("ァィゥェォャュョッヲー　", "ｱｲｳｴｵﾔﾕﾖﾂｵ- ", ""),
  ]

  private static let table: [UInt32: String] = {
    var table: [UInt32: String] = [:]
    for (f, h) in zip(full.unicodeScalars, half.unicodeScalars) { table[f.value] = String(h) }
    for (fulls, halves, mark) in marked {
      precondition(fulls.unicodeScalars.count == halves.unicodeScalars.count)
      for (f, h) in zip(fulls.unicodeScalars, halves.unicodeScalars) {
        table[f.value] = String(h) + mark
      }
    }
    return table
  }()

  /// Full-width katakana to the half-width form; what has none stays as it is.
  static func halfWidth(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      if let half = table[scalar.value] {
        out += half
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static let romajiTable: [UInt32: String] = {
    let rows = [
      ("アイウエオ", ""), ("カキクケコ", "K"), ("サシスセソ", "S"), ("タチツテト", "T"),
      ("ナニヌネノ", "N"), ("ハヒフヘホ", "H"), ("マミムメモ", "M"), ("ラリルレロ", "R"),
      ("ガギグゲゴ", "G"), ("ザジズゼゾ", "Z"), ("ダヂヅデド", "D"), ("バビブベボ", "B"),
      ("パピプペポ", "P"),
    ]
    var table: [UInt32: String] = [:]
    for (kana, consonant) in rows {
      for (scalar, vowel) in zip(kana.unicodeScalars, ["A", "I", "U", "E", "O"]) {
        table[scalar.value] = consonant + vowel
      }
    }
    for (kana, latin) in zip(
      "ヤユヨワンシチツフジャュョ".unicodeScalars,
      ["YA", "YU", "YO", "WA", "N", "SHI", "CHI", "TSU", "FU", "JI", "YA", "YU", "YO"])
    {
      table[kana.value] = latin
    }
    return table
  }()

  /// Ways to spell kana in Latin letters.
  enum Romaji {
    /// Hepburn with every vowel written: `OOTSUKI YUUJI`.
    case plain
    /// As in a passport, long vowels short: `OTSUKI YUJI`.
    case passport
    /// `OOTUKI YUUZI`.
    case kunrei
  }

  /// Capitals, as foreign cards and some payers write them.
  static func romaji(_ kana: String, _ spelling: Romaji) -> String {
    var out = ""
    var isDoubled = false
    for scalar in kana.unicodeScalars {
      let latin = romajiTable[scalar.value] ?? (scalar == "　" ? " " : "")
      if scalar == "ャ" || scalar == "ュ" || scalar == "ョ", out.hasSuffix("I") {
        out.removeLast()
        let glides = out.hasSuffix("SH") || out.hasSuffix("CH") || out.hasSuffix("J")
        out += glides ? String(latin.suffix(1)) : latin
      } else {
        if isDoubled, let first = latin.first { out += latin.hasPrefix("CH") ? "T" : String(first) }
        out += latin
      }
      isDoubled = scalar == "ッ"
    }
    switch spelling {
    case .plain: return out
    case .passport: return replaced(out, [("OU", "O"), ("OO", "O"), ("UU", "U")])
    case .kunrei:
      return replaced(
        out,
        [
          ("SHI", "SI"), ("SHA", "SYA"), ("SHU", "SYU"), ("SHO", "SYO"), ("CHI", "TI"),
          ("CHA", "TYA"), ("CHU", "TYU"), ("CHO", "TYO"), ("TSU", "TU"), ("FU", "HU"),
          ("JI", "ZI"), ("JA", "ZYA"), ("JU", "ZYU"), ("JO", "ZYO"),
        ])
    }
  }

  /// Every place where one of the parts stands, from the left.
  private static func replaced(_ text: String, _ parts: [(String, String)]) -> String {
    var out = ""
    var rest = Substring(text)
    while let first = rest.first {
      if let (part, other) = parts.first(where: { rest.hasPrefix($0.0) }) {
        out += other
        rest = rest.dropFirst(part.count)
      } else {
        out.append(first)
        rest = rest.dropFirst()
      }
    }
    return out
  }

  /// As `halfWidth`, but with small kana and the long mark, which some banks let through.
  static func halfWidthSmall(_ text: String) -> String {
    let small: [Unicode.Scalar: String] = [
      "ァ": "ｧ", "ィ": "ｨ", "ゥ": "ｩ", "ェ": "ｪ", "ォ": "ｫ", "ャ": "ｬ", "ュ": "ｭ", "ョ": "ｮ", "ッ": "ｯ",
      "ー": "ｰ",
    ]
    return text.unicodeScalars.reduce(into: "") { out, scalar in
      out += small[scalar] ?? halfWidth(String(scalar))
    }
  }

  private static let rows: [(vowel: Unicode.Scalar, kana: String)] = [
    ("ウ", "オコソトノホモヨロゴゾドボポョ"), ("ウ", "ウクスツヌフムユルグズヅブプュ"),
    ("オ", "オコソトノホモヨロゴゾドボポ"), ("イ", "エケセテネヘメレゲゼデベペ"),
  ]

  /// Whether a kana only draws out the vowel before it: コウ, オオ, メイ, リー.
  static func isLong(_ scalar: Unicode.Scalar, after before: Unicode.Scalar) -> Bool {
    if scalar == "ー" { return true }
    return rows.contains { $0.vowel == scalar && $0.kana.unicodeScalars.contains(before) }
  }
}

/// Bytes in the encodings that the writers need. The CP932 part knows the few words of the
/// formats written here and stops the program at anything else: a writer must not guess.
enum WrittenBytes {
  private static let kanjiTable: [UInt32: UInt16] = [
    0x53D6: 0x8EE6, 0x5F15: 0x88F8, 0x65E5: 0x93FA, 0x6458: 0x9345, 0x8981: 0x9776,
    0x304A: 0x82A8, 0x652F: 0x8E78, 0x6255: 0x95A5, 0x91D1: 0x8BE0, 0x984D: 0x8A7A,
    0x9810: 0x9761, 0x308A: 0x82E8, 0x6B8B: 0x8E63, 0x9AD8: 0x8D82, 0x632F: 0x9055,
    0x8FBC: 0x8D9E, 0x5229: 0x9798, 0x606F: 0x91A7, 0x6D88: 0x8FC1, 0x624B: 0x8EE8,
    0x6570: 0x9094, 0x6599: 0x97BF, 0x53E3: 0x8CFB, 0x5EA7: 0x8DC0, 0x66FF: 0x91D6,
    0x7D66: 0x8B8B, 0x4E0E: 0x975E,
  ]

  static func appendCP932(_ text: String, to bytes: inout [UInt8]) {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x20...0x7E, 0x0A, 0x0D: bytes.append(UInt8(scalar.value))
      case 0xFF61...0xFF9F: bytes.append(UInt8(scalar.value - 0xFEC0))
      default:
        guard let pair = kanjiTable[scalar.value] else {
          preconditionFailure("the CP932 writer does not know \(scalar)")
        }
        bytes.append(UInt8(pair >> 8))
        bytes.append(UInt8(pair & 0xFF))
      }
    }
  }

  /// One byte per half-width character: how long a bank's name field is filled.
  static func singleByteCount(_ text: String) -> Int { text.unicodeScalars.count }

  /// Cuts at a number of single-byte characters, as a bank's field does.
  static func cut(_ text: String, to count: Int) -> String {
    var out = String.UnicodeScalarView()
    out.append(contentsOf: text.unicodeScalars.prefix(count))
    return String(out)
  }

  static func appendDigits(_ value: Int64, width: Int, to bytes: inout [UInt8]) {
    precondition(value >= 0)
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0x30, count: width))
    var rest = value
    var at = start + width - 1
    while rest > 0 {
      precondition(at >= start, "\(value) does not fit \(width) digits")
      bytes[at] = 0x30 + UInt8(rest % 10)
      rest /= 10
      at -= 1
    }
  }

  /// A C field: left aligned, filled up with spaces, cut where too long.
  static func appendField(_ text: String, width: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    appendCP932(cut(text, to: width), to: &bytes)
    precondition(bytes.count - start <= width, "single-byte characters only: \(text)")
    bytes.append(contentsOf: repeatElement(0x20, count: width - (bytes.count - start)))
  }
}
