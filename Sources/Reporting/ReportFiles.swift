public import Model

/// Every file of a run's report but `run.json` and the workbook, which `writeWorkbook` puts on disk
/// because its C library writes to a path only. Equal input gives equal bytes.
///
/// Precondition: the credits' money is fully explained (`Decided.uses`), and `notes` is parallel to
/// `decided.cases`. Cost: n log n in rows, for the sorting.
public func reportFiles(_ input: ReportInput) -> [ReportFile] {
  precondition(input.notes.count == input.decided.cases.count, "one note for every case")
  let facts = ReportFacts(input)
  let places = sortedDecisions(facts)
  return [
    clearingsFile(facts), decisionsFile(facts, places), exceptionsFile(facts), entriesFile(facts),
    releaseFile(facts, places), recallFile(facts, places), draftsFile(facts), totalsFile(facts),
    pageFile(facts),
  ]
}
