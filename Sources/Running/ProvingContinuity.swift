internal import Model
internal import Recording

/// One account of one file of the inbox, waiting to be compared with its neighbours.
private struct Candidate {
  var intake: Int
  var account: Int
  var trail: BalanceTrail
}

extension TakingIn {
  /// Stops the accounts of files that do not join what is known. Files are compared in the order
  /// of their days, and those that do not join are tried again after the others: a file may
  /// connect to one that fills the hole between. Names and the order of the inbox play no part.
  ///
  /// - Parameter tellsAll: whether each break of a file is told, or its first only.
  func proveContinuity(
    _ intakes: inout [IntakeFile], _ order: [Int], tellsAll: Bool = false
  ) throws(RunError) {
    var accounts: [Int64: [Candidate]] = [:]
    for index in order where !intakes[index].wasKnown && !intakes[index].reading.isRefused {
      guard intakes[index].reading.kind == .statement else { continue }
      for (account, id) in intakes[index].accountIDs.enumerated() {
        let trail = BalanceTrail(
          fileName: intakes[index].file.name, sha256: intakes[index].file.sha256,
          readOn: frame.request.asOf.day, account: intakes[index].reading.accounts[account],
          accountIndex: Int32(account), rows: intakes[index].statementRows)
        guard let trail else { continue }
        accounts[id, default: []].append(
          Candidate(intake: index, account: account, trail: trail))
      }
    }
    for (id, candidates) in accounts.sorted(by: { $0.key < $1.key }) {
      try prove(id, candidates, &intakes, tellsAll: tellsAll)
    }
  }

  private func prove(
    _ accountID: Int64, _ candidates: [Candidate], _ intakes: inout [IntakeFile], tellsAll: Bool
  ) throws(RunError) {
    // A file of a run that broke off, or one posted in part, is in the ledger already.
    let own = Set(candidates.map(\.trail.sha256))
    var known = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.balanceTrails(accountID: accountID)
    }.filter { !own.contains($0.sha256) }
    var accepted: [Candidate] = []
    var waiting = candidates.sorted {
      ($0.trail.firstDay, $0.trail.lastDay, $0.trail.sha256, $0.account)
        < ($1.trail.firstDay, $1.trail.lastDay, $1.trail.sha256, $1.account)
    }
    var outcomes: [(Candidate, [BalanceMeeting])] = []
    var isProgress = true
    while isProgress {
      isProgress = false
      outcomes.removeAll()
      for candidate in waiting {
        let continuity = continuity(accountID, known, candidates, accepted, intakes)
        let breaks = try unanswered(candidate, continuity, intakes, tellsAll: tellsAll)
        if !breaks.isEmpty {
          outcomes.append((candidate, breaks))
          continue
        }
        intakes[candidate.intake].note(
          try continuity.check(candidate.trail), candidate.account, isPosted: true)
        accepted.append(candidate)
        known.append(candidate.trail)
        known.sort { ($0.firstDay, $0.lastDay, $0.sha256) < ($1.firstDay, $1.lastDay, $1.sha256) }
        isProgress = true
      }
      waiting = outcomes.map(\.0)
      if waiting.isEmpty { break }
    }
    for (candidate, breaks) in outcomes {
      for meeting in breaks {
        intakes[candidate.intake].note(.breaks(meeting), candidate.account, isPosted: false)
      }
    }
  }

  private func continuity(
    _ accountID: Int64, _ known: [BalanceTrail], _ candidates: [Candidate],
    _ accepted: [Candidate], _ intakes: [IntakeFile]
  ) -> Continuity {
    Continuity(
      calendar: calendar, known: known,
      balancesOn: { day throws(RunError) in try balances(accountID, day, accepted, intakes) },
      rowsOn: { trail, day throws(RunError) in
        try rows(of: trail, accountID, day, candidates, intakes)
      })
  }

  /// The breaks of a file that nobody has answered for. An override is about the balances that it
  /// was given for, not about any that turn up later.
  private func unanswered(
    _ candidate: Candidate, _ continuity: Continuity, _ intakes: [IntakeFile], tellsAll: Bool
  ) throws(RunError) -> [BalanceMeeting] {
    if intakes[candidate.intake].isRecorded { return [] }
    var rest = continuity
    rest.waived = intakes[candidate.intake].waivedMeetings
    let breaks = try tellsAll ? rest.breaks(candidate.trail) : []
    if tellsAll { return breaks }
    if case .breaks(let meeting) = try rest.check(candidate.trail) { return [meeting] }
    return []
  }

  /// Running balances of a day, from the ledger and from the files taken before this one.
  private func balances(
    _ accountID: Int64, _ day: Day, _ accepted: [Candidate], _ intakes: [IntakeFile]
  ) throws(RunError) -> Set<Int64> {
    var found = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.balances(accountID: accountID, on: day)
    }
    for candidate in accepted {
      for row in intakes[candidate.intake].statementRows
      where row.accountIndex == Int32(candidate.account) && row.bookingDay == day {
        if let balance = row.balanceAfterYen { found.insert(balance) }
      }
    }
    return found
  }

  /// The rows of a day that a file has: one of this inbox, or of the ledger.
  private func rows(
    of trail: BalanceTrail, _ accountID: Int64, _ day: Day, _ candidates: [Candidate],
    _ intakes: [IntakeFile]
  ) throws(RunError) -> [Int64: Int] {
    let own = candidates.filter { $0.trail.sha256 == trail.sha256 }
    if own.isEmpty {
      return try ledgerCall { () throws(LedgerError) in
        try frame.ledger.rows(ofFile: trail.sha256, accountID: accountID, on: day)
      }
    }
    var found: [Int64: Int] = [:]
    for candidate in own {
      let account = intakes[candidate.intake].reading.accounts[candidate.account]
      for row in intakes[candidate.intake].statementRows
      where row.accountIndex == Int32(candidate.account) && row.bookingDay == day
        && account.mayPost(row.record)
      {
        let isCredit = row.direction == .credit && row.mark != .cancellation
        found[isCredit ? row.amountYen : -row.amountYen, default: 0] += 1
      }
    }
    return found
  }

  /// Takes failed controls back to notes in files that a person had posted. An override speaks of
  /// very bytes and of very controls: a file with any other failed control stays stopped.
  func applyOverrides(_ intakes: inout [IntakeFile]) throws(RunError) {
    let records = try ledgerCall { () throws(LedgerError) in try frame.ledger.overrides() }
    guard !records.isEmpty else { return }
    for index in intakes.indices where intakes[index].reading.kind == .statement {
      let own = records.map(\.note).filter { $0.sha256 == intakes[index].file.sha256 }
      guard let newest = own.last else { continue }
      intakes[index].waived = Set(own.flatMap(\.faults))
      intakes[index].waivedMeetings = own.flatMap(\.meetings)
      intakes[index].waiver = newest
      intakes[index].waive(newest)
    }
  }
}

