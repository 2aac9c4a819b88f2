// Money that is not a customer's, told by the bank's own word or by the payer's name. Never by
// amount: a payout that looks like an order would otherwise vanish.

import Model

enum SetAside {
  /// Kana of companies that pass on money of many customers, compared without voicing.
  private static let cardWords = folded([
    "カ-ドケツサイ", "ケツサイダイコウ", "クレジツトカ-ド", "カ-ドカイシヤ", "シユウノウダイコウ",
  ])
  private static let cardNames = folded([
    "ジエ-シ-ビ-", "ミツイスミトモカ-ド", "ラクテンカ-ド", "ユ-シ-カ-ド", "セゾンカ-ド", "クレデイセゾン",
    "ストライプ", "スクエア", "ペイパル", "ペイペイ", "ソニ-ペイメント", "エスビ-ペイメント",
    "ジ-エムオ-ペイメント", "ジ-エムオ-イプシロン", "デイ-ジ-フイナンシヤル", "ソフトバンクペイメント",
    "ゼウス", "ユ-エフジエイニコス", "ニコス", "オリコ", "エポスカ-ド", "アプラス", "GMOペイメント", "GMOイプシロン", "SBペイメント",
    "STRIPE", "SQUARE", "PAYPAL",
  ])
  private static let codWords = folded(["ダイキンヒキカエ", "ダイビキ", "E-コレクト"])
  private static let codNames = folded([
    "ヤマトフイナンシヤル", "ヤマトウンユ",
    "サガワフイナンシヤル", "サガワキユウビン", "ニホンユウビン", "ニツポンユウビン", "フクヤマツウウン",
    "セイノウユソウ", "セイノウウンユ",
  ])
  private static let mallNames = folded([
    "アマゾンジヤパン", "アマゾンペイ", "ラクテングル-プ", "ラクテンイチバ", "ラインヤフ-", "メルカリ",
    "シヨツピフアイ",
  ])
  private static let returned = folded([
    "フリコミヘンキン", "クミモドシ", "シキンヘンキヤク", "フリコミフノウ", "フリコミクミモドシ",
    "ヘンキン", "フリコミヘンキヤク",
  ])
  private static let payroll = folded(["キユウヨ", "キユウリヨウ", "シヨウヨ"])
  private static let interest = folded(["リソク", "オリソク", "ヨキンリソク", "ユウチヨリソク", "ケツサンリソク"])
  private static let tax = folded([
    "カンプキン", "ゼイムシヨ", "コクゼイ", "チホウゼイ", "シヨウヒゼイ", "ケンゼイ", "シヤカイホケン",
    "ネンキン", "ホジヨキン", "キユウフキン", "ザイムシヨウ",
  ])
  private static let kindTexts: [(word: String, reason: SetAsideReason)] = [
    ("利息", .interest), ("利子", .interest), ("組戻", .refundReturned), ("返却", .refundReturned),
    ("資金返却", .refundReturned), ("給与", .payroll), ("給料", .payroll), ("賞与", .payroll),
    ("振替入金", .ownTransfer), ("国税", .taxOrPublic), ("還付", .taxOrPublic),
    ("年金", .taxOrPublic), ("リソク", .interest),
  ]

  private static func folded(_ words: [String]) -> [[UInt8]] {
    words.map { stripVoicing(tight(fold($0))) }
  }

  /// Why an entry is not customer money; nil where it may be.
  static func reason(
    _ entry: LedgerEntry, _ payer: PayerName, ownNames: Set<[UInt8]>
  ) -> SetAsideReason? {
    if entry.direction == .debit { return .outgoing }
    let written = payer.uncut ?? payer.form
    // Kanji all fold to one letter: names of one length would all be ours.
    if !written.tight.contains(Code.kanji),
      ownNames.contains(payer.form.tight) || ownNames.contains(written.tight)
    {
      return .ownTransfer
    }
    if !entry.kindText.isEmpty, let reason = kindReason(entry.kindText) { return reason }
    // Most names hold the letters of none of the words.
    let letters = letterMask(written.tight.lazy.map { Kana.unvoiced[Int($0)] })
    if wordMasks.allSatisfy({ $0 & ~letters != 0 }) { return nil }
    guard let first = written.parts.first.map(stripVoicing) else { return nil }
    let whole = stripVoicing(written.tight)
    if payroll.contains(first) { return .payroll }
    if interest.contains(whole) { return .interest }
    if returned.contains(first) { return .refundReturned }
    if codWords.contains(where: { contains(whole, $0) }) { return .codPayout }
    if cardWords.contains(where: { contains(whole, $0) }) { return .cardPayout }
    if codNames.contains(where: { whole.starts(with: $0) }) { return .codPayout }
    if mallNames.contains(where: { whole.starts(with: $0) }) { return .mallPayout }
    if cardNames.contains(where: { whole.starts(with: $0) }) { return .cardPayout }
    return tax.contains(first) ? .taxOrPublic : nil
  }

