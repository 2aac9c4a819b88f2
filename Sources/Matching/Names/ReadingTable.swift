// How pieces of written names sound, by what the shop's own data showed so far.

/// One way to read a piece, and how often it was met.
struct Reading {
  var kana: [UInt8]
  var count: Int32
}

/// At most four readings for each piece, pieces by the hash of their letters.
struct ReadingTable {
  private var places = KeyTable()
  private var keys: [UInt64] = []
  private var lists: [[Reading]] = []

  static func key(_ text: some Sequence<UInt32>) -> UInt64 {
    var h: UInt64 = 0xCBF2_9CE4_8422_2325
    for letter in text { h = (h ^ UInt64(letter)) &* 0x9FB2_1C65_1E98_DF25 }
    return mixed(h)
  }

  /// None where the piece was never met.
  subscript(text: ArraySlice<UInt32>) -> [Reading] { readings(under: ReadingTable.key(text)) }

  func readings(under key: UInt64) -> [Reading] {
    let place = places.find(key)
    return place < 0 ? [] : lists[Int(place)]
  }

  mutating func add(_ kana: [UInt8], for text: ArraySlice<UInt32>) {
    guard !text.isEmpty, !kana.isEmpty else { return }
    add(kana, under: ReadingTable.key(text))
  }

  /// The same for a piece whose key is known; neither is empty.
  mutating func add(_ kana: some Collection<UInt8>, under key: UInt64) {
    let place = place(key)
    if let i = lists[place].firstIndex(where: { $0.kana.elementsEqual(kana) }) {
      lists[place][i].count += 1
    } else if lists[place].count < 4 {
      lists[place].append(Reading(kana: Array(kana), count: 1))
    }
  }

  /// Adds what another table knows, each reading as if met once.
  mutating func addOnce(_ other: ReadingTable) {
    for (key, readings) in zip(other.keys, other.lists) {
      let place = place(key)
      lists[place] += readings.map { Reading(kana: $0.kana, count: 1) }
    }
  }

  private mutating func place(_ key: UInt64) -> Int {
    let place = Int(places.find(key, orAdd: Int32(lists.count)))
    if place == lists.count {
      lists.append([])
      keys.append(key)
    }
    return place
  }

  /// The most frequent reading first.
  mutating func sort() {
    for i in lists.indices where lists[i].count > 1 {
      lists[i].sort { a, b in
        a.count != b.count ? a.count > b.count : a.kana.lexicographicallyPrecedes(b.kana)
      }
    }
  }
}
