public import Model

/// Formats in which the accounts of a `DownloadWorld` can be downloaded.
public enum DownloadFormat: String, Sendable, CaseIterable {
  case zengin01 = "zengin-01-a"
  case zengin03 = "zengin-03"
  case camt052 = "camt-052"
  case camt053 = "camt-053"
  case camt054 = "camt-054"
  case neutral = "neutral-deposits"
  /// With and without a column of balances.
  case generic = "generic-two-columns"
  case genericPlain = "generic-two-columns, no balance"
  case mufgPersonal = "mufg-personal"
  case bizStation = "mufg-bizstation-deposits"
  case rakuten = "rakuten-bank"

  /// Of each account of `DownloadWorld.accounts`, what its bank offers.
  public static let offered: [[DownloadFormat]] = [
    [.zengin01, .zengin03, .camt052, .camt053, .camt054, .generic, .genericPlain, .neutral],
    [.zengin01, .zengin03, .camt053, .camt054, .mufgPersonal, .bizStation],
    [.zengin01, .camt052, .camt053, .camt054, .rakuten],
  ]

  /// The formats whose files name no account, with the account that the policy file gives them.
  public static let configured: [(formatID: String, account: Int)] = [
    ("generic-two-columns", 0), ("neutral-deposits", 0), ("mufg-personal", 1), ("rakuten-bank", 2),
  ]

  /// Tells of new rows only.
  public var isIncremental: Bool {
    switch self {
    case .zengin01, .camt052, .camt054, .neutral: true
    default: false
    }
  }

  /// Has a balance on each row, so that no row can be changed by itself.
  public var hasBalances: Bool {
    switch self {
    case .zengin03, .camt053, .generic, .mufgPersonal, .rakuten: true
    default: false
    }
  }

  /// Whether the format shows such a booking at all.
  public func shows(_ booking: DownloadBooking) -> Bool {
    switch self {
    case .zengin01, .neutral, .camt054: booking.kind == .transfer || booking.kind == .undone
    default: true
    }
  }
}

/// What a file is made of.
public struct DownloadContent: Sendable {
  public var format: DownloadFormat
  public var account: Int
  public var firstDay: Day
  public var lastDay: Day
  /// Without what the format does not show.
  public var bookings: [DownloadBooking]
  /// Balance before the first of them.
  public var openingBalanceYen: Int64
  /// Added to each number of the day: a file sent again under new numbers.
  public var numberOffset = 0
  /// The bank gives no numbers.
  public var hasNumbers = true
  /// Told apart from another file of the same rows: line ends, message ids.
  public var edition = 0

  public init(
    format: DownloadFormat, account: Int, firstDay: Day, lastDay: Day,
    bookings: [DownloadBooking], openingBalanceYen: Int64
  ) {
    self.format = format
    self.account = account
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.bookings = bookings
    self.openingBalanceYen = openingBalanceYen
  }

  /// The file, byte for byte.
  public func bytes() -> [UInt8] {
    switch format {
    case .zengin01: notice()
    case .zengin03: statement()
    case .camt052, .camt053, .camt054: camt()
    default: csv()
    }
  }

  /// All ways in which a payer's name is written in any format, without spaces and in half width.
  public static func spellings(of payer: Int) -> [String] {
    let who = DownloadWorld.payers[payer]
    let all = [who.half, who.kanji, cut(who.half)]
    return all.map { bare($0) }
  }

  /// A name as `spellings` has it.
  public static func bare(_ name: String) -> String {
    let kept = Kana.halfWidth(name).unicodeScalars.filter { $0 != " " && $0 != "　" }
    return String(String.UnicodeScalarView(kept))
  }

  /// As the generic CSV cuts it.
  static func cut(_ half: String) -> String { WrittenBytes.cut(half, to: 14) }
}
