import Model

/// Methods that somebody else collects for the shop: what the export says decides. Money that
/// came by transfer for such an order counts as well, and nothing has to be paid where points
/// cover everything.
extension World {
  private func state(_ i: Int, of method: PaymentMethod) -> PaymentState? {
    guard snapshot.orders[i].row.paymentMethod == method, !isCovered(i) else { return nil }
    return snapshot.orders[i].row.paymentState
  }

  /// S06. An open card order without a payment column counts as authorised by policy: carts open
  /// an order only after authorisation. Malls name their state, so silence of a mall is no consent.
  func notAuthorised(_ i: Int) -> Finding? {
    switch state(i, of: .card) {
    case .pending, .failed: return Finding(.S06, .hold)
    case .notStated where !policy(i).openCardOrderIsAuthorised: return Finding(.S06, .hold)
    case .notStated, .authorised, .paid, nil: break
    }
    switch state(i, of: .mall) {
    case .pending, .failed, .notStated: return Finding(.S06, .hold)
    case .authorised, .paid, nil: return nil
    }
  }

  /// S07 for a payment that is announced but not settled.
  func preliminary(_ i: Int) -> Finding? {
    if facts[i].hasUncleared { return Finding(.S07, .hold) }
    switch state(i, of: .konbini) {
    case .notStated, .pending, .authorised, .failed: return Finding(.S07, .hold)
    case .paid, nil: return nil
    }
  }

  /// S10 until the provider has said yes.
  func noGuarantee(_ i: Int) -> Finding? {
    switch state(i, of: .deferred) {
    case .notStated, .pending, .failed: return Finding(.S10, .hold)
    case .authorised, .paid, nil: return nil
    }
  }

  /// S09 before shipping: the slip would name more than the carrier takes.
  func aboveCODLimit(_ i: Int) -> Finding? {
    guard state(i, of: .cod) != nil, dueYen(i) > policy(i).codLimitYen else { return nil }
    return Finding(.S09, .hold)
  }
}
