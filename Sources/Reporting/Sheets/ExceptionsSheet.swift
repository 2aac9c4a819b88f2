import Model

/// `exceptions.csv`: one row per case, with the words chosen for it. Sorted by case id.
func exceptionsFile(_ facts: ReportFacts) -> ReportFile {
  let cases = facts.input.decided.cases
  let entries = facts.input.snapshot.entries
  let orders = facts.input.snapshot.orders
  let places = TextOrder.places(cases.count, by: { cases[$0].caseID }, then: { $0 < $1 })
  return ReportFile(name: "exceptions.csv") { take in
    var csv = CSVWriter(
      columns: [
        "case_id", "code", "title", "order_id", "entry_id", "at_risk_gross_yen", "at_risk_net_yen",
        "first_bearer", "recourse", "basis", "until", "decision", "next_action", "note",
        "codes", "due_yen", "paid_yen", "deadline_rule", "other_order_ids", "other_entry_ids",
        "account", "gap_first_day", "gap_last_day", "affected_orders",
        "priority", "recourse_yen", "recourse_cap_left_yen", "uncapped_if_gross", "interest_yen",
        "accounting", "calendar", "flags", "delays", "act", "act_state", "contract", "contributory",
        "evidence",
      ], fillIn: [.seenRun] + AnswerColumn.toFill, capacity: 1 << 19)
    for place in places {
      let text = facts.input.texts[place]
      let note = text.note
      csv.text(cases[place].caseID)
      csv.word(cases[place].code.rawValue)
      csv.text(note.title)
      csv.text(cases[place].orderIndex.map { orders[Int($0)].row.orderID } ?? "")
      csv.text(cases[place].entryIndex.map { entries[Int($0)].id } ?? "")
      csv.number(cases[place].atRiskGrossYen)
      csv.number(cases[place].atRiskNetYen)
      csv.word(cases[place].firstBearer.rawValue)
      csv.word(cases[place].recourse.map(\.rawValue).joined(separator: "|"))
      csv.text(note.basis)
      csv.moment(cases[place].until)
      csv.word(cases[place].decision.rawValue)
      csv.text(note.nextAction)
      csv.text(note.note)
      csv.codes(cases[place].codes)
      csv.number(cases[place].dueYen)
      csv.number(cases[place].paidYen)
      csv.word(cases[place].deadlineRule)
      csv.text(cases[place].otherOrders.map { orders[Int($0)].row.orderID }.joined(separator: "|"))
      csv.text(cases[place].otherEntries.map { entries[Int($0)].id }.joined(separator: "|"))
      csv.text(cases[place].gap?.accountKey ?? "")
      csv.day(cases[place].gap?.firstDay)
      csv.day(cases[place].gap?.lastDay)
      csv.number(cases[place].affectedOrders)
      // Cases stand in the order in which they must be decided.
      csv.number(Int64(place + 1))
      writeLiability(text.liability, note, &csv)
      csv.text(facts.input.runID)
      for _ in AnswerColumn.toFill { csv.empty() }
      csv.endRow()
      csv.spill(take)
    }
    csv.spill(take, isAll: true)
  }
}

private func writeLiability(_ liability: LiabilityNote, _ note: NoteText, _ csv: inout CSVWriter) {
  csv.number(liability.recourseYen)
  if let left = liability.capLeftYen { csv.number(left) } else { csv.empty() }
  csv.word(liability.isUncappedIfGross.map { $0 ? "1" : "0" } ?? "")
  csv.number(liability.interestYen)
  csv.word(liability.accountingID)
  csv.word(liability.calendar == .none ? "" : liability.calendar.rawValue)
  csv.word(liability.flags.map(\.rawValue).joined(separator: "|"))
  csv.word(
    liability.segments.map {
      "\($0.segment.rawValue):\($0.party.rawValue):\($0.minutesOver)min"
    }.joined(separator: "|"))
  csv.word(liability.act?.rawValue ?? "")
  csv.word(
    liability.act == nil ? "" : liability.isWithinAuthority ? "within_authority" : "needs_shop")
  csv.text(note.contract)
  csv.text(note.contributory)
  csv.text(note.evidence)
}
