/// Finds the bytes at which the fields of a CSV file can end, 64 bytes at a time.
///
/// Stops are the separator, the quote and the bytes below 0x10: line ends, NUL, and control
/// characters that mean nothing here. Which of them a stop is, the caller looks up.
struct CSVStops {
  private let bytes: UnsafeRawBufferPointer
  private let end: Int
  /// The separator in all eight bytes.
  private let separators: UInt64
  /// Offset of the first byte of the block.
  private var block: Int
  /// One bit for each stop of the block that has not been given out.
  private var mask: UInt64 = 0

  init(_ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int, separator: UInt8) {
    self.bytes = bytes
    self.end = end
    separators = UInt64(separator) &* 0x0101_0101_0101_0101
    block = start
    mask = stops(at: start)
  }

  /// Offset of the next stop, the end where there is none. Each is given once.
  @inline(__always)
  mutating func next() -> Int {
    if mask == 0, !refill() { return end }
    let at = block &+ mask.trailingZeroBitCount
    mask &= mask &- 1
    return at
  }

  /// Goes on from the first stop at or behind `offset`.
  mutating func seek(_ offset: Int) {
    block = offset
    mask = stops(at: offset)
  }

  @inline(never)
  private mutating func refill() -> Bool {
    while mask == 0 {
      guard block &+ 64 < end else { return false }
      block &+= 64
      mask = stops(at: block)
    }
    return true
  }

  @inline(__always)
  private func stops(at start: Int) -> UInt64 {
    guard start &+ 64 <= end, let base = bytes.baseAddress else { return lastStops(at: start) }
    let block = base + start
    let low = stops8(block, 0) | stops8(block, 1) | stops8(block, 2) | stops8(block, 3)
    return low | stops8(block, 4) | stops8(block, 5) | stops8(block, 6) | stops8(block, 7)
  }

  /// The stops among the eight bytes of one word of the block, as bits in their place.
  @inline(__always)
  private func stops8(_ block: UnsafeRawPointer, _ word: UInt64) -> UInt64 {
    let eight = block.loadUnaligned(
      fromByteOffset: Int(truncatingIfNeeded: word &* 8), as: UInt64.self
    ).littleEndian
    let others =
      nonZero(eight ^ separators) & nonZero(eight ^ 0x2222_2222_2222_2222)
      & nonZero(eight & 0xF0F0_F0F0_F0F0_F0F0)
    // The top bit of each byte that is a stop; a multiplication gathers the eight.
    let hits = (~others & 0x8080_8080_8080_8080) >> 7
    return ((hits &* 0x0102_0408_1020_4080) >> 56) << (word &* 8)
  }

  /// The top bit of each byte that is not zero; the other bits mean nothing.
  @inline(__always)
  private func nonZero(_ eight: UInt64) -> UInt64 {
    ((eight & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F) | eight
  }

  /// The same for fewer than 64 bytes.
  private func lastStops(at start: Int) -> UInt64 {
    var found: UInt64 = 0
    var at = start
    while at < end {
      let byte = bytes[at]
      if byte == UInt8(truncatingIfNeeded: separators) || byte == 0x22 || byte < 0x10 {
        found |= 1 << UInt64(at - start)
      }
      at += 1
    }
    return found
  }
}
