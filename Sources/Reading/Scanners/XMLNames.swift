/// Numbers of the element names of a path table, found by their bytes.
struct XMLNames {
  private let slots: UnsafeMutablePointer<Slot>

  private struct Slot {
    /// The first eight bytes, zeros behind a shorter name.
    var head: UInt64
    var count: Int
    var number: Int
    var rest: [UInt8]
  }

  private static let mask = 1023

  init(_ names: [String]) {
    slots = .allocate(capacity: XMLNames.mask + 1)
    slots.initialize(
      repeating: Slot(head: 0, count: 0, number: 0, rest: []), count: XMLNames.mask + 1)
    for (number, name) in names.enumerated() {
      let bytes = Array(name.utf8)
      let head = bytes.prefix(8).enumerated().reduce(UInt64(0)) { sum, next in
        sum | UInt64(next.element) << UInt64(8 * next.offset)
      }
      var at = XMLNames.slot(head, bytes.count)
      while slots[at].count != 0 { at = (at + 1) & XMLNames.mask }
      slots[at] = Slot(
        head: head, count: bytes.count, number: number, rest: Array(bytes.dropFirst(8)))
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

  /// - Parameter room: bytes that may be read from `name` on.
  @inline(__always)
  func number(_ name: UnsafePointer<UInt8>, _ count: Int, room: Int) -> Int? {
    var head: UInt64 = 0
    if room >= 8 {
      head = UnsafeRawPointer(name).loadUnaligned(as: UInt64.self)
      if count < 8 { head &= (1 << UInt64(8 &* count)) &- 1 }
    } else {
      for index in 0..<min(count, 8) { head |= UInt64(name[index]) << UInt64(8 &* index) }
    }
    var at = XMLNames.slot(head, count)
    while slots[at].count != 0 {
      if slots[at].head == head, slots[at].count == count, count <= 8 || isRest(at, name, count) {
        return slots[at].number
      }
      at = (at &+ 1) & XMLNames.mask
    }
    return nil
  }

  private func isRest(_ slot: Int, _ name: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    slots[slot].rest.withUnsafeBufferPointer { rest in
      for index in 8..<count where rest[index &- 8] != name[index] { return false }
      return true
    }
  }
}
