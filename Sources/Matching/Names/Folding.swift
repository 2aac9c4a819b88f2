// A folded name is an array of bytes: katakana keep their place in the Unicode block (U+30A1 is
// 1), ASCII has the high bit set, every other letter is `kanji`. Half and full width, hiragana,
// small kana and combining voicing marks all end in the same byte, so equal names are equal
// arrays. Whoever changes a code has to look at `Kana.row` and the tables of LegalForms.

/// Byte codes of the folded alphabet.
enum Code {
  static let space: UInt8 = 0
  static let longVowel: UInt8 = 0x5C
  /// Any letter that is neither kana nor ASCII; its reading is not known from the text.
  static let kanji: UInt8 = 0x7F
  static let openParenthesis: UInt8 = 0x80 | 0x28
  static let closeParenthesis: UInt8 = 0x80 | 0x29
  static let dot: UInt8 = 0x80 | 0x2E
  static let digitZero: UInt8 = 0x80 | 0x30

  @inline(__always) static func isKana(_ c: UInt8) -> Bool { c >= 1 && c <= longVowel }
  @inline(__always) static func isDigit(_ c: UInt8) -> Bool { c >= digitZero && c <= 0xB9 }
  @inline(__always) static func isLatin(_ c: UInt8) -> Bool { c >= 0xC1 && c <= 0xDA }
}

/// Calls `body` with the UTF-8 of a text, without counting a reference to it: millions are read.
@inline(__always) func withBytes<R>(
  of text: borrowing String, _ body: (UnsafeBufferPointer<UInt8>) -> R
) -> R {
  if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
  var own = copy text
  return own.withUTF8(body)
}

