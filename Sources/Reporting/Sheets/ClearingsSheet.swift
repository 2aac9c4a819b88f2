import Model

/// `clearings.csv`: one row per entry and order; links for information (0 yen), and what banks and
/// people took back (negative), included. Sorted by entry id, then order id.
func clearingsFile(_ facts: ReportFacts) -> ReportFile {
  let input = facts.input
  var allOutcomes = input.outcomes
  for taken in input.snapshot.undone {
    let link = MatchLink(
      orderIndex: taken.orderIndex, allocatedYen: taken.allocatedYen, basis: taken.basis)
    allOutcomes.append(
      EntryOutcome(
        entryIndex: taken.entryIndex, verdict: .automatic, links: [link],
        probabilityPPM: 1_000_000))
  }
  let entries = input.snapshot.entries
  let orders = input.snapshot.orders
  let outcomes = allOutcomes
  var allRows: [(outcome: Int32, link: MatchLink)] = []
  allRows.reserveCapacity(outcomes.count)
  for n in outcomes.indices {
    for link in outcomes[n].links { allRows.append((Int32(n), link)) }
  }
  let rows = allRows
  let places = TextOrder.places(
    rows.count, by: { entries[Int(outcomes[Int(rows[$0].outcome)].entryIndex)].id },
    then: { a, b in
      let (x, y) = (rows[a].link, rows[b].link)
      let (p, q) = (orders[Int(x.orderIndex)].row.orderID, orders[Int(y.orderIndex)].row.orderID)
      return p != q ? p < q : x.allocatedYen < y.allocatedYen
    })
  return ReportFile(name: "clearings.csv") { take in
    var csv = CSVWriter(
      columns: [
        "entry_id", "source_ref", "source_file", "record", "booking_date", "amount_yen", "order_id",
        "allocated_yen", "probability_ppm", "basis",
      ], capacity: 1 << 19)
    for place in places {
      let outcome = Int(rows[place].outcome)
      let link = rows[place].link
      let e = Int(outcomes[outcome].entryIndex)
      csv.text(entries[e].id)
      csv.text(entries[e].sourceRef)
      csv.text(entries[e].sourceFile)
      csv.number(entries[e].record)
      csv.day(entries[e].bookingDay)
      csv.number(entries[e].signedAmountYen)
      csv.text(orders[Int(link.orderIndex)].row.orderID)
      csv.number(link.allocatedYen)
      csv.number(outcomes[outcome].probabilityPPM)
      csv.word(link.basis.rawValue)
      csv.endRow()
      csv.spill(take)
    }
    csv.spill(take, isAll: true)
  }
}
