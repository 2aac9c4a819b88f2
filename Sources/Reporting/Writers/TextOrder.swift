/// The first sixteen bytes of a text as numbers whose order is the text's: sorting long lists by
/// text compares the texts themselves only where these are equal. Texts beyond ASCII are compared
/// as they are, because equal letters may be written in several ways there.
struct TextOrder {
  /// The places `0 ..< count` in the order of their texts, and of `isBefore` where texts are equal.
  /// Only numbers are moved about, which is half of the time.
  static func places(
    _ count: Int, by text: (Int) -> String, then isBefore: (Int, Int) -> Bool
  ) -> [Int] {
    var keys: [(order: TextOrder, place: Int)] = []
    keys.reserveCapacity(count)
    for place in 0..<count { keys.append((TextOrder(text(place)), place)) }
    keys.sort { a, b in
      if let isBefore = a.order.isBefore(b.order) { return isBefore }
      let (x, y) = (text(a.place), text(b.place))
      return x != y ? x < y : isBefore(a.place, b.place)
    }
    return keys.map(\.place)
  }

  private var head: UInt64 = 0
  private var tail: UInt64 = 0
  private var isPlain = true

  init(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      isPlain = bytes.allSatisfy { $0 < 0x80 }
      for place in 0..<min(bytes.count, 16) {
        let byte = UInt64(bytes[place]) << UInt64(56 - 8 * (place & 7))
        if place < 8 { head |= byte } else { tail |= byte }
      }
    }
  }

  /// Whether the text stands before another one; nil where the numbers do not tell.
  func isBefore(_ other: TextOrder) -> Bool? {
    guard isPlain && other.isPlain else { return nil }
    if head != other.head { return head < other.head }
    return tail == other.tail ? nil : tail < other.tail
  }
}
