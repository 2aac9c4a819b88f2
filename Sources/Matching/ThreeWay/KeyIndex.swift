/// A key in the form in which spellings are compared: letters and digits only, in one width and
/// case. What a spreadsheet adds (`.0` behind, an apostrophe before) goes.
struct FoldedKey: Sendable {
  /// ASCII as it is, other letters as their UTF-8.
  private(set) var bytes: [UInt8] = []
  /// No letters: the number alone.
  private(set) var isNumber = false
  /// Where the digits at the end begin.
  private(set) var digitsFrom = 0

  init() { bytes.reserveCapacity(64) }

  /// Folds another text into the same memory.
  mutating func set(_ text: String) {
    var text = text
    text.withUTF8 { set($0) }
  }

  mutating func set(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    var end = text.count
    if end > 2, text[end - 1] == 0x30, text[end - 2] == 0x2E { end -= 2 }
    var at = 0
    while at < end {
      let byte = text[at]
      if byte < 0x80 {
        append(byte)
        at += 1
      } else if byte == 0xEF, at + 2 < end, text[at + 1] == 0xBC || text[at + 1] == 0xBD {
        // U+FF01 to U+FF5E are ASCII in full width.
        let value = (UInt32(text[at + 1] & 0x3F) << 6 | UInt32(text[at + 2] & 0x3F)) + 0xF000
        if value >= 0xFF01, value <= 0xFF5E { append(UInt8(value - 0xFF01 + 0x21)) }
        at += 3
      } else {
        bytes.append(byte)
        at += 1
      }
    }
    digitsFrom = bytes.count
    while digitsFrom > 0, FoldedKey.isDigit(bytes[digitsFrom - 1]) { digitsFrom -= 1 }
    isNumber = digitsFrom == 0 && !bytes.isEmpty
  }

  private mutating func append(_ byte: UInt8) {
    switch byte {
    case 0x30...0x39, 0x41...0x5A: bytes.append(byte)
    case 0x61...0x7A: bytes.append(byte - 0x20)
    default: break
    }
  }

  /// The digits at the end without leading zeros; empty where there are fewer than four.
  var digits: ArraySlice<UInt8> {
    var start = digitsFrom
    while start < bytes.count, bytes[start] == 0x30 { start += 1 }
    return bytes.count - start >= 4 ? bytes[start...] : []
  }

  var hash: UInt64 { FoldedKey.hash(bytes[...]) }

  static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash ^= hash >> 32
    hash = hash &* 0xD6E8_FEB8_6659_FD93
    return hash ^ hash >> 32
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

/// Places by the hash of a key: an open table of chains, sixteen bytes a place.
struct PlaceTable: Sendable {
  private var heads: [Int32]
  private var next: [Int32]
  private var hashes: [UInt64]
  private let shift: UInt64

  init(_ hashes: [UInt64]) {
    var bits: UInt64 = 4
    while 1 << bits < hashes.count * 2 { bits += 1 }
    shift = 64 - bits
    heads = [Int32](repeating: -1, count: 1 << Int(bits))
    next = [Int32](repeating: -1, count: hashes.count)
    self.hashes = hashes
    // Backwards, so that chains run forwards.
    for n in hashes.indices.reversed() {
      let slot = Int(hashes[n] >> shift)
      next[n] = heads[slot]
      heads[slot] = Int32(n)
    }
  }

  /// Calls `body` for each place with that hash, ascending, until it returns false.
  @inline(__always)
  func each(_ hash: UInt64, _ body: (Int32) -> Bool) {
    var n = heads[Int(hash >> shift)]
    while n >= 0 {
      if hashes[Int(n)] == hash, !body(n) { return }
      n = next[Int(n)]
    }
  }
}
