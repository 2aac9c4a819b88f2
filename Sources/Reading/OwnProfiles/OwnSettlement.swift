import Model

/// A settlement report as a person describes it: plain values, nothing checked.
public struct SettlementDescription: Sendable, Equatable {
  public var id = ""
  public var titleJa = ""
  public var provider = ""
  /// Where it is written down, for `formats list`.
  public var source = ""
  /// `lines`, `payouts` or `slips`.
  public var content = "lines"
  /// A word of `OwnProfile.signWords`.
  public var signs = "fee_subtracted"
  /// Role, its names, and whether a file must have it.
  public var columns: [(role: String, names: [String], isRequired: Bool)] = []
  /// The report's word for a kind, and the kind.
  public var kinds: [(word: String, kind: String)] = []
  /// The kind of all other words; empty: they are rejected.
  public var otherKind = ""
  public var preliminaryWords: [String] = []
  public var deadWords: [String] = []
  /// A word in a line above the header, where reports of one header are told apart by it.
  public var above = ""

  public init() {}

  public static func == (a: Self, b: Self) -> Bool {
    a.id == b.id && a.titleJa == b.titleJa && a.provider == b.provider && a.content == b.content
      && a.signs == b.signs && a.otherKind == b.otherKind && a.above == b.above
      && a.columns.map(\.role) == b.columns.map(\.role)
      && a.columns.map(\.names) == b.columns.map(\.names)
      && a.kinds.map(\.word) == b.kinds.map(\.word) && a.kinds.map(\.kind) == b.kinds.map(\.kind)
  }
}

extension OwnProfile {
  /// The words for what a column of a settlement report means.
  public static let settlementRoleWords = roles.map(\.word)
  /// The words for kinds of lines.
  public static let settlementKindWords = settlementKinds.map(\.word)
  /// The words for how signs are written.
  public static let signWords = ["fee_subtracted", "fee_added", "fee_either", "debit_credit"]

  /// Checks a description. Every problem is named, not only the first.
  public static func make(
    _ description: SettlementDescription
  ) -> (profile: OwnProfile?, problems: [ProfileProblem]) {
    var checker = SettlementChecker(description)
    let profile = checker.profile()
    guard checker.problems.isEmpty, let profile else { return (nil, checker.problems) }
    return (OwnProfile(info: profile.info, settlement: profile), [])
  }
}

private let roles: [(word: String, role: SettlementRole)] = [
  ("line_id", .lineID), ("day", .day), ("kind", .kind), ("order_id", .orderKey),
  ("charge_id", .chargeKey), ("slip_number", .slipNumber), ("gross", .gross), ("fee", .fee),
  ("second_fee", .secondFee), ("third_fee", .thirdFee), ("fourth_fee", .fourthFee),
  ("fee_tax", .feeTax), ("net", .net), ("gross_debit", .grossDebit),
  ("gross_credit", .grossCredit), ("net_debit", .netDebit), ("net_credit", .netCredit),
  ("payout", .payoutKey), ("payout_day", .payoutDay), ("payout_total", .payoutTotal),
  ("state", .state), ("method", .method), ("currency", .currency),
  ("returned_day", .returnedDay), ("shipped_day", .shippedDay), ("cod_amount", .codAmount),
  ("other_day", .otherDay),
]

private let settlementKinds: [(word: String, kind: SettlementKind)] = [
  ("sale", .sale), ("refund", .refund), ("chargeback", .chargeback),
  ("chargeback_reversal", .chargebackReversal), ("refused", .refused), ("lost", .lost),
  ("fee", .fee), ("reserve", .reserve), ("adjustment", .adjustment), ("payout", .payout),
  ("cancelled", .announcementCancelled),
]

private struct SettlementChecker {
  let description: SettlementDescription
  var problems: [ProfileProblem] = []

  init(_ description: SettlementDescription) { self.description = description }

