import Model

/// Turns the bytes of fields into UTF-8 in a buffer that is used again for every field, so that
/// only what is kept becomes a string.
struct FieldText: ~Copyable {
  let decoder: TextDecoder
  private let isCP932: Bool
  private var scratch: UnsafeMutableRawBufferPointer
  private var unquoted: UnsafeMutableRawBufferPointer

  init(_ decoder: TextDecoder) {
    self.decoder = decoder
    isCP932 = decoder.encoding == .cp932 || decoder.encoding == .jisX0201
    scratch = .allocate(byteCount: 4096, alignment: 8)
    unquoted = .allocate(byteCount: 1024, alignment: 8)
  }

  deinit {
    scratch.deallocate()
    unquoted.deallocate()
  }

  /// The field's bytes in the file's encoding, doubled quotes undone. Valid until the next call.
  mutating func raw(_ field: CSVField, in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let plain = field.slice(of: bytes)
    guard field.hasDoubledQuotes else { return plain }
    if unquoted.count < plain.count {
      unquoted.deallocate()
      unquoted = .allocate(byteCount: plain.count, alignment: 8)
    }
    var written = 0
    var at = 0
    while at < plain.count {
      unquoted[written] = plain[at]
      written += 1
      at += plain[at] == 0x22 ? 2 : 1
    }
    return UnsafeRawBufferPointer(rebasing: unquoted[..<written])
  }

  /// The field as UTF-8 without spaces at its ends; nil where a byte is no character. Valid until
  /// the next call.
  mutating func utf8(
    _ field: CSVField, in bytes: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer? {
    utf8(raw(field, in: bytes))
  }

  /// The same for bytes of the file without doubled quotes.
  @inline(__always)
  mutating func utf8(_ plain: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    guard isCP932 else { return firstBadUTF8Byte(plain) == nil ? trimmed(plain) : nil }
    let room = plain.count * 3 + 8
    if scratch.count < room {
      scratch.deallocate()
      scratch = .allocate(byteCount: room, alignment: 8)
    }
    let out = scratch.baseAddress.unsafelyUnwrapped
    let decoded = decodeCP932(plain, into: out)
    guard decoded.bad == nil else { return nil }
    return trimmed(UnsafeRawBufferPointer(start: out, count: decoded.written))
  }

  /// How many bytes of `cell` stand for its first `utf8Count` bytes of UTF-8; nil where spaces
  /// stand before them, or where no character ends there.
  mutating func rawLength(of utf8Count: Int, in cell: UnsafeRawBufferPointer) -> Int? {
    for length in 1...max(1, cell.count) where length <= cell.count {
      let part = UnsafeRawBufferPointer(rebasing: cell[..<length])
      guard let found = decoder.string(part)?.utf8.count else { continue }
      if found >= utf8Count { return found == utf8Count ? length : nil }
    }
    return nil
  }
}

extension CSVField {
  /// The field itself where all of it is visible ASCII, which is the same in every encoding, and
  /// nothing is to be cut off: most fields are. Nil: look closer.
  @inline(__always)
  func plainASCII(in bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    let count = Int(count)
    guard !hasDoubledQuotes, let first = bytes.baseAddress else { return nil }
    let start = first + self.start
    guard count > 0 else { return UnsafeRawBufferPointer(start: start, count: 0) }
    guard start.load(as: UInt8.self) > 0x20,
      start.load(fromByteOffset: count &- 1, as: UInt8.self) > 0x20
    else { return nil }
    var all: UInt64 = 0
    var at = 0
    while at &+ 8 <= count {
      all |= start.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      at &+= 8
    }
    while at < count {
      all |= UInt64(start.load(fromByteOffset: at, as: UInt8.self))
      at &+= 1
    }
    guard all & 0x8080_8080_8080_8080 == 0 else { return nil }
    return UnsafeRawBufferPointer(start: start, count: count)
  }

  /// The field's bytes as they stand in the file.
  @inline(__always)
  func slice(of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bytes.baseAddress.unsafelyUnwrapped + start, count: Int(count))
  }
}

