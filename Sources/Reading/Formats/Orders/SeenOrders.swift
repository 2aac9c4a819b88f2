/// The orders of a file that are done: a mark of each one's number and of its values, and its line.
///
/// Exports mostly count up or down. An order whose number is above or below all before it is new,
/// and is only put on a list. The first that is neither has all of them entered in a flat table at
/// most half full, sixteen bytes an order, because a dictionary of the same took a tenth of the
/// reading time; and looks into such a table, which no cache holds, took a fifth of it.
struct SeenOrders {
  struct Entry: Equatable {
    /// 0 is an empty slot.
    fileprivate(set) var key: UInt64 = 0
    fileprivate(set) var values: UInt32 = 0
    fileprivate(set) var line: Int32 = 0
  }

  private var slots = [Entry](repeating: Entry(), count: 1 << 10)
  private(set) var count = 0
  /// As long as all numbers were above or below those before them: the orders, in no table yet.
  private var listed: [Entry]? = []
  private var lowest = UInt64.max
  private var highest = UInt64.min

  /// The earlier entry of the key, left as it is; nil where the key is new and now entered. Of
  /// `values` 32 bits are kept.
  ///
  /// - Parameter number: keys of different numbers differ; nil where the key has no number.
  mutating func enter(key: UInt64, values: UInt64, line: Int, number: UInt64? = nil) -> Entry? {
    let entry = Entry(
      key: key == 0 ? 1 : key, values: UInt32(truncatingIfNeeded: values),
      line: Int32(clamping: line))
    if listed != nil {
      if let number, listed!.isEmpty || number < lowest || number > highest {
        lowest = min(lowest, number)
        highest = max(highest, number)
        listed!.append(entry)
        count += 1
        return nil
      }
      enterListed()
    }
    if count &* 2 >= slots.count { grow() }
    let slot = place(of: entry.key)
    if slots[slot].key == entry.key { return slots[slot] }
    slots[slot] = entry
    count += 1
    return nil
  }

  private mutating func enterListed() {
    let entries = listed.take() ?? []
    var size = slots.count
    while entries.count * 2 >= size { size *= 2 }
    if size > slots.count { slots = [Entry](repeating: Entry(), count: size) }
    // None of them is there twice.
    for entry in entries { slots[place(of: entry.key)] = entry }
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
