import Model

/// Entries counted, and what became of their money. The four parts add up to the amount.
struct MoneySplit: Equatable {
  var count: Int64 = 0
  var amountYen: Int64 = 0
  var clearedYen: Int64 = 0
  var suspenseYen: Int64 = 0
  var refundLinkedYen: Int64 = 0
  var excludedYen: Int64 = 0

  var explainedYen: Int64 { clearedYen + suspenseYen + refundLinkedYen + excludedYen }

  /// `signedYen` is negative for money that left the account, and so are its parts.
  mutating func add(_ use: EntryUse, signedYen: Int64) {
    count += 1
    amountYen += signedYen
    clearedYen += use.clearedYen
    suspenseYen += use.suspenseYen
    refundLinkedYen += use.refundLinkedYen
    excludedYen += use.excludedYen
  }
}

extension MoneySplit {
  var receipts: CountAndYen { CountAndYen(count: count, yen: amountYen) }
}

struct AccountFigures {
  var accountKey: String
  var credits = MoneySplit()
  var debits = MoneySplit()
}

struct CountAndYen: Equatable {
  var count: Int64 = 0
  var yen: Int64 = 0

  mutating func add(_ yen: Int64) {
    count += 1
    self.yen += yen
  }
}

/// Released orders of one shop, parallel to `PaymentMethod.allCases`.
struct ShopFigures {
  var shopID: String
  var released = [CountAndYen](repeating: CountAndYen(), count: PaymentMethod.allCases.count)
}

/// Money in suspense by days since booking.
struct AgeBand {
  /// First day of the band; the last band has no end.
  var fromDays: Int32
  var toDays: Int32?
  var open = CountAndYen()
}

/// Every sum and count that more than one file prints: made once, so the files cannot disagree.
struct Figures {
  var credits = MoneySplit()
  var debits = MoneySplit()
  /// Sorted by account key.
  var accounts: [AccountFigures] = []
  var newEntryCount: Int64 = 0
  /// The credits of this run's files, and those that earlier runs left open. Together: `credits`.
  var newSplit = MoneySplit()
  var carriedSplit = MoneySplit()
  var newCredits: CountAndYen { newSplit.receipts }
  var carriedCredits: CountAndYen { carriedSplit.receipts }
  /// Debits that take back cleared money, with the (positive) yen taken back, and all other money
  /// that went out. Together: `debits`.
  var reversals = CountAndYen()
  var otherDebits = CountAndYen()
  /// Parallel to `Decision.allCases`; yen are the amounts due.
  var decisions = [CountAndYen](repeating: CountAndYen(), count: Decision.allCases.count)
  /// Held without a code: nothing is wrong, the payment has simply not come yet.
  var waiting = CountAndYen()
  /// Sorted by shop id; shops without a release are left out.
  var shops: [ShopFigures] = []
  /// Primary codes of cases by precedence, with gross yen, and the orders that have the code.
  var codes: [(code: FindingCode, orders: Int64, cases: CountAndYen)] = []
  var ageing = [
    AgeBand(fromDays: 0, toDays: 3), AgeBand(fromDays: 4, toDays: 7),
    AgeBand(fromDays: 8, toDays: 14), AgeBand(fromDays: 15, toDays: 30),
    AgeBand(fromDays: 31, toDays: nil),
  ]
  /// At risk in the cases that need a person.
  var atRisk: AtRisk
  var needingGrossYen: Int64 { atRisk.grossYen }
  /// Findings for which a row or more was left out.
  var dataProblemCount: Int64 = 0

  /// What was cleared today less what reversals took back.
  var netClearedYen: Int64 { credits.clearedYen - reversals.yen }
  /// Credits without what is no customer's money: the base of the share cleared.
  var customersYen: Int64 { credits.amountYen - credits.excludedYen }
  /// Σ credits = Σ cleared + Σ suspense + Σ refund-linked + Σ excluded.
  var proofHolds: Bool { credits.amountYen == credits.explainedYen }

