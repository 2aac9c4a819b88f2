import Model
import Tables
import Testing

@testable import Deciding

@Suite("Findings of a close that no data can bring about alone")
struct CloseRuleTests {
  private let input = CloseInput(
    firstDay: Day(iso: "2026-10-01")!, lastDay: Day(iso: "2026-10-31")!,
    asOf: Day(iso: "2026-11-20")!, terms: [.usual("yamato")],
    book: SettlementBook(providers: ["yamato"]), orders: [], entries: [],
    calendar: bankCalendar())

  private func outcome(
    _ figures: ProviderFigures = ProviderFigures(), payouts: [PayoutOutcome] = []
  ) -> ThreeWayOutcome {
    ThreeWayOutcome(
      lines: [], orders: [], payouts: payouts, unexplainedEntries: [], figures: [figures],
      learned: [LearnedTerms()])
  }

  @Test("I5: a receivable that does not roll forward by one yen", arguments: [-1, 0, 1] as [Int64])
  func gap(yen: Int64) {
    var figures = ProviderFigures()
    figures.openingYen = 700
    figures.claimedYen = 500
    figures.clearedYen = 300
    figures.writtenBackYen = 100
    figures.closingYen = 800 - yen
    let outcome = outcome(figures)
    let found = closeFindings(input, outcome)
    #expect(found.map(\.fault) == (yen == 0 ? [] : [.rollForwardGap]))
    for finding in found {
      #expect(finding.code == .D02 && finding.differenceYen == yen && finding.fault.needsPerson)
      let note = closeNote(finding, input, outcome, language: .en)
      #expect(note.note.contains("yamato") && note.note.contains("not closed"))
    }
  }

  @Test("Payouts that read their tax otherwise than most of the provider's are told")
  func taxReadings() {
    let readings: [TaxReading] = [.added, .added, .inside, .added, .none]
    let payouts = readings.enumerated().map { n, reading in
      var payout = PayoutOutcome(provider: 0, key: "P\(n)")
      payout.result = .tied
      payout.feeTaxYen = 30
      payout.taxReading = reading
      payout.lastLineDay = input.firstDay
      payout.firstLineDay = input.firstDay
      return payout
    }
    let found = closeFindings(input, outcome(payouts: payouts))
    #expect(found.map(\.fault) == [.taxUnclear] && found.map(\.payoutIndex) == [2])
    #expect(found.map(\.atRiskYen) == [30])
  }

  @Test("Every fault has a name of its own in both languages")
  func titles() {
    for language in [Language.ja, .en] {
      let titles = CloseFault.allCases.map { title(of: $0, language: language) }
      #expect(Set(titles).count == titles.count && titles.allSatisfy { !$0.isEmpty })
    }
  }
}
