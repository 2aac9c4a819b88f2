// A multimap from 64-bit hashes to rows that is filled once and read often: rows of one key lie
// side by side.

struct Chains {
  private var keys: [UInt64] = []
  private var rows: [Int32] = []
  /// Pairs of bucket b are `first[b] ..< first[b + 1]`; empty until closed.
  private var first: [Int32] = []
  private var mask: UInt64 = 0

  init(expected: Int = 0) {
    keys.reserveCapacity(expected)
    rows.reserveCapacity(expected)
  }

  mutating func add(_ key: UInt64, _ row: Int32) {
    keys.append(key)
    rows.append(row)
  }

  /// Sorts what was added by bucket, keeping its order within one. Cost: linear. Nothing may be
  /// added afterwards, nothing is found before.
  mutating func close() {
    var size = 16
    while size < keys.count { size *= 2 }
    mask = UInt64(size - 1)
    first = [Int32](repeating: 0, count: size + 1)
    for key in keys { first[Int(key & mask) + 1] += 1 }
    for i in 0..<size { first[i + 1] += first[i] }
    var next = first
    var sortedKeys = [UInt64](repeating: 0, count: keys.count)
    var sortedRows = [Int32](repeating: 0, count: keys.count)
    for i in keys.indices {
      let bucket = Int(keys[i] & mask)
      let at = Int(next[bucket])
      next[bucket] += 1
      sortedKeys[at] = keys[i]
      sortedRows[at] = rows[i]
    }
    keys = sortedKeys
    rows = sortedRows
  }

  /// Calls `body` with every row of a key in the order in which they were added. Cost: linear in
  /// the rows of its bucket.
  @inline(__always) func forEach(_ key: UInt64, _ body: (Int32) -> Void) {
    if first.isEmpty { return }
    let bucket = Int(key & mask)
    for i in Int(first[bucket])..<Int(first[bucket + 1]) where keys[i] == key { body(rows[i]) }
  }

  /// Calls `body` once with the places among which a key's rows lie, and the keys to tell them by:
  /// for long chains, where a call for every row would cost more than the row.
  @inline(__always) func withPlaces(
    _ key: UInt64, _ body: (Range<Int>, UnsafeBufferPointer<UInt64>) -> Void
  ) {
    if first.isEmpty { return }
    let bucket = Int(key & mask)
    let places = Int(first[bucket])..<Int(first[bucket + 1])
    keys.withUnsafeBufferPointer { body(places, $0) }
  }

  /// The first row of each key; −1 where there is none. Cost: linear; in loops so short that memory
  /// looks for many keys at the same time.
  func firstRows(_ wanted: [UInt64]) -> [Int32] {
    if first.isEmpty { return [Int32](repeating: -1, count: wanted.count) }
    let places = wanted.map { first[Int($0 & mask)] }
    return zip(wanted, places).map { key, place in
      let end = Int(first[Int(key & mask) + 1])
      var at = Int(place)
      while at < end, keys[at] != key { at += 1 }
      return at < end ? rows[at] : -1
    }
  }

  /// Keys with many rows, and how many. Cost: one look at every bucket; hardly any is so full.
  func longKeys(atLeast limit: Int) -> [UInt64: Int] {
    var out: [UInt64: Int] = [:]
    for bucket in 0..<max(0, first.count - 1)
    where Int(first[bucket + 1]) - Int(first[bucket]) >= limit {
      var counts: [UInt64: Int] = [:]
      for i in Int(first[bucket])..<Int(first[bucket + 1]) { counts[keys[i], default: 0] += 1 }
      for (key, count) in counts where count >= limit { out[key] = count }
    }
    return out
  }

  /// The first rows of a key in the order in which they were added: no more than `limit`.
  func rows(_ key: UInt64, limit: Int) -> [Int32] {
    var out: [Int32] = []
    if first.isEmpty { return out }
    let bucket = Int(key & mask)
    for i in Int(first[bucket])..<Int(first[bucket + 1]) where keys[i] == key {
      if out.count == limit { break }
      out.append(rows[i])
    }
    return out
  }

  func row(at place: Int) -> Int32 { rows[place] }
  var count: Int { rows.count }

  /// Rows of a key in the order in which they were added.
  func rows(_ key: UInt64) -> [Int32] {
    var out: [Int32] = []
    forEach(key) { out.append($0) }
    return out
  }
}
