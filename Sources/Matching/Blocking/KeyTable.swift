// Tables from hashes to small numbers: open addressing in one array, for keys that are mixed
// already. Several times faster than a dictionary, which would hash them again.

/// Numbers from 0 on under 64-bit hashes.
struct KeyTable {
  private struct Slot {
    var key: UInt64 = 0
    /// −1 where the slot is free.
    var value: Int32 = -1
  }

  private var slots: [Slot]
  private var mask: UInt64
  private(set) var count = 0

  init(expected: Int = 0) {
    var size = 16
    while size < expected * 2 { size *= 2 }
    slots = [Slot](repeating: Slot(), count: size)
    mask = UInt64(size - 1)
  }

  /// −1 where there is none.
  func find(_ key: UInt64) -> Int32 {
    let at = place(key)
    return slots[at].value
  }

  /// The value of a key, which becomes `fresh` where it had none.
  mutating func find(_ key: UInt64, orAdd fresh: Int32) -> Int32 {
    let at = free(key)
    if slots[at].value >= 0 { return slots[at].value }
    slots[at] = Slot(key: key, value: fresh)
    count += 1
    return fresh
  }

  mutating func add(_ key: UInt64) { _ = find(key, orAdd: 0) }

  /// Counts a key once more.
  mutating func tally(_ key: UInt64) {
    let at = free(key)
    if slots[at].value < 0 {
      slots[at] = Slot(key: key, value: 1)
      count += 1
    } else {
      slots[at].value += 1
    }
  }

  @inline(__always) private func place(_ key: UInt64) -> Int {
    var at = key & mask
    while slots[Int(at)].value >= 0, slots[Int(at)].key != key { at = (at + 1) & mask }
    return Int(at)
  }

  /// The key's slot, or a free one for it; grows before the table gets crowded.
  @inline(__always) private mutating func free(_ key: UInt64) -> Int {
    if count * 3 >= slots.count * 2 { grow() }
    return place(key)
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: old.count * 2)
    mask = UInt64(slots.count - 1)
    for slot in old where slot.value >= 0 { slots[place(slot.key)] = slot }
  }
}

/// Texts by two independent hashes of their bytes, which are many times faster than the texts
/// themselves as keys; two texts that share all 128 bits will not be met.
struct TextKey: Sendable {
  private(set) var a: UInt64 = 0xCBF2_9CE4_8422_2325
  private(set) var b: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(_ first: borrowing String, _ second: borrowing String = "") {
    add(first)
    add(second)
  }

  private mutating func add(_ text: borrowing String) {
    withBytes(of: text) { bytes in
      var at = 0
      while at < bytes.count {
        var word: UInt64 = 0
        let end = min(at + 8, bytes.count)
        while at < end {
          word = word << 8 | UInt64(bytes[at])
          at += 1
        }
        add(word)
      }
      add(UInt64(bytes.count))
    }
  }

  private mutating func add(_ word: UInt64) {
    a = (a ^ word) &* 0x9FB2_1C65_1E98_DF25
    a ^= a >> 32
    b = (b ^ word) &* 0xFF51_AFD7_ED55_8CCD
    b ^= b >> 29
  }
}

/// Numbers texts from 0 on, equal ones alike.
struct TextTable {
  private struct Slot {
    var a: UInt64 = 0
    var b: UInt64 = 0
    var id: Int32 = -1
  }

  private var slots: [Slot]
  private let mask: UInt64
  private(set) var count: Int32 = 0

  /// At most `limit` texts.
  init(limit: Int) {
    var size = 16
    while size < limit * 3 / 2 { size *= 2 }
    slots = [Slot](repeating: Slot(), count: size)
    mask = UInt64(size - 1)
  }

  /// The number of a text, new where it was not met before.
  mutating func id(_ key: TextKey) -> (id: Int32, isNew: Bool) {
    var at = Int(key.b & mask)
    while slots[at].id >= 0 {
      if slots[at].a == key.a, slots[at].b == key.b { return (slots[at].id, false) }
      at = Int(UInt64(at + 1) & mask)
    }
    slots[at] = Slot(a: key.a, b: key.b, id: count)
    count += 1
    return (count - 1, true)
  }
}

/// Lists under 64-bit hashes.
struct KeyLists<T: Sendable>: Sendable {
  private var places = KeyTable()
  private var lists: [[T]] = []

  /// Empty where nothing was appended.
  subscript(key: UInt64) -> [T] {
    let place = places.find(key)
    return place < 0 ? [] : lists[Int(place)]
  }

  func has(_ key: UInt64) -> Bool { places.find(key) >= 0 }

  mutating func append(_ value: T, to key: UInt64) {
    let place = places.find(key, orAdd: Int32(lists.count))
    if place == lists.count { lists.append([]) }
    lists[Int(place)].append(value)
  }
}
