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
    let kind = sqlite3_value_type(value)
    reserve(16)
    start.storeBytes(of: UInt8(truncatingIfNeeded: kind), toByteOffset: count, as: UInt8.self)
    count += 1
    switch kind {
    case SQLITE_INTEGER:
      start.storeBytes(
        of: sqlite3_value_int64(value).littleEndian, toByteOffset: count, as: Int64.self)
      count += 8
    case SQLITE_NULL: break
    default:
      let text = RowBytes.text(value)
      start.storeBytes(
        of: UInt32(text.count).littleEndian, toByteOffset: count, as: UInt32.self)
      count += 4
      append(text)
    }
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
    guard sqlite3_value_type(value) != SQLITE_INTEGER else {
      let number = UInt64(bitPattern: sqlite3_value_int64(value)) ^ (1 << 63)
      reserve(8)
      start.storeBytes(of: number.bigEndian, toByteOffset: count, as: UInt64.self)
      count += 8
      return
    }
    let text = RowBytes.text(value)
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
