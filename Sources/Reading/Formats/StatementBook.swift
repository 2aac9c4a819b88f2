import Model

/// One closed part of a statement file: an account group of a Zengin file, a `Stmt` of camt.
struct StatementPart {
  var accountIndex: Int32
  /// The first data record of the part: where posting stops if the part is not proved.
  var firstRecord: Int32
  var line: Int32
  var firstDay: Day?
  var lastDay: Day?
  var openingBalanceYen: Int64?
  var closingBalanceYen: Int64?
}

extension StatementPart {
  /// What is said of it outside; nil where it does not tell its days.
  fileprivate var told: AccountPart? {
    guard let firstDay, let lastDay else { return nil }
    return AccountPart(
      firstRecord: firstRecord, line: line, firstDay: firstDay, lastDay: lastDay,
      openingBalanceYen: openingBalanceYen, closingBalanceYen: closingBalanceYen)
  }
}

/// What is known of a statement file beside its rows, collected while they stream by: accounts,
/// controls, findings. Several parts of one account (one a day, say) share one account.
struct StatementBook {
  private(set) var accounts: [AccountReading] = []
  private(set) var controls: [ControlCheck] = []
  private(set) var findings: [DataFinding] = []
  private var firstRecords: [Int32] = []
  private var indexOf: [AccountKey: Int32] = [:]
  private var parts: [StatementPart] = []
  private var findingsOf: [Severity: Int] = [:]
  private let maxFindings: Int

  init(maxFindings: Int) { self.maxFindings = maxFindings }

  var isRefused: Bool { findings.contains { $0.severity == .refusesFile } }

  /// The index of the account, made where it is new. The holder's spelling does not tell accounts
  /// apart: banks write it differently from product to product.
  /// What must not be posted is kept apart from the account of the same number that is: another
  /// currency of it, a copy of its statement.
  mutating func account(_ ref: AccountRef, apart: String = "", firstRecord: Int32) -> Int32 {
    var key = AccountKey(ref: ref, apart: apart)
    key.ref.holder = nil
    if let known = indexOf[key] { return known }
    let index = Int32(accounts.count)
    indexOf[key] = index
    accounts.append(AccountReading(account: ref))
    firstRecords.append(firstRecord)
    return index
  }

  private struct AccountKey: Hashable {
    var ref: AccountRef
    var apart: String
  }

  /// Keeps a control value that was compared elsewhere.
  mutating func record(_ control: ControlCheck) { controls.append(control) }

  /// Rows of the account from `record` on must not be posted.
  mutating func stop(_ accountIndex: Int32, from record: Int32) {
    let index = Int(accountIndex)
    let start = record <= firstRecords[index] ? 1 : record
    accounts[index].stopsFromRecord = min(accounts[index].stopsFromRecord ?? start, start)
  }

  mutating func printsNewestFirst(_ accountIndex: Int32) {
    accounts[Int(accountIndex)].isNewestFirst = true
  }

  mutating func stopAll() {
    for index in accounts.indices { accounts[index].stopsFromRecord = 1 }
  }

  /// Keeps the finding, within the limit. Each severity has its own, so that a flood of notes
  /// cannot hide a rejected row, nor rejected rows what stops posting.
  mutating func add(_ finding: DataFinding) {
    if finding.severity != .refusesFile {
      guard findingsOf[finding.severity, default: 0] < maxFindings else { return }
      findingsOf[finding.severity, default: 0] += 1
    }
    var kept = finding
    kept.value = finding.value.map { shortened($0) }
    findings.append(kept)
  }

  /// Lets a fault that was told refuse the file; false where there is none.
  mutating func refuse(_ fault: DataFault) -> Bool {
    guard let index = findings.firstIndex(where: { $0.fault == fault }) else { return false }
    findings[index].severity = .refusesFile
    return true
  }

  /// Compares a control value; one that fails is a finding and stops the part.
  mutating func check(
    _ kind: ControlKind, stated: Int64?, computed: Int64, reading: String = "",
    in part: StatementPart, place: SourcePlace, fault: DataFault = .controlFailed
  ) {
    let isRight = stated == computed
    controls.append(
      ControlCheck(
        kind: kind, accountIndex: part.accountIndex, stated: stated, computed: computed,
        outcome: isRight ? .ok : .failed, reading: reading))
    if isRight { return }
    stop(part.accountIndex, from: part.firstRecord)
    add(
      DataFinding(
        fault, .stopsPosting, place: place, value: String(computed),
        expected: stated.map { String($0) },
        differenceYen: kind.isAmount ? stated.map { saturatingDifference(computed, $0) } : nil,
        accountIndex: part.accountIndex))
  }

