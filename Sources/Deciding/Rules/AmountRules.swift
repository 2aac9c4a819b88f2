import Model

extension World {
  /// All that the customer was told to pay is there.
  func isCovered(_ i: Int) -> Bool { facts[i].clearedYen >= dueYen(i) }

  func isTransfer(_ i: Int) -> Bool {
    snapshot.orders[i].row.paymentMethod == .bankTransfer
  }

  /// A01 where policy lets the shop bear it: exactly a fee of the table, up to the ceiling.
  func isFeeAbsorbed(_ i: Int) -> Bool {
    let short = dueYen(i) - facts[i].clearedYen
    return facts[i].clearedYen > 0 && short > 0 && policy(i).absorbsTransferFee
      && short <= policy(i).feeCeilingYen
      && context.fees.isFee(shortYen: short, dueYen: dueYen(i))
  }

  /// A01 a shortage that the fee table knows, A02 any other. Two payments or more, or a payment
  /// that matching took for a part, say that the rest is on its way: M02.
  func short(_ i: Int) -> Finding? {
    let short = dueYen(i) - facts[i].clearedYen
    guard facts[i].clearedYen > 0, short > 0, isTransfer(i) else { return nil }
    if context.fees.isFee(shortYen: short, dueYen: dueYen(i)) {
      return Finding(.A01, isFeeAbsorbed(i) ? .note : .holdAsk)
    }
    let isSplit = facts[i].creditCount > 1 || facts[i].linkCodes.contains(.M02)
    return isSplit ? Finding(.M02, .hold) : Finding(.A02, .holdAsk)
  }

  /// Codes that an automatic link carries along. A01, A02 and T02–T03 are found here anew from the
  /// order's whole money, and M02 is settled by it, so they are not copied.
  func linkNotes(_ i: Int) -> Finding? {
    var own = facts[i].linkCodes
    if facts[i].excessYen > 0 { own.insert(.A03) }
    if facts[i].creditCount > 1, isCovered(i), dueYen(i) > 0 { own.insert(.M02) }
    let shared = facts[i].sharedCodes
    if own.isEmpty && shared.isEmpty { return nil }
    for code in foundAnew {
      own.remove(code)
    }
    if !isCovered(i) { own.remove(.M02) }
    if own.isEmpty { return shared.isEmpty ? nil : Finding(codes: shared, .note, .entry) }
    own.formUnion(shared)
    return Finding(codes: own, .note)
  }

  /// Money that a person has to look at first. It does not block an order that other money pays.
  func heldMoney(_ i: Int) -> Finding? {
    guard !facts[i].heldCodes.isEmpty, !isCovered(i), isTransfer(i) else { return nil }
    // Cheques are waited for, and what came to another shop is no question to the customer.
    let isOnlyWaiting = [CodeSet(.S07), CodeSet(.D05)].contains(facts[i].heldCodes)
    return Finding(codes: facts[i].heldCodes, isOnlyWaiting ? .hold : .holdAsk, .entry)
  }
}

private let foundAnew: [FindingCode] = [.A01, .A02, .B01, .T02, .T03, .T04]
