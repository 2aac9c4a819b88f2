public import Model

/// What was told that stops refunds: an export of refunds asks here for each order before it writes
/// one, and writes none of an order for which this is not empty.
///
/// R01 (a refund that nobody can match) stops every refund until it is withdrawn, since it may be
/// somebody's theft. R03 (failed, wrong or double) stops those of its order until the money is
/// back; without an order it stops all. R03 alone of another order stops nothing.
///
/// - Parameter order: place in the snapshot; nil for money that belongs to no order.
/// Cost: one step per notice.
public func refundStops(_ notices: [Notice], order: Int32?) -> [Notice] {
  notices.filter { notice in
    switch notice.kind {
    case .finding(.R01): true
    case .finding(.R03): notice.orderIndex == nil || notice.orderIndex == order
    default: false
    }
  }
}