/// Calls `body` with the Unicode scalars of a text.
func withScalars<R>(_ text: borrowing String, _ body: (UnsafeBufferPointer<UInt32>) -> R) -> R {
  withBytes(of: text) { bytes in
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: bytes.count) { buffer in
      let count = decode(bytes, into: buffer)
      return body(UnsafeBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

/// Unicode scalars of a text, decoded from its bytes without building characters.
func scalars(_ text: borrowing String) -> [UInt32] {
  withBytes(of: text) { bytes in
    if bytes.isEmpty { return [] }
    return Array(unsafeUninitializedCapacity: bytes.count) { buffer, count in
      count = decode(bytes, into: buffer)
    }
  }
}

/// Writes the scalars of valid UTF-8 to a buffer that has room for as many as there are bytes.
private func decode(
  _ bytes: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutableBufferPointer<UInt32>
) -> Int {
  var count = 0
  var pending: UInt32 = 0
  var left = 0
  func append(_ scalar: UInt32) {
    buffer[count] = scalar
    count += 1
  }
  for byte in bytes {
    if byte < 0x80 {
      append(UInt32(byte))
    } else if byte < 0xC0 {
      pending = pending << 6 | UInt32(byte & 0x3F)
      left -= 1
      if left == 0 { append(pending) }
    } else if byte < 0xE0 {
      pending = UInt32(byte & 0x1F)
      left = 1
    } else if byte < 0xF0 {
      pending = UInt32(byte & 0x0F)
      left = 2
    } else {
      pending = UInt32(byte & 0x07)
      left = 3
    }
  }
  return count
}

/// Folds a text into codes. Runs of blanks become one `space`; none at the ends.
func fold(_ text: String) -> [UInt8] { withScalars(text) { fold($0) } }

func fold(_ text: [UInt32]) -> [UInt8] { text.withUnsafeBufferPointer { fold($0) } }

private func fold(_ text: UnsafeBufferPointer<UInt32>) -> [UInt8] {
  var out: [UInt8] = []
  out.reserveCapacity(text.count)
  for (i, scalar) in text.enumerated() {
    if scalar == 0xFF9E || scalar == 0x3099 || scalar == 0x309B {
      voice(&out, half: false)
    } else if scalar == 0xFF9F || scalar == 0x309A || scalar == 0x309C {
      voice(&out, half: true)
    } else if isHyphen(scalar) {
      appendHyphen(&out, next: i + 1 < text.count ? text[i + 1] : 0)
    } else {
      let code = foldOne(scalar)
      if code == Code.space {
        if let last = out.last, last != Code.space { out.append(Code.space) }
      } else if code != skipped {
        out.append(code)
      }
    }
  }
  if out.last == Code.space { out.removeLast() }
  return out
}

/// Marks a scalar that carries no letter (corner brackets, quotes).
private let skipped: UInt8 = 0xFF

/// Hyphen-minus and its kin stand for the long vowel in bank text, between a number and a name
/// they only separate.
private func isHyphen(_ s: UInt32) -> Bool {
  switch s {
  case 0x2D, 0xFF0D, 0x2212, 0x2010...0x2015, 0x30FC, 0xFF70, 0x2500, 0xFE63: return true
  default: return false
  }
}

private func appendHyphen(_ out: inout [UInt8], next: UInt32) {
  let afterKana = out.last.map(Code.isKana) ?? false
  let beforeNumber =
    (0x30...0x39).contains(next) || (0xFF10...0xFF19).contains(next)
    || (0x41...0x5A).contains(next)
  if afterKana && !beforeNumber {
    if out.last != Code.longVowel { out.append(Code.longVowel) }
  } else if let last = out.last, last != Code.space {
    out.append(Code.space)
  }
}

private func voice(_ out: inout [UInt8], half: Bool) {
  guard let last = out.last else { return }
  out[out.count - 1] = (half ? Kana.halfVoiced : Kana.voiced)[Int(last)]
}

/// Whether a scalar is one of the usual kanji.
func isKanji(_ s: UInt32) -> Bool { s >= 0x3400 && s <= 0x9FFF }

/// Whether a scalar folds to `Code.kanji`.
func isUnread(_ s: UInt32) -> Bool {
  if isKanji(s) { return true }
  let isMark = s >= 0x3099 && s <= 0x309C || s == 0xFF9E || s == 0xFF9F
  return !isMark && !isHyphen(s) && foldOne(s) == Code.kanji
}

private func foldOne(_ s: UInt32) -> UInt8 {
  if s < 0x80 { return foldASCII(UInt8(s)) }
  if s >= 0x30A1 && s <= 0x30FA { return Kana.large[Int(s - 0x30A0)] }
  if s >= 0x3041 && s <= 0x3096 { return Kana.large[Int(s - 0x3040)] }
  if s >= 0xFF66 && s <= 0xFF9D { return Kana.large[Int(Kana.halfWidth[Int(s - 0xFF66)])] }
  if s >= 0xFF01 && s <= 0xFF5E { return foldASCII(UInt8(s - 0xFEE0)) }
  switch s {
  case 0x3000, 0xA0, 0x30FB, 0xFF65: return Code.space
  case 0x300C, 0x300D, 0xFF62, 0xFF63: return skipped
  default: return Code.kanji
  }
}

private func foldASCII(_ c: UInt8) -> UInt8 {
  switch c {
  case 0x00...0x20, 0x2C, 0x2F, 0x3A, 0x3B, 0x7F: return Code.space
  case 0x22, 0x27, 0x60: return skipped
  case 0x61...0x7A: return 0x80 | (c - 0x20)
  default: return 0x80 | c
  }
}

/// The kana part of the alphabet.
enum Kana {
  /// Code → code with ゛ behind it: カ … ト without the small ッ, ハ … ホ, and ウ; others stay.
  static let voiced: [UInt8] = {
    var t = (0...255).map { UInt8($0) }
    for c in UInt8(0x0B)...0x21 where c % 2 == 1 { t[Int(c)] = c + 1 }
    for c: UInt8 in [0x24, 0x26, 0x28, 0x2F, 0x32, 0x35, 0x38, 0x3B] { t[Int(c)] = c + 1 }
    t[0x06] = 0x54
    return t
  }()

  /// Code → code with ゜ behind it: ハ … ホ; others stay.
  static let halfVoiced: [UInt8] = {
    var t = (0...255).map { UInt8($0) }
    for c: UInt8 in [0x2F, 0x32, 0x35, 0x38, 0x3B] { t[Int(c)] = c + 2 }
    return t
  }()

  /// Block offset → code with small kana made large, ヲ → オ, ヰ → イ, ヱ → エ.
  static let large: [UInt8] = {
    var t = (0...0x5C).map { UInt8($0) }
    for small in [0x01, 0x03, 0x05, 0x07, 0x09, 0x23, 0x43, 0x45, 0x47, 0x4E] {
      t[small] = UInt8(small + 1)
    }
    t[0x55] = 0x0B
    t[0x56] = 0x11
    t[0x52] = 0x0A
    t[0x50] = 0x04
    t[0x51] = 0x08
    return t
  }()

  /// U+FF66 … U+FF9D → block offset.
  static let halfWidth: [UInt8] = [
    0x52, 0x01, 0x03, 0x05, 0x07, 0x09, 0x43, 0x45, 0x47, 0x23, 0x5C, 0x02, 0x04, 0x06, 0x08,
    0x0A, 0x0B, 0x0D, 0x0F, 0x11, 0x13, 0x15, 0x17, 0x19, 0x1B, 0x1D, 0x1F, 0x21, 0x24, 0x26,
    0x28, 0x2A, 0x2B, 0x2C, 0x2D, 0x2E, 0x2F, 0x32, 0x35, 0x38, 0x3B, 0x3E, 0x3F, 0x40, 0x41,
    0x42, 0x44, 0x46, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4F, 0x53,
  ]

  /// Vowel of a large unvoiced kana: 0 a, 1 i, 2 u, 3 e, 4 o; 9 for ン and the rest.
  static let vowel: [UInt8] = {
    var t = [UInt8](repeating: 9, count: 256)
    let rows: [[UInt8]] = [
      [0x02, 0x0B, 0x15, 0x1F, 0x2A, 0x2F, 0x3E, 0x44, 0x49, 0x4F],
      [0x04, 0x0D, 0x17, 0x21, 0x2B, 0x32, 0x3F, 0x4A],
      [0x06, 0x0F, 0x19, 0x24, 0x2C, 0x35, 0x40, 0x46, 0x4B],
      [0x08, 0x11, 0x1B, 0x26, 0x2D, 0x38, 0x41, 0x4C],
      [0x0A, 0x13, 0x1D, 0x28, 0x2E, 0x3B, 0x42, 0x48, 0x4D],
    ]
    for (v, row) in rows.enumerated() { for c in row { t[Int(c)] = UInt8(v) } }
    return t
  }()

  /// Code → code without voicing; ヂ and ヅ go with ジ and ズ, as the ear has them.
  static let unvoiced: [UInt8] = {
    var t = (0...255).map { UInt8($0) }
    for c in UInt8(0x0B)...0x21 where c % 2 == 1 { t[Int(c) + 1] = c }
    for c: UInt8 in [0x24, 0x26, 0x28] { t[Int(c) + 1] = c }
    for c: UInt8 in [0x2F, 0x32, 0x35, 0x38, 0x3B] {
      t[Int(c) + 1] = c
      t[Int(c) + 2] = c
    }
    t[0x22] = 0x17
    t[0x25] = 0x19
    t[0x54] = 0x06
    return t
  }()
}

/// The name without blanks and dots.
func tight(_ codes: some Sequence<UInt8>) -> [UInt8] {
  codes.filter { $0 != Code.space && $0 != Code.dot }
}

/// The looser key behind what was written already, at a place that has room for as many codes;
/// gives how many there are then.
func loose(
  _ codes: some Sequence<UInt8>, after written: Int = 0, into out: UnsafeMutablePointer<UInt8>
) -> Int {
  var count = written
  for code in codes {
    if code == Code.space || code == Code.dot || code == Code.longVowel { continue }
    let c = Kana.unvoiced[Int(code)]
    if count > 0, lengthens(out[count - 1], c, voiced: code != c) { continue }
    out[count] = c
    count += 1
  }
  return count
}

/// The looser key: no voicing, no long vowels however they are written, no blanks.
func loose(_ codes: some Collection<UInt8>) -> [UInt8] {
  // An array without room is the one that all threads share: nobody may write its count.
  if codes.isEmpty { return [] }
  return Array(unsafeUninitializedCapacity: codes.count) { buffer, count in
    count = buffer.baseAddress.map { loose(codes, into: $0) } ?? 0
  }
}

/// Whether `c` after `last` is only the second half of a long vowel: オウ, ユウ, オオ.
private func lengthens(_ last: UInt8, _ c: UInt8, voiced: Bool) -> Bool {
  if voiced { return false }
  let v = Kana.vowel[Int(last)]
  switch c {
  case 0x06: return v == 2 || v == 4
  case 0x0A: return v == 4
  default: return false
  }
}

/// FNV-1a over the codes, finished so that low bits are usable. Not stable across versions;
/// never leaves the process.
func hashed(_ codes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
  var h: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
  for c in codes { h = (h ^ UInt64(c)) &* 0x100_0000_01B3 }
  return mixed(h)
}

func mixed(_ value: UInt64) -> UInt64 {
  var h = value
  h ^= h >> 33
  h = h &* 0xFF51_AFD7_ED55_8CCD
  h ^= h >> 33
  h = h &* 0xC4CE_B9FE_1A85_EC53
  return h ^ (h >> 33)
}