  /// Records that the file does not carry this control value.
  mutating func absent(
    _ kind: ControlKind, computed: Int64, reading: String = "", in part: StatementPart
  ) {
    controls.append(
      ControlCheck(
        kind: kind, accountIndex: part.accountIndex, stated: nil, computed: computed,
        outcome: .absent, reading: reading))
  }

  mutating func close(_ part: StatementPart) { parts.append(part) }

  /// Joins the parts of each account into one period and sorts the findings by place. Whether
  /// parts follow on each other depends on the bank's days, so it is asked elsewhere.
  mutating func finish() {
    var partsOf = [[StatementPart]](repeating: [], count: accounts.count)
    for part in parts { partsOf[Int(part.accountIndex)].append(part) }
    for account in accounts.indices {
      let ordered = byDay(partsOf[account])
      guard let first = ordered.first, let last = ordered.last else { continue }
      accounts[account].openingBalanceYen = first.openingBalanceYen
      accounts[account].closingBalanceYen = last.closingBalanceYen
      for part in ordered {
        accounts[account].firstDay = earlier(accounts[account].firstDay, part.firstDay)
        accounts[account].lastDay = later(accounts[account].lastDay, part.lastDay)
      }
      if ordered.count > 1 { accounts[account].parts = ordered.compactMap(\.told) }
    }
    sortFindings()
  }

  /// Oldest first; parts of one day as they stand, or reversed in a file printed newest first.
  private func byDay(_ parts: [StatementPart]) -> [StatementPart] {
    let days = parts.map { $0.firstDay?.number ?? Int32.min }
    let isDescending =
      zip(days, days.dropFirst()).allSatisfy { $0 >= $1 } && days.first != days.last
    return parts.indices.sorted { a, b in
      days[a] == days[b] ? (isDescending ? a > b : a < b) : days[a] < days[b]
    }.map { parts[$0] }
  }

  private mutating func sortFindings() {
    let order = findings.indices.sorted { a, b in
      let left = findings[a].place
      let right = findings[b].place
      if left.line != right.line { return (left.line ?? 0) < (right.line ?? 0) }
      if left.record != right.record { return (left.record ?? 0) < (right.record ?? 0) }
      return a < b
    }
    findings = order.map { findings[$0] }
  }
}

extension ControlKind {
  /// True where the value is yen, false where it is a number of things.
  var isAmount: Bool {
    switch self {
    case .creditSum, .debitSum, .cancelSum, .entrySum, .balanceChain, .closingBalance,
      .continuity:
      true
    case .creditCount, .debitCount, .cancelCount, .entryCount, .recordCount, .accountCount,
      .dayRange, .batchCount, .pageCount, .statementNumber:
      false
    }
  }
}

/// The first 80 bytes of a text, cut between characters: what a finding shows of a value.
func shortened(_ text: String) -> String {
  if text.utf8.count <= 80 { return text }
  var bytes = Array(text.utf8.prefix(81))
  while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
  return String(decoding: bytes, as: UTF8.self)
}

func earlier(_ a: Day?, _ b: Day?) -> Day? {
  guard let a, let b else { return a ?? b }
  return min(a, b)
}

func later(_ a: Day?, _ b: Day?) -> Day? {
  guard let a, let b else { return a ?? b }
  return max(a, b)
}

/// Stated values are free input: a difference beyond Int64 is shown as its end, never a trap.
func saturatingDifference(_ a: Int64, _ b: Int64) -> Int64 {
  let (result, overflow) = a.subtractingReportingOverflow(b)
  return overflow ? (a < 0 ? Int64.min : Int64.max) : result
}

func saturatingSum(_ a: Int64, _ b: Int64) -> Int64 {
  let (result, overflow) = a.addingReportingOverflow(b)
  return overflow ? (a < 0 ? Int64.min : Int64.max) : result
}
