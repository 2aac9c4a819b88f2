// Payers in place, as the names of orders are (Letters.swift): a run asks for a payer's letters
// many times on several threads, and arrays of their own would cost a reference count at each.

/// A payer prepared for many comparisons. Valid as long as its block.
struct PreparedPayer: @unchecked Sendable {
  /// Where the keys lie; numbers and letters follow.
  private let base: UnsafeRawPointer
  let mask: UInt64
  /// Hash of the loose name.
  let key: UInt64
  let surnameKey: UInt64
  private let ends: PartEnds
  private let keyCount: UInt16
  private let numberCount: UInt16
  private let written: UInt16
  private let words: UInt16
  private let uncutWords: UInt16
  let isSurnameOnly: Bool
  let hasLegalForm: Bool
  let isLatin: Bool
  /// Whether something was taken off the name; only then there is an uncut one.
  let isCut: Bool

  /// Hashes of the names to look up.
  var keys: UnsafeBufferPointer<UInt64> {
    UnsafeBufferPointer(start: base.assumingMemoryBound(to: UInt64.self), count: Int(keyCount))
  }
  var numbers: UnsafeBufferPointer<OrderNumber> {
    UnsafeBufferPointer(
      start: (base + Int(keyCount) * 8).assumingMemoryBound(to: OrderNumber.self),
      count: Int(numberCount))
  }
  /// Bytes the name took in half-width form.
  var writtenLength: Int { Int(written) }
  /// Words of the name, and of the name as it was before extra words came off.
  var wordCount: Int32 { Int32(words) }
  var uncutWordCount: Int32 { Int32(uncutWords) }

  /// Letters without blanks.
  @inline(__always) var tight: Letters { letters(0, ends.tight) }
  /// See `loose`.
  @inline(__always) var loose: Letters { letters(ends.tight, ends.loose) }
  @inline(__always) var uncutTight: Letters { letters(ends.loose, ends.uncutTight) }
  @inline(__always) var uncutLoose: Letters { letters(ends.uncutTight, ends.uncutLoose) }
  @inline(__always) var latin: Letters { letters(ends.uncutLoose, ends.latin) }
  @inline(__always) var latinTurned: Letters { letters(ends.latin, ends.latinTurned) }
  /// See PayerName.
  @inline(__always) var turned: Letters { letters(ends.latinTurned, ends.turned) }
  /// See PayerName; empty where there is none.
  @inline(__always) var head: Letters { letters(ends.turned, ends.head) }
  @inline(__always) var beforeLastWord: Letters { letters(ends.head, ends.beforeLastWord) }
  @inline(__always) var kanji: Letters { letters(ends.beforeLastWord, ends.kanji) }
  /// Loose surname: the word before a blank, else the longest of the shop's surnames that the name
  /// (of a person or a company) begins with; empty where there is none.
  @inline(__always) var surname: Letters { letters(ends.kanji, ends.surname) }

  var isEmpty: Bool { ends.tight == 0 }

  @inline(__always) private func letters(_ from: UInt16, _ to: UInt16) -> Letters {
    let first = base + (Int(keyCount) * 8 + Int(numberCount) * MemoryLayout<OrderNumber>.stride)
    return Letters(
      base: first.assumingMemoryBound(to: UInt8.self) + Int(from), count: Int(to - from))
  }

  fileprivate init(_ payer: PayerName, kanaSurnames: KeyTable, in block: PayerBlock) {
    let whole = payer.form.loose
    isSurnameOnly = !payer.isLatin && !payer.hasLegalForm && kanaSurnames.find(hashed(whole)) >= 0
    let surname = payer.surname(kanaSurnames, isSurnameOnly: isSurnameOnly)
    let keys = payer.keys
    (base, ends) = block.add(payer, keys: keys, surname: surname)
    keyCount = UInt16(keys.count)
    numberCount = UInt16(payer.numbers.count)
    mask = letterMask(whole)
    key = hashed(whole)
    surnameKey = Matching.surnameKey(surname)
    written = UInt16(clamping: payer.writtenLength)
    words = UInt16(clamping: payer.form.parts.count)
    uncutWords = UInt16(clamping: payer.uncut?.parts.count ?? 0)
    hasLegalForm = payer.hasLegalForm
    isLatin = payer.isLatin
    isCut = payer.uncut != nil
  }

  /// Of a name that has neither a legal form nor words behind it.
  fileprivate init(_ name: PlainName, _ draft: PlainDraft, in block: PayerBlock) {
    (base, ends) = (block.add(draft), draft.ends)
    keyCount = UInt16(draft.keys.count)
    numberCount = 0
    mask = letterMask(draft.loose)
    key = draft.keys[0]
    surnameKey = Matching.surnameKey(draft.surname)
    written = UInt16(name.writtenLength)
    words = name.hasBlank ? 2 : 1
    uncutWords = 0
    isSurnameOnly = draft.isSurnameOnly
    hasLegalForm = false
    isLatin = false
    isCut = false
  }
}

/// Where the letters of a payer's names end, in the order in which they lie.
private struct PartEnds {
  var tight, loose, uncutTight, uncutLoose, latin, latinTurned: UInt16
  var turned, head, beforeLastWord, kanji, surname: UInt16
}

/// A plain name before it has its place: what `PayerName` makes of one.
private struct PlainDraft {
  let letters: UnsafeMutablePointer<UInt8>
  let ends: PartEnds
  var keys = ShortList()
  let isSurnameOnly: Bool

  static let room = 5 * PlainName.mostCodes

  var loose: Letters { part(ends.tight, ends.loose) }
  var surname: Letters { part(ends.kanji, ends.surname) }

  private func part(_ from: UInt16, _ to: UInt16) -> Letters {
    Letters(base: letters + Int(from), count: Int(to - from))
  }