  init(_ input: ReportInput) {
    atRisk = AtRisk(input)
    sumEntries(input)
    countDecisions(input)
    countCodes(input)
    for file in input.files {
      for finding in file.reading.findings where finding.severity >= .rejectsRow {
        dataProblemCount += 1
      }
    }
    precondition(proofHolds, "every yen credited is cleared, in suspense, linked or excluded")
    precondition(debits.amountYen == debits.explainedYen, "so is every yen debited")
  }

  func count(_ decision: Decision) -> CountAndYen {
    decisions[everyDecision.firstIndex(of: decision)!]
  }

  private mutating func sumEntries(_ input: ReportInput) {
    let entries = input.snapshot.entries
    for use in input.decided.uses {
      // Field by field: an entry has a dozen texts, and a copy counts each of them up and down.
      let e = Int(use.entryIndex)
      let signedYen = entries[e].signedAmountYen
      if entries[e].isNew { newEntryCount += 1 }
      let place = accountPlace(entries[e].accountKey)
      switch entries[e].direction {
      case .credit:
        credits.add(use, signedYen: signedYen)
        if entries[e].isNew {
          newSplit.add(use, signedYen: signedYen)
        } else {
          carriedSplit.add(use, signedYen: signedYen)
        }
        accounts[place].credits.add(use, signedYen: signedYen)
      case .debit:
        debits.add(use, signedYen: signedYen)
        addDebit(amountYen: -signedYen, use)
        accounts[place].debits.add(use, signedYen: signedYen)
      }
      if use.suspenseYen > 0 {
        let days = max(0, input.asOf.day.days(since: entries[e].bookingDay))
        let band = ageing.firstIndex { days <= $0.toDays ?? .max }!
        ageing[band].open.add(use.suspenseYen)
      }
    }
    accounts.sort { $0.accountKey < $1.accountKey }
  }

  /// A reversal can be larger than what it takes back: the rest is other money that went out.
  private mutating func addDebit(amountYen: Int64, _ use: EntryUse) {
    let takenBackYen = -use.clearedYen
    if takenBackYen > 0 {
      reversals.add(takenBackYen)
      otherDebits.yen += amountYen - takenBackYen
    } else {
      otherDebits.add(amountYen)
    }
  }

  /// A shop has a handful of accounts.
  private mutating func accountPlace(_ key: String) -> Int {
    if let place = accounts.firstIndex(where: { $0.accountKey == key }) { return place }
    accounts.append(AccountFigures(accountKey: key))
    return accounts.count - 1
  }

  private mutating func countDecisions(_ input: ReportInput) {
    let orders = input.snapshot.orders
    for decision in input.decided.decisions {
      decisions[everyDecision.firstIndex(of: decision.decision)!].add(decision.dueYen)
      if decision.isWaiting { waiting.add(decision.dueYen) }
      guard decision.decision == .release else { continue }
      let o = Int(decision.orderIndex)
      let method = everyMethod.firstIndex(of: orders[o].row.paymentMethod)!
      shops[shopPlace(orders[o].row.shopID)].released[method].add(decision.dueYen)
    }
    shops.sort { $0.shopID < $1.shopID }
  }

  private mutating func shopPlace(_ id: String) -> Int {
    if let place = shops.firstIndex(where: { $0.shopID == id }) { return place }
    shops.append(ShopFigures(shopID: id))
    return shops.count - 1
  }

  private mutating func countCodes(_ input: ReportInput) {
    let count = FindingCode.precedence.count
    var orders = [Int64](repeating: 0, count: count)
    var cases = [CountAndYen](repeating: CountAndYen(), count: count)
    for decision in input.decided.decisions {
      for code in decision.codes { orders[code.rank] += 1 }
    }
    let found = input.decided.cases
    for place in found.indices { cases[found[place].code.rank].add(found[place].atRiskGrossYen) }
    for (rank, code) in FindingCode.precedence.enumerated()
    where cases[rank].count > 0 {
      codes.append((code, orders[rank], cases[rank]))
    }
  }
}