/// The bytes of a cell of up to 16, for comparing.
struct ShortCell: Equatable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0
  private var count: Int32 = -1

  /// Equal to no cell.
  init() {}

  /// Nil for an empty or longer cell, and for one within 16 bytes of the file's end.
  @inline(__always)
  init?(_ field: CSVField, in bytes: UnsafeRawBufferPointer) {
    guard field.count > 0, field.count <= 16, field.start <= bytes.count &- 16,
      let base = bytes.baseAddress
    else { return nil }
    let spare = UInt64(truncatingIfNeeded: 16 &- field.count) &* 8
    let all: UInt64 = ~0
    low = base.loadUnaligned(fromByteOffset: field.start, as: UInt64.self).littleEndian
    high = base.loadUnaligned(fromByteOffset: field.start &+ 8, as: UInt64.self).littleEndian
    // Shifts by 64 and more give 0.
    low &= spare > 64 ? all >> (spare &- 64) : all
    high &= all >> spare
    count = field.count
  }
}

/// A string of bytes that are known to be UTF-8: those of `FieldText.utf8`, cut between
/// characters. It is not validated a second time.
@inline(__always)
func validString(_ utf8: UnsafeRawBufferPointer) -> String {
  utf8.withMemoryRebound(to: UInt8.self) { String(copying: UTF8Span(unchecked: $0.span)) }
}

/// Without ASCII spaces, tabs and U+3000 at both ends of UTF-8 text.
@inline(__always)
func trimmed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
  guard let base = text.baseAddress, text.count > 0 else { return text }
  let first = base.load(as: UInt8.self)
  let last = base.load(fromByteOffset: text.count - 1, as: UInt8.self)
  // U+3000 is E3 80 80.
  let isTight = first > 0x20 && first != 0xE3 && last > 0x20 && last != 0x80
  return isTight ? text : withoutSpaces(text)
}

private func withoutSpaces(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
  var start = 0
  var end = text.count
  while start < end {
    if text[start] == 0x20 || text[start] == 0x09 {
      start += 1
    } else if start + 3 <= end, isWideSpace(text, start) {
      start += 3
    } else {
      break
    }
  }
  while end > start {
    if text[end - 1] == 0x20 || text[end - 1] == 0x09 {
      end -= 1
    } else if end - 3 >= start, isWideSpace(text, end - 3) {
      end -= 3
    } else {
      break
    }
  }
  guard let base = text.baseAddress else { return text }
  return UnsafeRawBufferPointer(start: base + start, count: end - start)
}

private func isWideSpace(_ text: UnsafeRawBufferPointer, _ at: Int) -> Bool {
  text[at] == 0xE3 && text[at + 1] == 0x80 && text[at + 2] == 0x80
}

/// Strings that come again and again (bank names, kinds) by their bytes in the file, so that they
/// are made once. Direct-mapped: a collision only costs another string.
struct TextCache {
  private static let slots = 256
  private static let maxBytes = 32
  private var keys = [UInt8](repeating: 0, count: slots * maxBytes)
  /// Length plus one; 0 is an empty slot.
  private var lengths = [UInt8](repeating: 0, count: slots)
  private var values = [KindWord](repeating: KindWord(), count: slots)

  /// The slot of a key, and the value if it is there; nil where the key is too long to keep.
  func find(_ key: UnsafeRawBufferPointer) -> (slot: Int, value: KindWord?)? {
    guard key.count <= Self.maxBytes else { return nil }
    var hash: UInt32 = 2_166_136_261
    for byte in key { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    let slot = Int((hash ^ hash >> 16) & UInt32(Self.slots - 1))
    guard Int(lengths[slot]) == key.count + 1 else { return (slot, nil) }
    let base = slot * Self.maxBytes
    for i in 0..<key.count where keys[base + i] != key[i] { return (slot, nil) }
    return (slot, values[slot])
  }

  mutating func store(_ value: KindWord, slot: Int, key: UnsafeRawBufferPointer) {
    let base = slot * Self.maxBytes
    for i in 0..<key.count { keys[base + i] = key[i] }
    lengths[slot] = UInt8(truncatingIfNeeded: key.count + 1)
    values[slot] = value
  }
}
