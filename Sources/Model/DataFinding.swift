/// Everything that can be wrong with a file or a row: a closed list. Each has a wording in both
/// languages (Reporting/DataWording.swift) and a test.
public enum DataFault: String, Sendable, CaseIterable {
  // The file as a whole.
  case emptyFile, unreadableFile, unknownFormat, notAStatement, wrongEncoding, truncated
  case headerWithoutRows, headerChanged, accountUnclear, fileAlreadyKnown
  case pageMissing, markedAsCopy, statementMissing, headerWithoutBody
  // A ZIP.
  case zipDamaged, zipEncrypted, zipTooLarge, zipMemberName
  // Structure.
  case recordLength, recordSequence, unbalancedQuote, lineTooLong, tooManyColumns, columnCount
  case nulByte, trailingBytes
  // XML.
  case doctypeRefused, xmlMalformed, xmlTooDeep, xmlTextTooLong, unknownMessage, unknownVersion
  case severalDocuments
  // Values.
  case badCharacter, badDate, impossibleEraYear, badAmount, amountOverflow, badCode, missingValue
  case dayOutOfPeriod, notJPY, notBooked, unsignedAmountNegative, batchDoesNotSum
  // Controls.
  case controlFailed, balanceBreak, rowOrderUnclear
  // Against the ledger.
  case rowConflict, orderConflict, orderRepeatedDiffers, nameDiffersAcrossFormats
  case possibleTwin, equalPaymentCounted, rowVanished, duplicateCopy
  // Settlement reports.
  case netDiffers, payoutTotalDiffers
  /// Two files of one account do not agree on the balance where they meet.
  case continuityBreak
  /// A person had the file posted although a control failed.
  case controlOverridden
  /// Later files prove all days of this one, whose faults are mended with that.
  case fileSuperseded
}

/// How far a finding reaches.
public enum Severity: Int32, Sendable, Comparable {
  /// For information; nothing is left out.
  case note = 0
  /// One row was not read; the rest goes on.
  case rejectsRow = 1
  /// Rows of an account were read but not posted.
  case stopsPosting = 2
  /// Nothing of the file was taken.
  case refusesFile = 3

  public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
}

/// Where in a file. Counts start at 1; nil where the format has no such thing.
public struct SourcePlace: Hashable, Sendable {
  public var record: Int32?
  public var line: Int32?
  public var column: Int32?
  /// Offset in the file, from 0.
  public var byte: Int64?
  /// The field's or column's own name.
  public var field: String?

  public init(
    record: Int32? = nil, line: Int32? = nil, column: Int32? = nil, byte: Int64? = nil,
    field: String? = nil
  ) {
    self.record = record
    self.line = line
    self.column = column
    self.byte = byte
    self.field = field
  }
}

/// A fault in data: facts only. `Reporting` makes the sentences, with personal values masked.
public struct DataFinding: Hashable, Sendable {
  public var fault: DataFault
  public var severity: Severity
  public var place: SourcePlace
  /// The value found, at most 80 bytes of it; nil where there is none to show.
  public var value: String?
  /// True where `value` may hold a name or an account: shown masked outside private reports.
  public var valueIsPersonal: Bool
  /// What was expected, in the field's own terms ("200", "YYYY/MM/DD", a control value).
  public var expected: String?
  /// The other end of the fault: the line a broken balance chain came from.
  public var otherLine: Int32?
  /// Found minus expected: yen, or units of `currency` with `decimals` behind the point.
  public var differenceYen: Int64?
  public var accountIndex: Int32?
  /// Of the difference; empty where found and expected are of different currencies.
  public var currency: String
  /// Digits of the difference behind the decimal point; 0 for yen.
  public var decimals: Int32
  /// For `continuityBreak`: where the two files meet.
  public var meeting: BalanceMeeting?
  /// For `controlOverridden`: who took it upon himself, and why.
  public var override: OverrideNote?
  /// For `accountUnclear`: what a person has to say.
  public var accountQuestion: AccountQuestion?

  public init(
    _ fault: DataFault, _ severity: Severity, place: SourcePlace = SourcePlace(),
    value: String? = nil, valueIsPersonal: Bool = false, expected: String? = nil,
    otherLine: Int32? = nil, differenceYen: Int64? = nil, accountIndex: Int32? = nil,
    currency: String = "JPY", decimals: Int32 = 0, meeting: BalanceMeeting? = nil,
    override: OverrideNote? = nil, accountQuestion: AccountQuestion? = nil
  ) {
    self.fault = fault
    self.severity = severity
    self.place = place
    self.value = value
    self.valueIsPersonal = valueIsPersonal
    self.expected = expected
    self.otherLine = otherLine
    self.differenceYen = differenceYen
    self.accountIndex = accountIndex
    self.currency = currency
    self.decimals = decimals
    self.meeting = meeting
    self.override = override
    self.accountQuestion = accountQuestion
  }
}

