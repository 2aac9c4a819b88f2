/// The orders of a file that are done: a mark of each one's number and of its values, and its line.
///
/// Sixteen bytes an order in one flat table at most half full, because a dictionary of the same
/// took a tenth of the reading time.
struct SeenOrders {
  struct Entry: Equatable {
    /// 0 is an empty slot.
    fileprivate(set) var key: UInt64 = 0
    fileprivate(set) var values: UInt32 = 0
    fileprivate(set) var line: Int32 = 0
  }

  private var slots = [Entry](repeating: Entry(), count: 1 << 10)
  private(set) var count = 0

  /// The earlier entry of the key, left as it is; nil where the key is new and now entered. Of
  /// `values` 32 bits are kept.
  mutating func enter(key: UInt64, values: UInt64, line: Int) -> Entry? {
    let key = key == 0 ? 1 : key
    if count &* 2 >= slots.count { grow() }
    let slot = place(of: key)
    if slots[slot].key == key { return slots[slot] }
    slots[slot] = Entry(
      key: key, values: UInt32(truncatingIfNeeded: values), line: Int32(clamping: line))
    count += 1
    return nil
  }

  /// The slot that holds the key, or the empty one where it belongs.
  private func place(of key: UInt64) -> Int {
    let mask = slots.count - 1
    // Only the highest bits of the product depend on all bits of the key.
    let bits = slots.count.trailingZeroBitCount
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - bits))
    while slots[slot].key != 0, slots[slot].key != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = [Entry](repeating: Entry(), count: old.count * 2)
    for entry in old where entry.key != 0 { slots[place(of: entry.key)] = entry }
  }
}

extension SeenOrders.Entry {
  func hasSame(values other: UInt64) -> Bool { values == UInt32(truncatingIfNeeded: other) }
}