extension IntakeFile {
  func isWaived(_ fault: DataFault) -> Bool { waived.contains(fault) }

  /// Faults of controls that stop posting, each once, sorted.
  var stoppingFaults: [DataFault] {
    let faults = reading.findings.filter { $0.severity == .stopsPosting }.map(\.fault)
    return Set(faults).sorted { $0.rawValue < $1.rawValue }
  }

  /// Where its balances do not join those of other files.
  var stoppingMeetings: [BalanceMeeting] {
    reading.findings.compactMap { $0.severity == .stopsPosting ? $0.meeting : nil }
  }

  fileprivate mutating func waive(_ note: OverrideNote) {
    let stopping = stoppingFaults
    guard !stopping.isEmpty, stopping.allSatisfy(isWaived), !reading.isRefused else { return }
    for index in reading.findings.indices
    where reading.findings[index].severity == .stopsPosting {
      reading.findings[index].severity = .note
    }
    for index in reading.accounts.indices { reading.accounts[index].resumeWhole() }
    tell(note)
  }

  private mutating func tell(_ note: OverrideNote) {
    guard override == nil else { return }
    override = note
    reading.findings.append(DataFinding(.controlOverridden, .note, override: note))
  }

  /// Writes down how the account's balance met its neighbours'.
  fileprivate mutating func note(
    _ outcome: Continuity.Outcome, _ account: Int, isPosted: Bool
  ) {
    let index = Int32(account)
    switch outcome {
    case .joins(let yen):
      reading.controls.append(
        ControlCheck(
          kind: .continuity, accountIndex: index, stated: yen, computed: yen, outcome: .ok))
    case .absent(let reason):
      reading.controls.append(
        ControlCheck(
          kind: .continuity, accountIndex: index, stated: nil, computed: 0, outcome: .absent,
          reading: reason.rawValue))
    case .breaks(let meeting):
      let difference = meeting.balanceYen - meeting.otherBalanceYen
      reading.controls.append(
        ControlCheck(
          kind: .continuity, accountIndex: index, stated: meeting.balanceYen,
          computed: meeting.otherBalanceYen, outcome: .failed))
      reading.findings.append(
        DataFinding(
          .continuityBreak, isPosted ? .note : .stopsPosting, differenceYen: difference,
          accountIndex: index, meeting: meeting))
      if isPosted {
        if let note = waiver { tell(note) }
      } else {
        reading.accounts[account].stopWhole()
      }
    }
  }
}
