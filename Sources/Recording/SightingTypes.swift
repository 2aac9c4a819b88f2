import Model

/// A row of the file under import, as far as its identity goes.
struct IncomingRow {
  /// Index into the file's rows.
  var row: Int32
  var accountID: Int64
  var day: Int32
  var direction: Int32
  var amountYen: Int64
  /// Its folded payer in `SightingMatch.keys`.
  var key: Range<Int32>
  /// Empty where the format's references prove nothing.
  var reference: String
  var isLasting = false
  var balanceYen: Int64?
  /// The entry that this format gave the row's lasting reference to before.
  var lasting: LastingEntry?

  /// Account, day, direction, amount, key, then the file's own order.
  static func isBefore(_ keys: [UInt8], _ a: IncomingRow, _ b: IncomingRow) -> Bool {
    if a.accountID != b.accountID { return a.accountID < b.accountID }
    if a.day != b.day { return a.day < b.day }
    if a.direction != b.direction { return a.direction < b.direction }
    if a.amountYen != b.amountYen { return a.amountYen < b.amountYen }
    let order = KeyBytes.compare(keys, a.key, b.key)
    return order != 0 ? order < 0 : a.row < b.row
  }
}

/// The entry behind a lasting reference, on whatever day.
struct LastingEntry: Equatable {
  var id: Int64
  var day: Int32
  var direction: Int32
  var amountYen: Int64
  var hasSameName: Bool
}

/// An entry that the ledger has on one of the file's days.
struct KnownEntry {
  var id: Int64
  var accountID: Int64
  var day: Int32
  var direction: Int32
  var amountYen: Int64
  /// The folded payer that is part of its identity: of the file that showed it first.
  var key: Range<Int32>
  /// The folded payer under which this file's format has it; `key` where it never had.
  var nameKey: Range<Int32>
  /// Further folded payers, of other formats.
  var otherKeys: [Range<Int32>] = []
  var occurrence: Int32
  var sightings: [KnownSighting] = []

  var isSeenInFormat: Bool { sightings.contains { $0.isSameFormat } }
  var isSeenInWholeDay: Bool { sightings.contains { $0.isWholeDay } }

  /// Account, day, direction, amount, name in this format, identity.
  static func isBefore(_ keys: [UInt8], _ a: KnownEntry, _ b: KnownEntry) -> Bool {
    if a.accountID != b.accountID { return a.accountID < b.accountID }
    if a.day != b.day { return a.day < b.day }
    if a.direction != b.direction { return a.direction < b.direction }
    if a.amountYen != b.amountYen { return a.amountYen < b.amountYen }
    let name = KeyBytes.compare(keys, a.nameKey, b.nameKey)
    if name != 0 { return name < 0 }
    let order = KeyBytes.compare(keys, a.key, b.key)
    return order != 0 ? order < 0 : a.occurrence < b.occurrence
  }
}

/// One appearance of a known entry in an earlier file.
struct KnownSighting {
  var fileID: Int64 = 0
  var record: Int32 = 0
  /// Of the same format as the file under import.
  var isSameFormat: Bool
  /// Of a file that holds its days from their first row on.
  var isWholeDay = true
  var reference: String
  var balanceYen: Int64?
}

/// What a row turned out to be. Indices are those of `SightingMatch.known`.
enum RowIdentity: Equatable {
  /// The known entry at this index; `nameDiffers` where amount and day say so, not the name.
  case known(Int32, nameDiffers: Bool)
  /// A new entry with this number among equal ones; `beside` is an entry that a reader could take
  /// it for, though it is proved to be another.
  case new(occurrence: Int32, beside: Int32?)
  /// It contradicts this entry: one of day, amount and name has changed.
  case conflict(entryID: Int64, amountYen: Int64)
  /// It is this entry or another payment equal to it; the files do not tell.
  case possibleTwin(Int32)
}

/// Days of which an account's files hold every row: a file of whole days told of a later day too.
struct WholeDays {
  var accountID: Int64
  var firstDay: Int32
  var lastDay: Int32
  /// Balances prove that no row is missing.
  var isProved: Bool
}

/// What the match has to know of the file under import.
struct MatchFile {
  /// `FileReading.isIncremental`.
  var isIncremental = false
  /// Of this file.
  var ownWholeDays: [WholeDays] = []
  /// Of earlier files.
  var knownWholeDays: [WholeDays] = []
  /// The balance before the first row of the file, by account.
  var openings: [Int64: Int64] = [:]

  func isWhole(_ days: [WholeDays], _ accountID: Int64, _ day: Int32) -> Bool {
    days.contains { $0.accountID == accountID && $0.firstDay <= day && day <= $0.lastDay }
  }

  func isProved(_ days: [WholeDays], _ accountID: Int64, _ day: Int32) -> Bool {
    days.contains {
      $0.isProved && $0.accountID == accountID && $0.firstDay <= day && day <= $0.lastDay
    }
  }
}
