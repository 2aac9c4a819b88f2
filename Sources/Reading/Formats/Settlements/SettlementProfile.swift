import Model

/// What a column of a settlement report means.
enum SettlementRole: Int, CaseIterable, Sendable {
  case lineID, day, kind, orderKey, chargeKey, slipNumber
  case gross, fee, secondFee, thirdFee, fourthFee, feeTax, net
  /// Money in two columns, one of which is filled.
  case grossDebit, grossCredit, netDebit, netCredit
  /// A word that says which sign the amount has.
  case sign
  case payoutKey, payoutDay, payoutTotal, trace, state, method, currency
  /// Filled where the parcel came back.
  case returnedDay
  /// Of component reports: whether the amount is the customer's money or a fee.
  case componentType
  case shippedDay, codAmount
  /// Read where the day's own column is empty.
  case otherDay
  /// Filled in rows that are parts of another row.
  case shop
}

/// A column by its names in the folded form of `foldHeader`. Of several that a file has the first
/// named here is read.
struct SettlementColumn: Sendable {
  let role: SettlementRole
  let names: [String]
  let isRequired: Bool

  static func required(_ role: SettlementRole, _ names: String...) -> SettlementColumn {
    SettlementColumn(role: role, names: names, isRequired: true)
  }

  static func optional(_ role: SettlementRole, _ names: String...) -> SettlementColumn {
    SettlementColumn(role: role, names: names, isRequired: false)
  }
}

/// How a report writes the signs of its money.
enum MoneySigns: Sendable {
  /// The fee is plus and taken off: net = gross - fee.
  case feeSubtracted
  /// The fee is minus and added: net = gross + fee.
  case feeAdded
  /// One of the two, the same for the whole file: the first fee says which.
  case feeEither
  /// Money in debit and credit columns; the fee is what gross and net differ by.
  case debitCredit
  /// Amounts without a sign; a column has a word for it.
  case words(plus: [String], minus: [String])
}

/// What the rows of a report are.
enum SettlementContent: Sendable { case lines, payouts, slips }

/// A word of the report for a kind of line.
struct KindName: Sendable {
  let word: String
  let kind: SettlementKind
  /// The word may stand anywhere in the cell; else it is the whole cell. Case does not count.
  var isPart = false

  init(_ word: String, _ kind: SettlementKind, isPart: Bool = false) {
    self.word = word
    self.kind = kind
    self.isPart = isPart
  }
}

/// What a provider does differently: a closed list, each handled in one place of the reader.
enum SettlementQuirk: Sendable {
  /// A row with a total states the payout of the rows below it.
  case summaryRows
  /// Money of an order comes in several rows, told apart by `componentType`.
  case components
  /// Times without an offset are UTC.
  case utcTimes
  /// The order's number stands behind the last hyphen: account-12345678.
  case accountBeforeOrder
  /// The file's name says whether its rows are money to the shop (`receipt`) or not (`billing`).
  case signInFileName
  /// Without its word for the kind a row is a sale.
  case kindMayBeEmpty
  /// The payout's key is its day, for each customer code apart.
  case payoutPerDay
}

/// One settlement report: facts about it and nothing that runs.
struct SettlementProfile: Sendable {
  let info: FormatInfo
  /// Whose report it is: reports of one provider are of one roll-forward.
  let provider: String
  let content: SettlementContent
  let columns: [SettlementColumn]
  /// All names in their order, where names stand twice and places count.
  var wholeHeader: [String] = []
  var signs = MoneySigns.feeSubtracted
  var kinds: [KindName] = []
  /// The kind of a word that is not listed; nil: the row is rejected.
  var otherKind: SettlementKind?
  /// Words of the state column for what is not final, and for a payout of which no money comes.
  var preliminaryWords: [String] = []
  var deadWords: [String] = []
  var quirks: [SettlementQuirk] = []
  /// A word, folded, that stands in a line above the header: it tells apart sections of one header.
  /// Empty: anything may stand there.
  var aboveWord = ""
  /// Yen where the report has no currency column.
  var currency = "JPY"

  func has(_ quirk: SettlementQuirk) -> Bool { quirks.contains(quirk) }
}

/// Where a file has the columns of a profile.
struct SettlementBinding: Sendable {
  let profile: SettlementProfile
  /// The header's names, folded.
  let names: [String]
  /// By role; -1 where the file has no such column.
  private var indices = [Int](repeating: -1, count: SettlementRole.allCases.count)

  init?(_ profile: SettlementProfile, _ names: [String]) {
    self.profile = profile
    self.names = names
    if profile.wholeHeader.isEmpty {
      for column in profile.columns {
        let found = column.names.lazy.compactMap { name in names.firstIndex(of: name) }.first
        guard let found else {
          if column.isRequired { return nil }
          continue
        }
        // Which of two columns of one name is meant nobody can say.
        guard names.count(where: { $0 == names[found] }) == 1 else { return nil }
        indices[column.role.rawValue] = found
      }
    } else {
      guard names == profile.wholeHeader else { return nil }
      for column in profile.columns {
        indices[column.role.rawValue] = Int(column.names[0]).map { $0 - 1 } ?? -1
      }
    }
  }

  func index(_ role: SettlementRole) -> Int { indices[role.rawValue] }
  func has(_ role: SettlementRole) -> Bool { indices[role.rawValue] >= 0 }
  func name(_ role: SettlementRole) -> String { has(role) ? names[index(role)] : "" }
}

/// What a header came closest to when no report fitted.
struct SettlementMiss {
  let profile: SettlementProfile
  let missing: [String]
  let matched: Int
}

/// The report that a header belongs to: the one with most known columns; nil where it is none.
func matchSettlementHeader(
  _ names: [String], profiles: [SettlementProfile] = settlementProfiles
) -> SettlementBinding? {
  var best: (binding: SettlementBinding, known: Int)?
  for profile in profiles {
    guard let binding = SettlementBinding(profile, names) else { continue }
    let known = profile.columns.count { binding.has($0.role) }
    if known > best?.known ?? 0 { best = (binding, known) }
  }
  return best?.binding
}

/// The report of which most columns are there though not all: at least four, and two in three.
func nearestSettlementHeader(
  _ names: [String], profiles: [SettlementProfile] = settlementProfiles
) -> SettlementMiss? {
  var best: SettlementMiss?
  for profile in profiles {
    let required =
      profile.wholeHeader.isEmpty
      ? profile.columns.filter(\.isRequired).map(\.names) : profile.wholeHeader.map { [$0] }
    let missing = required.filter { known in !known.contains { names.contains($0) } }
    let matched = required.count - missing.count
    guard matched >= 4, matched * 3 >= required.count * 2, matched > best?.matched ?? 0 else {
      continue
    }
    best = SettlementMiss(profile: profile, missing: missing.map { $0[0] }, matched: matched)
  }
  return best
}
