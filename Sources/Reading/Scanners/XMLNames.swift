/// Numbers of the element names of a path table, found by their bytes.
struct XMLNames {
  private let slots: UnsafeMutablePointer<Slot>

  private struct Slot {
    /// The first eight bytes, zeros behind a shorter name.
    var head: UInt64
    /// The last eight of a longer one.
    var tail: UInt64
    var count: Int
    var number: Int
    /// All of a name of more than sixteen bytes, which the two words do not cover.
    var whole: [UInt8]
  }

  private static let mask = 1023

  init(_ names: [String]) {
    slots = .allocate(capacity: XMLNames.mask + 1)
    slots.initialize(
      repeating: Slot(head: 0, tail: 0, count: 0, number: 0, whole: []),
      count: XMLNames.mask + 1)
    for (number, name) in names.enumerated() {
      let bytes = Array(name.utf8)
      let slot = bytes.withUnsafeBufferPointer { name in
        Slot(
          head: XMLNames.head(name.baseAddress!, bytes.count, room: bytes.count),
          tail: bytes.count > 8 ? XMLNames.word(name.baseAddress! + (bytes.count - 8)) : 0,
          count: bytes.count, number: number, whole: bytes.count > 16 ? bytes : [])
      }
      var at = XMLNames.slot(slot.head, slot.count)
      while slots[at].count != 0 { at = (at + 1) & XMLNames.mask }
      slots[at] = slot
    }
  }

  func deallocate() {
    slots.deinitialize(count: XMLNames.mask + 1)
    slots.deallocate()
  }

  @inline(__always)
  private static func slot(_ head: UInt64, _ count: Int) -> Int {
    let mixed = (head ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 54) & mask
  }

  @inline(__always)
  private static func word(_ name: UnsafePointer<UInt8>) -> UInt64 {
    UnsafeRawPointer(name).loadUnaligned(as: UInt64.self)
  }

  /// The first eight bytes of a name, zeros behind a shorter one.
  ///
  /// - Parameter room: bytes that may be read from `name` on.
  @inline(__always)
  static func head(_ name: UnsafePointer<UInt8>, _ count: Int, room: Int) -> UInt64 {
    if room >= 8 {
      let word = word(name)
      return count >= 8 ? word : word & ((1 << UInt64(truncatingIfNeeded: 8 &* count)) &- 1)
    }
    var head: UInt64 = 0
    for index in 0..<min(count, 8) { head |= UInt64(name[index]) << UInt64(8 &* index) }
    return head
  }

  /// Nil where the table has no such name.
  @inline(__always)
  func number(_ name: UnsafePointer<UInt8>, _ count: Int, _ head: UInt64) -> Int? {
    var at = XMLNames.slot(head, count)
    while slots[at].count != 0 {
      if slots[at].head == head, slots[at].count == count,
        count <= 8 || isRest(at, name, count)
      {
        return slots[at].number
      }
      at = (at &+ 1) & XMLNames.mask
    }
    return nil
  }

  @inline(__always)
  private func isRest(_ slot: Int, _ name: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    guard XMLNames.word(name + (count &- 8)) == slots[slot].tail else { return false }
    return count <= 16
      || slots[slot].whole.elementsEqual(UnsafeBufferPointer(start: name, count: count))
  }
}
