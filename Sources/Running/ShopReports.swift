internal import Deciding
internal import Hashing
internal import Model
internal import Recording
internal import Reporting

/// What one shop may see of a run, in a folder of its own beside the operator's files.
struct ShopReport: Sendable {
  static let folder = "shops"
  /// Below the run's folder.
  let name: String
  let report: Report

  init(_ shopID: String, _ input: ReportInput) {
    name = ShopReport.folder + "/" + shopFolder(of: shopID)
    report = Report(input)
  }
}

/// A shop id as the name of a folder: letters and digits stand for themselves, and `-`, `_`, `.`
/// where they do not come first; other bytes as `%41`. Too long ones are cut and end with their
/// hash.
/// Different ids have different names, and none leads out of its folder.
public func shopFolder(of shopID: String) -> String {
  if shopID.isEmpty { return "_" }
  let hex = Array("0123456789ABCDEF".utf8)
  var name: [UInt8] = []
  for byte in shopID.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: name.append(byte)
    case 0x2D, 0x2E, 0x5F:
      name += name.isEmpty ? [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]] : [byte]
    default: name += [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
    }
  }
  if name.count > 120 {
    let sum = Array(shopID.utf8).withUnsafeBytes { SHA256.hex(of: $0) }
    name = Array(name.prefix(60)) + Array("~\(sum)".utf8)
  }
  return String(decoding: name, as: UTF8.self)
}

/// The shops whose orders stand in each file of a run: known only while its rows are there.
struct ShopsOfFiles {
  private var shops: [String: Set<String>] = [:]

  init(_ intakes: [IntakeFile]) {
    for intake in intakes where !intake.orderRows.isEmpty {
      shops[intake.file.sha256] = Set(intake.orderRows.map(\.shopID))
    }
  }

  /// Whether nothing but a shop's own orders was read from the file. What could not be read may be
  /// anybody's.
  func isOnly(_ shopID: String, _ file: FileLine) -> Bool {
    shops[file.sha256] == [shopID] && file.reading.findings.isEmpty
  }
}

extension RunFrame {
  private var namesShops: Bool {
    settings.accounts.contains { $0.fact?.shopIDs.isEmpty == false }
  }

  /// Every shop that has orders or an account of its own; none where no account says whose it is.
  func shopsWithReports(_ snapshot: Snapshot) -> [String] {
    guard settings.reportsPerShop ?? namesShops else { return [] }
    let named = settings.accounts.flatMap { $0.fact?.shopIDs ?? [] }
    return Set(snapshot.orders.map(\.row.shopID)).union(named).sorted()
  }

  /// An account that collects for a shop which nobody knows would keep all its money from all
  /// orders, in silence.
  func checkShops(_ snapshot: Snapshot) throws(RunError) {
    guard namesShops else { return }
    var known = Set(snapshot.orders.map(\.row.shopID))
    known.formUnion(settings.termsOfShop.keys)
    known.formUnion(settings.shopOfFormat.values)
    func missing() -> [(account: String, shop: String)] {
      settings.accounts.flatMap { account in
        (account.fact?.shopIDs ?? []).filter { !known.contains($0) }
          .map { (accountKey(of: account.ref), $0) }
      }
    }
    if missing().isEmpty { return }
    // Older orders than the run looks at.
    known.formUnion(try ledgerCall { () throws(LedgerError) in try ledger.shopIDs() })
    // Before the first orders nobody is known.
    if known.isEmpty { return }
    let names = known.sorted().prefix(20).joined(separator: ", ")
    let faults = missing().map { account, shop in
      "keshikomi.yaml: accounts: \(masked(account: account)): 店舗「\(shop)」の注文がない。綴りを直すか、"
        + "これから始まる店舗なら terms_of_shop に書く / no order is of shop “\(shop)”: correct it, or "
        + "name a shop that is yet to begin under terms_of_shop. (\(names))"
    }
    if !faults.isEmpty { throw .configuration(faults) }
  }

  /// Where some accounts collect for some shops only, one that the policy file does not list still
  /// collects for all: forgotten or meant, somebody should have said so. Masked, for any reader.
  func unlistedAccounts(_ snapshot: Snapshot) throws(RunError) -> [String] {
    guard namesShops else { return [] }
    let known = try ledgerCall { () throws(LedgerError) in try ledger.accounts() }
    let keys = known.filter { settings.entry(of: $0) == nil }.map(\.key).sorted()
    if keys.isEmpty { return [] }
    let shops = Set(snapshot.orders.map(\.row.shopID)).sorted().prefix(20).joined(separator: ", ")
    return keys.map { key in
      let account = masked(account: key)
      return language == .ja
        ? "口座 \(account) は keshikomi.yaml の accounts にないため、"
          + "すべての店舗(\(shops))の入金として照合しています。accounts に書き、shop: か shops: で店舗を決めてください。"
        : "Account \(account) is not listed in keshikomi.yaml: its money is matched to orders of "
          + "every shop (\(shops)). List it under accounts: with shop: or shops:."
    }
  }

  /// A run's report as a shop sees it.
  func input(
    of shop: String, _ seen: ShopView, _ texts: Made<CaseText>, _ drafts: Made<[Draft]>,
    _ whole: ReportInput, _ shops: ShopsOfFiles, _ accounts: [String: AccountFact]
  ) -> ReportInput {
    var terms = settings
    terms.termsOfShop = settings.termsOfShop.filter { $0.key == shop }
    var input = ReportInput(
      runID: whole.runID, asOf: whole.asOf, language: whole.language, snapshot: seen.snapshot,
      outcomes: seen.match.outcomes, decided: seen.decided, texts: texts, drafts: drafts,
      files: whole.files.filter { file in
        let isStatement = !file.accountKeys.isEmpty
        return isStatement
          ? file.accountKeys.allSatisfy { accounts[$0]?.shopIDs == [shop] }
          : shops.isOnly(shop, file)
      },
      engineVersion: whole.engineVersion,
      policyNotes: policyNotes(terms, whole.asOf, whole.language))
    input.handedOver = Set(
      seen.context.notices.compactMap { $0.kind == .handedOver ? $0.orderIndex : nil })
    input.ledgerEvent = whole.ledgerEvent
    input.ledgerSHA256 = whole.ledgerSHA256
    return input
  }
}
