/// What really happened, as far as it is known: of an invented world all of it, of a shop's own
/// history what people confirmed. Parallel to a snapshot's entries and orders.
public struct Truth: Sendable {
  public var deposits: [KnownDeposit]
  public var orders: [KnownOrder]

  public init(deposits: [KnownDeposit], orders: [KnownOrder]) {
    self.deposits = deposits
    self.orders = orders
  }
}

/// What a deposit was for.
public struct KnownDeposit: Sendable, Hashable {
  /// A word for the sort of case, to count by; the basis where nothing better is known.
  public var kind: String
  /// Empty where it paid no order.
  public var links: [KnownLink]
  /// False where nobody knows: it is not judged.
  public var isKnown: Bool

  public init(kind: String, links: [KnownLink], isKnown: Bool = true) {
    self.kind = kind
    self.links = links
    self.isKnown = isKnown
  }
}

/// Money that an order really got; 0 where the deposit only names the order.
public struct KnownLink: Sendable, Hashable {
  public var orderIndex: Int32
  public var allocatedYen: Int64

  public init(orderIndex: Int32, allocatedYen: Int64) {
    self.orderIndex = orderIndex
    self.allocatedYen = allocatedYen
  }
}

/// What became of an order.
public struct KnownOrder: Sendable, Hashable {
  /// False for orders that no transfer pays, or of which nothing is known.
  public var isKnown: Bool
  public var dueYen: Int64
  /// Net of reversals.
  public var paidYen: Int64
  /// Open and paid in full: it should be released.
  public var isPayable: Bool
  /// An open order of the same name, amount and time differs from it in having been paid.
  public var isAmbiguous: Bool
  /// Equal for orders that nobody can tell apart; 0 where there is none.
  public var twinGroup: Int32

  public init(
    isKnown: Bool, dueYen: Int64, paidYen: Int64, isPayable: Bool, isAmbiguous: Bool = false,
    twinGroup: Int32 = 0
  ) {
    self.isKnown = isKnown
    self.dueYen = dueYen
    self.paidYen = paidYen
    self.isPayable = isPayable
    self.isAmbiguous = isAmbiguous
    self.twinGroup = twinGroup
  }
}
