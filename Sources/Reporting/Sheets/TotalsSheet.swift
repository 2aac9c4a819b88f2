import Model

/// `totals.json`: counts, sums per account, control totals and the proof line, all whole numbers.
func totalsFile(_ facts: ReportFacts) -> ReportFile {
  let input = facts.input
  let figures = facts.figures
  let document = JSONValue.object([
    "as_of": .text(input.asOf.iso),
    "engine_version": .text(input.engineVersion),
    "run_id": .text(input.runID),
    "ledger_event": .number(input.ledgerEvent),
    "ledger_sha256": .text(input.ledgerSHA256),
    "at_risk": .object([
      "orders": .number(figures.atRisk.orders),
      "gross_yen": .number(figures.atRisk.grossYen),
      "net_yen": .number(figures.atRisk.netYen),
      "statements_gross_yen": .number(figures.atRisk.statementsGrossYen),
    ]),
    "accounts": .list(
      figures.accounts.map {
        .object([
          "account": .text($0.accountKey), "credits": split($0.credits),
          "debits": split($0.debits),
        ])
      }),
    "controls": .list(input.files.flatMap(controls)),
    "counts": counts(facts),
    "files": .list(input.files.map(file)),
    "proof": .object([
      "left_credits_yen": .number(figures.credits.amountYen),
      "right_cleared_yen": .number(figures.credits.clearedYen),
      "right_suspense_yen": .number(figures.credits.suspenseYen),
      "right_refund_linked_yen": .number(figures.credits.refundLinkedYen),
      "right_excluded_yen": .number(figures.credits.excludedYen),
      "right_total_yen": .number(figures.credits.explainedYen),
      "ok": .flag(figures.proofHolds),
    ]),
    "debits": split(figures.debits),
  ])
  return ReportFile(name: "totals.json", bytes: document.document())
}

private func split(_ split: MoneySplit) -> JSONValue {
  .object([
    "count": .number(split.count),
    "amount_yen": .number(split.amountYen),
    "cleared_yen": .number(split.clearedYen),
    "suspense_yen": .number(split.suspenseYen),
    "refund_linked_yen": .number(split.refundLinkedYen),
    "excluded_yen": .number(split.excludedYen),
  ])
}

private func counts(_ facts: ReportFacts) -> JSONValue {
  let figures = facts.figures
  var decisions: [String: JSONValue] = [:]
  for decision in Decision.allCases {
    decisions[decision.rawValue] = .number(figures.count(decision).count)
  }
  var cases: [String: JSONValue] = [:]
  for line in figures.codes {
    cases[line.code.rawValue] = .number(line.cases.count)
  }
  return .object([
    "cases": .number(Int64(facts.input.decided.cases.count)),
    "cases_by_code": .object(cases),
    "decisions": .object(decisions),
    "entries": .number(figures.credits.count + figures.debits.count),
    "entries_new": .number(figures.newEntryCount),
    "orders_waiting_for_payment": .number(figures.waiting.count),
    "suspense_entries": .number(figures.ageing.reduce(0) { $0 + $1.open.count }),
  ])
}

private func file(_ file: FileLine) -> JSONValue {
  var members: [String: JSONValue] = [
    "name": .text(file.name),
    "sha256": .text(file.sha256),
    "size_bytes": .number(file.sizeBytes),
    "kind": .text(file.reading.kind.rawValue),
    "format": .text(file.reading.formatID),
    "refused": .flag(file.reading.isRefused),
    "already_known": .flag(file.wasKnown),
    "rows_read": .number(Int64(file.reading.rowsRead)),
    "rows_rejected": .number(Int64(file.reading.rowsRejected)),
    "rows_skipped": .number(Int64(file.reading.rowsSkipped)),
    "rows_new": .number(Int64(file.newRows)),
    "rows_known": .number(Int64(file.knownRows)),
    "rows_not_posted": .number(Int64(file.notPostedRows)),
    "findings": .number(Int64(file.reading.findings.count)),
  ]
  if let note = file.override {
    members["override"] = .object([
      "by": .text(note.person), "as_of": .text(note.moment.iso), "reason": .text(note.reason),
      "faults": .list(note.faults.map { .text($0.rawValue) }),
    ])
  }
  return .object(members)
}

private func controls(_ file: FileLine) -> [JSONValue] {
  file.reading.controls.map { control in
    var members: [String: JSONValue] = [
      "file": .text(file.name),
      "kind": .text(control.kind.rawValue),
      "computed": .number(control.computed),
      "outcome": .text(control.outcome.rawValue),
    ]
    let account = Int(control.accountIndex)
    if file.accountKeys.indices.contains(account) {
      members["account"] = .text(file.accountKeys[account])
    }
    if let stated = control.stated { members["stated"] = .number(stated) }
    if !control.reading.isEmpty { members["reading"] = .text(control.reading) }
    if control.currency != "JPY" || control.decimals != 0 {
      members["currency"] = .text(control.currency)
      members["decimals"] = .number(Int64(control.decimals))
    }
    return .object(members)
  }
}
