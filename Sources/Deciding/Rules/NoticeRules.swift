import Model

/// What persons and settlement files told, by order.
struct NoticeIndex {
  /// Sorted by a total key, so that the order of telling changes nothing.
  let all: [Notice]
  private let ofOrder: [Int32: [Int]]

  var isEmpty: Bool { all.isEmpty }

  init(_ notices: [Notice]) {
    all = notices.sorted { a, b in
      let (x, y) = (NoticeIndex.key(a), NoticeIndex.key(b))
      if x.numbers != y.numbers { return x.numbers.lexicographicallyPrecedes(y.numbers) }
      return (x.word, a.reference, a.text) < (y.word, b.reference, b.text)
    }
    var places: [Int32: [Int]] = [:]
    for (n, notice) in all.enumerated() {
      if let order = notice.orderIndex { places[order, default: []].append(n) }
    }
    ofOrder = places
  }

  private static func key(_ notice: Notice) -> (numbers: [Int64], word: String) {
    (
      [
        Int64(notice.orderIndex ?? -1), Int64(notice.entryIndex ?? -1), Int64(notice.day.number),
        notice.amountYen, Int64(notice.until?.number ?? 0),
      ], notice.kind.word
    )
  }

  func notices(of order: Int32) -> [Notice] {
    ofOrder.isEmpty ? [] : (ofOrder[order] ?? []).map { all[$0] }
  }

  func tells(_ kind: NoticeKind, of order: Int32) -> Bool {
    notices(of: order).contains { $0.kind == kind }
  }
}

extension Notice {
  /// The finding it stands for; nil where it only says how things are.
  var code: FindingCode? {
    switch kind {
    case .finding(let code): code
    case .collectionCancelled: .S07
    case .disputed, .handedOver, .approved: nil
    }
  }

  var effect: Effect {
    if kind == .collectionCancelled { return .stop }
    return code.map(usualEffect) ?? .note
  }
}

/// The usual decision of a code: docs/FINDINGS.md, "default".
func usualEffect(_ code: FindingCode) -> Effect {
  switch code {
  case .N07, .B01, .S05, .S08: .stop
  case .A01, .A02, .N02, .N03, .N04, .N05, .M03: .holdAsk
  case .N01, .N06, .M02, .T01, .T03, .T04, .S06, .S07, .S09, .S10, .S11, .D02, .D03, .D04, .D05:
    .hold
  case .A03, .A04, .M01, .T02, .T05, .T06, .S01, .S02, .S03, .S04, .R01, .R02, .R03, .D01: .note
  }
}

extension World {
  /// Everything that was told of an order and is a finding.
  func noticed(_ i: Int) -> [Finding] {
    guard !notices.isEmpty else { return [] }
    return notices.notices(of: Int32(i)).compactMap { notice in
      notice.code.map { Finding($0, notice.effect) }
    }
  }

  /// What was told stops a released order.
  func stopCodes(_ i: Int) -> CodeSet {
    guard !notices.isEmpty else { return CodeSet() }
    var codes = CodeSet()
    for notice in notices.notices(of: Int32(i)) where notice.effect == .stop {
      if let code = notice.code { codes.insert(code) }
    }
    return codes
  }

  /// N06: money on an account that is not the shop's waits for its hand-over; on one that
  /// customers are no longer told, it counts with a note. D05: the account collects for another
  /// shop, so somebody mixed up two clients; where a person moved it, it counts with a note.
  func wrongAccount(_ i: Int) -> Finding? {
    switch facts[i].account {
    case .fitting: nil
    case .old: Finding(.N06, .note)
    case .foreign: Finding(.N06, .hold)
    case .moved: Finding(.D05, .note)
    case .otherShop: Finding(.D05, .hold)
    }
  }

  /// D04: the amount is not what it was when the order was decided last, and money had come. With
  /// the new amount covered it is a note; otherwise somebody has to say which amount counts.
  func orderChanged(_ i: Int) -> Finding? {
    // What people waived since is no change of the order.
    guard let last = snapshot.orders[i].lastDueYen, last != dueYen(i),
      last != snapshot.orders[i].row.amountDueYen, snapshot.orders[i].clearedYen > 0
    else { return nil }
    return Finding(.D04, isCovered(i) ? .note : .hold)
  }
}

/// How the accounts that an order's money came into suit it; the worst counts.
enum AccountFit: Int { case fitting, old, moved, foreign, otherShop }

extension AccountFact {
  func fit(shopID: String, day: Day) -> AccountFit {
    if !collects(for: shopID) { return .otherShop }
    if owner != .shop { return .foreign }
    if let lastDay, day > lastDay { return .old }
    return .fitting
  }
}
