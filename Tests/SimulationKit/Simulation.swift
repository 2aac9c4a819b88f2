public import Model
import Reading
public import Recording
import TestKit

/// What became of one seed.
public struct SimulationOutcome: Sendable {
  public var seed: UInt64
  public var files = 0
  public var imports = 0
  /// True bookings that stood in at least one file.
  public var bookings = 0
  public var entries = 0
  /// Files that wait for a person at the end.
  public var filesLeft = 0
  public var findings: [DataFault: Int] = [:]
  /// Bookings the ledger lacks, by what says so; of the last, nothing does.
  public var missing = Explained()
  /// Entries that are no booking, likewise.
  public var extra = Explained()
  /// Entries that bear the name of another payer of the same day and amount.
  public var exchanged = Explained()
  /// For a person who looks into it.
  public var unexplained: [String] = []

  public struct Explained: Sendable {
    public var byRow = 0
    public var byNote = 0
    public var byDay = 0
    public var byNothing = 0
    public var sum: Int { byRow + byNote + byDay + byNothing }
  }

  public var isExact: Bool { missing.sum + extra.sum + exchanged.sum == 0 }
  public var isRight: Bool { missing.byNothing + extra.byNothing + exchanged.byNothing == 0 }
}

/// Downloads of 60 days go through reading and recording day by day, as a shop would put them into
/// the inbox; then the ledger is compared with the truth.
public struct Simulation {
  let plan: DownloadPlan
  let ledger: Ledger
  /// Shuffles what must not matter: names of files and their order in the inbox.
  let shuffle: UInt64
  var outcome: SimulationOutcome
  var accountIDs: [Int64] = []
  var waiting: [ReadFile] = []
  var comments: Set<Comment> = []

  struct ReadFile {
    var file: DownloadedFile
    var rows: [StatementRow]
    var reading: FileReading
    var sha256: String
    /// Of the last attempt.
    var comments: [Comment] = []
  }

  /// A finding of recording, with the block of rows that it speaks of.
  struct Comment: Hashable {
    var block: Block
    var fault: DataFault
    var isPosted: Bool
  }

  struct Block: Hashable, Comparable {
    var account: Int
    var day: Day
    var direction: Direction
    var amountYen: Int64

    static func < (a: Block, b: Block) -> Bool {
      (a.account, a.day.number, a.direction.rawValue, a.amountYen)
        < (b.account, b.day.number, b.direction.rawValue, b.amountYen)
    }
  }

  /// Runs one seed in `ledger`, which is empty before and after.
  public static func run(
    seed: UInt64, in ledger: Ledger, shuffle: UInt64 = 0
  ) throws -> (outcome: SimulationOutcome, ids: [String]) {
    try ledger.rehearse {
      var simulation = Simulation(seed: seed, ledger: ledger, shuffle: shuffle)
      try simulation.live()
      let ids = try simulation.compare()
      return (simulation.outcome, ids)
    }
  }

  init(seed: UInt64, ledger: Ledger, shuffle: UInt64) {
    plan = DownloadPlan(seed: seed)
    self.ledger = ledger
    self.shuffle = shuffle
    outcome = SimulationOutcome(seed: seed)
    outcome.files = plan.files.count
  }

  // MARK: The days

  private mutating func live() throws {
    try settleAccounts()
    var next = 0
    var run: Int64 = 0
    while next < plan.files.count {
      let day = plan.files[next].arrival
      run += 1
      // What waits is tried again now and then; a shop's runs try it each day.
      let isRetry = run % 9 == 0
      let resting = isRetry ? [] : waiting
      var inbox = isRetry ? waiting : []
      while next < plan.files.count, plan.files[next].arrival == day {
        inbox.append(read(plan.files[next], day))
        next += 1
      }
      try take(inbox, run, day)
      waiting += resting
    }
    // Two more runs with an empty inbox: what waits is tried again.
    for _ in 0..<2 { try take(waiting, run + 1, plan.files.last!.arrival.adding(days: 9)) }
    outcome.filesLeft = waiting.count
    for file in waiting { comments.formUnion(file.comments) }
  }

