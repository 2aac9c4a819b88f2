/// The beginnings of the last texts that named a kind, as bytes of the file, so that the rows that
/// begin in the same way need not look for the kind in their text.
struct RawPrefixes {
  private static let slots = 4
  /// Two words of eight.
  private static let maxBytes = 16

  private struct Entry {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var lowMask: UInt64 = 0
    var highMask: UInt64 = 0
    /// 0: an empty slot.
    var length = 0
    /// The cell ends with the kind, and so must any that is to be the same.
    var isWhole = false
  }

  private var entries: [Entry] = []
  private(set) var kinds: [String] = []
  private var nextSlot = 0

  /// The slot whose bytes `cell` begins with, and how many they are. Nil as well where it is not
  /// certain that the kind ends there.
  @inline(__always)
  func find(
    _ cell: UnsafeRawBufferPointer, in file: UnsafeRawBufferPointer
  ) -> (slot: Int, length: Int)? {
    guard let start = cell.baseAddress, let base = file.baseAddress,
      start - base <= file.count - Self.maxBytes
    else { return nil }
    let low = start.loadUnaligned(as: UInt64.self).littleEndian
    let high = start.loadUnaligned(fromByteOffset: 8, as: UInt64.self).littleEndian
    var slot = 0
    while slot < entries.count {
      let entry = entries[slot]
      if (low ^ entry.low) & entry.lowMask | (high ^ entry.high) & entry.highMask == 0 {
        if entry.isWhole, cell.count == entry.length { return (slot, entry.length) }
        if !entry.isWhole, cell.count > entry.length, !mayGoOn(start + entry.length) {
          return (slot, entry.length)
        }
      }
      slot &+= 1
    }
    return nil
  }

  /// Whether a byte may begin a further space or asterisk, of either width and in any encoding.
  @inline(__always)
  private func mayGoOn(_ at: UnsafeRawPointer) -> Bool {
    let byte = at.load(as: UInt8.self)
    switch byte {
    case 0x20, 0x2A, 0x81: return true
    case 0xE3: return at.load(fromByteOffset: 1, as: UInt8.self) == 0x80
    case 0xEF: return at.load(fromByteOffset: 1, as: UInt8.self) == 0xBC
    default: return false
    }
  }

  /// Keeps the first `length` bytes of a cell, in the place of the oldest.
  mutating func keep(
    _ cell: UnsafeRawBufferPointer, length: Int, isWhole: Bool, kind: String
  ) {
    guard length > 0, length <= Self.maxBytes else { return }
    var entry = Entry()
    for i in 0..<length {
      let shift = UInt64(i % 8 * 8)
      if i < 8 {
        entry.low |= UInt64(cell[i]) << shift
        entry.lowMask |= 0xFF << shift
      } else {
        entry.high |= UInt64(cell[i]) << shift
        entry.highMask |= 0xFF << shift
      }
    }
    entry.length = length
    entry.isWhole = isWhole
    if entries.count < Self.slots {
      entries.append(entry)
      kinds.append(kind)
    } else {
      entries[nextSlot] = entry
      kinds[nextSlot] = kind
      nextSlot = (nextSlot + 1) % Self.slots
    }
  }
}
