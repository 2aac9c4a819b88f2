/// A part of a snapshot with places of its own, and the way between the two.
public struct SnapshotPart: Sendable {
  public var snapshot: Snapshot
  /// Places in the whole of what the part has, ascending.
  public let entries: [Int32]
  public let orders: [Int32]
  /// Parallel to the whole's entries and orders: places in the part; −1 where it has them not.
  private let placeOfEntry: [Int32]
  private let placeOfOrder: [Int32]

  /// Takes some entries and orders, both ascending, with what lies between them: clearings,
  /// answers of which every order is among them, refunds, and the aliases of the orders' shops.
  /// Cost: linear in the whole.
  public init(of whole: Snapshot, entries: [Int32], orders: [Int32]) {
    self.entries = entries
    self.orders = orders
    let entryPlaces = SnapshotPart.places(of: entries, among: whole.entries.count)
    let orderPlaces = SnapshotPart.places(of: orders, among: whole.orders.count)
    placeOfEntry = entryPlaces
    placeOfOrder = orderPlaces
    func clearing(_ clearing: LedgerClearing) -> LedgerClearing? {
      var own = clearing
      own.entryIndex = entryPlaces[Int(clearing.entryIndex)]
      own.orderIndex = orderPlaces[Int(clearing.orderIndex)]
      return own.entryIndex < 0 || own.orderIndex < 0 ? nil : own
    }
    snapshot = Snapshot(
      entries: entries.map { whole.entries[Int($0)] },
      orders: orders.map { whole.orders[Int($0)] },
      clearings: whole.clearings.compactMap(clearing), ownNames: whole.ownNames)
    snapshot.undone = whole.undone.compactMap(clearing)
    snapshot.answers = whole.answers.compactMap { answer in
      var own = answer
      own.entryIndex = entryPlaces[Int(answer.entryIndex)]
      for n in own.shares.indices {
        own.shares[n].orderIndex = orderPlaces[Int(own.shares[n].orderIndex)]
      }
      return own.entryIndex < 0 || own.shares.contains { $0.orderIndex < 0 } ? nil : own
    }
    snapshot.refundTies = whole.refundTies.compactMap { tie in
      var own = tie
      own.entryIndex = entryPlaces[Int(tie.entryIndex)]
      return own.entryIndex < 0 ? nil : own
    }
    if !whole.aliases.isEmpty {
      let shops = Set(snapshot.orders.map(\.row.shopID))
      snapshot.aliases = whole.aliases.filter { shops.contains($0.shopID) }
    }
  }

  private static func places(of some: [Int32], among count: Int) -> [Int32] {
    var places = [Int32](repeating: -1, count: count)
    for (n, place) in some.enumerated() { places[Int(place)] = Int32(n) }
    return places
  }

  /// Where something of the whole stands in the part; nil where the part has it not.
  public func place(ofEntry entry: Int32) -> Int32? {
    placeOfEntry[Int(entry)] < 0 ? nil : placeOfEntry[Int(entry)]
  }

  public func place(ofOrder order: Int32) -> Int32? {
    placeOfOrder[Int(order)] < 0 ? nil : placeOfOrder[Int(order)]
  }

  /// An outcome of the part in the places of the whole.
  public func inWhole(_ outcome: EntryOutcome) -> EntryOutcome {
    outcome.placed(entry: { entries[Int($0)] }, order: { orders[Int($0)] })!
  }

  /// An outcome of the whole in the places of the part, without orders that the part has not; nil
  /// where it has not the entry.
  public func inPart(_ outcome: EntryOutcome) -> EntryOutcome? {
    outcome.placed(entry: place(ofEntry:), order: place(ofOrder:))
  }
}

extension EntryOutcome {
  /// The same in other places, without what has none; nil where the entry has none. A candidate of
  /// several orders goes where one of them goes.
  func placed(
    entry place: (Int32) -> Int32?, order orderPlace: (Int32) -> Int32?
  ) -> EntryOutcome? {
    guard let entry = place(entryIndex) else { return nil }
    var own = self
    own.entryIndex = entry
    own.undoesEntryIndex = undoesEntryIndex.flatMap(place)
    own.links = links.compactMap { link in
      orderPlace(link.orderIndex).map {
        MatchLink(orderIndex: $0, allocatedYen: link.allocatedYen, basis: link.basis)
      }
    }
    own.candidates = candidates.compactMap { candidate in
      let orders = candidate.orderIndices.compactMap(orderPlace)
      return orders.count < candidate.orderIndices.count
        ? nil : MatchCandidate(orderIndices: orders, evidence: candidate.evidence)
    }
    if own.candidates.count < candidates.count {
      own.candidateCount = Int32(own.candidates.count)
      own.marginMillibits = nil
      own.unsearchedOrderCount = 0
      own.unweighedCount = 0
    }
    if let proposal {
      let shares = proposal.allocations.compactMap { share in
        orderPlace(share.orderIndex).map { ProposedAllocation(orderIndex: $0, yen: share.yen) }
      }
      own.proposal =
        shares.count < proposal.allocations.count
        ? nil : AllocationProposal(allocations: shares, rule: proposal.rule)
    }
    return own
  }
}
