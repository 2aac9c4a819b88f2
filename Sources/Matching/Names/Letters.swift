// Names in place. A run handles some names millions of times on several threads; an array for each
// would cost a reference count at every touch and five times the memory. So the letters of many
// names lie side by side in a block, and what is handed around are plain words that point into it.
// Whoever keeps a name keeps its block: the book does for a whole run.

/// Letters of a name. Valid as long as the block they lie in.
struct Letters: RandomAccessCollection, @unchecked Sendable {
  fileprivate let base: UnsafePointer<UInt8>
  let count: Int

  @inline(__always) init(base: UnsafePointer<UInt8>, count: Int) {
    self.base = base
    self.count = count
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }
  @inline(__always) subscript(place: Int) -> UInt8 { base[place] }

  @inline(__always) func withContiguousStorageIfAvailable<R>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> R
  ) rethrows -> R? {
    try body(UnsafeBufferPointer(start: base, count: count))
  }

  static func == (a: Letters, b: Letters) -> Bool {
    a.count == b.count && a.agrees(with: b.base, a.count)
  }

  static func == (a: Letters, b: [UInt8]) -> Bool { b == a }

  static func == (a: [UInt8], b: Letters) -> Bool {
    a.count == b.count && a.withUnsafeBufferPointer { b.agrees(with: $0.baseAddress, b.count) }
  }

  /// Nothing is equal to no name at all.
  static func == (a: [UInt8]?, b: Letters) -> Bool { a.map { $0 == b } ?? false }

  /// Whether the name begins with letters.
  func starts(with head: Letters) -> Bool {
    head.count <= count && agrees(with: head.base, head.count)
  }

  @inline(__always) private func agrees(with other: UnsafePointer<UInt8>?, _ n: Int) -> Bool {
    guard let other else { return true }
    for i in 0..<n where base[i] != other[i] { return false }
    return true
  }
}

/// One name of an order with the hashes it is looked up by. Valid as long as its block.
struct OrderForm: @unchecked Sendable {
  private let base: UnsafePointer<UInt8>
  private let tightEnd: UInt32
  private let looseEnd: UInt32
  private let surnameEnd: UInt32
  private let swappedEnd: UInt32
  let looseKey: UInt64
  let swappedKey: UInt64
  /// 0 where the surname is unknown.
  let surnameKey: UInt64
  /// Hash of the loose given name; 0 where it is unknown.
  let givenKey: UInt64
  let source: NameSource

  /// Letters without blanks.
  @inline(__always) var tight: Letters { letters(0, tightEnd) }
  /// See `loose`.
  @inline(__always) var loose: Letters { letters(tightEnd, looseEnd) }
  /// Loose surname; empty where unknown (companies, unsplit names).
  @inline(__always) var surname: Letters { letters(looseEnd, surnameEnd) }
  /// Loose name given first; empty where the split is unknown.
  @inline(__always) var swapped: Letters { letters(surnameEnd, swappedEnd) }

  @inline(__always) private func letters(_ from: UInt32, _ to: UInt32) -> Letters {
    Letters(base: base + Int(from), count: Int(to - from))
  }

  /// Copies a draft's letters to a place that has room for them.
  fileprivate init(_ draft: FormDraft, at place: UnsafeMutablePointer<UInt8>) {
    var end = 0
    func copy(_ letters: [UInt8]) -> UInt32 {
      for letter in letters {
        place[end] = letter
        end += 1
      }
      return UInt32(end)
    }
    tightEnd = copy(draft.tight)
    looseEnd = copy(draft.loose)
    surnameEnd = copy(draft.surname)
    swappedEnd = copy(draft.swapped)
    base = UnsafePointer(place)
    looseKey = hashed(draft.loose)
    swappedKey = hashed(draft.swapped)
    surnameKey = Matching.surnameKey(draft.surname)
    givenKey = Matching.givenKey(draft.given)
    source = draft.source
  }
}

/// All names an order can be paid under. Valid as long as its block.
struct OrderName: @unchecked Sendable {
  /// At least one, the order's kana first; empty only where the order has no usable name.
  let forms: UnsafeBufferPointer<OrderForm>
  let isCompany: Bool
}

/// Keeps some names.
final class NameBlock: @unchecked Sendable {
  let names: [OrderName]
  private let letters: UnsafeMutablePointer<UInt8>
  private let forms: UnsafeMutablePointer<OrderForm>

  /// Cost: linear in the letters.
  init(_ drafts: [NameDraft]) {
    let formCount = drafts.reduce(0) { $0 + $1.forms.count }
    let letterCount = drafts.reduce(0) { $0 + $1.forms.reduce(0) { $0 + $1.letterCount } }
    letters = .allocate(capacity: max(1, letterCount))
    forms = .allocate(capacity: max(1, formCount))
    var names: [OrderName] = []
    names.reserveCapacity(drafts.count)
    var letter = 0
    var form = 0
    for draft in drafts {
      let first = form
      for item in draft.forms {
        (forms + form).initialize(to: OrderForm(item, at: letters + letter))
        letter += item.letterCount
        form += 1
      }
      names.append(
        OrderName(
          forms: UnsafeBufferPointer(start: forms + first, count: form - first),
          isCompany: draft.isCompany))
    }
    self.names = names
  }

  deinit {
    letters.deallocate()
    forms.deallocate()
  }
}
