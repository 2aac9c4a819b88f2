import Model

extension ThreeWayWork {
  /// Ties payouts to bank entries: by payee, exact amount and day. Never to money that cleared an
  /// order, and never by amount alone.
  mutating func tieBank() {
    var bank = BankSide(self)
    bank.learnTax(payouts)
    bank.tieExact(&payouts, isExactDay: true)
    bank.tieExact(&payouts, isExactDay: false)
    bank.learnNames(&payouts)
    bank.tieExact(&payouts, isExactDay: false)
    bank.tieMerged(&payouts)
    bank.tieSplit(&payouts)
    bank.tieDiffering(&payouts)
    bank.settleRest(&payouts)
    unexplained = bank.unexplained(payouts)
    for provider in learned.indices { learned[provider].payerNames = bank.namesLearned(provider) }
  }
}

/// The entries that may be payouts.
struct BankSide {
  struct Entry {
    var index: Int32
    var day: Day
    /// Negative for a debit.
    var amountYen: Int64
    /// Letters of the payer's name, without digits.
    var name: [UInt8]
    var written: String
    /// The set-aside words say card, COD or mall.
    var reason: SetAsideReason?
    var isUsed = false
  }

  let work: ThreeWayWork
  private var entries: [Entry] = []
  /// By signed amount, ascending places, which are in the order of days.
  private var byAmount: [Int64: [Int]] = [:]
  private var placeOf: [Int32: Int] = [:]
  /// By provider: how the tax beside its fees is read; none where that is not known.
  private var taxReadings: [TaxReading]
  private var agreedNames: [[[UInt8]]]
  private var learnedNames: [[[UInt8]]]
  private var learnedWritten: [[String]]
  /// By provider: days from a payout's last line to the bank.
  private var delays: [ClosedRange<Int32>?] = []
  /// The last day of which the bank's rows are known.
  private let seenUntil: Day?

  init(_ work: ThreeWayWork) {
    self.work = work
    let count = work.learned.count
    agreedNames = work.input.terms.map { $0.payerNames.map { letters(fold($0)) } }
    taxReadings = [TaxReading](repeating: .none, count: count)
    learnedNames = [[[UInt8]]](repeating: [], count: count)
    learnedWritten = [[String]](repeating: [], count: count)
    seenUntil = work.input.entries.map(\.bookingDay).max()
    for (n, entry) in work.input.entries.enumerated() {
      guard entry.standing == .open || entry.standing == .setAside, entry.mark == .none else {
        continue
      }
      let payer = PayerName(payer: entry.payerName, code: entry.payerCode, edi: entry.ediText)
      let isCredit = entry.direction == .credit
      entries.append(
        Entry(
          index: Int32(n), day: entry.bookingDay,
          amountYen: isCredit ? entry.amountYen : -entry.amountYen,
          name: letters((payer.uncut ?? payer.form).tight), written: entry.payerName,
          reason: isCredit ? SetAside.reason(entry, payer, ownNames: []) : nil))
    }
    entries.sort { ($0.day, $0.index) < ($1.day, $1.index) }
    for (place, entry) in entries.enumerated() {
      byAmount[entry.amountYen, default: []].append(place)
      placeOf[entry.index] = place
    }
    findSureties()
  }

