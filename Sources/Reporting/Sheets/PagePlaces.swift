import Model

/// The report as the page shows it: which cases, bank lines and orders stand on it, and so can be
/// linked to. Every figure leads to its line, order or note; what a long list leaves out is in the
/// CSV files.
///
/// Anchors: `c` case, `n` its note, `w` its evidence (bank rows, candidates, waterfall), `b` bank
/// line, `o` order, `f` file; the numbers are places in the run's lists, so equal runs have equal
/// anchors.
struct Page {
  let facts: ReportFacts
  /// Places of decisions, by how the page groups their orders.
  private(set) var held: [Int] = []
  private(set) var waiting: [Int] = []
  private(set) var releasedTransfers: [Int] = []
  /// Orders that are mentioned and stand in none of these lists.
  private(set) var otherOrders: [Int32] = []
  /// Shown bank lines by fate, as places in `decided.uses`, in the order of booking.
  private(set) var lines = [[Int]](repeating: [], count: Fate.allCases.count)
  /// How many there are of each fate, shown or not.
  private(set) var lineCounts = [Int](repeating: 0, count: Fate.allCases.count)
  /// First shown case about an entry or an order; -1 where there is none.
  private var caseOfEntry: [Int32]
  private var caseOfOrder: [Int32]
  private var isLineShown: [Bool]
  private var isOrderShown: [Bool]
  /// Place in `decided.decisions` of an order; -1 where it has none.
  private var decisionOfOrder: [Int32]
  private var fileNumbers: [String: Int] = [:]

  init(_ facts: ReportFacts) {
    self.facts = facts
    let snapshot = facts.input.snapshot
    caseOfEntry = [Int32](repeating: -1, count: snapshot.entries.count)
    isLineShown = [Bool](repeating: false, count: snapshot.entries.count)
    caseOfOrder = [Int32](repeating: -1, count: snapshot.orders.count)
    isOrderShown = [Bool](repeating: false, count: snapshot.orders.count)
    decisionOfOrder = [Int32](repeating: -1, count: snapshot.orders.count)
    for (place, file) in facts.input.files.enumerated() where fileNumbers[file.name] == nil {
      fileNumbers[file.name] = place
    }
    placeCases()
    placeDecisions()
    placeLines()
    placeOtherOrders()
  }

  func caseNumber(ofEntry index: Int32) -> Int? { place(caseOfEntry[Int(index)]) }
  func caseNumber(ofOrder index: Int32) -> Int? { place(caseOfOrder[Int(index)]) }
  func hasLine(_ index: Int32) -> Bool { isLineShown[Int(index)] }
  func hasOrder(_ index: Int32) -> Bool { isOrderShown[Int(index)] }
  func fileNumber(_ name: String) -> Int? { fileNumbers[name] }

  func decision(ofOrder index: Int32) -> OrderDecision? {
    place(decisionOfOrder[Int(index)]).map { facts.input.decided.decisions[$0] }
  }

  /// Cases that are written in full.
  static func cards(_ places: [Int]) -> ArraySlice<Int> { places.prefix(PageLimits.cards) }

  private func place(_ number: Int32) -> Int? { number < 0 ? nil : Int(number) }

  private mutating func placeCases() {
    let shown = facts.needing.prefix(PageLimits.cases)
    for place in shown + Page.cards(facts.informing) {
      let item = facts.input.decided.cases[place]
      for entry in [item.entryIndex].compactMap(\.self) + item.otherEntries
      where caseOfEntry[Int(entry)] < 0 { caseOfEntry[Int(entry)] = Int32(place) }
      for order in [item.orderIndex].compactMap(\.self) + item.otherOrders
      where caseOfOrder[Int(order)] < 0 { caseOfOrder[Int(order)] = Int32(place) }
    }
    for place in Page.cards(facts.needing) + Page.cards(facts.informing) {
      let item = facts.input.decided.cases[place]
      for entry in [item.entryIndex].compactMap(\.self) + item.otherEntries {
        isLineShown[Int(entry)] = true
      }
      for order in [item.orderIndex].compactMap(\.self) + item.otherOrders {
        isOrderShown[Int(order)] = true
      }
      guard let entry = item.entryIndex, let outcome = facts.outcome(ofEntry: entry) else {
        continue
      }
      for candidate in outcome.candidates.prefix(PageLimits.candidates) {
        for order in candidate.orderIndices { isOrderShown[Int(order)] = true }
      }
    }
  }

  /// The first of every list, and all orders that a case mentions.
  private mutating func placeDecisions() {
    let decisions = facts.input.decided.decisions
    for (place, decision) in decisions.enumerated() {
      let order = Int(decision.orderIndex)
      decisionOfOrder[order] = Int32(place)
      switch decision.decision {
      case .none: break
      case .release:
        guard facts.order(decision.orderIndex).paymentMethod == .bankTransfer else { break }
        if shows(order, after: releasedTransfers.count) { releasedTransfers.append(place) }
      case .hold where decision.isWaiting:
        if shows(order, after: waiting.count) { waiting.append(place) }
      case .hold, .holdAsk, .stop:
        if shows(order, after: held.count) { held.append(place) }
      }
    }
  }

  /// Whether a list that has `count` orders takes one more; if so, it and its money are shown.
  private mutating func shows(_ order: Int, after count: Int) -> Bool {
    guard count < PageLimits.releasedOrders || isOrderShown[order] else { return false }
    isOrderShown[order] = true
    if let link = facts.lastLink(ofOrder: Int32(order)) { isLineShown[Int(link.entryIndex)] = true }
    return true
  }

  private mutating func placeLines() {
    for (place, use) in facts.input.decided.uses.enumerated() {
      let entry = Int(use.entryIndex)
      let fate = Fate(use, facts.input.snapshot.entries[entry].direction).rawValue
      lineCounts[fate] += 1
      if lines[fate].count < PageLimits.lines || isLineShown[entry] {
        lines[fate].append(place)
      }
    }
    // Lines that earlier runs settled are mentioned, but are none of this run's.
    for index in isLineShown.indices { isLineShown[index] = false }
    for list in lines {
      for place in list {
        let use = facts.input.decided.uses[place]
        isLineShown[Int(use.entryIndex)] = true
        for link in facts.outcome(ofEntry: use.entryIndex)?.links.prefix(PageLimits.links) ?? [] {
          isOrderShown[Int(link.orderIndex)] = true
        }
      }
    }
  }

  private mutating func placeOtherOrders() {
    var isListed = [Bool](repeating: false, count: isOrderShown.count)
    for place in held + waiting + releasedTransfers {
      isListed[Int(facts.input.decided.decisions[place].orderIndex)] = true
    }
    for order in isOrderShown.indices where isOrderShown[order] && !isListed[order] {
      otherOrders.append(Int32(order))
    }
  }
}

extension HTMLWriter {
  /// An order's number, as a link where the page tells more of it.
  mutating func order(_ index: Int32, _ page: Page) {
    let id = page.facts.order(index).orderID
    if page.hasOrder(index) { link("o", Int(index), id) } else { text(id) }
  }

  /// Where a bank line was read: file and record, as a link to the file's controls and hash.
  mutating func source(_ entry: LedgerEntry, _ page: Page) {
    if let number = page.fileNumber(entry.sourceFile) {
      link("f", number, entry.sourceFile)
    } else {
      text(entry.sourceFile)
    }
    text(page.facts.words(" \(entry.record)件目", " record \(entry.record)"))
  }
}
