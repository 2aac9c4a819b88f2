internal import Model
internal import Recording

/// Which shop money is of that no order names: its account's or its provider's, where that is one
/// shop's alone.
struct ShopsOfMoney {
  private let accounts: [String: AccountFact]
  private let providers: [ProviderTerms]

  init(_ frame: RunFrame) throws(RunError) {
    let known = try ledgerCall { () throws(LedgerError) in try frame.ledger.accounts() }
    accounts = frame.settings.facts(of: known)
    providers = frame.settings.providers
  }

  /// Nil where no one shop can be named.
  func shop(of line: BookLine) -> String? {
    if !line.shopID.isEmpty { return line.shopID }
    if !line.accountKey.isEmpty { return shop(ofAccount: line.accountKey) }
    let terms = providers.first { $0.id == line.provider }
    return terms?.shops.count == 1 ? terms?.shops[0] : nil
  }

  func shop(ofAccount key: String) -> String? {
    let shops = accounts[key]?.shopIDs ?? []
    return shops.count == 1 ? shops[0] : nil
  }
}

extension RunFrame {
  /// Throws `.usage` for a shop that nobody knows: a slip of the keyboard would write nothing out,
  /// day after day.
  func checkShop(_ shopID: String) throws(RunError) {
    var known = try ledgerCall { () throws(LedgerError) in try ledger.shopIDs() }
    known.formUnion(settings.accounts.flatMap { $0.fact?.shopIDs ?? [] })
    known.formUnion(settings.providers.flatMap(\.shops))
    known.formUnion(settings.termsOfShop.keys)
    known.remove("")
    if known.contains(where: { $0.isExactly(shopID) }) { return }
    let names = known.sorted().prefix(20).joined(separator: ", ")
    throw .usage(
      "--shop: 店舗「\(shopID)」はありません(\(names)) / there is no shop “\(shopID)” (\(names))")
  }
}

extension RunError {
  static let repeatsWhole = RunError.usage(
    "--repeat は前回のとおりに書き出すため --shop と一緒には使えません / --repeat writes an export as it was, "
      + "without --shop")
}
