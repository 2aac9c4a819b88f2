/// The 40 reconciliation exceptions. Rules, wording and case rows refer to them by code;
/// meaning, ground and default decision stand in docs/FINDINGS.md.
// swift-format-ignore: AlwaysUseLowerCamelCase
// The codes are the field's terms and are printed as they stand.
public enum FindingCode: String, CaseIterable, Sendable, Comparable {
  case A01, A02, A03, A04
  case N01, N02, N03, N04, N05, N06, N07
  case M01, M02, M03
  case T01, T02, T03, T04, T05, T06
  case B01
  case S01, S02, S03, S04, S05, S06, S07, S08, S09, S10, S11
  case R01, R02, R03
  case D01, D02, D03, D04, D05

  /// The order in which findings are ranked: data first, then what stops, then what changes the
  /// target, then plurality and names, amounts, timing, and at last the unknown.
  public static let precedence: [FindingCode] = [
    .D05, .D01, .D02, .D03, .B01, .N07, .T01, .A04, .N05, .N06, .D04, .M01, .M02, .M03, .N02,
    .N03, .N04, .A01, .A02, .A03, .T02, .T03, .T04, .S05, .S06, .S07, .S08, .S10, .S11, .S01,
    .S02, .S03, .S04, .S09, .R01, .R03, .R02, .T05, .T06, .N01,
  ]

  /// Place in `precedence`, 0 first.
  public var rank: Int { FindingCode.ranks[ordinal] }

  private var ordinal: Int { FindingCode.ordinals[self]! }
  private static let ordinals = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
  private static let ranks: [Int] = allCases.map { precedence.firstIndex(of: $0)! }

  public static func < (a: FindingCode, b: FindingCode) -> Bool { a.rank < b.rank }
}

/// What happens to an order.
public enum Decision: String, Sendable, CaseIterable {
  /// Ship.
  case release
  /// Do not ship; somebody works on it.
  case hold
  /// Do not ship; a question is (to be) out.
  case holdAsk = "hold_ask"
  /// Pull back if it is not handed over yet.
  case stop
  /// Nothing to decide.
  case none
}

/// Who may have to bear a loss.
public enum Party: String, Sendable, CaseIterable {
  case payer, shop, `operator`, bank, carrier, acquirer, mall, warehouse, dataSupplier
}
