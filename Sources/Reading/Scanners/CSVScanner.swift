/// One field of a CSV record: where its bytes stand in the file, without surrounding quotes.
struct CSVField: Equatable {
  /// Offset in the file, from 0.
  var start: Int
  var count: Int32
  var isQuoted: Bool
  /// The bytes hold `""` pairs that stand for one quote each.
  var hasDoubledQuotes: Bool

  var end: Int { start + Int(count) }
}

/// One record, filled again and again by `CSVScanner.next` so that rows cost no allocation. A copy
/// shares the fields with its original.
struct CSVRecord {
  /// Owns the memory of the fields.
  private final class Storage {
    let fields = UnsafeMutablePointer<CSVField>.allocate(capacity: CSVScanner.maxColumns)
    deinit { fields.deallocate() }
  }

  private let storage: Storage
  fileprivate let start: UnsafeMutablePointer<CSVField>
  fileprivate(set) var count = 0
  /// Physical line on which the record begins, from 1.
  fileprivate(set) var line = 1
  /// Offset of the record's first byte.
  fileprivate(set) var byte = 0
  /// Offset behind the record's last byte, without the line end.
  fileprivate(set) var endByte = 0

  init() {
    storage = Storage()
    start = storage.fields
  }

  var fields: UnsafeBufferPointer<CSVField> { UnsafeBufferPointer(start: start, count: count) }

  @inline(__always)
  subscript(index: Int) -> CSVField {
    precondition(index < count)
    return start[index]
  }

  @inline(__always)
  fileprivate mutating func begin(line: Int, byte: Int) {
    count = 0
    self.line = line
    self.byte = byte
    endByte = byte
  }

  /// At most `CSVScanner.maxColumns` times.
  @inline(__always)
  fileprivate mutating func append(_ field: CSVField) {
    start[count] = field
    count += 1
  }

  fileprivate mutating func removeLast() { count -= 1 }

  /// An empty line, or one of nothing but separators and empty fields.
  var isBlank: Bool { fields.allSatisfy { $0.count == 0 } }
}

/// What is wrong with the structure of a record, and where.
struct CSVFault: Error, Equatable {
  enum Kind { case unbalancedQuote, lineTooLong, tooManyColumns, nulByte }
  var kind: Kind
  var line: Int
  /// From 1.
  var column: Int
  /// Offset of the byte at fault: the quote that never closes, the NUL, the first byte too many.
  var byte: Int
}

/// Splits comma- or tab-separated bytes into records in one pass.
///
/// It works on bytes before they are decoded. That is safe in UTF-8, where bytes of longer
/// sequences are 0x80 or above, and in CP932, where the second byte of a character is 0x40–0x7E
/// or 0x80–0xFC: neither can be a quote, comma, tab, line end or NUL.
///
/// Nearly all records are read by a fast path that hops from stop to stop (`CSVStops`). Whatever it
/// does not expect is left to a second, careful look at the record, byte by byte, which alone
/// knows the faults.
///
/// Line ends are CR, LF or CRLF, mixed as they come. Quoted fields may hold separators, line ends
/// and doubled quotes. A quote inside an unquoted field is an ordinary byte.
struct CSVScanner {
  /// A record longer than this is a fault; so memory and time per record stay bounded.
  static let maxRecordBytes = 1 << 20
  static let maxColumns = 512
  private static let consumedStep = 4 << 20

  enum Step: Equatable {
    case record, end
    /// The scanner stands at the next line after the fault; the rest can be read.
    case fault(CSVFault)
  }

  let bytes: UnsafeRawBufferPointer
  let separator: UInt8
  /// Where the next record begins.
  private(set) var offset: Int
  /// Physical line at `offset`, from 1.
  private(set) var line: Int
  private let end: Int
  private let consumed: @Sendable (Int) -> Void
  private var reportAt: Int
  private var stops: CSVStops

  /// Reads `bytes` from `start` up to `end` (all by default); offsets count from the first byte.
  /// `consumed` is told now and then below which offset the bytes are not needed any more.
  init(
    _ bytes: UnsafeRawBufferPointer, from start: Int = 0, to end: Int? = nil, line: Int = 1,
    separator: UInt8 = 0x2C, consumed: @escaping @Sendable (Int) -> Void = { _ in }
  ) {
    self.bytes = bytes
    self.separator = separator
    offset = start
    self.line = line
    self.end = end ?? bytes.count
    self.consumed = consumed
    reportAt = start + Self.consumedStep
    stops = CSVStops(bytes, from: start, to: end ?? bytes.count, separator: separator)
  }

