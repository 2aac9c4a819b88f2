// How a snapshot's rows come into their order: what was on record together with what was imported
// since, each row made once and in its place.

internal import Dispatch
import Model

/// Entries that were on record before the imports that are `Fresh`.
struct OldEntries {
  var list: [LedgerEntry]
  var ids: [Int64]
  /// Row numbers of the files that showed them first.
  var files: [Int32]
  /// Settled credits from before the time looked at that an open reversal may be meant for.
  var oldIDs: [Int64]
  var accountKeys: [String]

  /// All entries as a snapshot has them. Within a day the bank's own order counts: which of two
  /// equal payments came first must not hang on a hash. Behind the date of the id, which only
  /// repeats the day.
  func with(_ fresh: Fresh?, runOrdinal: Int64) -> Rows<LedgerEntry> {
    let count = list.count
    let made = fresh?.entryMaker(accountKeys: accountKeys, runOrdinal: runOrdinal)
    func id(_ n: Int) -> String { n < count ? list[n].id : made!.id(n - count) }
    let places = arranged(
      count + (made?.count ?? 0),
      key: { n in
        let (day, record) =
          n < count ? (list[n].bookingDay, list[n].record) : made!.time(n - count)
        return (Int64(day.number) << 32 | Int64(record), head(id(n), from: 9))
      },
      isBefore: { id($0) < id($1) })
    return Rows(
      list: places.map { $0 < count ? list[$0] : made!.entry($0 - count) },
      ids: places.map { $0 < count ? ids[$0] : made!.rowNumber($0 - count) },
      files: places.map { $0 < count ? files[$0] : made!.file($0 - count) })
  }
}

/// Rows of a snapshot with, parallel to them, their row numbers and those of the files that they
/// are of.
struct Rows<Row: Sendable>: Sendable {
  var list: [Row]
  var ids: [Int64]
  var files: [Int32]
}

/// Orders that were on record before the imports that are `Fresh`.
struct OldOrders {
  var list: [LedgerOrder]
  var ids: [Int64]
  /// Row numbers of the files that their newest versions are of.
  var files: [Int32]

  /// All orders as a snapshot has them: by time, then by number and shop.
  func with(_ fresh: Fresh?, since earliest: Int64) -> Rows<LedgerOrder> {
    let count = list.count
    let added = fresh?.orders(since: earliest) ?? []
    let total = count + added.count
    func number(_ n: Int) -> String {
      n < count ? list[n].row.orderID : fresh!.orderID(added[n - count])
    }
    func shop(_ n: Int) -> String {
      n < count ? list[n].row.shopID : fresh!.shopID(added[n - count])
    }
    let offset = commonLength(total, number)
    let places = arranged(
      total,
      key: { n in
        let time = n < count ? list[n].row.orderedAt : fresh!.orderedAt(added[n - count])
        return (time.secondsTokyo, head(number(n), from: offset))
      },
      isBefore: { a, b in
        // Byte by byte: texts that only look alike are two, and have an order too.
        let (first, second) = (number(a), number(b))
        return first.utf8.elementsEqual(second.utf8)
          ? shop(a).utf8.lexicographicallyPrecedes(shop(b).utf8)
          : first.utf8.lexicographicallyPrecedes(second.utf8)
      })
    return Rows(
      list: places.map {
        $0 < count
          ? list[$0]
          : LedgerOrder(
            row: fresh!.order(added[$0 - count]), clearedYen: 0, lastDecision: nil,
            isReleased: false)
      },
      ids: places.map { $0 < count ? ids[$0] : fresh!.rowNumber(ofOrder: added[$0 - count]) },
      files: places.map { $0 < count ? files[$0] : fresh!.file(ofOrder: added[$0 - count]) })
  }
}

/// How many bytes all texts begin with in common.
private func commonLength(_ count: Int, _ text: (Int) -> String) -> Int {
  guard count > 0 else { return 0 }
  let first = Array(text(0).utf8)
  var common = first.count
  for n in 0..<count where common > 0 {
    common = zip(first, text(n).utf8).prefix(common).prefix { $0 == $1 }.count
  }
  return common
}

/// Two results that hang on nothing but themselves, each on a thread of its own.
func sideBySide<A: Sendable, B: Sendable>(
  _ first: @Sendable () -> A, _ second: @Sendable () -> B
) -> (A, B) {
  var a: A?
  var b: B?
  withUnsafeMutablePointer(to: &a) { a in
    withUnsafeMutablePointer(to: &b) { b in
      nonisolated(unsafe) let places = (a, b)
      DispatchQueue.concurrentPerform(iterations: 2) { piece in
        if piece == 0 { places.0.pointee = first() } else { places.1.pointee = second() }
      }
    }
  }
  return (a!, b!)
}

/// What most pairs of rows differ in, so that sorting rarely has to look at text.
private struct SortKey {
  var first: Int64
  var second: UInt64
  var place: Int
}

/// `0 ..< count` by key, and where keys are equal by `isBefore`. Places are sorted and not rows,
/// because to move a row is to count all its texts.
private func arranged(
  _ count: Int, key: (Int) -> (Int64, UInt64), isBefore: (Int, Int) -> Bool
) -> [Int] {
  var keys = (0..<count).map { n in
    let (first, second) = key(n)
    return SortKey(first: first, second: second, place: n)
  }
  // Exports and statements come sorted by time: then nothing has to move.
  if isRising(keys) { return Array(0..<count) }
  keys.sort { a, b in
    if a.first != b.first { return a.first < b.first }
    if a.second != b.second { return a.second < b.second }
    return isBefore(a.place, b.place)
  }
  return keys.map(\.place)
}

private func isRising(_ keys: [SortKey]) -> Bool {
  zip(keys, keys.dropFirst()).allSatisfy { ($0.first, $0.second) < ($1.first, $1.second) }
}

/// Up to eight bytes of a text from an offset on, in an order that is the text's.
private func head(_ text: String, from offset: Int) -> UInt64 {
  var text = text
  return text.withUTF8 { bytes in
    var value: UInt64 = 0
    for place in offset..<max(offset, min(offset + 8, bytes.count)) {
      value |= UInt64(bytes[place]) << UInt64(56 - 8 * (place - offset))
    }
    return value
  }
}

/// The places of texts in the order of their bytes, which is SQLite's.
func placesByBytes(_ count: Int, _ text: (Int) -> String) -> [Int] {
  arranged(
    count,
    key: { n in (Int64(bitPattern: head(text(n), from: 0) ^ 1 << 63), head(text(n), from: 8)) },
    isBefore: { text($0).utf8.lexicographicallyPrecedes(text($1).utf8) })
}
