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
    "ゼウス", "ユ-エフジエイニコス", "ニコス", "オリコ", "エポスカ-ド", "アプラス", "GMOペイメント", "GMOイプシロン", "SBペイメント", "STRIPE", "SQUARE", "PAYPAL",
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
  static func reason(_ entry: LedgerEntry, ownNames: Set<[UInt8]>) -> SetAsideReason? {
    if entry.direction == .debit { return .outgoing }
    let codes = fold(entry.payerName)
    let whole = stripVoicing(tight(codes))
    if isOwn(codes, ownNames) { return .ownTransfer }
    if let word = kindReason(entry.kindText) { return word }
    if payroll.contains(where: { isWord($0, of: codes) }) { return .payroll }
    if interest.contains(where: { whole == $0 }) { return .interest }
    if returned.contains(where: { isWord($0, of: codes) }) { return .refundReturned }
    guard !PayerName(payer: entry.payerName, code: "", edi: "").form.tight.isEmpty else {
      return nil
    }
    if codWords.contains(where: { contains(whole, $0) }) { return .codPayout }
    if codNames.contains(where: { whole.starts(with: $0) || isCompany(codes, $0) }) {
      return .codPayout
    }
    if mallNames.contains(where: { whole.starts(with: $0) || isCompany(codes, $0) }) {
      return .mallPayout
    }
    if cardWords.contains(where: { contains(whole, $0) }) { return .cardPayout }
    if cardNames.contains(where: { whole.starts(with: $0) || isCompany(codes, $0) }) {
      return .cardPayout
    }
    if tax.contains(where: { isWord($0, of: codes) }) { return .taxOrPublic }
    return nil
  }

  private static func isOwn(_ codes: [UInt8], _ ownNames: Set<[UInt8]>) -> Bool {
    guard !ownNames.isEmpty else { return false }
    return ownNames.contains(tight(LegalForms.stripped(codes) ?? codes))
  }

  private static func kindReason(_ text: String) -> SetAsideReason? {
    if text.isEmpty { return nil }
    let letters = scalars(text)
    for (word, reason) in kindTexts {
      let w = scalars(word)
      if letters.count >= w.count,
        (0...(letters.count - w.count)).contains(where: { letters[$0...].starts(with: w) })
      {
        return reason
      }
    }
    return nil
  }

  /// The text begins with the word, standing alone or before a name.
  private static func isWord(_ word: [UInt8], of codes: [UInt8]) -> Bool {
    guard let first = words(codes).first else { return false }
    return stripVoicing(first) == word
  }

  private static func isCompany(_ codes: [UInt8], _ name: [UInt8]) -> Bool {
    guard let rest = LegalForms.stripped(codes) else { return false }
    return stripVoicing(tight(rest)).starts(with: name)
  }

  private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
    guard text.count >= word.count, !word.isEmpty else { return false }
    return (0...(text.count - word.count)).contains { text[$0...].starts(with: word) }
  }
}

extension Book {
  /// Writes the outcome of every open entry that is not customer money and lists the rest.
  mutating func setAside() {
    let own = Set(
      snapshot.ownNames.map { name in
        let codes = fold(name)
        return tight(LegalForms.stripped(codes) ?? codes)
      })
    for (i, entry) in snapshot.entries.enumerated() where entry.standing == .open {
      if entry.mark != .none && entry.direction == .debit { continue }
      if let reason = SetAside.reason(entry, ownNames: own), isCertain(reason, Int32(i)) {
        outcomes[i] = EntryOutcome(
          entryIndex: Int32(i), verdict: .setAside(reason), probabilityPPM: 1_000_000)
      } else {
        waiting.append(Int32(i))
      }
    }
  }

  /// A customer may bear the name of a payment company; an order under that name says so.
  private func isCertain(_ reason: SetAsideReason, _ entry: Int32) -> Bool {
    switch reason {
    case .cardPayout, .codPayout, .mallPayout, .taxOrPublic:
      return byName.rows(hashed(payer(entry).payer.form.loose)).isEmpty
    default: return true
    }
  }
}
