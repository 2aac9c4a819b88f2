import Model

extension World {
  /// T02: credited after the day the customer was told, rolled to the next bank business day.
  func paidLate(_ i: Int) -> Finding? {
    guard let credited = facts[i].lastCreditDay, isCovered(i) || isFeeAbsorbed(i),
      let due = snapshot.orders[i].row.paymentDueDay, credited > lastTimelyDay(due)
    else { return nil }
    return Finding(.T02, policy(i).releasesAfterExpiry ? .note : .holdAsk)
  }

  /// A day on which banks are closed cannot be met; past the table the printed day counts.
  private func lastTimelyDay(_ due: Day) -> Day {
    guard context.calendar.isBusinessDay(due) == false else { return due }
    return context.calendar.businessDay(1, after: due) ?? due
  }

  /// T03. Money before the order is usually that order's money: a customer who pays while the
  /// order mail is still on its way. It releases where the match is certain, the days before are
  /// few and no other order of the customer over the same sum competes; a paid order that waits
  /// does harm too. In every other case it might belong to an older order, so it is held.
  func paidBefore(_ i: Int) -> Finding? {
    guard facts[i].isPaidBefore, facts[i].clearedYen > 0 else { return nil }
    return Finding(.T03, facts[i].isPaidBeforeCertain ? .note : .hold)
  }

  /// T04 needs more than silence: the deadline and one bank business day have passed, the
  /// statements of the whole time are there, and no held money may be the order's.
  func overdue(_ i: Int) -> Finding? {
    guard isOverdue(i), doubt(i) == nil else { return nil }
    return Finding(.T04, .hold)
  }

  /// D02 or D03 in the place of T04: money may have come on the days that nobody has seen.
  func unpaidInGap(_ i: Int) -> Finding? {
    guard !gaps.all.isEmpty, isOverdue(i), let code = doubt(i) else { return nil }
    return Finding(code, .hold, .gap)
  }

  private func doubt(_ i: Int) -> FindingCode? {
    guard !gaps.all.isEmpty, let last = lastPaymentDay(i) else { return nil }
    return gaps.doubt(from: snapshot.orders[i].row.orderedAt.day, to: last) { concerns($0, i) }
  }

  /// Nothing came, nothing is held, and the last payment day is over. Never true where no
  /// deadline was told to the customer, or where the calendar ends before it.
  private func isOverdue(_ i: Int) -> Bool {
    guard isTransfer(i), dueYen(i) > 0,
      facts[i].clearedYen <= 0, facts[i].undoneTodayYen == 0, facts[i].undoneEarlierYen == 0,
      facts[i].heldCodes.isEmpty, let last = lastPaymentDay(i)
    else { return false }
    if let unseen = context.unseenFrom, last >= unseen, doubt(i) == nil { return false }
    return context.asOf.day > last
  }
}
