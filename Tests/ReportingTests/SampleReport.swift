import Model

/// A day of three shops with cases of many codes, files that agree, fail and are refused, and
/// names that try to break the page. Every test of this target starts from it.
struct SampleDay {
  var language: Language = .ja
  var entries: [LedgerEntry] = []
  var orders: [LedgerOrder] = []
  var outcomes: [EntryOutcome] = []
  var decisions: [OrderDecision] = []
  var uses: [EntryUse] = []
  var cases: [ExceptionCase] = []
  var notes: [NoteText] = []
  var files: [FileLine] = []
  var policyNotes: [String] = []

  static let asOf = Moment(day: Day(iso: "2026-11-24")!, hour: 9)
  static let hostileName = "<script>alert('1')</script>&\"ﾔﾏﾀﾞ\u{202E}\u{0}"

  var input: ReportInput {
    ReportInput(
      runID: "20261124T0900-1", asOf: SampleDay.asOf, language: language,
      snapshot: Snapshot(entries: entries, orders: orders), outcomes: outcomes,
      decided: Decided(decisions: decisions, uses: uses, cases: cases),
      texts: Made(notes.map { CaseText(note: $0, liability: LiabilityNote()) }),
      drafts: Made([[Draft]](repeating: [], count: cases.count)), files: files,
      engineVersion: "0.1.0",
      policyNotes: policyNotes)
  }

  mutating func addOrder(
    _ id: String, _ name: String, yen: Int64, shop: String = "hana",
    method: PaymentMethod = .bankTransfer, day: String = "2026-11-20"
  ) -> Int32 {
    orders.append(
      LedgerOrder(
        row: OrderRow(
          record: Int32(orders.count + 1), line: Int32(orders.count + 2), orderID: id,
          shopID: shop, orderedAt: Moment(day: Day(iso: day)!, hour: 11),
          paymentMethod: method, customerName: name, amountDueYen: yen, status: .open)))
    return Int32(orders.count - 1)
  }

  mutating func addEntry(
    _ payer: String, yen: Int64, day: String = "2026-11-24", direction: Direction = .credit,
    kind: String = "振込", isNew: Bool = true
  ) -> Int32 {
    let number = entries.count + 1
    entries.append(
      LedgerEntry(
        id: "e\(1_000 + number)", accountKey: "0005-123-1-1234567",
        bookingDay: Day(iso: day)!, direction: direction, amountYen: yen, payerName: payer,
        kindText: kind, sourceRef: "20261124\(100_000 + number)",
        sourceFile: "zengin_20261124.txt", record: Int32(number),
        isNew: isNew))
    return Int32(entries.count - 1)
  }

  mutating func addCleared(_ entry: Int32, _ order: Int32, _ basis: MatchBasis = .exact) {
    let yen = entries[Int(entry)].amountYen
    outcomes.append(
      EntryOutcome(
        entryIndex: entry, verdict: .automatic,
        links: [MatchLink(orderIndex: order, allocatedYen: yen, basis: basis)],
        candidateCount: 1, probabilityPPM: 999_900))
    uses.append(EntryUse(entryIndex: entry, clearedYen: yen, reason: basis.rawValue))
  }

  mutating func addHeld(_ entry: Int32, _ candidates: [MatchCandidate], code: FindingCode) {
    outcomes.append(
      EntryOutcome(
        entryIndex: entry, verdict: candidates.isEmpty ? .unknown : .held,
        candidates: candidates, candidateCount: Int32(candidates.count), codes: [code],
        marginMillibits: candidates.count > 1
          ? candidates[0].weightMillibits - candidates[1].weightMillibits : nil))
    uses.append(
      EntryUse(
        entryIndex: entry, suspenseYen: entries[Int(entry)].amountYen, reason: code.rawValue))
  }

  mutating func addSetAside(_ entry: Int32, _ reason: SetAsideReason) {
    outcomes.append(EntryOutcome(entryIndex: entry, verdict: .setAside(reason)))
    let amount = entries[Int(entry)].amountYen
    let signed = entries[Int(entry)].direction == .credit ? amount : -amount
    uses.append(EntryUse(entryIndex: entry, excludedYen: signed, reason: reason.rawValue))
  }

  mutating func decide(
    _ order: Int32, _ decision: Decision, _ codes: [FindingCode] = [], clearedYen: Int64 = 0,
    shipBy: String? = nil
  ) {
    decisions.append(
      OrderDecision(
        orderIndex: order, decision: decision, codes: codes,
        dueYen: orders[Int(order)].row.amountDueYen, clearedYen: clearedYen,
        shipBy: shipBy.map { Moment(day: Day(iso: $0)!, hour: 14) }))
  }

  mutating func addCase(
    _ code: FindingCode, _ decision: Decision, order: Int32? = nil, entry: Int32? = nil,
    others: [Int32] = [], paidYen: Int64 = 0, until: Moment? = nil, gap: StatementGap? = nil,
    bearer: Party = .shop, recourse: [Party] = [], _ note: NoteText
  ) {
    let due = order.map { orders[Int($0)].row.amountDueYen } ?? 0
    let risk = max(due, paidYen)
    cases.append(
      ExceptionCase(
        caseID: "\(code.rawValue)-\(100 + cases.count)", code: code, codes: [code],
        orderIndex: order, entryIndex: entry, otherOrders: others, decision: decision,
        dueYen: due, paidYen: paidYen, atRiskGrossYen: risk, atRiskNetYen: risk - paidYen / 2,
        firstBearer: bearer, recourse: recourse, until: until,
        deadlineRule: until == nil ? "" : "DL-SHIP", gap: gap, affectedOrders: gap == nil ? 0 : 37))
    notes.append(note)
  }
}

func moment(_ day: String, _ hour: Int32) -> Moment { Moment(day: Day(iso: day)!, hour: hour) }
