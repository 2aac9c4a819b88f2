import Model

/// `entries.csv`: one row per bank entry of the run, with what became of every yen: the four
/// parts add up to `amount_yen`, which is negative for a debit, as they then are. Sorted by id.
func entriesFile(_ facts: ReportFacts) -> ReportFile {
  struct Row {
    var order: TextOrder
    var entryID: String
    var place: Int
  }
  let uses = facts.input.decided.uses
  var rows = uses.enumerated().map { place, use in
    let id = facts.input.snapshot.entries[Int(use.entryIndex)].id
    return Row(order: TextOrder(id), entryID: id, place: place)
  }
  rows.sort {
    if let isBefore = $0.order.isBefore($1.order) { return isBefore }
    return $0.entryID != $1.entryID ? $0.entryID < $1.entryID : $0.place < $1.place
  }
  var csv = CSVWriter(
    columns: [
      "entry_id", "account", "booking_date", "direction", "amount_yen", "payer_name",
      "cleared_yen", "suspense_yen", "excluded_yen", "refund_linked_yen", "reason", "codes",
      "candidates", "margin_millibits", "is_new", "source_ref", "source_file", "record",
    ], capacity: 160 * (rows.count + 1))
  for row in rows {
    let use = uses[row.place]
    let entry = facts.entry(use.entryIndex)
    let outcome = facts.outcome(ofEntry: use.entryIndex)
    csv.text(row.entryID)
    csv.text(entry.accountKey)
    csv.day(entry.bookingDay)
    csv.word(entry.direction == .credit ? "credit" : "debit")
    csv.number(entry.signedAmountYen)
    csv.text(entry.payerName)
    csv.number(use.clearedYen)
    csv.number(use.suspenseYen)
    csv.number(use.excludedYen)
    csv.number(use.refundLinkedYen)
    csv.text(use.reason)
    csv.codes(outcome?.codes ?? [])
    csv.number(outcome?.candidateCount)
    csv.number(outcome?.marginMillibits)
    csv.word(entry.isNew ? "1" : "0")
    csv.text(entry.sourceRef)
    csv.text(entry.sourceFile)
    csv.number(entry.record)
    csv.endRow()
  }
  return ReportFile(name: "entries.csv", bytes: csv.bytes)
}