  /// Places of the entries of those days.
  private func places(_ days: ClosedRange<Day>) -> Range<Int> {
    func first(_ day: Day) -> Int {
      var low = 0
      var high = entries.count
      while low < high {
        let middle = (low + high) / 2
        if entries[middle].day < day { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first(days.lowerBound)..<first(days.upperBound.adding(days: 1))
  }

  /// How surely each entry is each provider's: by provider, then place. Equal amounts are asked for
  /// again and again.
  private var sureties: [[UInt8]] = []

  private mutating func findSureties() {
    sureties = learnedNames.indices.map { provider in
      entries.map { UInt8(surety($0, provider)) }
    }
  }

  private func surety(ofPlace place: Int, _ provider: Int32) -> UInt8 {
    sureties[Int(provider)][place]
  }

  /// 2 by name, 1 by the kind of money its name speaks of, 0 not at all.
  private func surety(_ entry: Entry, _ provider: Int) -> Int {
    for name in agreedNames[provider] + learnedNames[provider] where !name.isEmpty {
      if SetAside.contains(entry.name, name) { return 2 }
    }
    if !agreedNames[provider].isEmpty { return 0 }
    let methods = work.input.terms[provider].methods
    switch entry.reason {
    case .cardPayout: return methods.contains(.card) ? 1 : 0
    case .codPayout: return methods.contains(.cod) ? 1 : 0
    case .mallPayout: return methods.contains(.mall) ? 1 : 0
    default: return 0
    }
  }

  /// Days on which a payout may come: about its expected day, or after its last line.
  private func window(_ payout: PayoutOutcome) -> ClosedRange<Day>? {
    if let day = payout.expectedDay { return day.adding(days: -1)...day.adding(days: 7) }
    guard let last = payout.lastLineDay else { return nil }
    return last...last.adding(days: 75)
  }

  private func isWaiting(_ payout: PayoutOutcome) -> Bool {
    (payout.result == .inTransit || payout.result == .proposed || payout.result == .ambiguous)
      && payout.entries.isEmpty
  }

  /// Amounts that would be the payout, each with what it says of fee and tax.
  private func amounts(
    _ payout: PayoutOutcome
  ) -> [(yen: Int64, fee: Int64, tax: TaxReading)] {
    var totals: [(Int64, TaxReading)] = [(payout.totalYen, payout.taxReading)]
    if payout.feeTaxYen != 0, payout.taxReading == .none, payout.statedYen == nil {
      // Nobody has said which: both are tried, unless the provider's other payouts told it.
      let both = [
        (payout.netYen, TaxReading.inside), (payout.netYen - payout.feeTaxYen, TaxReading.added),
      ]
      let known = taxReadings[Int(payout.provider)]
      totals = both.filter { known == .none || $0.1 == known }
    }
    let fees = [0] + work.input.terms[Int(payout.provider)].transferFeesYen
    return totals.flatMap { total in fees.map { (total.0 - $0, $0, total.1) } }
  }

  /// Payouts of which just one entry has the amount and the day, and no other payout could take it.
  mutating func tieExact(_ payouts: inout [PayoutOutcome], isExactDay: Bool) {
    var claims: [Int: Int] = [:]
    var choices: [(payout: Int, places: [Int])] = []
    for n in payouts.indices where isWaiting(payouts[n]) && payouts[n].totalYen != 0 {
      let places = candidates(payouts[n], isExactDay: isExactDay)
      for place in places { claims[place, default: 0] += 1 }
      choices.append((n, places))
    }
    for (n, places) in choices {
      let sure = places.filter { surety(ofPlace: $0, payouts[n].provider) > 0 }
      if sure.count == 1, claims[sure[0]] == 1, !entries[sure[0]].isUsed {
        tie(&payouts[n], sure[0])
      } else if sure.count > 1 || sure.contains(where: { claims[$0]! > 1 }) {
        if !isExactDay { tieInTurn(&payouts, n, sure) }
      } else if places.count == 1, !isExactDay {
        payouts[n].result = .proposed
      }
    }
  }

  /// Equal amounts one after the other: the nearest free entry where one is nearer than all others
  /// and no equal payout lies nearer to it; else a person has to say.
  private mutating func tieInTurn(_ payouts: inout [PayoutOutcome], _ n: Int, _ places: [Int]) {
    let free = places.filter { !entries[$0].isUsed }
    if free.count == 1 {
      let rivals = payouts.indices.filter { other in
        other != n && isWaiting(payouts[other]) && payouts[other].provider == payouts[n].provider
          && candidates(payouts[other], isExactDay: false).contains(free[0])
      }
      if rivals.isEmpty { return tie(&payouts[n], free[0]) }
    }
    payouts[n].result = free.isEmpty ? .inTransit : .ambiguous
  }

  /// A provider reckons its tax one way: that by which more of its payouts find an entry.
  mutating func learnTax(_ payouts: [PayoutOutcome]) {
    for provider in taxReadings.indices {
      let own = payouts.filter { $0.provider == Int32(provider) && $0.feeTaxYen != 0 }
      guard !own.isEmpty else { continue }
      func count(_ reading: TaxReading) -> Int {
        taxReadings[provider] = reading
        return own.count {
          $0.taxReading == .none
            ? !candidates($0, isExactDay: false).isEmpty : $0.taxReading == reading
        }
      }
      let (inside, added) = (count(.inside), count(.added))
      taxReadings[provider] = inside == added ? .none : inside > added ? .inside : .added
    }
  }

  private func candidates(_ payout: PayoutOutcome, isExactDay: Bool) -> [Int] {
    guard let window = window(payout) else { return [] }
    var found: [Int] = []
    for (n, amount) in amounts(payout).enumerated() where amount.yen != 0 {
      for place in byAmount[amount.yen] ?? [] where !entries[place].isUsed {
        let day = entries[place].day
        guard isExactDay ? day == payout.expectedDay : window.contains(day) else { continue }
        if n == 0 || !found.contains(place) { found.append(place) }
      }
    }
    return found
  }

  private mutating func tie(_ payout: inout PayoutOutcome, _ place: Int) {
    guard let amount = amounts(payout).first(where: { $0.yen == entries[place].amountYen }) else {
      return
    }
    entries[place].isUsed = true
    payout.entries = [entries[place].index]
    payout.result = amount.fee == 0 ? .tied : .tiedLessFee
    payout.differenceYen = -amount.fee
    payout.take(amount.tax)
  }

  /// A name under which two payouts or more of a provider came, each the only entry of its amount,
  /// is the provider's; money that was only proposed by amount and day is then tied.
  mutating func learnNames(_ payouts: inout [PayoutOutcome]) {
    var votes = [[[UInt8]: (count: Int, written: String)]](
      repeating: [:], count: learnedNames.count)
    for n in payouts.indices {
      let provider = Int(payouts[n].provider)
      guard agreedNames[provider].isEmpty else { continue }
      var place: Int?
      if payouts[n].result == .proposed {
        place = candidates(payouts[n], isExactDay: false).first
      } else if let index = payouts[n].entries.first, payouts[n].result == .tied {
        place = placeOf[index]
      }
      guard let place, entries[place].name.count >= 3 else { continue }
      votes[provider][entries[place].name, default: (0, entries[place].written)].count += 1
    }
    for provider in votes.indices {
      let found = votes[provider].filter { $0.value.count >= 2 }
        .sorted { $0.value.written < $1.value.written }
      learnedNames[provider] = found.map(\.key)
      learnedWritten[provider] = found.map(\.value.written)
    }
    findSureties()
    for n in payouts.indices where payouts[n].result == .proposed { payouts[n].result = .inTransit }
  }

  func namesLearned(_ provider: Int) -> [String] { learnedWritten[provider] }

  /// Neighbouring payouts that came as one entry; so comes a negative one that is taken off the
  /// next.
  mutating func tieMerged(_ payouts: inout [PayoutOutcome]) {
    for first in payouts.indices where isWaiting(payouts[first]) {
      var sum: Int64 = 0
      var group: [Int] = []
      for n in first..<min(payouts.count, first + 6) {
        guard payouts[n].provider == payouts[first].provider else { break }
        guard isWaiting(payouts[n]) else { break }
        sum += payouts[n].totalYen
        group.append(n)
        guard group.count > 1, sum != 0, group.count <= 5 else { continue }
        let places = (byAmount[sum] ?? []).filter { place in
          !entries[place].isUsed && surety(ofPlace: place, payouts[n].provider) > 0
            && window(payouts[n])?.contains(entries[place].day) == true
        }
        guard places.count == 1 else { continue }
        entries[places[0]].isUsed = true
        for member in group {
          payouts[member].result = .merged
          payouts[member].entries = [entries[places[0]].index]
        }
        break
      }
    }
  }

  /// A payout that came as two or three entries of the provider within its days.
  mutating func tieSplit(_ payouts: inout [PayoutOutcome]) {
    for n in payouts.indices where isWaiting(payouts[n]) && payouts[n].totalYen > 0 {
      guard let window = window(payouts[n]) else { continue }
      let parts = places(window).filter { place in
        !entries[place].isUsed && entries[place].amountYen > 0
          && surety(ofPlace: place, payouts[n].provider) > 0
      }
      guard (2...12).contains(parts.count) else { continue }
      let sets = subsets(parts, payouts[n].totalYen)
      guard sets.count == 1 else { continue }
      for place in sets[0] { entries[place].isUsed = true }
      payouts[n].result = .split
      payouts[n].entries = sets[0].map { entries[$0].index }.sorted()
    }
  }

  /// Pairs and triples of entries that add up to the total.
  private func subsets(_ parts: [Int], _ total: Int64) -> [[Int]] {
    var found: [[Int]] = []
    for (i, a) in parts.enumerated() {
      for (j, b) in parts.enumerated() where j > i {
        let two = entries[a].amountYen + entries[b].amountYen
        if two == total { found.append([a, b]) }
        for (k, c) in parts.enumerated() where k > j && two + entries[c].amountYen == total {
          found.append([a, b, c])
        }
      }
    }
    return found
  }

  /// The provider's only unexplained entry of the payout's days is the payout with another amount.
  mutating func tieDiffering(_ payouts: inout [PayoutOutcome]) {
    findDelays(payouts)
    for n in payouts.indices where isWaiting(payouts[n]) && payouts[n].totalYen != 0 {
      guard payouts[n].result != .ambiguous, let window = narrowWindow(payouts, n) else { continue }
      let sign = payouts[n].totalYen > 0
      let near = places(window).filter { place in
        !entries[place].isUsed && (entries[place].amountYen > 0) == sign
          && surety(ofPlace: place, payouts[n].provider) > 0
      }
      let rivals = payouts.indices.filter { other in
        other != n && isWaiting(payouts[other]) && payouts[other].provider == payouts[n].provider
          && payouts[other].totalYen != 0 && (payouts[other].totalYen > 0) == sign
          && narrowWindow(payouts, other)?.overlaps(window) == true
      }
      guard near.count == 1, rivals.isEmpty else { continue }
      entries[near[0]].isUsed = true
      payouts[n].result = .netDiffers
      payouts[n].entries = [entries[near[0]].index]
      payouts[n].differenceYen = entries[near[0]].amountYen - payouts[n].totalYen
    }
  }

  /// Where no day is told: as long after the last line as the provider's other payouts came.
  private func narrowWindow(_ payouts: [PayoutOutcome], _ n: Int) -> ClosedRange<Day>? {
    if payouts[n].expectedDay != nil { return window(payouts[n]) }
    guard let last = payouts[n].lastLineDay, let delays = delays[Int(payouts[n].provider)] else {
      return nil
    }
    return last.adding(days: delays.lowerBound - 2)...last.adding(days: delays.upperBound + 3)
  }

  /// From the last line to the bank, over each provider's tied payouts.
  private mutating func findDelays(_ payouts: [PayoutOutcome]) {
    delays = [ClosedRange<Int32>?](repeating: nil, count: learnedNames.count)
    for payout in payouts where payout.result == .tied {
      guard let last = payout.lastLineDay, let entry = payout.entries.first else { continue }
      let days = work.input.entries[Int(entry)].bookingDay.days(since: last)
      let provider = Int(payout.provider)
      let known = delays[provider] ?? days...days
      delays[provider] = min(known.lowerBound, days)...max(known.upperBound, days)
    }
  }

  mutating func settleRest(_ payouts: inout [PayoutOutcome]) {
    findDelays(payouts)
    for n in payouts.indices {
      if payouts[n].expectedDay == nil, payouts[n].entries.isEmpty,
        let last = payouts[n].lastLineDay, let delays = delays[Int(payouts[n].provider)]
      {
        payouts[n].expectedDay = nextBankDay(last.adding(days: delays.upperBound))
      }
      guard payouts[n].result == .inTransit else { continue }
      if payouts[n].totalYen == 0 {
        payouts[n].result = .zero
      } else if payouts[n].totalYen < 0 {
        payouts[n].result = .carried
      } else if isLate(payouts[n]) {
        payouts[n].result = .late
      }
    }
  }

  private func nextBankDay(_ day: Day) -> Day {
    work.input.calendar.isBusinessDay(day) == false
      ? work.input.calendar.businessDay(1, after: day) ?? day : day
  }

  /// DL-PSP: three bank business days after the day on which it was to come, all of them seen.
  private func isLate(_ payout: PayoutOutcome) -> Bool {
    guard let day = payout.expectedDay, let seenUntil else { return false }
    let limit = work.input.calendar.businessDay(3, after: day) ?? day.adding(days: 5)
    return limit <= seenUntil && limit <= work.input.asOf
  }

  /// Entries of a provider, since the first day of which a payout is known, that nothing explains.
  func unexplained(_ payouts: [PayoutOutcome]) -> [UnexplainedEntry] {
    var found: [UnexplainedEntry] = []
    for (place, entry) in entries.enumerated()
    where !entry.isUsed && entry.day <= work.input.lastDay {
      let owners = learnedNames.indices.filter { sureties[$0][place] > 0 }
      let sure = owners.filter { sureties[$0][place] == 2 }
      guard let provider = sure.count == 1 ? sure[0] : owners.count == 1 ? owners[0] : nil else {
        continue
      }
      let first = payouts.lazy.filter { $0.provider == Int32(provider) }
        .compactMap { $0.expectedDay ?? $0.lastLineDay }.min()
      guard let first, entry.day >= first else { continue }
      found.append(UnexplainedEntry(entryIndex: entry.index, provider: Int32(provider)))
    }
    return found.sorted { $0.entryIndex < $1.entryIndex }
  }
}

/// The letters of a folded name: numbers that banks print beside it say nothing.
private func letters(_ codes: [UInt8]) -> [UInt8] {
  codes.filter { $0 != Code.space && !Code.isDigit($0) }
}
