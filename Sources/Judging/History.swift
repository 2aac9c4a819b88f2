public import Model

/// A shop's own history, taken back and kept as the truth.
public struct ReopenedHistory: Sendable {
  /// As if nothing had ever been cleared, set aside or released.
  public var snapshot: Snapshot
  public var truth: Truth

  public init(snapshot: Snapshot, truth: Truth) {
    self.snapshot = snapshot
    self.truth = truth
  }
}

/// Takes back every clearing of a snapshot, so that matching can be tried on it again.
///
/// What was cleared is taken for true, by whomever: an error that nobody has undone counts as
/// right. What a person took back is not. Entries that no clearing explains are matched again but
/// not judged, and neither are orders without money: nobody has said that they are unpaid. Orders
/// that left the shop since are opened again. Cost: linear.
public func reopened(_ snapshot: Snapshot) -> ReopenedHistory {
  var truth = Truth(
    deposits: snapshot.entries.map { _ in KnownDeposit(kind: "", links: [], isKnown: false) },
    orders: snapshot.orders.map {
      KnownOrder(isKnown: false, dueYen: $0.row.amountDueYen, paidYen: 0, isPayable: false)
    })
  for clearing in snapshot.clearings {
    let link = KnownLink(orderIndex: clearing.orderIndex, allocatedYen: clearing.allocatedYen)
    if clearing.basis == .undone {
      truth.deposits[Int(clearing.entryIndex)].takeBack(clearing.orderIndex)
    } else {
      truth.deposits[Int(clearing.entryIndex)].add(link, clearing.basis)
    }
    truth.orders[Int(clearing.orderIndex)].paidYen += clearing.allocatedYen
  }
  var open = snapshot
  open.clearings = []
  for index in open.entries.indices {
    open.entries[index].standing = .open
    open.entries[index].owedBackYen = 0
    open.entries[index].isNew = true
  }
  for index in open.orders.indices {
    let order = snapshot.orders[index]
    let known = truth.orders[index]
    if known.paidYen > 0, order.row.paymentMethod == .bankTransfer {
      truth.orders[index].isKnown = true
      // A shortage that somebody released all the same was borne by the shop.
      truth.orders[index].isPayable =
        order.row.status != .cancelled && (known.paidYen >= known.dueYen || order.isReleased)
      if order.row.status != .cancelled { open.orders[index].row.status = .open }
    }
    open.orders[index].clearedYen = 0
    open.orders[index].lastDecision = nil
    open.orders[index].isReleased = false
  }
  groupTwins(snapshot, &truth)
  return ReopenedHistory(snapshot: open, truth: truth)
}

extension KnownDeposit {
  fileprivate mutating func add(_ link: KnownLink, _ basis: MatchBasis) {
    isKnown = true
    if links.isEmpty { kind = basis.rawValue }
    links.append(link)
  }

  /// Clearings come in the order of their runs: what is taken back stands before.
  fileprivate mutating func takeBack(_ order: Int32) {
    links.removeAll { $0.orderIndex == order }
    if links.isEmpty { self = KnownDeposit(kind: "", links: [], isKnown: false) }
  }
}

/// Numbers orders that look alike and are paid: which of them a payment was for, nobody can say.
private func groupTwins(_ snapshot: Snapshot, _ truth: inout Truth) {
  var groups: [LikeOrder: [Int]] = [:]
  for (index, known) in truth.orders.enumerated() where known.isPayable {
    groups[LikeOrder(snapshot.orders[index].row), default: []].append(index)
  }
  for members in groups.values where members.count > 1 {
    // The first member names the group, so that the walk's order does not show.
    for member in members { truth.orders[member].twinGroup = Int32(members[0] + 1) }
  }
}
