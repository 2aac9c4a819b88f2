public import Model

/// A file about to be imported.
public struct ImportFile: Hashable, Sendable {
  public var name: String
  /// Lower-case hex, 64 digits.
  public var sha256: String
  public var sizeBytes: Int64
  /// The profile that read it; two files of one format are of one family of references.
  public var formatID: String
  /// The run in which the file came: `Ledger.nextRunOrdinal` at its start.
  public var runOrdinal: Int64
  /// False where the format's row numbers are made anew per download (ゆうちょ, りそな): they are
  /// kept but prove nothing about a row's identity.
  public var hasStableReferences: Bool
  /// The day on which the file is read: of this day it may hold a part only. nil: long after.
  public var readOn: Day?

  public init(
    name: String, sha256: String, sizeBytes: Int64, formatID: String, runOrdinal: Int64,
    hasStableReferences: Bool = true, readOn: Day? = nil
  ) {
    self.name = name
    self.sha256 = sha256
    self.sizeBytes = sizeBytes
    self.formatID = formatID
    self.runOrdinal = runOrdinal
    self.hasStableReferences = hasStableReferences
    self.readOn = readOn
  }
}

/// A file whose bytes the ledger has taken wholly before.
public struct KnownFile: Hashable, Sendable {
  public var name: String
  public var sha256: String
  public var sizeBytes: Int64
  public var formatID: String
  public var kind: FileKind
  public var runOrdinal: Int64
  public var rowsRead: Int32
  public var rowsNew: Int32
  public var rowsKnown: Int32
}

/// What an import came to. `new + known + notPosted` is the number of rows given.
public struct ImportCount: Hashable, Sendable {
  /// Bank entries or orders the ledger did not have; for orders also changed versions.
  public var new: Int32 = 0
  public var known: Int32 = 0
  /// Rows from an account's break on, rows that contradict the ledger, and rows of which nobody can
  /// tell whether the ledger has them. More than none: the file counts as partly posted, and the
  /// same bytes are read again when they come again.
  public var notPosted: Int32 = 0
  /// Sorted by record. Faults `rowConflict`, `possibleTwin`, `equalPaymentCounted`, `rowVanished`,
  /// `nameDiffersAcrossFormats`, `orderConflict`, `orderRepeatedDiffers`.
  public var conflicts: [DataFinding] = []
  /// Orders that one file gives twice with different content.
  public var doubtfulOrders: [OrderKey] = []
}

/// One of our own bank accounts.
public struct LedgerAccount: Hashable, Sendable {
  public var id: Int64
  /// `bank-branch-type-number` with `?` for what no file said yet, or `anonymous/<formatID>`.
  public var key: String
  /// All keys it ever had, oldest first; the last is `key`.
  public var keys: [String]
  /// What is known of it; the holder is the first one read.
  public var account: AccountRef
}

/// A file's accounts, to be settled before its rows can be imported.
public struct AccountRequest: Hashable, Sendable {
  public var formatID: String
  /// The bank the format belongs to; nil for formats of any bank.
  public var bankCode: String?
  /// As in `FileReading.accounts`.
  public var accounts: [AccountRef]

  public init(formatID: String, bankCode: String?, accounts: [AccountRef]) {
    self.formatID = formatID
    self.bankCode = bankCode
    self.accounts = accounts
  }
}

/// Which account of the ledger an account of a file is.
public enum AccountChoice: Hashable, Sendable {
  case account(id: Int64, key: String)
  /// Nobody has said which account it is of. Nothing of the file may be posted
  /// (`DataFault.accountUnclear`) until a person does.
  case unclear(AccountQuestion)
}

/// The ledger as one run sees it, with the ledger's own row numbers kept aside for `record`.
public struct LedgerView: Sendable {
  public var snapshot: Snapshot
  /// Parallel to `snapshot.entries` and `snapshot.orders`.
  let entryIDs: [Int64]
  let orderIDs: [Int64]
  /// Parallel to them: the file that showed the entry first, and that of the order's newest
  /// version, by its row number in `files`.
  var entryFiles: [Int32] = []
  var orderFiles: [Int32] = []
  var files: [Int32: RecordFile] = [:]
}

/// Money of an entry given to an order by this run, with its grounds.
public struct RunClearing: Hashable, Sendable {
  public var entryIndex: Int32
  public var orderIndex: Int32
  /// Negative where a reversal takes it back; 0 where the link is for information only.
  public var allocatedYen: Int64
  public var basis: MatchBasis
  public var probabilityPPM: Int32
  /// Of the candidate that was chosen; the ledger has it as `nameExact+8123 amountExact+5000 …`,
  /// weights in millibits.
  public var evidence: [Evidence]

  public init(
    entryIndex: Int32, orderIndex: Int32, allocatedYen: Int64, basis: MatchBasis,
    probabilityPPM: Int32, evidence: [Evidence]
  ) {
    self.entryIndex = entryIndex
    self.orderIndex = orderIndex
    self.allocatedYen = allocatedYen
    self.basis = basis
    self.probabilityPPM = probabilityPPM
    self.evidence = evidence
  }