  /// Reads the next record into `record`. Cost: linear in the record's bytes.
  mutating func next(_ record: inout CSVRecord) -> Step {
    record.begin(line: line, byte: offset)
    guard offset < end, let base = bytes.baseAddress else { return .end }
    if offset >= reportAt {
      consumed(offset)
      reportAt = offset + Self.consumedStep
    }
    if readRecord(&record, base) { return .record }
    record.begin(line: line, byte: offset)
    let step = readCarefully(&record, base)
    stops.seek(offset)
    return step
  }

  /// The fast path. False where the record has a fault or is not settled from its stops alone;
  /// then nothing but `record` and the stops has changed.
  @inline(__always)
  private mutating func readRecord(_ record: inout CSVRecord, _ base: UnsafeRawPointer) -> Bool {
    let end = self.end
    let fields = record.start
    var count = 0
    var lines = 1
    var start = offset
    while true {
      var stop = stops.next()
      let first = stop
      let isQuoted = stop == start && stop < end && byte(base, stop) == 0x22
      var isDoubled = false
      if isQuoted {
        guard let close = closingQuote(base, &isDoubled, &lines) else { return false }
        stop = close + 1
        if stop < end, stops.next() != stop { return false }
      } else {
        // A quote inside an unquoted field is an ordinary byte.
        while stop < end, byte(base, stop) == 0x22 { stop = stops.next() }
      }
      guard count < Self.maxColumns, stop &- offset <= Self.maxRecordBytes else { return false }
      let from = isQuoted ? first &+ 1 : start
      fields[count] = CSVField(
        start: from, count: Int32(truncatingIfNeeded: (isQuoted ? stop &- 1 : stop) &- from),
        isQuoted: isQuoted, hasDoubledQuotes: isDoubled)
      count &+= 1
      var next = stop
      if stop < end {
        let mark = byte(base, stop)
        next = stop &+ 1
        if mark == separator {
          start = next
          continue
        }
        if mark == 0x0D {
          if next < end, byte(base, next) == 0x0A { next = stops.next() &+ 1 }
        } else if mark != 0x0A {
          return false
        }
        line &+= lines
      } else {
        line &+= lines &- 1
      }
      record.count = count
      record.endByte = stop
      offset = next
      return true
    }
  }

  /// The quote that closes the field just opened; nil where there is none, or a NUL before it.
  @inline(__always)
  private mutating func closingQuote(
    _ base: UnsafeRawPointer, _ isDoubled: inout Bool, _ lines: inout Int
  ) -> Int? {
    while true {
      let stop = stops.next()
      guard stop < end, stop &- offset <= Self.maxRecordBytes else { return nil }
      switch byte(base, stop) {
      case 0x22:
        guard stop &+ 1 < end, byte(base, stop &+ 1) == 0x22 else { return stop }
        isDoubled = true
        _ = stops.next()
      case 0x0A: lines &+= 1
      case 0x0D:
        lines &+= 1
        if stop &+ 1 < end, byte(base, stop &+ 1) == 0x0A { _ = stops.next() }
      case 0: return nil
      default: break
      }
    }
  }

  /// The record at `offset`, with its fault if it has one.
  private mutating func readCarefully(
    _ record: inout CSVRecord, _ base: UnsafeRawPointer
  ) -> Step {
    let limit = min(end, offset + Self.maxRecordBytes + 1)
    var at = offset
    while true {
      let field: CSVField
      let fieldLine = line
      let fieldByte = at
      if at < limit, byte(base, at) == 0x22 {
        switch quotedField(base, at, limit) {
        case .closed(let found, let lines):
          field = found
          line += lines
        case .open: return fail(.unbalancedQuote, at: fieldByte, record, base)
        case .nul(let byte, let lines):
          line += lines
          return fail(.nulByte, at: byte, record, base)
        }
        at = field.end + 1
      } else {
        let start = at
        at = endOfPlainField(base, at, limit)
        field = CSVField(
          start: start, count: Int32(truncatingIfNeeded: at - start), isQuoted: false,
          hasDoubledQuotes: false)
      }
      guard record.count < Self.maxColumns else {
        line = fieldLine
        return fail(.tooManyColumns, at: fieldByte, record, base)
      }
      record.append(field)
      record.endByte = at
      if at == end { break }
      if at == limit { return fail(.lineTooLong, at: at, record, base) }
      let stop = byte(base, at)
      if stop == separator {
        at += 1
        continue
      }
      if stop == 0 {
        record.removeLast()
        return fail(.nulByte, at: at, record, base)
      }
      if stop != 0x0A, stop != 0x0D {
        // Text behind a closing quote: back to the line on which that quote opened.
        record.removeLast()
        line = fieldLine
        return fail(.unbalancedQuote, at: fieldByte, record, base)
      }
      at = behindLineEnd(at)
      line += 1
      break
    }
    offset = at
    return .record
  }

