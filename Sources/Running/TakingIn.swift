internal import Logging
internal import Model
internal import Reading
internal import Recording
internal import Tables

/// Takes in files: reads each, finds out which account it is of, and records each in one
/// transaction. After it the ledger holds all that the files say.
struct TakingIn {
  let frame: RunFrame
  /// Where the private copies lie.
  let archive: String
  /// What the ledger took since the last run is this run's, not a repeat: a run that broke off
  /// half-way is then told as if it had not.
  var resumes = true
  /// Very many orders may be written while they are matched.
  var mayWait = false
  /// The same of bank entries.
  var mayEntriesWait = false
  /// The same of settlement lines.
  var mayLinesWait = false
  let calendar = bankCalendar()

  func run(_ files: [InboxFile], _ timings: inout Timings) throws(RunError) -> [IntakeFile] {
    var intakes = try timings.measure("read") { () throws(RunError) in try readAll(files) }
    let order = intakes.indices.sorted { intakes[$0].importKey < intakes[$1].importKey }
    markRepeats(&intakes, order)
    try resolveAccounts(&intakes, order)
    try applyOverrides(&intakes)
    try proveContinuity(&intakes, order)
    // Whether a file with faults is superseded, the rows of the others say.
    let entriesWait = mayEntriesWait && !intakes.contains { $0.isStatementWithFaults }
    for index in order where intakes[index].isToRecord {
      frame.request.progress("記録 / recording \(intakes[index].file.name)")
      try timings.measure("record") { () throws(RunError) in
        try record(&intakes[index], entriesWait)
      }
      log(intakes[index])
    }
    for index in intakes.indices { try markSuperseded(&intakes[index]) }
    return intakes
  }

  /// Reads one file as a run would, with all that would stop it, and records nothing. The rows
  /// after a failed control of `assumed` are compared with other files as if they were posted.
  func preview(_ file: InboxFile, _ assumed: Set<DataFault>) throws(RunError) -> IntakeFile {
    var intakes = [try toRead(file).read()]
    if intakes[0].wasKnown || intakes[0].reading.kind != .statement { return intakes[0] }
    try resolveAccounts(&intakes, [0])
    try applyOverrides(&intakes)
    if intakes[0].stoppingFaults.allSatisfy(assumed.contains) {
      for index in intakes[0].reading.accounts.indices {
        intakes[0].reading.accounts[index].resumeWhole()
      }
    }
    try proveContinuity(&intakes, [0], tellsAll: true)
    return intakes[0]
  }

  /// All files, as many at once as there are cores: none needs another.
  private func readAll(_ files: [InboxFile]) throws(RunError) -> [IntakeFile] {
    var questions: [FileToRead] = []
    for file in files { questions.append(try toRead(file)) }
    let progress = frame.request.progress
    let toRead = questions
    let read = mapOnAllCores(toRead.count, piece: 1) { n -> Result<IntakeFile, RunError> in
      progress("読込 / reading \(toRead[n].file.name)")
      do throws(RunError) { return .success(try toRead[n].read()) } catch { return .failure(error) }
    }
    var intakes: [IntakeFile] = []
    for one in read { intakes.append(try one.get()) }
    return intakes
  }