  private mutating func problem(_ key: String, _ value: String, _ kind: ProfileProblem.Kind) {
    problems.append(ProfileProblem(key: key, column: nil, value: value, kind: kind))
  }

  mutating func profile() -> SettlementProfile? {
    checkID()
    let contents: [(String, SettlementContent)] = [
      ("lines", .lines), ("payouts", .payouts), ("slips", .slips),
    ]
    guard let content = contents.first(where: { $0.0 == description.content })?.1 else {
      problem("content", description.content, .unknownWord(allowed: contents.map(\.0)))
      return nil
    }
    let columns = columns()
    checkRequired(content, columns)
    let kinds = description.kinds.compactMap { item -> KindName? in
      kind(item.kind, "kinds").map { KindName(foldHeader(item.word).lowercased(), $0) }
    }
    let other = description.otherKind.isEmpty ? nil : kind(description.otherKind, "other_kind")
    if content == .lines, kinds.isEmpty, other == nil {
      problem("other_kind", "", .missing)
    }
    return SettlementProfile(
      info: FormatInfo(
        id: description.id, kind: .settlement, titleJa: description.titleJa,
        titleEn: description.titleJa, grade: "own", sources: [description.source]),
      provider: content == .slips ? "" : description.provider, content: content, columns: columns,
      signs: signs(), kinds: kinds, otherKind: other,
      preliminaryWords: description.preliminaryWords.map { foldHeader($0).lowercased() },
      deadWords: description.deadWords.map { foldHeader($0).lowercased() },
      aboveWord: foldHeader(description.above))
  }

  private mutating func checkID() {
    if description.id.isEmpty { problem("id", "", .missing) }
    if description.titleJa.isEmpty { problem("title", "", .missing) }
    if description.provider.isEmpty, description.content != "slips" {
      problem("provider", "", .missing)
    }
    if allFormats().contains(where: { $0.id == description.id }) {
      problem("id", description.id, .takenID)
    }
  }

  private mutating func columns() -> [SettlementColumn] {
    var found: [SettlementColumn] = []
    var seen: Set<String> = []
    for column in description.columns {
      guard let role = roles.first(where: { $0.word == column.role })?.role else {
        problem(column.role, column.role, .unknownWord(allowed: roles.map(\.word)))
        continue
      }
      if !seen.insert(column.role).inserted { problem(column.role, column.role, .repeated) }
      found.append(
        SettlementColumn(
          role: role, names: column.names.map(foldHeader), isRequired: column.isRequired))
    }
    return found
  }

  private mutating func checkRequired(_ content: SettlementContent, _ columns: [SettlementColumn]) {
    let isSplit = description.signs == "debit_credit"
    let needed: [SettlementRole]
    switch content {
    case .lines: needed = isSplit ? [.day, .netDebit, .netCredit] : [.day, .gross]
    case .payouts: needed = [.payoutDay, .payoutTotal]
    case .slips: needed = [.orderKey, .slipNumber]
    }
    for role in needed where !columns.contains(where: { $0.role == role && $0.isRequired }) {
      problem(roles.first { $0.role == role }?.word ?? "", "", .missing)
    }
    // A header must be told from any other.
    if columns.filter(\.isRequired).count < 3 { problem("columns", "", .missing) }
  }

  private mutating func kind(_ word: String, _ key: String) -> SettlementKind? {
    if let found = settlementKinds.first(where: { $0.word == word }) { return found.kind }
    problem(key, word, .unknownWord(allowed: settlementKinds.map(\.word)))
    return nil
  }

  private mutating func signs() -> MoneySigns {
    switch description.signs {
    case "fee_subtracted": return .feeSubtracted
    case "fee_added": return .feeAdded
    case "fee_either": return .feeEither
    case "debit_credit": return .debitCredit
    default:
      problem("signs", description.signs, .unknownWord(allowed: OwnProfile.signWords))
      return .feeSubtracted
    }
  }
}
