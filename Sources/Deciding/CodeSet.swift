import Model

/// A set of finding codes that is always in order of precedence: bit n is the code of rank n.
struct CodeSet: Hashable, Sendable {
  private(set) var bits: UInt64 = 0

  init() {}
  init(_ code: FindingCode) { insert(code) }
  init(_ codes: [FindingCode]) { for code in codes { insert(code) } }

  var isEmpty: Bool { bits == 0 }
  /// The primary code.
  var first: FindingCode? {
    bits == 0 ? nil : FindingCode.precedence[bits.trailingZeroBitCount]
  }

  mutating func insert(_ code: FindingCode) { bits |= 1 << UInt64(code.rank) }
  mutating func formUnion(_ other: CodeSet) { bits |= other.bits }
  mutating func remove(_ code: FindingCode) { bits &= ~(1 << UInt64(code.rank)) }
  func contains(_ code: FindingCode) -> Bool { bits != 0 && bits & (1 << UInt64(code.rank)) != 0 }

  var sorted: [FindingCode] {
    var left = bits
    var codes: [FindingCode] = []
    while left != 0 {
      codes.append(FindingCode.precedence[left.trailingZeroBitCount])
      left &= left - 1
    }
    return codes
  }
}
