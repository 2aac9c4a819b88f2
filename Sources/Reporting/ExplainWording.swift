// Words for what is on record, as `explain` tells it: the word of the files first, then what it
// means.

public import Model

/// What was decided of an order, and why.
///
/// - Parameters:
///   - order: its row as it was then.
///   - title: the name of a code.
public func describe(
  _ decision: OrderDecision, of order: OrderRow, language: Language,
  title: (FindingCode) -> String
) -> String {
  let words = Words(language)
  var reasons = decision.codes.map { "\($0.rawValue) \(title($0))" }
  if decision.decision == .release {
    reasons.insert(words.why(releaseReason(decision, order)), at: 0)
  } else if reasons.isEmpty, decision.decision == .hold {
    reasons = [words("入金待ち", "waits for its payment")]
  }
  let said = "\(decision.decision.rawValue)" + words(" \(words.decision(decision.decision))", "")
  return reasons.isEmpty
    ? said : said + words(": ", ": ") + reasons.joined(separator: words("、", ", "))
}

/// By what a payment found its order.
public func describe(_ basis: MatchBasis, language: Language) -> String {
  basis.rawValue + (language == .ja ? " " + Words(language).basis(basis) : "")
}

/// The reason of an entry's use: a basis, a set-aside reason or a code, with its meaning.
public func describe(
  reason word: String, language: Language, title: (FindingCode) -> String
) -> String {
  let words = Words(language)
  if let basis = MatchBasis(rawValue: word) { return describe(basis, language: language) }
  if let aside = SetAsideReason(rawValue: word) {
    return word + words(" \(words.reason(aside))", "")
  }
  return FindingCode(rawValue: word).map { "\(word) \(title($0))" } ?? word
}

extension Words {
  fileprivate func why(_ reason: ReleaseReason) -> String {
    switch reason {
    case .nothingDue: self("請求額なし", "nothing is due")
    case .paidInFull: self("全額入金済み", "paid in full")
    case .shortageAccepted: self("不足を方針により承認", "its shortage is accepted")
    case .paysAtDoor: self("代金引換", "pays at the door")
    case .paidToProvider: self("決済会社に支払済み", "paid to the provider")
    case .guaranteed: self("後払いの保証あり", "guaranteed by the provider")
    case .authorised: self("与信済み", "authorised")
    }
  }
}
