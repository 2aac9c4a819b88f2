/// The code page unpacked for decoding: the UTF-8 bytes of each double-byte character.
///
/// A cell holds up to three UTF-8 bytes from the low end and their number in the top byte; 0 is a
/// pair of bytes that means nothing. Bytes instead of a scalar let the decoder store a whole cell
/// with one write.
///
/// Made once and never given back. Nothing writes to the memory after `init`, so any thread may
/// read it.
struct CP932Cells: @unchecked Sendable {
  static let shared = CP932Cells(rows: cp932Rows)

  static let trailsPerLead = 189
  private static let leadCount = 60

  /// By `index(lead:trail:)`.
  let pairs: UnsafePointer<UInt32>
  /// By byte: ASCII and half-width katakana.
  let singles: UnsafePointer<UInt32>

  init(rows: StaticString) {
    let cells = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.leadCount * Self.trailsPerLead)
    cells.initialize(repeating: 0, count: Self.leadCount * Self.trailsPerLead)
    rows.withUTF8Buffer { text in
      var at = 0
      while at + 3 <= text.count {
        let lead = Self.hex(text[at]) << 4 | Self.hex(text[at + 1])
        var trail: UInt8 = text[at + 2] == UInt8(ascii: "4") ? 0x40 : 0x9F
        at += 3
        while at < text.count, text[at] != 0x0A {
          let length = Self.utf8Length(text[at])
          if text[at] != UInt8(ascii: ".") {
            var cell = UInt32(length) << 24
            for i in 0..<length { cell |= UInt32(text[at + i]) << UInt32(8 * i) }
            cells[Self.index(lead: lead, trail: trail)] = cell
          }
          at += length
          trail = trail == 0x7E ? 0x80 : trail &+ 1
        }
        at += 1
      }
    }
    pairs = UnsafePointer(cells)
    let singles = UnsafeMutablePointer<UInt32>.allocate(capacity: 256)
    for byte in UInt8.min...UInt8.max {
      let cell: UInt32
      switch byte {
      case 0..<0x80: cell = 0x0100_0000 | UInt32(byte)
      case 0xA1...0xDF: cell = halfWidthCell(byte)
      default: cell = 0
      }
      (singles + Int(byte)).initialize(to: cell)
    }
    self.singles = UnsafePointer(singles)
  }

  /// Lead bytes run from 81 to 9F and from E0 to FC; the half-width kana lie between.
  @inline(__always)
  static func isLead(_ byte: UInt8) -> Bool {
    (byte >= 0x81 && byte <= 0x9F) || (byte >= 0xE0 && byte <= 0xFC)
  }

  /// Both bytes must be in range: a lead byte, and a trail byte from 40 to FC.
  @inline(__always)
  static func index(lead: UInt8, trail: UInt8) -> Int {
    let row = Int(lead) - (lead < 0xA0 ? 0x81 : 0xC1)
    return row &* trailsPerLead &+ Int(trail) &- 0x40
  }

  private static func hex(_ byte: UInt8) -> UInt8 {
    byte <= UInt8(ascii: "9") ? byte - 0x30 : byte - 0x37
  }

  private static func utf8Length(_ first: UInt8) -> Int {
    first < 0x80 ? 1 : first < 0xE0 ? 2 : 3
  }
}

/// The UTF-8 bytes of a half-width katakana byte (A1 to DF), as a cell of `CP932Cells`.
@inline(__always)
func halfWidthCell(_ byte: UInt8) -> UInt32 {
  let scalar = 0xFF61 + UInt32(byte) - 0xA1
  return 0x0300_00EF | (0x80 | (scalar >> 6) & 0x3F) << 8 | (0x80 | scalar & 0x3F) << 16
}

/// What a decoder wrote, and the offset of the first byte it could not read.
struct DecodedBytes {
  var written: Int
  var bad: Int?
}

/// Decodes CP932 to UTF-8. Stops at the first byte that is no character; a lead byte without its
/// second byte counts at the lead byte. `output` needs room for three bytes per input byte and four
/// more.
func decodeCP932(
  _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawPointer, kanji: Bool = true
) -> DecodedBytes {
  guard let start = input.baseAddress else { return DecodedBytes(written: 0, bad: nil) }
  let table = CP932Cells.shared
  let (singles, pairs) = (table.singles, table.pairs)
  let count = input.count
  var read = 0
  var written = 0
  while read < count {
    while read &+ 8 <= count {
      let eight = start.loadUnaligned(fromByteOffset: read, as: UInt64.self)
      if eight & 0x8080_8080_8080_8080 != 0 { break }
      output.storeBytes(of: eight, toByteOffset: written, as: UInt64.self)
      read &+= 8
      written &+= 8
    }
    // Kana and kanji stand together, with single signs between them: 16 characters before the
    // next try at eight of ASCII.
    var left = 16
    while read < count, left > 0 {
      left &-= 1
      let byte = start.load(fromByteOffset: read, as: UInt8.self)
      var cell = singles[Int(byte)]
      var length = 1
      if cell == 0 {
        if kanji, CP932Cells.isLead(byte), read &+ 1 < count {
          let trail = start.load(fromByteOffset: read &+ 1, as: UInt8.self)
          if trail >= 0x40 && trail <= 0xFC {
            cell = pairs[CP932Cells.index(lead: byte, trail: trail)]
          }
          length = 2
        }
        if cell == 0 { return DecodedBytes(written: written, bad: read) }
      }
      output.storeBytes(of: cell, toByteOffset: written, as: UInt32.self)
      read &+= length
      written &+= Int(truncatingIfNeeded: cell &>> 24)
    }
  }
  return DecodedBytes(written: written, bad: nil)
}

/// Offset of the first byte that is no CP932 character; nil where all are.
func firstBadCP932Byte(_ input: UnsafeRawBufferPointer, kanji: Bool = true) -> Int? {
  guard let start = input.baseAddress else { return nil }
  let pairs = CP932Cells.shared.pairs
  let count = input.count
  var read = 0
  while read < count {
    if read &+ 8 <= count,
      start.loadUnaligned(fromByteOffset: read, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      read &+= 8
      continue
    }
    let byte = start.load(fromByteOffset: read, as: UInt8.self)
    if byte < 0x80 || (byte >= 0xA1 && byte <= 0xDF) {
      read &+= 1
      continue
    }
    guard kanji, CP932Cells.isLead(byte), read &+ 1 < count else { return read }
    let trail = start.load(fromByteOffset: read &+ 1, as: UInt8.self)
    guard trail >= 0x40, trail <= 0xFC,
      pairs[CP932Cells.index(lead: byte, trail: trail)] != 0
    else { return read }
    read &+= 2
  }
  return nil
}
