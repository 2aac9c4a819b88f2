internal import CSQLite

/// Bytes of rows as the chain hashes them: of each value its kind (SQLite's number for it) and its
/// content, a whole number in eight bytes, a text behind its length in four; least byte first.
///
/// Every row of the ledger goes through this, so nothing is allocated for a value: texts are taken
/// where SQLite has them, without the zero that it would have to copy them for.
struct RowBytes: ~Copyable {
  private var start: UnsafeMutableRawPointer
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 4_096) {
    self.capacity = capacity
    start = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { start.deallocate() }

  /// They live until the next call that appends.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  mutating func removeAll() { count = 0 }

  /// Appends one value of a row.
  mutating func append(_ value: OpaquePointer?) {
    switch sqlite3_value_type(value) {
    case SQLITE_INTEGER: append(number: sqlite3_value_int64(value))
    case SQLITE_NULL: append(kind: SQLITE_NULL)
    case let kind: append(text: RowBytes.text(value), kind: kind)
    }
  }

  mutating func append(number: Int64) {
    append(kind: SQLITE_INTEGER)
    start.storeBytes(of: number.littleEndian, toByteOffset: count, as: Int64.self)
    count += 8
  }

  mutating func append(text: UnsafeRawBufferPointer, kind: Int32 = SQLITE_TEXT) {
    append(kind: kind)
    start.storeBytes(of: UInt32(text.count).littleEndian, toByteOffset: count, as: UInt32.self)
    count += 4
    append(text)
  }

  mutating func appendNull() { append(kind: SQLITE_NULL) }

  /// There is room for a number or a length behind it.
  private mutating func append(kind: Int32) {
    reserve(16)
    append(byte: UInt8(truncatingIfNeeded: kind))
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    reserve(bytes.count)
    (start + count).copyMemory(from: base, byteCount: bytes.count)
    count += bytes.count
  }

  /// Appends a value so that bytes compare as SQLite compares values: whole numbers and texts of
  /// one kind in a column, as strict tables have them.
  mutating func append(key value: OpaquePointer?) {
    if sqlite3_value_type(value) == SQLITE_INTEGER {
      append(keyNumber: sqlite3_value_int64(value))
    } else {
      append(keyText: RowBytes.text(value))
    }
  }

  mutating func append(keyNumber: Int64) {
    let number = UInt64(bitPattern: keyNumber) ^ (1 << 63)
    reserve(8)
    start.storeBytes(of: number.bigEndian, toByteOffset: count, as: UInt64.self)
    count += 8
  }

  mutating func append(keyText text: UnsafeRawBufferPointer) {
    reserve(2 * text.count + 2)
    for byte in text {
      append(byte: byte)
      // A zero within a text sorts behind the text's end.
      if byte == 0 { append(byte: 1) }
    }
    append(byte: 0)
    append(byte: 0)
  }

  /// There must be room.
  private mutating func append(byte: UInt8) {
    start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
    count += 1
  }

  /// Asked as a blob: asked as a text SQLite would copy it to put a zero behind it.
  private static func text(_ value: OpaquePointer?) -> UnsafeRawBufferPointer {
    let start = sqlite3_value_blob(value)
    let count = start == nil ? 0 : Int(sqlite3_value_bytes(value))
    return UnsafeRawBufferPointer(start: start, count: count)
  }

  private mutating func reserve(_ more: Int) {
    if count + more > capacity { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: start, byteCount: count)
    start.deallocate()
    start = larger
  }
}