  /// Whether a plain name is that of no company above, of no office and not our own; false also
  /// where its letters do not tell.
  static func isCustomer(_ name: PlainName, _ ownNames: Set<[UInt8]>) -> Bool {
    let tight = name.codes.lazy.filter { $0 != Code.space }
    let letters = letterMask(tight.map { Kana.unvoiced[Int($0)] })
    return wordMasks.allSatisfy { $0 & ~letters != 0 }
      && !ownNames.contains { $0.elementsEqual(tight) }
  }

  /// Letters of every word and name above.
  private static let wordMasks: [UInt64] = [
    cardWords, cardNames, codWords, codNames, mallNames, returned, payroll, interest, tax,
  ].flatMap { $0.map { letterMask($0) } }

  static func kindReason(_ text: String) -> SetAsideReason? {
    let letters = Array(text.utf8)
    for (word, reason) in kindTexts where contains(letters, Array(word.utf8)) { return reason }
    return nil
  }

  static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard text.count >= word.count, let head = word.first else { return false }
    for i in 0...(text.count - word.count) where text[i] == head {
      if text[i..<(i + word.count)] == word[...] { return true }
    }
    return false
  }
}

extension Book {
  /// Writes the outcome of every open entry that is not customer money and lists the rest.
  mutating func setAside() {
    var corrections: [Int32] = []
    for i in snapshot.entries.indices where snapshot.entries[i].standing == .open {
      switch payerFacts[i].nature {
      case .later: break
      case .correction: corrections.append(Int32(i))
      case .customer: waiting.append(Int32(i))
      case .reason(let reason):
        outcomes[Int32(i)] = EntryOutcome(
          entryIndex: Int32(i), verdict: .setAside(reason), probabilityPPM: 1_000_000)
      }
    }
    settleCorrections(corrections)
  }

  /// Names of ourselves, as they are compared.
  var foldedOwnNames: Set<[UInt8]> {
    Set(
      snapshot.ownNames.map { name in
        let codes = fold(name)
        return tight(LegalForms.stripped(codes) ?? codes)
      })
  }

  func nature(of entry: Int32, _ payer: PayerName, _ ownNames: Set<[UInt8]>) -> EntryNature {
    let i = Int(entry)
    if snapshot.entries[i].standing != .open { return .later }
    if isReversal(entry) { return .later }
    if snapshot.entries[i].direction == .credit && snapshot.entries[i].mark != .none {
      return .correction
    }
    if let reason = SetAside.reason(snapshot.entries[i], payer, ownNames: ownNames) {
      return .reason(reason)
    }
    return customerNature(entry, payer)
  }

  private func customerNature(_ entry: Int32, _ payer: PayerName) -> EntryNature {
    let written = payer.uncut ?? payer.form
    return ReversalWords.areMentioned(in: snapshot.entries[Int(entry)], written)
      ? .correction : .customer
  }

  /// A customer may bear the name of a payment company; an order under that name says so.
  mutating func heedNamesakes() {
    for i in payerFacts.indices {
      guard case .reason(let reason) = payerFacts[i].nature, reason.isToldByName,
        !byName.rows(payerFacts[i].key, limit: 1).isEmpty
      else { continue }
      let entry = Int32(i)
      payerFacts[i].nature = customerNature(entry, payerName(entry))
    }
  }

  /// Money that comes in by a correction undoes an earlier withdrawal of the same amount and name,
  /// or it is a payment that the bank had booked elsewhere: only a person can tell the latter.
  private mutating func settleCorrections(_ corrections: [Int32]) {
    if corrections.isEmpty { return }
    let withdrawals = withdrawals(of: Set(corrections.map { amount($0) }))
    var used: Set<Int> = []
    for i in corrections {
      let entry = snapshot.entries[Int(i)]
      let undone = (withdrawals[entry.amountYen] ?? []).last {
        let e = snapshot.entries[$0]
        return e.accountKey == entry.accountKey && e.bookingDay <= entry.bookingDay
          && !used.contains($0) && !isReversal(Int32($0)) && isOneName(Int32($0), i)
      }
      guard let undone else {
        outcomes[i] = EntryOutcome(entryIndex: i, verdict: .held, codes: [.B01])
        continue
      }
      used.insert(undone)
      outcomes[i] = EntryOutcome(
        entryIndex: i, verdict: .setAside(.outgoingReturned), probabilityPPM: 1_000_000,
        undoesEntryIndex: Int32(undone))
    }
  }

  /// Withdrawals that stand, by amount, in snapshot order.
  private func withdrawals(of amounts: Set<Int64>) -> [Int64: [Int]] {
    var found: [Int64: [Int]] = [:]
    for i in snapshot.entries.indices
    where snapshot.entries[i].direction == .debit && amounts.contains(amount(Int32(i))) {
      let e = snapshot.entries[i]
      if e.mark == .none, e.standing != .reversed { found[e.amountYen, default: []].append(i) }
    }
    return found
  }
}

extension SetAsideReason {
  /// Whether nothing but the payer's name says so.
  fileprivate var isToldByName: Bool {
    switch self {
    case .cardPayout, .codPayout, .mallPayout, .taxOrPublic: return true
    default: return false
    }
  }
}

/// What an entry is, as far as it tells by itself.
enum EntryNature {
  /// Settled elsewhere: reversals, and what earlier runs settled.
  case later
  /// Money in by a correction.
  case correction
  case customer
  case reason(SetAsideReason)
}
