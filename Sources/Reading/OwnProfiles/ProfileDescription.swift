public import Model

/// A CSV format as a person describes it: plain values, nothing checked. `OwnProfile.make` says
/// what is wrong with one, or makes a format of it.
public struct ProfileDescription: Sendable, Equatable {
  public var id = ""
  public var titleJa = ""
  public var titleEn = ""
  /// 統一金融機関番号, 4 digits; nil where the format belongs to no single bank.
  public var bankCode: String?
  /// Id of a built-in format that this one takes the place of.
  public var replaces: String?
  /// Where it is written down, for `formats list`.
  public var source = ""
  public var notes: [String] = []
  /// False: no line of names; columns are known by number.
  public var hasHeader = true
  /// Physical lines at the start that are passed over unseen.
  public var skipLines: Int32 = 0
  /// How many columns a row has; only and always without a header.
  public var columnCount: Int32?
  /// `comma`, `tab` or `semicolon`; nil: comma or tab.
  public var separator: String?
  public var dates: [String] = []
  public var columns: [Column] = []
  public var quirks: [String] = []
  /// What the direction column says of money in and of money out; empty: 1 and 2.
  public var creditWords: [String] = []
  public var debitWords: [String] = []
  /// Whose files these are, where they do not say so themselves.
  public var account: AccountRef?

  public init() {}

  /// One column: by its names in the header, or by its number.
  public struct Column: Sendable, Equatable {
    public var role: String
    public var names: [String]
    /// From 1.
    public var number: Int32?
    public var isRequired: Bool

    public init(role: String, names: [String] = [], number: Int32? = nil, isRequired: Bool = true) {
      self.role = role
      self.names = names
      self.number = number
      self.isRequired = isRequired
    }
  }
}

/// What is wrong with a description, and at which of its values.
public struct ProfileProblem: Error, Sendable, Equatable {
  /// The key as it is written, e.g. `dates`; of a column its role.
  public var key: String
  /// Index into `ProfileDescription.columns`; nil: not a column.
  public var column: Int?
  /// What stands there; empty where the value is missing.
  public var value: String
  public var kind: Kind

  public enum Kind: Sendable, Equatable {
    /// Not one of the words; `allowed` has them all.
    case unknownWord(allowed: [String])
    /// Required and not there.
    case missing
    /// Not of the form that is named.
    case badForm(expected: String)
    /// The id of a built-in format, without `replaces`.
    case takenID
    /// Cannot stand together with what is named.
    case conflict(with: String)
    /// Stands twice.
    case repeated
    /// `skip_lines`, `column_count` or a column's number is outside of 1 to the maximum.
    case outOfRange(maximum: Int32)
  }
}

/// An own format that was checked and can be read with.
public struct OwnProfile: Sendable {
  public let info: FormatInfo
  /// Id of the built-in format that is not asked for any more.
  public let replaces: String?
  /// Of a statement; nil for a settlement report.
  let profile: BankProfile?
  /// Of a settlement report; nil for a statement.
  let settlement: SettlementProfile?

  init(info: FormatInfo, replaces: String?, profile: BankProfile) {
    self.info = info
    self.replaces = replaces
    self.profile = profile
    settlement = nil
  }

  init(info: FormatInfo, settlement: SettlementProfile) {
    self.info = info
    self.settlement = settlement
    replaces = nil
    profile = nil
  }

  /// Whose files these are, where they do not say so themselves; its bank is the format's where it
  /// names none.
  public var account: AccountRef? {
    guard var account = profile?.own?.account else { return nil }
    account.bankCode = account.bankCode ?? info.bankCode
    return account
  }

  /// Checks a description. Every problem is named, not only the first.
  public static func make(
    _ description: ProfileDescription
  ) -> (profile: OwnProfile?, problems: [ProfileProblem]) {
    var checker = ProfileChecker(description)
    let profile = checker.profile()
    return (checker.problems.isEmpty ? profile : nil, checker.problems)
  }

  /// The words for roles of columns, for messages and templates.
  public static var roleWords: [String] { ColumnRole.allCases.map(\.word) }
}

extension ProfileDescription {
  /// A built-in bank CSV in the same words; nil where the format has no columns by name.
  public init?(builtIn id: String) {
    guard let profile = bankProfiles.first(where: { $0.info.id == id }) else { return nil }
    self.init(profile)
  }

  /// An own format in the words it was described in.
  /// Nil for a settlement report.
  public init?(own: OwnProfile) {
    guard let profile = own.profile else { return nil }
    self.init(profile)
  }

  private init(_ profile: BankProfile) {
    self.init()
    id = profile.info.id
    titleJa = profile.info.titleJa
    titleEn = profile.info.titleEn
    bankCode = profile.info.bankCode
    hasHeader = profile.own?.columnCount == nil
    skipLines = Int32(clamping: profile.own?.skipLines ?? 0)
    columnCount = profile.own?.columnCount.map { Int32(clamping: $0) }
    separator = separatorWords.first { $0.byte == profile.own?.separator }?.word
    dates = DateStyles.words.filter { profile.dates.contains($0.style) }.map(\.word)
    columns = profile.columns.map {
      Column(role: $0.role.word, names: $0.names, isRequired: $0.isRequired)
    }
    quirks = Quirk.words.filter { profile.has($0.quirk) }.map(\.word)
  }
}
