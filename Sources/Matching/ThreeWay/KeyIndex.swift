/// A key in the form in which spellings are compared: letters and digits only, in one width and
/// case. What a spreadsheet adds (`.0` behind, an apostrophe before) goes.
struct FoldedKey: Sendable {
  private var memory = [UInt8](repeating: 0, count: 64)
  private var count = 0
  /// No letters: the number alone.
  private(set) var isNumber = false
  /// Where the digits at the end begin.
  private(set) var digitsFrom = 0

  init() {}

  /// ASCII as it is, other letters as their UTF-8.
  var bytes: ArraySlice<UInt8> { memory[..<count] }

  /// Folds another text into the same memory.
  mutating func set(_ text: String) {
    var text = text
    text.withUTF8 { set($0) }
  }

  mutating func set(_ text: UnsafeBufferPointer<UInt8>) {
    if memory.count < text.count { memory = [UInt8](repeating: 0, count: text.count) }
    (count, digitsFrom) = memory.withUnsafeMutableBufferPointer { out in
      let written = FoldedKey.fold(text, into: out)
      var from = written
      while from > 0, FoldedKey.isDigit(out[from - 1]) { from -= 1 }
      return (written, from)
    }
    isNumber = digitsFrom == 0 && count > 0
  }

  /// How many bytes were written: never more than there are.
  private static func fold(
    _ text: UnsafeBufferPointer<UInt8>, into out: UnsafeMutableBufferPointer<UInt8>
  ) -> Int {
    var end = text.count
    if end > 2, text[end - 1] == 0x30, text[end - 2] == 0x2E { end -= 2 }
    var at = 0
    var written = 0
    func append(_ byte: UInt8) {
      switch byte {
      case 0x30...0x39, 0x41...0x5A: out[written] = byte
      case 0x61...0x7A: out[written] = byte - 0x20
      default: return
      }
      written += 1
    }
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
        out[written] = byte
        written += 1
        at += 1
      }
    }
    return written
  }

  /// The digits at the end without leading zeros; empty where there are fewer than four.
  var digits: ArraySlice<UInt8> {
    var start = digitsFrom
    while start < count, memory[start] == 0x30 { start += 1 }
    return count - start >= 4 ? memory[start..<count] : []
  }

  var hash: UInt64 { FoldedKey.hash(bytes) }

  static func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBytes { bytes in
      var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
      var at = 0
      while at &+ 8 <= bytes.count {
        let eight = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        hash = (hash ^ eight) &* 0xD6E8_FEB8_6659_FD93
        hash ^= hash >> 32
        at &+= 8
      }
      var rest: UInt64 = 0
      while at < bytes.count {
        rest = rest << 8 | UInt64(bytes[at])
        at &+= 1
      }
      hash = (hash ^ rest) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      hash = hash &* 0xD6E8_FEB8_6659_FD93
      return hash ^ hash >> 32
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

/// Places by the hash of a key: an open table of chains, sixteen bytes a place.
struct PlaceTable: Sendable {
  private struct Link {
    var hash: UInt64
    /// -1 at the end of the chain.
    var next: Int32
  }

  private var heads: [Int32]
  private var links: [Link]
  private let shift: UInt64

  init(_ hashes: [UInt64]) {
    var bits: UInt64 = 4
    while 1 << bits < hashes.count * 2 { bits += 1 }
    shift = 64 - bits
    heads = [Int32](repeating: -1, count: 1 << Int(bits))
    links = hashes.map { Link(hash: $0, next: -1) }
    // Backwards, so that chains run forwards.
    for n in links.indices.reversed() {
      let slot = Int(links[n].hash >> shift)
      links[n].next = heads[slot]
      heads[slot] = Int32(n)
    }
  }

  /// Calls `body` for each place with that hash, ascending, until it returns false.
  @inline(__always)
  func each(_ hash: UInt64, _ body: (Int32) -> Bool) {
    var n = heads[Int(hash >> shift)]
    while n >= 0 {
      if links[Int(n)].hash == hash, !body(n) { return }
      n = links[Int(n)].next
    }
  }

  /// The only place with each of the hashes; -1 where there is none, -2 where there are several.
  ///
  /// Nearly all the time of a look is waiting for memory. Loads that do not depend on each other
  /// wait together, so those of all looks are made in a row.
  func onlyPlaces(_ hashes: [UInt64]) -> [Int32] {
    var places = hashes.map { heads[Int($0 >> shift)] }
    for n in places.indices where places[n] >= 0 {
      var only: Int32 = -1
      var at = places[n]
      while at >= 0 {
        let link = links[Int(at)]
        if link.hash == hashes[n] { only = only == -1 ? at : -2 }
        at = link.next
      }
      places[n] = only
    }
    return places
  }
}
