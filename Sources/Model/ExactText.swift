/// A text that is equal to the same bytes only. Swift calls texts equal that look alike (é in one
/// letter or in two); to a shop and to the ledger such numbers are two orders, and only one of
/// them may be paid.
public struct ExactText: Hashable, Sendable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public static func == (a: ExactText, b: ExactText) -> Bool { a.text.isExactly(b.text) }

  public func hash(into hasher: inout Hasher) { hasher.combineExactly(text) }
}

/// An order as its shop calls it: number and shop, byte for byte.
public struct OrderKey: Hashable, Sendable {
  public var orderID: String
  /// Empty where the export does not name the shop.
  public var shopID: String

  public init(orderID: String, shopID: String) {
    self.orderID = orderID
    self.shopID = shopID
  }

  public init(_ row: OrderRow) { self.init(orderID: row.orderID, shopID: row.shopID) }

  public static func == (a: OrderKey, b: OrderKey) -> Bool {
    a.orderID.isExactly(b.orderID) && a.shopID.isExactly(b.shopID)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combineExactly(orderID)
    hasher.combineExactly(shopID)
  }
}

extension String {
  /// True for the same bytes only. Cost: that of the texts' length; none where the lengths differ.
  public func isExactly(_ other: String) -> Bool {
    utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
  }
}

extension Hasher {
  /// Texts that are equal but for their bytes get hashes of their own.
  fileprivate mutating func combineExactly(_ text: String) {
    var text = text
    text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
    combine(0 as UInt8)
  }
}
