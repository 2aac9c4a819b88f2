import Model

/// One physical record, always of the full length: a line that an editor trimmed is padded again.
struct FixedRecord {
  var start: UnsafeRawPointer
  /// Offset in the file.
  var offset: Int
  /// Counts physical records from 1.
  var line: Int32
  /// Bytes found where they are not the record length: shorter by trimming, longer by padding.
  var foundLength: Int
}

enum FixedStep {
  case record(FixedRecord)
  /// A record that cannot be cut out: its length is wrong and not by trimmed or added spaces.
  case wrongLength(offset: Int, line: Int32, length: Int)
  /// A control character inside a record.
  case controlByte(offset: Int, line: Int32, byte: UInt8)
  /// The file ends inside a record.
  case cut(offset: Int, line: Int32, length: Int)
  /// A record that another kind of source cannot cut into its fields. `column` counts from 1, 0 for
  /// the record as a whole; `found` and `expected` are counts.
  case malformed(
    DataFault, offset: Int, line: Int32, column: Int32, found: Int, expected: Int)
  /// Something other than blank space after a DOS end-of-file mark.
  case trailing(offset: Int)
  case end
}

/// Cuts a file into records of equal length. Separators are no part of a record: CRLF, LF, CR, a
/// mixture, or none at all; the last may be missing, and 0x1A may follow it.
struct FixedLengthRecords {
  let bytes: UnsafeRawBufferPointer
  let length: Int
  /// False where no separator stands near the start: then a record that does not fit means that
  /// all after it are out of step.
  let hasSeparators: Bool
  private let padded: UnsafeMutableRawBufferPointer
  private(set) var offset: Int
  private var line: Int32 = 0
  /// Physical records so far.
  var lines: Int32 { line }

  /// `padded` is room for one record, used for trimmed lines until the next step.
  init(
    _ bytes: UnsafeRawBufferPointer, from offset: Int, length: Int,
    padded: UnsafeMutableRawBufferPointer
  ) {
    precondition(padded.count >= length)
    self.bytes = bytes
    self.offset = offset
    self.length = length
    self.padded = padded
    let near = bytes[min(offset, bytes.count)..<min(offset + 5 * length, bytes.count)]
    hasSeparators = near.contains { $0 == 0x0A || $0 == 0x0D }
  }

  mutating func next() -> FixedStep {
    while offset < bytes.count, bytes[offset] == 0x0A || bytes[offset] == 0x0D { offset &+= 1 }
    guard offset < bytes.count, let base = bytes.baseAddress else { return .end }
    if bytes[offset] == 0x1A { return afterEndMark() }
    let start = offset
    if start &+ length <= bytes.count, !hasControlByte(base + start) {
      let end = start &+ length
      if end == bytes.count || isSeparator(bytes[end]) || !hasSeparators {
        offset = end
        line &+= 1
        return .record(
          FixedRecord(start: base + start, offset: start, line: line, foundLength: length))
      }
    }
    return oddLine(start)
  }

  /// A line that is not of the record length, or that holds a control character.
  private mutating func oddLine(_ start: Int) -> FixedStep {
    line &+= 1
    var end = start
    while end < bytes.count, bytes[end] >= 0x20 { end += 1 }
    if end < bytes.count, !isSeparator(bytes[end]) {
      let fault = FixedStep.controlByte(offset: end, line: line, byte: bytes[end])
      if hasSeparators {
        while end < bytes.count, !isSeparator(bytes[end]) { end += 1 }
        offset = end
      } else {
        offset = min(start + length, bytes.count)
      }
      return fault
    }
    let found = end - start
    offset = end
    if found > length { return overlong(start, found) }
    // Only an end record or a trailer can stand cut off at the very end and still be whole.
    let kind = bytes[start]
    let isLast = end == bytes.count
    if isLast, kind != 0x38, kind != 0x39 {
      return .cut(offset: start, line: line, length: found)
    }
    // Trimming takes every space at the end. A short line that still ends in one has lost a byte
    // somewhere inside, and its fields are out of place.
    guard isLast || bytes[end - 1] != 0x20 else {
      return .wrongLength(offset: start, line: line, length: found)
    }
    let room = UnsafeMutableRawBufferPointer(rebasing: padded[0..<length])
    room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    for i in found..<length { room[i] = 0x20 }
    return .record(
      FixedRecord(
        start: UnsafeRawPointer(room.baseAddress.unsafelyUnwrapped), offset: start, line: line,
        foundLength: found))
  }

  private mutating func overlong(_ start: Int, _ found: Int) -> FixedStep {
    let rest = bytes[(start + length)..<(start + found)]
    guard rest.allSatisfy({ $0 == 0x20 }), let base = bytes.baseAddress else {
      return .wrongLength(offset: start, line: line, length: found)
    }
    return .record(
      FixedRecord(start: base + start, offset: start, line: line, foundLength: found))
  }

  private mutating func afterEndMark() -> FixedStep {
    while offset < bytes.count {
      switch bytes[offset] {
      case 0x1A, 0x0A, 0x0D, 0x20, 0x00: offset += 1
      default: return .trailing(offset: offset)
      }
    }
    return .end
  }

  @inline(__always)
  private func isSeparator(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0x1A }

  /// Eight bytes at a time: a byte below 0x20 borrows from its top bit, which was not set before.
  @inline(__always)
  private func hasControlByte(_ start: UnsafeRawPointer) -> Bool {
    var found: UInt64 = 0
    var at = 0
    while at &+ 8 <= length {
      let word = start.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      found |= (word &- 0x2020_2020_2020_2020) & ~word
      at &+= 8
    }
    while at < length {
      if start.byte(at) < 0x20 { return true }
      at &+= 1
    }
    return found & 0x8080_8080_8080_8080 != 0
  }
}