/// Whose files these are is not known: what could be, and what a person has to say of it.
public struct AccountQuestion: Hashable, Sendable {
  /// Keys of the accounts of ours that it may be, sorted.
  public var keys: [String]
  /// Formats whose files name no account, and of which the account is to be named, sorted; empty
  /// where the file names one, but not enough of it.
  public var formatIDs: [String]
  /// Those of `formatIDs` that the user described.
  public var ownFormatIDs: [String] = []
  /// The account in which earlier files of the format are on record although it is now said to be
  /// another's; nil where nothing was said.
  public var recordedKey: String?

  public init(keys: [String], formatIDs: [String], recordedKey: String? = nil) {
    self.keys = keys
    self.formatIDs = formatIDs
    self.recordedKey = recordedKey
  }
}

/// Two statements of one account at the moment where they meet, with what each says of it.
public struct BalanceMeeting: Hashable, Sendable {
  /// A balance before the first or after the last row of a day.
  public enum Side: Hashable, Sendable { case startOfDay, endOfDay }

  /// The file that was not posted.
  public var side: Side
  public var day: Day
  public var balanceYen: Int64
  /// The file it was compared with.
  public var otherFile: String
  public var otherSide: Side
  public var otherDay: Day
  public var otherBalanceYen: Int64

  public init(
    side: Side, day: Day, balanceYen: Int64, otherFile: String, otherSide: Side, otherDay: Day,
    otherBalanceYen: Int64
  ) {
    self.side = side
    self.day = day
    self.balanceYen = balanceYen
    self.otherFile = otherFile
    self.otherSide = otherSide
    self.otherDay = otherDay
    self.otherBalanceYen = otherBalanceYen
  }
}

extension BalanceMeeting {
  /// The same moment with the same two balances, whatever the other file is called.
  public var nameless: BalanceMeeting {
    var meeting = self
    meeting.otherFile = ""
    return meeting
  }
}

/// That a person had a file posted although controls of it failed, as the ledger has it.
public struct OverrideNote: Hashable, Sendable {
  /// Lower-case hex of the very bytes it is about.
  public var sha256: String
  /// The controls it is about, sorted; any other failed control still stops the file.
  public var faults: [DataFault]
  public var person: String
  public var reason: String
  /// The moment given to the command; the ledger also keeps the clock's.
  public var moment: Moment
  /// For `continuityBreak`: the meetings it is about, without names of files. A balance that does
  /// not join elsewhere, or by another amount, still stops the file.
  public var meetings: [BalanceMeeting]

  public init(
    sha256: String, faults: [DataFault], person: String, reason: String, moment: Moment,
    meetings: [BalanceMeeting] = []
  ) {
    self.sha256 = sha256
    self.faults = faults
    self.person = person
    self.reason = reason
    self.moment = moment
    self.meetings = meetings
  }
}

/// What a file turned out to be.
public enum FileKind: String, Sendable { case statement, orders, settlement, unknown }

/// Text encodings a file can have.
public enum TextEncoding: String, Sendable { case ascii, utf8, utf8BOM, cp932, jisX0201, xml }

/// The outcome of reading one file, without the rows, which went to the sink one by one.
public struct FileReading: Sendable {
  public var kind: FileKind
  /// Stable id of the profile, e.g. `mufg-personal`; empty when none fitted.
  public var formatID: String
  public var encoding: TextEncoding?
  public var accounts: [AccountReading]
  public var controls: [ControlCheck]
  /// Sorted by place. A file with a `.refusesFile` finding gave no usable rows.
  public var findings: [DataFinding]
  public var rowsRead: Int32
  public var rowsRejected: Int32
  /// Rows recognised and left out on purpose: blank lines, notes, number gaps, pending entries.
  public var rowsSkipped: Int32
  /// True where the format tells of new rows only (振込入金通知, camt.054): one day may come in
  /// several files without a row in common.
  /// False where a file holds each of its days from the first row on.
  public var isIncremental: Bool
  /// Orders of rejected rows, as far as their numbers can be read; in file order.
  public var doubtfulOrders: [OrderKey] = []
  /// Of a settlement report: whose it is; empty for all else.
  public var provider = ""

  public init(
    kind: FileKind = .unknown, formatID: String = "", encoding: TextEncoding? = nil,
    accounts: [AccountReading] = [], controls: [ControlCheck] = [], findings: [DataFinding] = [],
    rowsRead: Int32 = 0, rowsRejected: Int32 = 0, rowsSkipped: Int32 = 0,
    isIncremental: Bool = false
  ) {
    self.kind = kind
    self.formatID = formatID
    self.encoding = encoding
    self.accounts = accounts
    self.controls = controls
    self.findings = findings
    self.rowsRead = rowsRead
    self.rowsRejected = rowsRejected
    self.rowsSkipped = rowsSkipped
    self.isIncremental = isIncremental
  }

  public var isRefused: Bool { findings.contains { $0.severity == .refusesFile } }
}