  private func toRead(_ file: InboxFile) throws(RunError) -> FileToRead {
    var one = FileToRead(
      file: file, path: archive + "/" + file.sha256, asOf: frame.request.asOf.day,
      own: frame.settings.ownProfiles)
    guard file.fault == nil, !file.isZip else { return one }
    one.known = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.knownFile(sha256: file.sha256)
    }
    one.isResumed = resumes && one.known?.runOrdinal == frame.ordinal
    return one
  }

  /// The same bytes twice in one inbox count once.
  private func markRepeats(_ intakes: inout [IntakeFile], _ order: [Int]) {
    var names: [String: String] = [:]
    for index in order where !intakes[index].file.sha256.isEmpty && !intakes[index].wasKnown {
      let hash = intakes[index].file.sha256
      if let name = names[hash] {
        intakes[index].markKnown(as: name)
      } else {
        names[hash] = intakes[index].file.name
      }
    }
  }

  /// Settles the accounts of all statements at once. A file whose account is unclear is refused.
  private func resolveAccounts(_ intakes: inout [IntakeFile], _ order: [Int]) throws(RunError) {
    let statements = order.filter {
      intakes[$0].reading.kind == .statement && !intakes[$0].reading.isRefused
        && !intakes[$0].wasKnown
    }
    let banks = banks
    let requests = statements.map { index in
      AccountRequest(
        formatID: intakes[index].reading.formatID,
        bankCode: banks[intakes[index].reading.formatID],
        accounts: intakes[index].reading.accounts.map(\.account))
    }
    let choices = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.resolveAccounts(
        for: configuredRequests + requests, configured: configuredKeys, banks: banks)
    }
    for (index, fileChoices) in zip(statements, choices.dropFirst(configuredRequests.count)) {
      for choice in fileChoices {
        switch choice {
        case .account(let id, let key):
          intakes[index].accountIDs.append(id)
          intakes[index].accountKeys.append(key)
        case .unclear(var question):
          question.ownFormatIDs = question.formatIDs.filter { id in
            frame.settings.ownProfiles.contains { $0.info.id == id }
          }
          intakes[index].refuse(
            DataFinding(.accountUnclear, .refusesFile, accountQuestion: question))
        }
      }
    }
  }

  /// Format id → bank, the user's word first.
  private var banks: [String: String] {
    var infos = formatInfos
    for profile in frame.settings.ownProfiles { infos[profile.info.id] = profile.info }
    return infos.compactMapValues(\.bankCode)
  }

  /// Accounts of the policy file are known from the start, so that files can be taken for them.
  private var configuredRequests: [AccountRequest] {
    frame.settings.accounts.map {
      AccountRequest(formatID: "keshikomi.yaml", bankCode: $0.ref.bankCode, accounts: [$0.ref])
    }
  }

  /// Format id → account, as the policy file and the user's formats say.
  private var configuredKeys: [String: String] {
    var keys: [String: String] = [:]
    for account in frame.settings.accounts {
      for format in account.formats { keys[format] = accountKey(of: account.ref) }
    }
    for profile in frame.settings.ownProfiles {
      if let account = profile.account { keys[profile.info.id] = accountKey(of: account) }
    }
    return keys
  }

  private func record(_ intake: inout IntakeFile, _ entriesWait: Bool) throws(RunError) {
    let file = ImportFile(
      name: intake.file.name, sha256: intake.file.sha256, sizeBytes: intake.file.sizeBytes,
      formatID: intake.reading.formatID, runOrdinal: frame.ordinal,
      readOn: frame.request.asOf.day)
    let earlier = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.firstCount(sha256: file.sha256, runOrdinal: frame.ordinal)
    }
    let count: ImportCount
    let wasTried = resumes && earlier != nil
    switch intake.reading.kind {
    case .statement:
      count = try take(wasTried) { [intake] () throws(LedgerError) in
        try frame.ledger.importStatement(
          file: file, accountIDs: intake.accountIDs, rows: intake.statementRows,
          reading: intake.reading, mayWait: entriesWait && !wasTried)
      }
    case .orders:
      nameShops(&intake)
      count = try take(wasTried) { [intake] () throws(LedgerError) in
        try frame.ledger.importOrders(
          file: file, rows: intake.orderRows, reading: intake.reading, asOf: frame.request.asOf,
          mayWait: mayWait && !wasTried)
      }
    case .settlement:
      // A file in another currency is proved, but only yen are posted.
      if intake.reading.findings.contains(where: { $0.severity == .stopsPosting }) {
        intake.notPostedRows = intake.reading.rowsRead
        return
      }
      count = try ledgerCall { [intake] () throws(LedgerError) in
        try frame.ledger.importSettlement(
          file: file, provider: intake.reading.provider, rows: intake.settlementRows,
          reading: intake.reading, mayWait: mayLinesWait)
      }
    case .unknown: return
    }
    intake.newRows = resumes ? earlier?.new ?? count.new : count.new
    intake.knownRows = resumes ? earlier?.known ?? count.known : count.known
    intake.notPostedRows = count.notPosted
    intake.reading.findings += count.conflicts
    intake.reading.doubtfulOrders += count.doubtfulOrders
  }

  /// Imports a file. One that this very run took in part before it broke off is not put on record
  /// once more where that posts nothing new: the ledger is then as if nothing had broken off.
  private func take(
    _ wasTried: Bool, _ importing: () throws(LedgerError) -> ImportCount
  ) throws(RunError) -> ImportCount {
    guard wasTried else { return try ledgerCall(importing) }
    let trial = try mixedCall { try frame.ledger.rehearse(importing) }
    return trial.new == 0 ? trial : try ledgerCall(importing)
  }

  /// Gives the shop of the policy file to orders whose format does not name one.
  private func nameShops(_ intake: inout IntakeFile) {
    guard let shop = frame.settings.shopOfFormat[intake.reading.formatID] else { return }
    for index in intake.orderRows.indices where intake.orderRows[index].shopID.isEmpty {
      intake.orderRows[index].shopID = shop
    }
    for index in intake.reading.doubtfulOrders.indices
    where intake.reading.doubtfulOrders[index].shopID.isEmpty {
      intake.reading.doubtfulOrders[index].shopID = shop
    }
  }

  private func log(_ intake: IntakeFile) {
    frame.request.logger.info(
      "file recorded",
      metadata: [
        "file": "\(intake.file.name)", "sha256": "\(intake.file.sha256)",
        "format": "\(intake.reading.formatID)", "new": "\(intake.newRows)",
        "known": "\(intake.knownRows)", "not_posted": "\(intake.notPostedRows)",
      ])
  }
}

private let formatInfos: [String: FormatInfo] = Dictionary(
  uniqueKeysWithValues: allFormats().map { ($0.id, $0) })