// `allCases` makes a new array at every call; these are asked for every order.
private let everyDecision = Decision.allCases
private let everyMethod = PaymentMethod.allCases

extension OrderDecision {
  /// Held for no other reason than that it is not paid yet.
  var isWaiting: Bool { decision == .hold && codes.isEmpty }
}

/// What the sheets share: the input, its figures, and the ways back from an entry or an order to
/// what matching made of it.
struct ReportFacts {
  let input: ReportInput
  let words: Words
  let figures: Figures
  /// Places in `input.decided.cases`: what somebody must act on, and what is for information.
  let needing: [Int]
  let informing: [Int]
  /// By rank: the title of the first case with this primary code; nil where there is none.
  private let titles: [String?]
  /// Place in `input.outcomes` for each entry of the snapshot; -1 where it has no outcome.
  private let outcomePlaces: [Int32]
  /// The newest money given to each order.
  private let lastLinks: [OrderLink?]

  struct OrderLink {
    var entryIndex: Int32
    var basis: MatchBasis
  }

  init(_ input: ReportInput) {
    self.input = input
    words = Words(input.language)
    figures = Figures(input)
    let cases = input.decided.cases
    needing = cases.indices.filter { cases[$0].needsPerson }
    informing = cases.indices.filter { !cases[$0].needsPerson }
    var titles = [String?](repeating: nil, count: FindingCode.precedence.count)
    for place in cases.indices where titles[cases[place].code.rank] == nil {
      titles[cases[place].code.rank] = input.texts[place].note.title
    }
    self.titles = titles
    var places = [Int32](repeating: -1, count: input.snapshot.entries.count)
    var links = [OrderLink?](repeating: nil, count: input.snapshot.orders.count)
    for clearing in input.snapshot.clearings where clearing.allocatedYen > 0 {
      links[Int(clearing.orderIndex)] = OrderLink(
        entryIndex: clearing.entryIndex, basis: clearing.basis)
    }
    for place in input.outcomes.indices {
      places[Int(input.outcomes[place].entryIndex)] = Int32(place)
      for link in input.outcomes[place].links where link.allocatedYen > 0 {
        links[Int(link.orderIndex)] = OrderLink(
          entryIndex: input.outcomes[place].entryIndex, basis: link.basis)
      }
    }
    outcomePlaces = places
    lastLinks = links
  }

  func outcome(ofEntry index: Int32) -> EntryOutcome? {
    outcomePlace(ofEntry: index).map { input.outcomes[$0] }
  }

  /// Place in `input.outcomes`, so that nothing has to be copied.
  func outcomePlace(ofEntry index: Int32) -> Int? {
    let place = outcomePlaces[Int(index)]
    return place < 0 ? nil : Int(place)
  }

  /// A code with the name its cases have; alone where it is no case's primary code.
  func name(_ code: FindingCode) -> String {
    titles[code.rank].map { "\(code.rawValue) \($0)" } ?? code.rawValue
  }

  /// The reason of an entry's use: a basis, a set-aside reason or a finding code, else as it is.
  func reason(_ word: String) -> String {
    if let basis = MatchBasis(rawValue: word) { return words.basis(basis) }
    if let aside = SetAsideReason(rawValue: word) { return words.reason(aside) }
    return FindingCode(rawValue: word).map(name) ?? word
  }

  func title(_ code: FindingCode) -> String? { titles[code.rank] }
  func lastLink(ofOrder index: Int32) -> OrderLink? { lastLinks[Int(index)] }
  func order(_ index: Int32) -> OrderRow { input.snapshot.orders[Int(index)].row }
  func entry(_ index: Int32) -> LedgerEntry { input.snapshot.entries[Int(index)] }
}

extension LedgerEntry {
  /// Negative where money left the account.
  var signedAmountYen: Int64 { direction == .debit ? -amountYen : amountYen }
}
