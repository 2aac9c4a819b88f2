import Matching
import Model
import Recording
import Running
import TestKit

/// A payment as a bank's file has it, but for its id, and what it truly is.
struct GrowthPayment {
  var cells: String
  var nameKind: WorldKind
  var links: [(orderID: String, yen: Int64)]
}

/// The ledger of `bench growth` between its measured days: what a run would have worked out is put
/// on record as it truly is, through the ledger's own calls and under its own rules.
struct GrowthLedger {
  private let ledger: Ledger
  private let asOf: Moment

  init(_ workspace: Workspace, asOf: Moment) throws {
    ledger = try Ledger.open(path: workspace.ledgerPath)
    self.asOf = asOf
  }

  /// The day's run: open payments find their orders, orders are released when they are paid.
  func record(_ payments: [String: GrowthPayment]) throws {
    let ordinal = try ledger.nextRunOrdinal
    // As a run asks for aliases: it leaves a list of what the run before added.
    _ = try ledger.payerEvents(of: { [] }, payerNumbering)
    let view = try ledger.snapshot(since: asOf.day, runOrdinal: ordinal)
    let digits = String(ordinal)
    var run = RunRecord(
      runID: "\(asOf.day.iso)-" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits,
      ordinal: ordinal, asOf: asOf, wallSeconds: 0, engineVersion: engineVersion,
      tableVersions: "fill", clearings: [], standings: [], decisions: [], cases: [])
    var book = TruthBook(view.snapshot)
    let answered = Set(view.snapshot.answers.map(\.entryIndex))
    for (n, entry) in view.snapshot.entries.enumerated() where entry.standing == .open {
      let payment = payments[entry.sourceRef]
      book.settle(
        Int32(n), entry, payment, isAnswered: answered.contains(Int32(n)), in: &run)
    }
    run.decisions = book.decisions()
    try ledger.recordRun(run, of: view)
    try ledger.markComplete(runOrdinal: ordinal, wallSeconds: 0)
  }

  /// People say of all money that found no order that it is not theirs: else a list of open cases
  /// would be measured that no shop lets grow for years. Said to the ledger, not in a sheet.
  func answer() throws {
    let ordinal = try ledger.nextRunOrdinal
    let view = try ledger.snapshot(since: asOf.day, runOrdinal: ordinal)
    let answered = Set(view.snapshot.answers.map(\.entryIndex))
    let note = PersonalNote(person: "A", comment: "", moment: asOf, wallSeconds: 0)
    let sayings = view.snapshot.entries.indices.compactMap { n -> Saying? in
      let entry = view.snapshot.entries[n]
      guard entry.standing == .open, entry.direction == .credit, !answered.contains(Int32(n))
      else { return nil }
      return Saying(
        word: .notOurs, entryIndex: Int32(n), shares: [], yen: entry.amountYen, note: note)
    }
    if !sayings.isEmpty { try ledger.record(sayings, of: view, runOrdinal: ordinal) }
    try ledger.close()
  }
}

/// What becomes of a day's orders.
private struct TruthBook {
  private let orders: [LedgerOrder]
  private var placeOf: [String: Int32] = [:]
  private var paidYen: [Int64]

  init(_ snapshot: Snapshot) {
    orders = snapshot.orders
    paidYen = orders.map(\.clearedYen)
    for (n, order) in orders.enumerated() { placeOf[order.row.orderID] = Int32(n) }
  }

  mutating func settle(
    _ index: Int32, _ entry: LedgerEntry, _ payment: GrowthPayment?, isAnswered: Bool,
    in run: inout RunRecord
  ) {
    let signed = entry.direction == .credit ? entry.amountYen : -entry.amountYen
    let links = payment.map(openLinks) ?? []
    if let payment, links.reduce(0, { $0 + $1.yen }) == signed {
      let (basis, name) = grounds(payment)
      for link in links {
        paidYen[Int(link.order)] += link.yen
        run.clearings.append(
          RunClearing(
            entryIndex: index, orderIndex: link.order, allocatedYen: link.yen, basis: basis,
            probabilityPPM: 999_000, evidence: evidence(name, basis)))
      }
      run.standings.append(
        RunStanding(
          standing: .cleared,
          use: EntryUse(entryIndex: index, clearedYen: signed, reason: basis.rawValue)))
    } else if isAnswered || entry.direction == .debit {
      run.standings.append(
        RunStanding(
          standing: .setAside,
          use: EntryUse(entryIndex: index, excludedYen: signed, reason: "not_ours")))
    } else {
      run.standings.append(
        RunStanding(
          standing: .open, use: EntryUse(entryIndex: index, suspenseYen: signed, reason: "N01")))
      run.cases.append(
        ExceptionCase(
          caseID: "N1-\(entry.id)", code: .N01, codes: [.N01], entryIndex: index,
          decision: .none, firstBearer: .shop))
    }
  }

  /// To orders that have room for them.
  private func openLinks(_ payment: GrowthPayment) -> [(order: Int32, yen: Int64)] {
    payment.links.compactMap { link in
      guard link.yen > 0, let order = placeOf[link.orderID],
        paidYen[Int(order)] + link.yen <= orders[Int(order)].dueYen
      else { return nil }
      return (order, link.yen)
    }
  }

  /// Of orders that are new or paid.
  func decisions() -> [OrderDecision] {
    orders.indices.compactMap { n in
      let order = orders[n]
      guard order.row.status == .open, !order.isReleased else { return nil }
      let isPaid = order.row.paymentMethod != .bankTransfer || paidYen[n] >= order.dueYen
      guard isPaid || order.lastDecision == nil else { return nil }
      return OrderDecision(
        orderIndex: Int32(n), decision: isPaid ? .release : .hold, codes: [],
        dueYen: order.dueYen, clearedYen: paidYen[n])
    }
  }

  private func grounds(_ payment: GrowthPayment) -> (MatchBasis, EvidenceLevel) {
    if payment.links.count > 1 { return (.oneForMany, .nameExact) }
    switch payment.nameKind {
    case .exact: return (.exact, .nameExact)
    case .orderNumber: return (.orderNumber, .nameExact)
    case .orderNumberOnly: return (.orderNumber, .nameAbsent)
    case .family: return (.familyName, .nameFamily)
    case .surnameOnly: return (.familyName, .nameSurnameOnly)
    case .thirdParty: return (.orderNumber, .nameDifferent)
    case .companyForPerson, .personForCompany: return (.company, .nameCompanyPerson)
    default: return (.nameVariant, .nameVariant)
    }
  }

  private func evidence(_ name: EvidenceLevel, _ basis: MatchBasis) -> [Evidence] {
    let number: [Evidence] = basis == .orderNumber ? [Evidence(.orderNumberFull, 14_000)] : []
    return number + [
      Evidence(name, 8_123), Evidence(.amountExact, 5_000), Evidence(.dateNormal, 612),
      Evidence(.nameRare, 4_321), Evidence(.amountRare, 2_345),
    ]
  }
}
