import Model

extension World {
  /// D02 on money: after a break every balance, and so every row, of the account is in doubt. D03:
  /// what was not seen may take back, or explain, what was. A shop may say otherwise of D03, and
  /// then it is still noted; of D02 a person can only have the very file posted.
  func moneyOnGap(_ i: Int) -> Finding? {
    guard let code = facts[i].gapCode else { return nil }
    let isAllowed = code == .D03 && policy(i).releasesAfterMissingDay
    return Finding(code, isAllowed ? .note : .hold, .gap)
  }

  /// B01 for an order not yet released. An order that was paid anew after the reversal may go,
  /// with a note: its first parcel was to be stopped, and somebody should know.
  func reversed(_ i: Int) -> Finding? {
    guard facts[i].undoneTodayYen > 0 || facts[i].undoneEarlierYen > 0 else { return nil }
    return Finding(.B01, isCovered(i) ? .note : .hold)
  }

  /// What a released order rested on and is not there, as its export says now: a payment that is
  /// or has failed (S06, S07, S10), or any payment at all, where the method became a transfer and
  /// nothing came (D04). An export that states nothing takes nothing back.
  func revoked(_ i: Int) -> CodeSet {
    if isCovered(i) { return CodeSet() }
    if isTransfer(i) { return facts[i].clearedYen <= 0 ? CodeSet(.D04) : CodeSet() }
    let state = snapshot.orders[i].row.paymentState
    guard state == .pending || state == .failed else { return CodeSet() }
    let finding = notAuthorised(i) ?? preliminary(i) ?? noGuarantee(i)
    return finding?.codes ?? CodeSet()
  }

  /// D04. A row that cannot be read may say that the order was cancelled, or what it costs now.
  func orderUnread(_ i: Int) -> Finding? {
    context.isDoubtful(snapshot.orders[i].row) ? Finding(.D04, .hold) : nil
  }

  /// D04. Nothing to pay is right where points cover it; a negative amount never is. A method
  /// that the source names but nobody configured is asked about unless the source says paid.
  func orderUnclear(_ i: Int) -> Finding? {
    let due = dueYen(i)
    if due < 0 || (due == 0 && snapshot.orders[i].row.pointsUsedYen <= 0) {
      return Finding(.D04, .hold)
    }
    guard snapshot.orders[i].row.paymentMethod == .other, due > 0 else { return nil }
    if snapshot.orders[i].row.paymentState == .paid || isCovered(i) { return nil }
    return Finding(.D04, .holdAsk)
  }
}
