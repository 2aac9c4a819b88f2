import Model

/// What can become of a bank entry, as the page groups them: by the part of it that needs people
/// most. `out` is money that left the account.
enum Fate: Int, CaseIterable {
  case cleared, suspense, refund, excluded, out

  static let ofCredits: [Fate] = [.cleared, .suspense, .refund, .excluded]

  init(_ use: EntryUse, _ direction: Direction) {
    if direction == .debit {
      self = .out
    } else if use.suspenseYen > 0 {
      self = .suspense
    } else if use.refundLinkedYen > 0 {
      self = .refund
    } else if use.clearedYen > 0 {
      self = .cleared
    } else {
      self = .excluded
    }
  }

  /// The colour in pictures.
  var style: StaticString {
    switch self {
    case .cleared: "p1"
    case .suspense: "p2"
    case .refund: "p3"
    case .excluded, .out: "p4"
    }
  }

  /// The list of bank lines with this fate.
  var section: StaticString {
    switch self {
    case .cleared: "l-cleared"
    case .suspense: "l-suspense"
    case .refund: "l-refund"
    case .excluded: "l-excluded"
    case .out: "l-out"
    }
  }

  func yen(_ split: MoneySplit) -> Int64 {
    switch self {
    case .cleared: split.clearedYen
    case .suspense: split.suspenseYen
    case .refund: split.refundLinkedYen
    case .excluded: split.excludedYen
    case .out: 0
    }
  }

  func name(_ words: Words) -> String {
    switch self {
    case .cleared: words("消込", "Cleared")
    case .suspense: words("仮受", "Suspense")
    case .refund: words("返金・取消関連", "Refund-linked")
    case .excluded: words("対象外", "Excluded")
    case .out: words("出金", "Outgoing")
    }
  }

  func meaning(_ words: Words) -> String {
    switch self {
    case .cleared: words("注文に充当", "given to orders")
    case .suspense: words("持ち主・内訳を確認中", "owner or split unclear")
    case .refund:
      words(
        "過入金・二重入金・キャンセル後の入金など", "excess, double payments, paid after cancellation")
    case .excluded: words("お客様の入金ではない", "not customers' money")
    case .out: words("口座から出たお金と、入金の取消", "money that left, and reversals of credits")
    }
  }
}