  /// The clearings of a match: one per link of an automatic outcome, in the outcomes' order.
  public static func all(of outcomes: [EntryOutcome]) -> [RunClearing] {
    var clearings: [RunClearing] = []
    clearings.reserveCapacity(outcomes.count)
    for outcome in outcomes where outcome.verdict == .automatic {
      let evidence = outcome.candidates.first?.evidence ?? []
      for link in outcome.links {
        clearings.append(
          RunClearing(
            entryIndex: outcome.entryIndex, orderIndex: link.orderIndex,
            allocatedYen: link.allocatedYen, basis: link.basis,
            probabilityPPM: outcome.probabilityPPM, evidence: evidence))
      }
    }
    return clearings
  }

  /// What a run takes back and what it gives, one clearing for each pair: where people took a link
  /// back and the run makes it again, the ledger takes only what is left of both; nothing, where
  /// they are equal.
  public static func net(
    takingBack undone: [LedgerClearing], giving outcomes: [EntryOutcome]
  ) -> [RunClearing] {
    let taken = taking(back: undone)
    var given = all(of: outcomes)
    if taken.isEmpty { return given }
    var places: [EntryOrderPair: Int] = [:]
    for (n, one) in given.enumerated() { places[one.pair] = n }
    var rest: [RunClearing] = []
    for one in taken {
      guard let place = places[one.pair] else {
        rest.append(one)
        continue
      }
      given[place].allocatedYen += one.allocatedYen
      if given[place].allocatedYen < 0 { given[place].basis = one.basis }
    }
    let merged = Set(taken.map(\.pair))
    return rest + given.filter { $0.allocatedYen != 0 || !merged.contains($0.pair) }
  }

  private var pair: EntryOrderPair {
    EntryOrderPair(entryIndex: entryIndex, orderIndex: orderIndex)
  }

  /// What people took back: the negative clearings of a snapshot.
  public static func taking(back undone: [LedgerClearing]) -> [RunClearing] {
    undone.map {
      RunClearing(
        entryIndex: $0.entryIndex, orderIndex: $0.orderIndex, allocatedYen: $0.allocatedYen,
        basis: $0.basis, probabilityPPM: 1_000_000, evidence: [])
    }
  }
}

/// Where a run leaves an entry.
public struct RunStanding: Hashable, Sendable {
  public var standing: EntryStanding
  /// Its four amounts add up to the entry's, negative for a debit.
  public var use: EntryUse

  public init(standing: EntryStanding, use: EntryUse) {
    self.standing = standing
    self.use = use
  }
}

/// All results of a run. Indices are those of the view's snapshot.
public struct RunRecord: Sendable {
  public var runID: String
  /// `Ledger.nextRunOrdinal` at the run's start.
  public var ordinal: Int64
  public var asOf: Moment
  /// Wall clock, seconds since 1970 UTC: for people; nothing is computed from it.
  public var wallSeconds: Int64
  public var engineVersion: String
  /// Rule and table versions in one line.
  public var tableVersions: String
  public var clearings: [RunClearing]
  public var standings: [RunStanding]
  public var decisions: [OrderDecision]
  public var cases: [ExceptionCase]
  /// What the run was given: files of the inbox and of the settings, all in the archive.
  public var inputs: [RunFile] = []
  public var refundTies: [RefundTie] = []

  public init(
    runID: String, ordinal: Int64, asOf: Moment, wallSeconds: Int64, engineVersion: String,
    tableVersions: String, clearings: [RunClearing], standings: [RunStanding],
    decisions: [OrderDecision], cases: [ExceptionCase]
  ) {
    self.runID = runID
    self.ordinal = ordinal
    self.asOf = asOf
    self.wallSeconds = wallSeconds
    self.engineVersion = engineVersion
    self.tableVersions = tableVersions
    self.clearings = clearings
    self.standings = standings
    self.decisions = decisions
    self.cases = cases
  }
}

/// A run on record that was not marked complete: its report folder may be missing or half moved.
public struct PendingRun: Hashable, Sendable {
  public var ordinal: Int64
  public var runID: String
  public var asOf: Moment
}

/// Days that imported files cover from morning to night, first and last inclusive. Where `lastDay`
/// is before `firstDay` a file told only of a part of a day: its balances are all it proves.
public struct CoveredDays: Hashable, Sendable {
  public var firstDay: Day
  public var lastDay: Day
  /// Balance before the first day's first and after the last day's last row; nil where the file
  /// that reaches that end does not say.
  public var openingBalanceYen: Int64?
  public var closingBalanceYen: Int64?
  /// Balances during the part of a day that was seen after `lastDay`, sorted.
  public var laterBalancesYen: [Int64]

  public init(
    firstDay: Day, lastDay: Day, openingBalanceYen: Int64? = nil, closingBalanceYen: Int64? = nil,
    laterBalancesYen: [Int64] = []
  ) {
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.openingBalanceYen = openingBalanceYen
    self.closingBalanceYen = closingBalanceYen
    self.laterBalancesYen = laterBalancesYen
  }
}

/// A file that a run was given or gave.
public struct RunFile: Hashable, Sendable {
  /// Of settings: the path within the workspace.
  public var name: String
  /// Lower-case hex.
  public var sha256: String
  public var sizeBytes: Int64
  /// Of inputs: a file of the settings, not of the inbox.
  public var isSetting: Bool

  public init(name: String, sha256: String, sizeBytes: Int64, isSetting: Bool = false) {
    self.name = name
    self.sha256 = sha256
    self.sizeBytes = sizeBytes
    self.isSetting = isSetting
  }
}
