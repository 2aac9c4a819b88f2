// Payers in place, as the names of orders are (Letters.swift): a run asks for a payer's letters
// many times on several threads, and arrays of their own would cost a reference count at each.

/// A payer prepared for many comparisons. Valid as long as its block.
struct PreparedPayer: @unchecked Sendable {
  private let base: UnsafePointer<UInt8>
  private let ends: PartEnds
  /// Hashes of the names to look up.
  let keys: UnsafeBufferPointer<UInt64>
  let numbers: UnsafeBufferPointer<OrderNumber>
  let mask: UInt64
  /// Hash of the loose name.
  let key: UInt64
  let surnameKey: UInt64
  let writtenLength: Int32
  /// Words of the name, and of the name as it was before extra words came off.
  let wordCount: Int32
  let uncutWordCount: Int32
  let isSurnameOnly: Bool
  let hasLegalForm: Bool
  let isLatin: Bool
  /// Whether something was taken off the name; only then there is an uncut one.
  let isCut: Bool

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

  @inline(__always) private func letters(_ from: UInt32, _ to: UInt32) -> Letters {
    Letters(base: base + Int(from), count: Int(to - from))
  }

  fileprivate init(_ payer: PayerName, kanaSurnames: KeyTable, in block: PayerBlock) {
    let whole = payer.form.loose
    isSurnameOnly = !payer.isLatin && !payer.hasLegalForm && kanaSurnames.find(hashed(whole)) >= 0
    let surname = payer.surname(kanaSurnames, isSurnameOnly: isSurnameOnly)
    (base, ends) = block.add(payer, surname: surname)
    keys = block.add(payer.keys)
    numbers = block.add(payer.numbers)
    mask = letterMask(whole)
    key = hashed(whole)
    surnameKey = Matching.surnameKey(surname)
    writtenLength = Int32(clamping: payer.writtenLength)
    wordCount = Int32(clamping: payer.form.parts.count)
    uncutWordCount = Int32(clamping: payer.uncut?.parts.count ?? 0)
    hasLegalForm = payer.hasLegalForm
    isLatin = payer.isLatin
    isCut = payer.uncut != nil
  }
}

/// Where the letters of a payer's names end, in the order in which they lie.
private struct PartEnds {
  var tight, loose, uncutTight, uncutLoose, latin, latinTurned: UInt32
  var turned, head, beforeLastWord, kanji, surname: UInt32
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

  fileprivate func add(_ payer: PayerName, surname: [UInt8]) -> (UnsafePointer<UInt8>, PartEnds) {
    var letters = payer.form.tight.count + payer.form.loose.count + payer.latin.count
    letters += payer.latinTurned.count + payer.turned.count + payer.beforeLastWord.count
    letters += payer.letters.count + surname.count + (payer.head?.count ?? 0)
    if let uncut = payer.uncut { letters += uncut.tight.count + uncut.loose.count }
    let bytes = room(letters, of: UInt8.self)
    var at = 0
    func copy(_ part: [UInt8]?) -> UInt32 {
      guard let part else { return UInt32(at) }
      for letter in part {
        bytes[at] = letter
        at += 1
      }
      return UInt32(at)
    }
    let ends = PartEnds(
      tight: copy(payer.form.tight), loose: copy(payer.form.loose),
      uncutTight: copy(payer.uncut?.tight), uncutLoose: copy(payer.uncut?.loose),
      latin: copy(payer.latin), latinTurned: copy(payer.latinTurned), turned: copy(payer.turned),
      head: copy(payer.head), beforeLastWord: copy(payer.beforeLastWord),
      kanji: copy(payer.letters), surname: copy(surname))
    return (UnsafePointer(bytes), ends)
  }

  fileprivate func add<T: BitwiseCopyable>(_ items: some Collection<T>) -> UnsafeBufferPointer<T> {
    if items.isEmpty { return UnsafeBufferPointer(start: nil, count: 0) }
    let place = room(items.count, of: T.self)
    for (i, item) in items.enumerated() { (place + i).initialize(to: item) }
    return UnsafeBufferPointer(start: place, count: items.count)
  }

  private func room<T>(_ count: Int, of type: T.Type) -> UnsafeMutablePointer<T> {
    let alignment = MemoryLayout<T>.alignment
    let bytes = count * MemoryLayout<T>.stride
    used = (used + alignment - 1) / alignment * alignment
    if slabs.isEmpty || used + bytes > size {
      size = max(PayerBlock.slabBytes, bytes)
      used = 0
      slabs.append(.allocate(byteCount: size, alignment: 16))
    }
    let place = (slabs[slabs.count - 1] + used).bindMemory(to: T.self, capacity: count)
    used += bytes
    return place
  }

  deinit { for slab in slabs { slab.deallocate() } }
}
