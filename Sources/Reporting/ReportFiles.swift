public import Model

/// A run's report: its sums are made once, so that no two files can disagree.
///
/// Precondition: the credits' money is fully explained (`Decided.uses`), and `notes` is parallel to
/// `decided.cases`.
public struct Report: Sendable {
  let facts: ReportFacts

  public init(_ input: ReportInput) {
    precondition(input.texts.count == input.decided.cases.count, "one note for every case")
    facts = ReportFacts(input)
  }

  /// Makers of every file but `run.json` and the workbook, which `writeWorkbook` puts on disk
  /// because its C library writes to a path only. None needs another, so they may run at once; what
  /// takes longest comes first, and files of one order are made together. Equal input gives equal
  /// bytes. Cost: n log n in rows, for the sorting.
  public var makers: [@Sendable () -> [ReportFile]] {
    let facts = facts
    return [
      { [exceptionsFile(facts)] },
      { [pageFile(facts), draftsFile(facts), totalsFile(facts)] },
      { [entriesFile(facts)] }, { [clearingsFile(facts)] },
      {
        let places = sortedDecisions(facts)
        return [
          decisionsFile(facts, places), releaseFile(facts, places), recallFile(facts, places),
        ]
      },
    ]
  }
}

/// Every file of `Report.makers`, one after the other.
public func reportFiles(_ input: ReportInput) -> [ReportFile] {
  Report(input).makers.flatMap { $0() }
}
