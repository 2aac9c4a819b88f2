/// A mark of a field's bytes: equal for equal bytes, and different for others but for one case in
/// 2^64. Repeated rows are compared by it, so no earlier bytes of the file are kept.
func fieldMark(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  guard let start = bytes.baseAddress else { return 0 }
  return fieldMark(start, bytes.count)
}

@inline(__always)
func fieldMark(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
  var mark = UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15
  var at = 0
  while at &+ 8 <= count {
    mark = mixed(mark, start.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    at &+= 8
  }
  var rest: UInt64 = 0
  while at < count {
    rest = rest << 8 | UInt64(start.load(fromByteOffset: at, as: UInt8.self))
    at &+= 1
  }
  return mixed(mark, rest)
}

@inline(__always)
func mixed(_ a: UInt64, _ b: UInt64) -> UInt64 {
  let product = (a ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: b ^ 0xE703_7ED1_A0B4_28DB)
  return product.high ^ product.low
}

/// Values that few different texts of a file stand for, by the mark of the text.
struct MarkCache<Value> {
  /// A file in which every text is another one must not make the search long.
  private static var maxEntries: Int { 32 }
  private var entries: [(mark: UInt64, value: Value)] = []

  func find(_ mark: UInt64) -> Value? {
    for entry in entries where entry.mark == mark { return entry.value }
    return nil
  }

  mutating func store(_ value: Value, for mark: UInt64) {
    if entries.count < Self.maxEntries { entries.append((mark, value)) }
  }
}