  /// `letters` has room for `room`.
  init(_ name: PlainName, _ kanaSurnames: KeyTable, at letters: UnsafeMutablePointer<UInt8>) {
    self.letters = letters
    var end = 0
    for code in name.codes where code != Code.space {
      letters[end] = code
      end += 1
    }
    let tight = end
    func add(_ count: Int, _ keys: inout ShortList) {
      if count > 0 { keys.appendNew(hashed(Letters(base: letters + end, count: count))) }
      end += count
    }
    add(Matching.loose(name.codes, into: letters + end), &keys)
    let whole = Letters(base: letters + tight, count: end - tight)
    var turned = end
    var head = end
    if name.hasBlank {
      let count = Matching.loose(name.last, into: letters + end)
      add(Matching.loose(name.first, after: count, into: letters + end), &keys)
      turned = end
      head = end
      if name.firstCount >= 5 {
        add(Matching.loose(name.first, into: letters + end), &keys)
        head = end
      }
    }
    isSurnameOnly = kanaSurnames.find(keys[0]) >= 0
    if !isSurnameOnly, name.hasBlank {
      end += Matching.loose(name.first, into: letters + end)
    } else {
      let surname =
        isSurnameOnly ? whole.count : longestSurname(of: whole, kanaSurnames)
      for place in 0..<surname { letters[end + place] = whole[place] }
      end += surname
    }
    let looseEnd = UInt16(tight + whole.count)
    ends = PartEnds(
      tight: UInt16(tight), loose: looseEnd, uncutTight: looseEnd, uncutLoose: looseEnd,
      latin: looseEnd, latinTurned: looseEnd, turned: UInt16(turned), head: UInt16(head),
      beforeLastWord: UInt16(head), kanji: UInt16(head), surname: UInt16(end))
  }
}

/// At most three different numbers.
private struct ShortList {
  private var items: (UInt64, UInt64, UInt64) = (0, 0, 0)
  private(set) var count = 0

  subscript(place: Int) -> UInt64 {
    switch place {
    case 0: items.0
    case 1: items.1
    default: items.2
    }
  }

  mutating func appendNew(_ item: UInt64) {
    for place in 0..<count where self[place] == item { return }
    switch count {
    case 0: items.0 = item
    case 1: items.1 = item
    default: items.2 = item
    }
    count += 1
  }
}

/// Keeps some payers. Filled by one thread, then only read.
final class PayerBlock: @unchecked Sendable {
  private var slabs: [UnsafeMutableRawPointer] = []
  private var used = 0
  private var size = 0
  private static let slabBytes = 1 << 16

  /// Cost: linear in the letters, some microseconds.
  func add(_ payer: PayerName, kanaSurnames: KeyTable) -> PreparedPayer {
    PreparedPayer(payer, kanaSurnames: kanaSurnames, in: self)
  }

  /// The same for a name without legal forms and extra words, several times faster.
  func add(_ name: PlainName, kanaSurnames: KeyTable) -> PreparedPayer {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: PlainDraft.room) { buffer in
      PreparedPayer(name, PlainDraft(name, kanaSurnames, at: buffer.baseAddress!), in: self)
    }
  }

  fileprivate func add(_ draft: PlainDraft) -> UnsafeRawPointer {
    let count = Int(draft.ends.surname)
    let place = room(draft.keys.count * 8 + count)
    for n in 0..<draft.keys.count {
      place.storeBytes(of: draft.keys[n], toByteOffset: n * 8, as: UInt64.self)
    }
    (place + draft.keys.count * 8).copyMemory(from: draft.letters, byteCount: count)
    return UnsafeRawPointer(place)
  }

  fileprivate func add(
    _ payer: PayerName, keys: [UInt64], surname: [UInt8]
  ) -> (UnsafeRawPointer, PartEnds) {
    var parts = [payer.form.tight, payer.form.loose]
    parts += [payer.uncut?.tight ?? [], payer.uncut?.loose ?? []]
    parts += [payer.latin, payer.latinTurned, payer.turned, payer.head ?? []]
    parts += [payer.beforeLastWord, payer.letters, surname]
    let numberBytes = payer.numbers.count * MemoryLayout<OrderNumber>.stride
    let base = room(keys.count * 8 + numberBytes + parts.reduce(0) { $0 + $1.count })
    fill(base, keys)
    fill(base + keys.count * 8, payer.numbers)
    let letters = base + keys.count * 8 + numberBytes
    var ends: [UInt16] = []
    var end = 0
    for part in parts {
      fill(letters + end, part)
      end += part.count
      ends.append(UInt16(end))
    }
    return (
      UnsafeRawPointer(base),
      PartEnds(
        tight: ends[0], loose: ends[1], uncutTight: ends[2], uncutLoose: ends[3], latin: ends[4],
        latinTurned: ends[5], turned: ends[6], head: ends[7], beforeLastWord: ends[8],
        kanji: ends[9], surname: ends[10])
    )
  }

  private func fill<T: BitwiseCopyable>(_ place: UnsafeMutableRawPointer, _ items: [T]) {
    items.withUnsafeBytes { bytes in
      if let from = bytes.baseAddress { place.copyMemory(from: from, byteCount: bytes.count) }
    }
  }

  /// Room that begins where any of the parts may.
  private func room(_ bytes: Int) -> UnsafeMutableRawPointer {
    used = (used + 7) / 8 * 8
    if slabs.isEmpty || used + bytes > size {
      size = max(PayerBlock.slabBytes, bytes)
      used = 0
      slabs.append(.allocate(byteCount: size, alignment: 16))
    }
    let place = slabs[slabs.count - 1] + used
    used += bytes
    return place
  }

  deinit { for slab in slabs { slab.deallocate() } }
}
