public import Model

/// The world as the ledger would hand it to a run.
extension World {
  /// - Parameter day: What was booked before it is cleared as it really was, by people or by
  ///   earlier runs, and orders fully paid by then are released: the history that a second month
  ///   learns from. Nil: the first run, nothing is known.
  public func snapshot(confirmedBefore day: Day? = nil) -> Snapshot {
    var cleared = [Int64](repeating: 0, count: orders.count)
    var clearings: [LedgerClearing] = []
    let undone = Set(truths.indices.compactMap { isKnown($0, day) ? truths[$0].reversalOf : nil })
    let entries = deposits.indices.map { index in
      var entry = plainEntry(index)
      guard isKnown(index, day) else { return entry }
      let truth = truths[index]
      entry.isNew = false
      entry.standing = truth.links.contains { $0.allocatedYen != 0 } ? .cleared : .setAside
      if undone.contains(index) || truth.reversalOf != nil { entry.standing = .reversed }
      for link in truth.links where link.allocatedYen != 0 {
        cleared[link.orderIndex] += link.allocatedYen
        clearings.append(
          LedgerClearing(
            entryIndex: Int32(index), orderIndex: Int32(link.orderIndex),
            allocatedYen: link.allocatedYen, basis: truth.reversalOf == nil ? .byHand : .reversal))
      }
      return entry
    }
    let known = orders.indices.map { index in
      let isPaid = cleared[index] > 0 && cleared[index] >= orders[index].amountDueYen
      return LedgerOrder(
        row: orders[index], clearedYen: cleared[index],
        lastDecision: isPaid ? .release : nil, isReleased: isPaid)
    }
    return Snapshot(entries: entries, orders: known, clearings: clearings, ownNames: [holder])
  }

  private func isKnown(_ deposit: Int, _ day: Day?) -> Bool {
    guard let day else { return false }
    return deposits[deposit].bookingDay < day
  }

  private func plainEntry(_ index: Int) -> LedgerEntry {
    let d = deposits[index]
    return LedgerEntry(
      id: d.id, accountKey: "9876-012-1-7654321", bookingDay: d.bookingDay,
      valueDay: d.bookingDay, direction: d.amountYen < 0 ? .debit : .credit,
      amountYen: abs(d.amountYen),
      mark: d.amountYen < 0 ? .cancellation : .none, payerName: d.payerName,
      payerBank: d.payerBank, payerBranch: d.payerBranch, ediText: d.ediText, sourceRef: d.id,
      sourceFile: "deposits.csv", record: Int32(index + 1))
  }
}
