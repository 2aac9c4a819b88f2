import Model

/// `entries.csv`: one row per bank entry of the run, with what became of every yen: the four
/// parts add up to `amount_yen`, which is negative for a debit, as they then are. Sorted by id.
func entriesFile(_ facts: ReportFacts) -> ReportFile {
  let uses = facts.input.decided.uses
  let entries = facts.input.snapshot.entries
  let outcomes = facts.input.outcomes
  let places = TextOrder.places(
    uses.count, by: { entries[Int(uses[$0].entryIndex)].id }, then: { $0 < $1 })
  return ReportFile(name: "entries.csv") { take in
    var csv = CSVWriter(
      columns: [
        "entry_id", "account", "booking_date", "direction", "amount_yen", "payer_name",
        "cleared_yen", "suspense_yen", "excluded_yen", "refund_linked_yen", "reason", "codes",
        "candidates", "margin_millibits", "is_new", "source_ref", "source_file", "record",
      ], capacity: 1 << 19)
    for place in places {
      let use = uses[place]
      let e = Int(use.entryIndex)
      csv.text(entries[e].id)
      csv.text(entries[e].accountKey)
      csv.day(entries[e].bookingDay)
      csv.word(entries[e].direction == .credit ? "credit" : "debit")
      csv.number(entries[e].signedAmountYen)
      csv.text(entries[e].payerName)
      csv.number(use.clearedYen)
      csv.number(use.suspenseYen)
      csv.number(use.excludedYen)
      csv.number(use.refundLinkedYen)
      csv.text(use.reason)
      if let outcome = facts.outcomePlace(ofEntry: use.entryIndex) {
        csv.codes(outcomes[outcome].codes)
        csv.number(outcomes[outcome].candidateCount)
        csv.number(outcomes[outcome].marginMillibits)
      } else {
        for _ in 0..<3 { csv.empty() }
      }
      csv.word(entries[e].isNew ? "1" : "0")
      csv.text(entries[e].sourceRef)
      csv.text(entries[e].sourceFile)
      csv.number(entries[e].record)
      csv.endRow()
      csv.spill(take)
    }
    csv.spill(take, isAll: true)
  }
}
