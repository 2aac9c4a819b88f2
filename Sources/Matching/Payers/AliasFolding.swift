// Who is known to pay for whom, made from events. A payer of some name may write from several
// banks, and not every format names the bank: votes of one bank count for that bank, votes without
// a bank for all of them, and where the bank of a payment is not known all votes count.

public import Model

/// Folds events, oldest first, into aliases as they stand on `today`: one per shop, payer, bank,
/// branch and customer, sorted by these.
///
/// An alias is active from two votes on: a person's word and an order number in full are two each,
/// payments that were linked by likeness are one per booking day, and payments that the alias
/// itself linked are none. What a person takes back ends all votes until then; after it only a
/// person's word or a number counts.
///
/// Pure. Cost: linear in the events, times the banks that one payer writes from.
public func payerAliases(
  _ events: [PayerEvent], today: Day, expiryDays: Int32
) -> [PayerAlias] {
  var payers: [PayerOfShop: PayerHistory] = [:]
  var names: [String: [UInt8]] = [:]
  for event in events {
    let key: [UInt8]
    if let known = names[event.payerName] {
      key = known
    } else {
      key = aliasKey(event.payerName)
      names[event.payerName] = key
    }
    if key.isEmpty { continue }
    payers[PayerOfShop(shopID: event.shopID, key: key), default: PayerHistory()].add(event)
  }
  var out: [PayerAlias] = []
  for (payer, history) in payers {
    out += history.aliases(of: payer, today: today, expiryDays: expiryDays)
  }
  return out.sorted { a, b in
    (a.shopID, a.payerKey, a.customer, a.payerBank, a.payerBranch)
      < (b.shopID, b.payerKey, b.customer, b.payerBank, b.payerBranch)
  }
}

/// The folded name under which a payer is known; empty where a name does not tell a payer: none,
/// or kanji, which all fold to one letter.
func aliasKey(_ payerName: String) -> [UInt8] {
  let name = PayerName(payer: payerName, code: "", edi: "").form.loose
  return name.contains(Code.kanji) ? [] : name
}

/// Numbers of payers that are one exactly where `payerAliases` takes them for one. Whoever changes
/// how names are folded raises the version: ledgers keep these numbers.
public let payerNumbering = PayerNumbering(version: 1) { name in
  let key = aliasKey(name)
  return key.isEmpty ? 0 : Int64(bitPattern: hashed(key, seed: 1))
}

private struct PayerOfShop: Hashable {
  var shopID: String
  var key: [UInt8]
}

/// Where a payer writes from; empty what is not known.
struct PayerBank: Hashable {
  var bank: String
  var branch: String

  /// Whether the two may be one.
  func mayBe(_ other: PayerBank) -> Bool {
    if bank.isEmpty || other.bank.isEmpty { return true }
    return bank == other.bank
      && (branch.isEmpty || other.branch.isEmpty || branch == other.branch)
  }
}

/// What one payer of one shop did.
private struct PayerHistory {
  private struct Vote {
    var entryID: String
    var day: Day
    var place: PayerBank
    var isCertain: Bool
  }

  private struct Relation {
    var votes: [Vote] = []
    /// Where a person said that it was wrong.
    var distrusted: [PayerBank] = []
    /// Newest payment, and the name as it was written then, by place.
    var uses: [PayerBank: (day: Day, name: String)] = [:]

    /// Votes that count for payments from a place.
    func points(_ place: PayerBank) -> Int32 {
      var points: Int32 = 0
      var days: Set<Day> = []
      for vote in votes where vote.place.mayBe(place) {
        if vote.isCertain { points += 2 } else { days.insert(vote.day) }
      }
      return points + Int32(days.count)
    }

    func lastDay(_ place: PayerBank) -> Day {
      uses.filter { $0.key.mayBe(place) }.map(\.value.day).max() ?? Day(number: .min)
    }
  }

  /// More customers than this make a payer nobody's alias, from whatever bank.
  private static let manyCustomers = 64

  private var relations: [String: Relation] = [:]

  mutating func add(_ event: PayerEvent) {
    let place = PayerBank(bank: event.payerBank, branch: event.payerBranch)
    var relation = relations.removeValue(forKey: event.customer) ?? Relation()
    switch event.kind {
    case .paid(let proof):
      let isNewer = relation.uses[place].map { $0.day <= event.day } ?? true
      if isNewer { relation.uses[place] = (event.day, event.payerName) }
      let isCertain = proof == .person || proof == .number
      let isDistrusted = relation.distrusted.contains { $0.mayBe(place) }
      if proof != .history, isCertain || !isDistrusted {
        relation.votes.append(
          Vote(entryID: event.entryID, day: event.day, place: place, isCertain: isCertain))
      }
    case .reversed: relation.votes.removeAll { $0.entryID == event.entryID }
    case .undone, .forgotten:
      relation.votes.removeAll { $0.place.mayBe(place) }
      if !relation.distrusted.contains(place) { relation.distrusted.append(place) }
    }
    relations[event.customer] = relation
  }

  func aliases(of payer: PayerOfShop, today: Day, expiryDays: Int32) -> [PayerAlias] {
    var rivals: [PayerBank: Int32] = [:]
    let text = aliasText(payer.key)
    var out: [PayerAlias] = []
    for (customer, relation) in relations {
      for (place, use) in relation.uses {
        let votes = relation.points(place)
        let last = relation.lastDay(place)
        let isCurrent = last.adding(days: expiryDays) >= today
        let all =
          rivals[place] ?? customers(payingFrom: place, today: today, expiryDays: expiryDays)
        rivals[place] = all
        let others = all - (votes > 0 && isCurrent ? 1 : 0)
        let state: AliasState
        if votes < PayerAlias.votesNeeded {
          let wasWrong = relation.distrusted.contains { $0.mayBe(place) }
          state = wasWrong ? .forgotten : .learning
        } else {
          state = !isCurrent ? .expired : others > 0 ? .weak : .active
        }
        out.append(
          PayerAlias(
            id: aliasID([payer.shopID, text, place.bank, place.branch, customer]),
            shopID: payer.shopID, payerKey: text, payerName: use.name, payerBank: place.bank,
            payerBranch: place.branch, customer: customer, votes: votes, contradictions: others,
            lastUsedDay: last, state: state))
      }
    }
    return out
  }

  /// How many customers the payer is current with, from a place.
  private func customers(
    payingFrom place: PayerBank, today: Day, expiryDays: Int32
  ) -> Int32 {
    if relations.count > PayerHistory.manyCustomers { return Int32(relations.count) }
    return Int32(
      relations.values.count {
        $0.points(place) > 0 && $0.lastDay(place).adding(days: expiryDays) >= today
      })
  }
}

/// Folded letters as text: large katakana, and ASCII.
private func aliasText(_ codes: [UInt8]) -> String {
  var text = String.UnicodeScalarView()
  for code in codes {
    let value = Code.isKana(code) ? 0x30A0 + UInt32(code) : UInt32(code & 0x7F)
    text.append(Unicode.Scalar(value) ?? "?")
  }
  return String(text)
}

private func aliasID(_ parts: [String]) -> String {
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  for part in parts {
    for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ 0xFF) &* 0x100_0000_01B3
  }
  let digits = String(mixed(hash) >> 16, radix: 16)
  return "P-" + String(repeating: "0", count: 12 - digits.utf8.count) + digits
}
