internal import CSQLite

/// Bytes of rows as the chain hashes them: of each value its kind (SQLite's number for it) and its
/// content, a whole number in eight bytes, a text behind its length in four; least byte first.
final class RowBytes {
  private(set) var start: UnsafeMutableRawPointer
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 4_096) {
    self.capacity = capacity
    start = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { start.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  func removeAll() { count = 0 }

  /// Appends one value of a row.
  func append(_ value: OpaquePointer?) {
    let kind = sqlite3_value_type(value)
    reserve(16)
    start.storeBytes(of: UInt8(truncatingIfNeeded: kind), toByteOffset: count, as: UInt8.self)
    count += 1
    switch kind {
    case SQLITE_INTEGER: append(sqlite3_value_int64(value))
    case SQLITE_NULL: break
    default:
      let text = UnsafeRawPointer(sqlite3_value_text(value))
      let length = Int(sqlite3_value_bytes(value))
      append(UInt32(length))
      append(UnsafeRawBufferPointer(start: text, count: text == nil ? 0 : length))
    }
  }

  func append<Number: FixedWidthInteger>(_ number: Number) {
    reserve(16)
    start.storeBytes(of: number.littleEndian, toByteOffset: count, as: Number.self)
    count += MemoryLayout<Number>.size
  }

  func append(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    reserve(bytes.count)
    (start + count).copyMemory(from: base, byteCount: bytes.count)
    count += bytes.count
  }

  /// Appends a value so that bytes compare as SQLite compares values: whole numbers and texts of
  /// one kind in a column, as strict tables have them.
  func append(key value: OpaquePointer?) {
    guard sqlite3_value_type(value) != SQLITE_INTEGER else {
      let number = UInt64(bitPattern: sqlite3_value_int64(value)) ^ (1 << 63)
      append(number.byteSwapped)
      return
    }
    let text = UnsafeRawBufferPointer(
      start: sqlite3_value_text(value), count: Int(sqlite3_value_bytes(value)))
    reserve(2 * text.count + 2)
    for byte in text {
      start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
      count += 1
      // A zero within a text sorts behind the text's end.
      if byte == 0 { append(UInt8(1)) }
    }
    append(UInt16(0))
  }

  private func reserve(_ more: Int) {
    guard count + more > capacity else { return }
    capacity = max(2 * capacity, count + more)
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    larger.copyMemory(from: start, byteCount: count)
    start.deallocate()
    start = larger
  }
}