  @inline(__always)
  private func byte(_ base: UnsafeRawPointer, _ at: Int) -> UInt8 {
    base.load(fromByteOffset: at, as: UInt8.self)
  }

  /// How many of the eight bytes at `at` come before the first one below `bound` (at most 0x80).
  /// The borrow of the subtraction only spoils bytes behind the first hit.
  @inline(__always)
  private func countBefore(_ bound: UInt64, _ base: UnsafeRawPointer, _ at: Int) -> Int {
    let eight = base.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    let hits = (eight &- bound) & ~eight & 0x8080_8080_8080_8080
    return hits.littleEndian.trailingZeroBitCount >> 3
  }

  /// Index of the separator, line end or NUL that ends an unquoted field, or `limit`.
  @inline(__always)
  private func endOfPlainField(_ base: UnsafeRawPointer, _ start: Int, _ limit: Int) -> Int {
    var at = start
    while at < limit {
      // All stops but the semicolon are at most 0x2C, most bytes of a statement are above.
      if at &+ 8 <= limit {
        let skipped = countBefore(
          separator <= 0x2C ? 0x2D2D_2D2D_2D2D_2D2D : 0x3C3C_3C3C_3C3C_3C3C, base, at)
        at &+= skipped
        if skipped == 8 { continue }
      }
      let byte = byte(base, at)
      if byte <= 0x3B, byte == separator || byte == 0x0A || byte == 0x0D || byte == 0 { break }
      at &+= 1
    }
    return at
  }

  private enum QuotedField {
    case closed(CSVField, lines: Int)
    case open
    case nul(byte: Int, lines: Int)
  }

  /// The field whose opening quote stands at `open`, and how many line ends it holds.
  private func quotedField(
    _ base: UnsafeRawPointer, _ open: Int, _ limit: Int
  ) -> QuotedField {
    var at = open + 1
    var lines = 0
    var doubled = false
    while at < limit {
      if at &+ 8 <= limit {
        let skipped = countBefore(0x2323_2323_2323_2323, base, at)
        at &+= skipped
        if skipped == 8 { continue }
      }
      switch byte(base, at) {
      case 0x22:
        guard at + 1 < limit, byte(base, at + 1) == 0x22 else {
          let field = CSVField(
            start: open + 1, count: Int32(truncatingIfNeeded: at - open - 1), isQuoted: true,
            hasDoubledQuotes: doubled)
          return .closed(field, lines: lines)
        }
        doubled = true
        at += 2
      case 0x0A, 0x0D:
        lines += 1
        at = behindLineEnd(at)
      case 0: return .nul(byte: at, lines: lines)
      default: at += 1
      }
    }
    return .open
  }

  /// Behind CR, LF or CRLF at `at`.
  @inline(__always)
  private func behindLineEnd(_ at: Int) -> Int {
    bytes[at] == 0x0D && at + 1 < end && bytes[at + 1] == 0x0A ? at + 2 : at + 1
  }

  /// Goes to the line after the one on which the fault stands.
  ///
  /// Going back to where a quote opened keeps the cost linear: the lines that were scanned in vain
  /// hold only even runs of quotes, so none of them opens a quote itself.
  private mutating func fail(
    _ kind: CSVFault.Kind, at byte: Int, _ record: CSVRecord, _ base: UnsafeRawPointer
  ) -> Step {
    let fault = CSVFault(kind: kind, line: line, column: record.count + 1, byte: byte)
    var at = byte
    while at < end {
      if at >= reportAt {
        consumed(at)
        reportAt = at + Self.consumedStep
      }
      if at &+ 8 <= end {
        let skipped = countBefore(0x0E0E_0E0E_0E0E_0E0E, base, at)
        at &+= skipped
        if skipped == 8 { continue }
      }
      if bytes[at] == 0x0A || bytes[at] == 0x0D { break }
      at &+= 1
    }
    if at < end {
      at = behindLineEnd(at)
      line += 1
    }
    offset = at
    return .fault(fault)
  }
}
