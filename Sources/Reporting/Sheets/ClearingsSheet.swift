import Model

/// `clearings.csv`: one row per entry and order, links for information (0 yen) and reversals
/// (negative) included. Sorted by entry id, then order id.
func clearingsFile(_ facts: ReportFacts) -> ReportFile {
  struct Row {
    var order: TextOrder
    var entryID: String
    var orderID: String
    var entryIndex: Int32
    var link: MatchLink
    var probabilityPPM: Int32
  }
  var rows: [Row] = []
  rows.reserveCapacity(facts.input.outcomes.count)
  for outcome in facts.input.outcomes {
    if outcome.links.isEmpty { continue }
    let id = facts.input.snapshot.entries[Int(outcome.entryIndex)].id
    let order = TextOrder(id)
    for link in outcome.links {
      rows.append(
        Row(
          order: order, entryID: id,
          orderID: facts.input.snapshot.orders[Int(link.orderIndex)].row.orderID,
          entryIndex: outcome.entryIndex, link: link, probabilityPPM: outcome.probabilityPPM))
    }
  }
  rows.sort {
    if let isBefore = $0.order.isBefore($1.order) { return isBefore }
    if $0.entryID != $1.entryID { return $0.entryID < $1.entryID }
    if $0.orderID != $1.orderID { return $0.orderID < $1.orderID }
    return $0.link.allocatedYen < $1.link.allocatedYen
  }
  var csv = CSVWriter(
    columns: [
      "entry_id", "source_ref", "source_file", "record", "booking_date", "amount_yen", "order_id",
      "allocated_yen", "probability_ppm", "basis",
    ], capacity: 128 * (rows.count + 1))
  for row in rows {
    let entry = facts.entry(row.entryIndex)
    csv.text(row.entryID)
    csv.text(entry.sourceRef)
    csv.text(entry.sourceFile)
    csv.number(entry.record)
    csv.day(entry.bookingDay)
    csv.number(entry.signedAmountYen)
    csv.text(row.orderID)
    csv.number(row.link.allocatedYen)
    csv.number(row.probabilityPPM)
    csv.word(row.link.basis.rawValue)
    csv.endRow()
  }
  return ReportFile(name: "clearings.csv", bytes: csv.bytes)
}
