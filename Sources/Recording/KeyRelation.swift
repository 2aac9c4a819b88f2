/// How two folded payers of one amount and day are related.
enum KeyRelation: Int, Comparable {
  /// One holds the other: cut at a length, or with a code or a bank's word before it.
  case held = 0
  /// Two thirds of the shorter one stand in the other.
  case alike = 1
  /// One has kanji and the other kana, say: letters cannot tell.
  case otherScript = 2
  case unrelated = 3

  static func < (a: KeyRelation, b: KeyRelation) -> Bool { a.rawValue < b.rawValue }
}

/// Folded payers end to end, and the orders on them.
struct KeyBytes {
  let bytes: [UInt8]

  /// memcmp, then length: as SQLite compares text.
  func compare(_ a: Range<Int32>, _ b: Range<Int32>) -> Int {
    KeyBytes.compare(bytes, a, b)
  }

  static func compare(_ bytes: [UInt8], _ a: Range<Int32>, _ b: Range<Int32>) -> Int {
    let shared = Int32(min(a.count, b.count))
    var n: Int32 = 0
    while n < shared {
      let x = bytes[Int(a.lowerBound + n)]
      let y = bytes[Int(b.lowerBound + n)]
      if x != y { return x < y ? -1 : 1 }
      n += 1
    }
    return a.count - b.count
  }

  /// Whether one holds the other. Quadratic in their lengths at worst.
  func holds(_ a: Range<Int32>, _ b: Range<Int32>) -> Bool {
    let (long, short) = a.count >= b.count ? (a, b) : (b, a)
    if short.isEmpty { return true }
    let first = bytes[Int(short.lowerBound)]
    for offset in long.lowerBound...(long.upperBound - Int32(short.count)) {
      if bytes[Int(offset)] == first, isEqual(offset, short) { return true }
    }
    return false
  }

  /// Quadratic in the lengths.
  func relation(_ a: Range<Int32>, _ b: Range<Int32>) -> KeyRelation {
    if holds(a, b) { return .held }
    let x = scalars(a)
    let y = scalars(b)
    let shared = KeyBytes.longestShared(x, y)
    if shared >= 3, shared * 3 >= min(x.count, y.count) * 2 { return .alike }
    return KeyBytes.script(x) == KeyBytes.script(y) ? .unrelated : .otherScript
  }

  private func isEqual(_ offset: Int32, _ key: Range<Int32>) -> Bool {
    for n in 0..<Int32(key.count) where bytes[Int(offset + n)] != bytes[Int(key.lowerBound + n)] {
      return false
    }
    return true
  }

  private func scalars(_ key: Range<Int32>) -> [UInt32] {
    let text = bytes[Int(key.lowerBound)..<Int(key.upperBound)]
    return String(decoding: text, as: UTF8.self).unicodeScalars.map(\.value)
  }

  /// Length of the longest run of scalars that both have.
  static func longestShared(_ a: [UInt32], _ b: [UInt32]) -> Int {
    var longest = 0
    var row = [Int](repeating: 0, count: b.count + 1)
    for x in a {
      var corner = 0
      for (n, y) in b.enumerated() {
        let above = row[n + 1]
        row[n + 1] = x == y ? corner + 1 : 0
        longest = max(longest, row[n + 1])
        corner = above
      }
    }
    return longest
  }

  private enum Script { case kanji, kana, latin }

  private static func script(_ scalars: [UInt32]) -> Script {
    var hasKana = false
    for scalar in scalars {
      switch scalar {
      case 0x3005, 0x3041...0x309F, 0x3400...0x9FFF, 0xF900...0xFAFF: return .kanji
      case 0x30A0...0x30FF: hasKana = true
      default: break
      }
    }
    return hasKana ? .kana : .latin
  }
}
