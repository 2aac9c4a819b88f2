// Payers of other names as a snapshot's own clearings show them: for histories that are tried again
// without their ledger.

public import Model

/// What the clearings of a snapshot say about who pays for whom, oldest first, as the ledger would
/// tell it: by a person's word, a number or likeness, each according to its basis; nothing of
/// entries that the bank reversed. Cost: linear in the clearings, comparing names of few of them.
public func payerEvents(of snapshot: Snapshot) -> [PayerEvent] {
  let clearings = snapshot.clearings.enumerated().filter { _, c in
    kind(of: c) != nil && snapshot.entries[Int(c.entryIndex)].standing != .reversed
  }
  let written = clearings.map { _, c in
    let row = snapshot.orders[Int(c.orderIndex)].row
    return WrittenName(name: row.customerName, kana: row.customerKana)
  }
  let readings = Readings(written)
  let block = NameBlock(written.map { readings.orderName($0) })
  let payers = PayerBlock()
  var events: [PayerEvent] = []
  for (n, (place, c)) in clearings.enumerated() {
    let entry = snapshot.entries[Int(c.entryIndex)]
    let payer = payers.add(
      PayerName(payer: entry.payerName, code: entry.payerCode, edi: entry.ediText),
      kanaSurnames: readings.kanaSurnames)
    switch compare(payer, block.names[n]).level {
    case .nameFamily, .nameSurnameOnly, .nameCompanyPerson, .nameDifferent: break
    default: continue
    }
    let row = snapshot.orders[Int(c.orderIndex)].row
    events.append(
      PayerEvent(
        kind: kind(of: c)!, runOrdinal: Int64(place), day: entry.bookingDay, entryID: entry.id,
        shopID: row.shopID, customer: row.customer, payerName: entry.payerName,
        payerBank: entry.payerBank, payerBranch: entry.payerBranch))
  }
  return withExtendedLifetime((block, payers)) { events }
}

/// nil for clearings that say nothing of a payer under another name.
private func kind(of clearing: LedgerClearing) -> PayerEvent.Kind? {
  if clearing.basis == .undone { return .undone }
  guard clearing.allocatedYen > 0 else { return nil }
  switch clearing.basis {
  case .byHand: return .paid(.person)
  case .orderNumber: return .paid(.number)
  case .knownPayer: return .paid(.history)
  case .familyName, .company, .oneForMany: return .paid(.likeness)
  default: return nil
  }
}
