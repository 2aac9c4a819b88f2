// Names as nearly all are written: one or two words of kana and nothing else. They are read in
// place, without a list for every part; whatever has more to it goes the long way (PayerName,
// WrittenName), and tests hold the two against each other.

/// One or two words of kana, folded. Valid only while `read` runs.
struct PlainName {
  /// As `fold` gives them: a blank between two words, none at the ends.
  let codes: UnsafeBufferPointer<UInt8>
  /// Letters of the first word; of the only one where there is no other.
  let firstCount: Int

  var hasBlank: Bool { firstCount < codes.count }
  var first: Slice<UnsafeBufferPointer<UInt8>> { codes[..<firstCount] }
  /// The second word, or the only one.
  var last: Slice<UnsafeBufferPointer<UInt8>> { codes[(hasBlank ? firstCount + 1 : 0)...] }
  /// See `PayerName`.
  var writtenLength: Int { halfWidthBytes(codes) }

  /// Longer names go the long way.
  static let mostCodes = 64

  /// Calls `body` with a text that is a plain name; nil where it is none.
  static func read<R>(_ text: borrowing String, _ body: (PlainName) -> R?) -> R? {
    withBytes(of: text) { bytes in
      if bytes.isEmpty || bytes.count > 3 * mostCodes { return nil }
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: mostCodes) { buffer in
        var reader = PlainReader(buffer)
        guard reader.read(bytes), reader.count > 0 else { return nil }
        let codes = UnsafeBufferPointer(rebasing: buffer[..<reader.count])
        return body(PlainName(codes: codes, firstCount: reader.blank ?? reader.count))
      }
    }
  }
}

/// Folds as `fold` does, as long as nothing but kana and one blank comes.
private struct PlainReader {
  private let out: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0
  /// Place of the blank.
  private(set) var blank: Int?
  /// A blank was read that may be the last.
  private var isAfterBlank = false

  init(_ out: UnsafeMutableBufferPointer<UInt8>) { self.out = out }

  /// False where there is anything else.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var i = 0
    while i < bytes.count {
      if bytes[i] == 0x20 {
        isAfterBlank = count > 0
        i += 1
        continue
      }
      // All kana have three bytes, and so has the wide blank.
      guard bytes[i] == 0xE3 || bytes[i] == 0xEF, i + 2 < bytes.count else { return false }
      let high = UInt32(bytes[i] & 0x0F) << 12 | UInt32(bytes[i + 1] & 0x3F) << 6
      if !take(high | UInt32(bytes[i + 2] & 0x3F)) { return false }
      i += 3
    }
    return true
  }

  private mutating func take(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3000: isAfterBlank = count > 0
    case 0x30A1...0x30FA: return append(Kana.large[Int(scalar - 0x30A0)])
    case 0x3041...0x3096: return append(Kana.large[Int(scalar - 0x3040)])
    case 0xFF66...0xFF6F, 0xFF71...0xFF9D:
      return append(Kana.large[Int(Kana.halfWidth[Int(scalar - 0xFF66)])])
    case 0xFF9E: return voice(Kana.voiced)
    case 0xFF9F: return voice(Kana.halfVoiced)
    case 0x30FC, 0xFF70: return lengthen()
    default: return false
    }
    return true
  }

  private mutating func append(_ code: UInt8) -> Bool {
    if isAfterBlank {
      if blank != nil { return false }
      blank = count
      out[count] = Code.space
      count += 1
      isAfterBlank = false
    }
    guard count + 1 < out.count else { return false }
    out[count] = code
    count += 1
    return true
  }

  private mutating func voice(_ voiced: [UInt8]) -> Bool {
    guard count > 0, !isAfterBlank else { return false }
    out[count - 1] = voiced[Int(out[count - 1])]
    return true
  }

  private mutating func lengthen() -> Bool {
    guard count > 0, !isAfterBlank else { return false }
    return out[count - 1] == Code.longVowel || append(Code.longVowel)
  }
}