  private mutating func settleAccounts() throws {
    let choices = try ledger.resolveAccounts(
      for: DownloadWorld.accounts.map {
        AccountRequest(formatID: "policy", bankCode: $0.bankCode, accounts: [$0])
      }, configured: [:])
    for choice in choices {
      guard case .account(let id, _) = choice[0] else { preconditionFailure("no account") }
      accountIDs.append(id)
    }
  }

  private func read(_ file: DownloadedFile, _ day: Day) -> ReadFile {
    var rows: [StatementRow] = []
    let reading = file.bytes.withUnsafeBytes {
      readFile(
        $0, context: ReadingContext(asOf: day), sink: RowSink(statement: { rows.append($0) }))
    }
    precondition(
      !reading.isRefused && !rows.isEmpty && reading.rowsRejected == 0
        && rows.count == file.content.bookings.count
        && reading.accounts.allSatisfy { $0.stopsFromRecord == nil },
      "seed \(plan.world.seed): \(file.content.format) was not read: \(reading.findings)")
    return ReadFile(
      file: file, rows: rows, reading: reading, sha256: hash(file.bytes, salt: 0))
  }

  private mutating func take(_ inbox: [ReadFile], _ run: Int64, _ day: Day) throws {
    waiting = []
    var configured: [String: String] = [:]
    for (formatID, account) in DownloadFormat.configured {
      configured[formatID] = accountKey(of: DownloadWorld.accounts[account])
    }
    let ranked = inbox.map { file in
      (
        rank(file.reading.formatID),
        shuffle == 0 ? file.sha256 : hash(file.file.bytes, salt: shuffle)
      )
    }
    let choices = try ledger.resolveAccounts(
      for: inbox.map { file in
        AccountRequest(
          formatID: file.reading.formatID, bankCode: nil,
          accounts: file.reading.accounts.map(\.account))
      }, configured: configured)
    for index in ranked.indices.sorted(by: {
      (ranked[$0].0, ranked[$0].1, $0) < (ranked[$1].0, ranked[$1].1, $1)
    }) {
      let ids = choices[index].map { choice in
        guard case .account(let id, _) = choice else { preconditionFailure("no account") }
        return id
      }
      try record(inbox[index], ids, run, day)
    }
  }

  private mutating func record(
    _ file: ReadFile, _ ids: [Int64], _ run: Int64, _ day: Day
  ) throws {
    if try ledger.knownFile(sha256: file.sha256) != nil { return }
    outcome.imports += 1
    let count = try ledger.importStatement(
      file: ImportFile(
        name: "f", sha256: file.sha256, sizeBytes: Int64(file.file.bytes.count),
        formatID: file.reading.formatID, runOrdinal: run),
      accountIDs: ids, rows: file.rows, reading: file.reading)
    var file = file
    file.comments = []
    for finding in count.conflicts {
      guard let comment = comment(finding, file) else { continue }
      if comment.isPosted { comments.insert(comment) } else { file.comments.append(comment) }
    }
    if count.notPosted > 0 { waiting.append(file) }
  }

  /// nil for what speaks of no row of the file.
  private func comment(_ finding: DataFinding, _ file: ReadFile) -> Comment? {
    guard let record = finding.place.record else { return nil }
    let row = file.rows[Int(record) - 1]
    let direction = row.mark == .cancellation ? .debit : row.direction
    return Comment(
      block: Block(
        account: file.file.content.account, day: row.bookingDay, direction: direction,
        amountYen: row.amountYen),
      fault: finding.fault, isPosted: finding.severity == .note)
  }

  private func rank(_ formatID: String) -> Int {
    if shuffle != 0 { return 0 }
    let families = ["camt-053", "camt-052", "camt-054", "zengin-03", "zengin-01", "neutral"]
    return families.firstIndex { formatID.hasPrefix($0) } ?? families.count
  }

  /// 64 digits of the content: not a real SHA-256, but as good for files of an invented world.
  private func hash(_ bytes: [UInt8], salt: UInt64) -> String {
    var text = ""
    var h: UInt64 = 0xcbf2_9ce4_8422_2325 ^ salt
    for byte in bytes { h = (h ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var random = SeededRandom(seed: h)
    while text.utf8.count < 64 {
      let digits = String(random.next(), radix: 16)
      text += String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    return text
  }
}
