import Glibc
import Model
import Testing

@testable import Recording

/// A ledger in a folder of its own, which goes away with it.
final class Bench {
  let folder: String
  let ledger: Ledger
  var path: String { folder + "/ledger.sqlite" }
  private var files = 0

  init() throws {
    var template = Array("/tmp/keshikomi-recording-XXXXXX".utf8CString)
    folder = String(cString: mkdtemp(&template))
    ledger = try Ledger.open(path: folder + "/ledger.sqlite", busyTries: 5)
  }

  deinit {
    for end in ["", "-wal", "-shm", "-journal"] { unlink(folder + "/ledger.sqlite" + end) }
    rmdir(folder)
  }

  func file(_ formatID: String, run: Int64 = 1, hash: Int? = nil) -> ImportFile {
    files += 1
    let digits = String(hash ?? files)
    return ImportFile(
      name: "file\(hash ?? files)",
      sha256: String(repeating: "0", count: 64 - digits.utf8.count) + digits, sizeBytes: 10,
      formatID: formatID, runOrdinal: run)
  }

  func account(_ number: String = "1234567") throws -> Int64 {
    let choices = try ledger.resolveAccounts(
      for: [
        AccountRequest(
          formatID: "zengin-01", bankCode: nil,
          accounts: [AccountRef(bankCode: "0001", number: number)])
      ], configured: [:])
    guard case .account(let id, _) = choices[0][0] else { throw LedgerError.notALedger }
    return id
  }

  @discardableResult
  func statement(
    _ formatID: String, _ rows: [StatementRow], run: Int64 = 1, hash: Int? = nil,
    stopsFrom: Int32? = nil, mayWait: Bool = false
  ) throws -> ImportCount {
    let days = rows.map(\.bookingDay)
    let account = AccountReading(
      account: AccountRef(), firstDay: days.min(), lastDay: days.max(), stopsFromRecord: stopsFrom)
    return try ledger.importStatement(
      file: file(formatID, run: run, hash: hash), accountIDs: [self.account()], rows: rows,
      reading: FileReading(kind: .statement, formatID: formatID, accounts: [account]),
      mayWait: mayWait)
  }

  @discardableResult
  func orders(_ rows: [OrderRow], run: Int64 = 1, mayWait: Bool = false) throws -> ImportCount {
    try ledger.importOrders(
      file: file("orders", run: run), rows: rows, reading: FileReading(kind: .orders),
      mayWait: mayWait)
  }

  func view(since: Day? = nil, run: Int64 = 1) throws -> LedgerView {
    try ledger.snapshot(since: since, runOrdinal: run)
  }

  func ids() throws -> [String] { try view().snapshot.entries.map(\.id) }
}

let firstDay = Day(year: 2026, month: 4, day: 1)!

/// `day` counts from 1 April. Rows get their record numbers from `rows`.
func row(
  _ name: String, _ yen: Int64, day: Int32 = 0, ref: String = "", balance: Int64? = nil,
  direction: Direction = .credit, mark: RowMark = .none
) -> StatementRow {
  StatementRow(
    record: 1, line: 1, bookingDay: firstDay.adding(days: day), direction: direction,
    amountYen: yen, mark: mark, payerName: name, reference: ref, balanceAfterYen: balance)
}

func rows(_ list: [StatementRow]) -> [StatementRow] {
  list.enumerated().map { n, row in
    var numbered = row
    numbered.record = Int32(n + 1)
    numbered.line = Int32(n + 2)
    return numbered
  }
}

func order(_ id: String, _ yen: Int64, day: Int32 = 0, status: OrderStatus = .open) -> OrderRow {
  OrderRow(
    record: 1, line: 2, orderID: id, shopID: "S1",
    orderedAt: Moment(day: firstDay.adding(days: day)),
    paymentMethod: .bankTransfer, customerName: "佐藤", customerKana: "サトウ", amountDueYen: yen,
    status: status)
}

func run(
  _ ordinal: Int64, clearings: [RunClearing] = [], standings: [RunStanding] = [],
  decisions: [OrderDecision] = [], cases: [ExceptionCase] = []
) -> RunRecord {
  RunRecord(
    runID: "run\(ordinal)", ordinal: ordinal, asOf: Moment(day: firstDay, hour: 9),
    wallSeconds: 1, engineVersion: "1", tableVersions: "t1", clearings: clearings,
    standings: standings, decisions: decisions, cases: cases)
}

func clearing(_ entry: Int32, _ order: Int32, _ yen: Int64) -> RunClearing {
  RunClearing(
    entryIndex: entry, orderIndex: order, allocatedYen: yen, basis: yen < 0 ? .reversal : .exact,
    probabilityPPM: 999_000, evidence: [Evidence(.nameExact, 8_000)])
}

func decision(_ order: Int32, _ decision: Decision) -> OrderDecision {
  OrderDecision(orderIndex: order, decision: decision, codes: [], dueYen: 100, clearedYen: 100)
}
