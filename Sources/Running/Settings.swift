public import Model
internal import Reading
internal import Recording
internal import Tables
internal import Yams

/// The workspace's policy file, read and checked. Unknown keys are refused with a suggestion.
public struct Settings: Sendable {
  public var language: Language = .ja
  public var policy = Policy()
  /// Warehouse and promise, and the contract with the operator, of shops without their own terms.
  public var delivery = DeliveryTerms()
  public var contract = ContractProfile()
  /// Shops with terms of their own.
  public var termsOfShop: [String: ShopTerms] = [:]
  /// Accounts named by hand; `formats` says which anonymous files are theirs.
  public var accounts: [ConfiguredAccount] = []
  /// Further names whose money is a transfer of our own.
  public var ownNames: [String] = []
  /// Shop id for order formats that do not name the shop.
  public var shopOfFormat: [String: String] = [:]
  /// Whether each shop has a report of its own; nil: where an account collects for some shops only.
  public var reportsPerShop: Bool?
  /// What was agreed with payment providers, carriers and malls.
  public var providers: [ProviderTerms] = []
  /// How the shop books, and whose account refunds leave from; nil where nobody said it.
  public var books = BookTerms()
  public var refundSender: RefundSender?
  /// The table of weights that matching adds up.
  public var weights = EvidenceWeights()
  /// Where it is from; nil for the built-in one. Read by `RunFrame`, which knows the folder.
  var weightsFile: String?
  /// Formats of the user: asked before the built-in ones.
  var ownProfiles: [OwnProfile] = []
  /// Dated tables of the user.
  var tables = OwnTables()

  public init() {}

  /// Bank holidays: the user's, else the built-in ones.
  var calendar: BankCalendar { tables.calendar ?? bankCalendar() }
  var fees: FeeTable { tables.fees ?? transferFees() }
  var rate: StatutoryRate { tables.rate ?? statutoryRate() }

  public struct ConfiguredAccount: Sendable, Hashable {
    public var ref: AccountRef
    public var formats: [String]
    /// Set where the account is not simply one of the shop's.
    public var fact: AccountFact?

    public init(ref: AccountRef, formats: [String], fact: AccountFact? = nil) {
      self.ref = ref
      self.formats = formats
      self.fact = fact
    }
  }

  /// What `init` writes: every key, commented, with its default.
  public static func template(_ language: Language) -> String {
    """
    # Keshikomi の設定。書かれていない項目は既定値で動く。/ Settings; what is not set has its default.
    # 変更後は `keshikomi run --dry-run` で結果を確かめられる。/ Try changes with --dry-run.

    # 報告書の言語 / language of reports: ja | en
    language: \(language.rawValue)

    # 口座番号を持たない明細(個人向けネットバンキング CSV など)を、どの口座のものとして読むか。
    # ほかの口座の明細も使うときは必須(推測で口座を混ぜない)。
    # Which account a file belongs to that names none; needed where there are other accounts too,
    # since nothing is joined by a guess. `keshikomi formats list` shows the ids.
    # accounts:
    #   - bank: "0005"
    #     branch: "123"
    #     type: 1            # 1 普通 2 当座 4 貯蓄
    #     number: "1234567"
    #     holder: ｶ)ﾚｲｼﾖｳｶｲ   # この名義からの入金は自社振替 / money from this name is our own
    #     formats: [generic-two-columns]
    #     shop: S1             # この店舗だけの口座(二店舗以上は shops: [S1, S2])。ほかの店舗の注文には
    #                          # 充てず、合うときは D05 で示す / collects for this shop only
    #     owner: shop          # shop | operator | other: 店舗以外の口座の入金は保留 / else held
    #     last_day: 2026-09-30 # この日で案内を終えた旧口座 / customers were told it until then

    # 自社名義(口座名義のほかに) / further names of our own
    # own_names: []

    # 店舗名を持たない受注データの店舗 ID / shop id for order formats that name no shop
    # shops:
    #   orders-rms: S1

    # 店舗ごとの報告書 reports/latest/shops/(ほかの店舗の顧客は載らない)。口座に店舗を書けば自動
    # A report for each shop that shows nothing of the others; by itself where accounts name shops.
    # shop_reports: true

    # 決済会社・運送会社・モールとの契約。書かない項目は精算明細から推定し、そう明記する。
    # Terms of payment providers, carriers and malls; what is not set is learned from their reports.
    # settlements:
    #   - provider: card          # card cod stripe shopify yamato rakuten yahoo … : formats list
    #     payer_names: [ｶ-ﾄﾞｹﾂｻｲ]  # 入金の名義 / under which names its money comes
    #     fees: [{percent: 3.6, fixed_yen: 0, rounding: down}]
    #     fee_tax: exempt         # exempt | taxable10 | unknown
    #     settles_within_days: 5
    #     transfer_fees: [660]
    #     differences: [{yen: 250, method: 後払い, name: 後払い手数料}]
    #     gross_of_points: false

    # 組込みにない銀行の CSV は formats/*.yaml に書く。案は `keshikomi formats new FILE` が作る。
    # Banks without a built-in format: formats/*.yaml; `keshikomi formats new FILE` proposes one.

    \(policyTemplate)

    \(termsTemplate)
    """
  }

  /// Reads a policy text. Throws `.configuration` with one line-numbered message per fault.
  public static func parse(_ text: String) throws(RunError) -> Settings {
    try parse(text, own: [])
  }

  /// - Parameter own: formats that are described elsewhere, so that accounts can name them.
  static func parse(_ text: String, own: [OwnProfile]) throws(RunError) -> Settings {
    var reader = SettingsReader(own: own)
    let settings = reader.read(reader.yaml.root(text))
    if !reader.yaml.faults.isEmpty { throw .configuration(reader.yaml.faults) }
    return settings
  }
}

/// Reads the policy file and keeps every fault instead of stopping at the first.
struct SettingsReader {
  var yaml = YAMLWalk(file: "keshikomi.yaml")
  /// Formats in the workspace's folder and in this file.
  private var own: [OwnProfile]
  /// Formats that an account has, with the line where that stands.
  private var givenFormats: [String: Int] = [:]

  init(own: [OwnProfile]) { self.own = own }

  mutating func read(_ root: Node?) -> Settings {
    var settings = Settings()
    guard let root else { return settings }
    // First, as accounts may name them.
    if let formats = root.mapping?["formats"] {
      settings.ownProfiles = yaml.list(formats, "formats").compactMap {
        ProfileReader.read($0, &yaml)
      }
      own += settings.ownProfiles
    }
    // Then what single shops may differ from.
    let parts = root.mapping
    if let node = parts?["policy"] { settings.policy = policy(node, Policy(), "policy") }
    if let node = parts?["delivery"] {
      settings.delivery = delivery(node, DeliveryTerms(), "delivery")
    }
    if let node = parts?["contract"] {
      settings.contract = contract(node, ContractProfile(), "contract")
    }
    settings.termsOfShop = shopTerms(root, settings)
    for (key, value) in yaml.pairs(root, of: "keshikomi.yaml") {
      switch key {
      case "language":
        if let language = Language(rawValue: value.string ?? "") {
          settings.language = language
        } else {
          yaml.fault(value, "language は ja か en / language is ja or en")
        }
      case "formats", "policy", "delivery", "contract", "terms_of_shop": break
      case "tables": settings.tables = tables(value)
      case "accounts": settings.accounts = accounts(value)
      case "settlements":
        settings.providers = yaml.list(value, key).compactMap { ProviderReader.read($0, &yaml) }
      case "shop_reports": yaml.flag(value, key) { settings.reportsPerShop = $0 }
      case "books": settings.books = books(value)
      case "refund_sender": settings.refundSender = refundSender(value)
      case "weights": settings.weightsFile = yaml.text(value, key)
      case "own_names": settings.ownNames = yaml.list(value, key).compactMap { $0.string }
      case "shops":
        for (id, shop) in yaml.pairs(value, of: "shops") {
          check(format: id, value)
          settings.shopOfFormat[id] = shop.string ?? ""
        }
      default:
        yaml.unknown(
          key, value,
          [
            "language", "policy", "delivery", "contract", "terms_of_shop", "tables", "accounts",
            "own_names", "shops", "shop_reports", "settlements", "formats", "weights", "books",
            "refund_sender",
          ])
      }
    }
    return settings
  }

  mutating func policy(_ node: Node, _ base: Policy, _ name: String) -> Policy {
    var p = base
    for (key, value) in yaml.pairs(node, of: name) {
      switch key {
      case "absorb_transfer_fee": yaml.flag(value, key) { p.absorbsTransferFee = $0 }
      case "fee_ceiling_yen": yaml.whole(value, key, 0...100_000) { p.feeCeilingYen = $0 }
      case "release_after_expiry": yaml.flag(value, key) { p.releasesAfterExpiry = $0 }
      case "release_after_missing_day": yaml.flag(value, key) { p.releasesAfterMissingDay = $0 }
      case "cod_limit_yen": yaml.whole(value, key, 0...10_000_000) { p.codLimitYen = $0 }
      case "open_card_order_is_authorised":
        yaml.flag(value, key) { p.openCardOrderIsAuthorised = $0 }
      case "window_before_days": yaml.whole(value, key, 0...60) { p.windowBeforeDays = Int32($0) }
      case "window_after_days": yaml.whole(value, key, 1...400) { p.windowAfterDays = Int32($0) }
      case "automatic_from_ppm":
        yaml.whole(value, key, 900_000...1_000_000) { p.automaticFromPPM = Int32($0) }
      case "partial_from_ppm":
        yaml.whole(value, key, 900_000...1_000_000) { p.partialFromPPM = Int32($0) }
      case "look_cost_yen": yaml.whole(value, key, 0...100_000) { p.lookCostYen = $0 }
      case "delay_cost_yen": yaml.whole(value, key, 0...100_000) { p.delayCostYen = $0 }
      case "freight_loss_yen": yaml.whole(value, key, 0...1_000_000) { p.freightLossYen = $0 }
      case "false_release_ceiling_ppm":
        yaml.whole(value, key, 0...10_000) { p.falseReleaseCeilingPPM = Int32($0) }
      case "lead_time_days": yaml.whole(value, key, 0...30) { p.leadTimeDays = Int32($0) }
      case "warehouse_cutoff_hour":
        yaml.whole(value, key, 0...23) { p.warehouseCutoffHour = Int32($0) }
      case "aliases": aliasUse(value).map { p.aliases = $0 }
      case "alias_expiry_days":
        yaml.whole(value, key, 1...3_650) { p.aliasExpiryDays = Int32($0) }
      case "approval": p.approval = approval(value, p.approval)
      default: yaml.unknown(key, value, SettingsReader.policyKeys)
      }
    }
    return p
  }

  static let policyKeys = [
    "absorb_transfer_fee", "fee_ceiling_yen", "release_after_expiry", "release_after_missing_day",
    "cod_limit_yen",
    "open_card_order_is_authorised", "window_before_days", "window_after_days",
    "automatic_from_ppm", "partial_from_ppm", "look_cost_yen", "delay_cost_yen",
    "freight_loss_yen", "false_release_ceiling_ppm", "lead_time_days", "warehouse_cutoff_hour",
    "aliases", "alias_expiry_days", "approval",
  ]

  private mutating func approval(_ node: Node, _ base: ApprovalLimits) -> ApprovalLimits {
    var limits = base
    for (key, value) in yaml.pairs(node, of: "approval") {
      switch key {
      case "assign_yen": yaml.whole(value, key, 0...1_000_000_000_000) { limits.assignYen = $0 }
      case "waive_yen": yaml.whole(value, key, 0...1_000_000_000_000) { limits.waiveYen = $0 }
      case "refund_yen": yaml.whole(value, key, 0...1_000_000_000_000) { limits.refundYen = $0 }
      default: yaml.unknown(key, value, ["assign_yen", "waive_yen", "refund_yen"])
      }
    }
    return limits
  }

  private mutating func aliasUse(_ node: Node) -> AliasUse? {
    // YAML takes a bare on or off for true or false.
    if let flag = node.bool { return flag ? .on : .off }
    if let use = AliasUse(rawValue: node.string ?? "") { return use }
    yaml.fault(node, "aliases: off, shadow, on のどれか / off, shadow or on")
    return nil
  }

  /// Of an account that is listed twice, only one entry says whose money it has: the other must not
  /// say anything else.
  private mutating func accounts(_ list: Node) -> [Settings.ConfiguredAccount] {
    var found: [(line: Int, account: Settings.ConfiguredAccount)] = []
    for node in yaml.list(list, "accounts") {
      let account = account(node)
      let first = found.first {
        isOneAccount($0.account.ref, account.ref) && $0.account.fact != account.fact
      }
      if let first {
        yaml.fault(
          node,
          "accounts: \(first.line)行目の口座と同じ。一つの口座は一か所にまとめて書く"
            + " / the account of line \(first.line) again: one account, one entry")
      }
      found.append((node.mark?.line ?? 1, account))
    }
    return found.map(\.account)
  }

  /// As bank books print it, with hyphens, or typed in full width; empty and a fault for all else.
  private mutating func accountNumber(_ node: Node) -> String? {
    guard let text = node.string else { return nil }
    var number = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9", "A"..."Z", "a"..."z": number.unicodeScalars.append(scalar)
      case "\u{FF10}"..."\u{FF19}":
        number.unicodeScalars.append(Unicode.Scalar(scalar.value - 0xFEE0)!)
      case "-", "\u{2010}", "\u{2212}", "\u{FF0D}", " ", "\u{3000}": break
      default:
        yaml.fault(node, "number: 口座番号は数字で書く / the number of an account is written in digits")
        return ""
      }
    }
    return number
  }

  private mutating func account(_ node: Node) -> Settings.ConfiguredAccount {
    var account = Settings.ConfiguredAccount(ref: AccountRef(), formats: [])
    var fact = AccountFact()
    for (key, value) in yaml.pairs(node, of: "accounts") {
      switch key {
      case "bank": account.ref.bankCode = yaml.digits(value, key, 4)
      case "branch": account.ref.branchCode = yaml.digits(value, key, 3)
      case "type": yaml.whole(value, key, 1...9) { account.ref.accountType = Int32($0) }
      case "number": account.ref.number = accountNumber(value)
      case "holder": account.ref.holder = value.string
      case "formats": break
      case "shop": shop(value, key).map { fact.shopIDs.append($0) }
      case "shops":
        let shops = yaml.list(value, key)
        // None would be read as all of them.
        if shops.isEmpty { yaml.fault(value, "shops: 店舗がない / no shop is named") }
        fact.shopIDs += shops.compactMap { shop($0, key) }
      case "owner": yaml.word(value, key) { fact.owner = $0 }
      case "last_day": yaml.day(value, key) { fact.lastDay = $0 }
      default:
        yaml.unknown(
          key, value,
          [
            "bank", "branch", "type", "number", "holder", "formats", "shop", "shops", "owner",
            "last_day",
          ])
      }
    }
    fact.shopIDs = Array(Set(fact.shopIDs)).sorted()
    if fact != AccountFact() { account.fact = fact }
    if account.ref.number == nil { yaml.fault(node, "accounts: number がない / number is missing") }
    if let formats = node.mapping?["formats"] {
      account.formats = yaml.list(formats, "formats").compactMap { format($0, of: account.ref) }
    }
    return account
  }

  private mutating func shop(_ node: Node, _ key: String) -> String? {
    guard let id = yaml.text(node, key) else { return nil }
    if !id.isEmpty { return id }
    yaml.fault(node, "\(key): 店舗 ID が空 / the shop id is empty")
    return nil
  }

  /// A format whose files name no account is of one account: two would mix up their money.
  private mutating func format(_ node: Node, of account: AccountRef) -> String? {
    guard let id = node.string else {
      yaml.fault(node, "formats: 形式の ID を書く / the id of a format is expected")
      return nil
    }
    check(format: id, node)
    if let line = givenFormats[id] {
      yaml.fault(
        node,
        "formats: 「\(id)」は\(line)行目の口座にもある。一つの形式は一つの口座だけに書く"
          + " / “\(id)” is given to the account of line \(line) already: one format, one account")
      return nil
    }
    givenFormats[id] = node.mark?.line ?? 1
    let profile = own.first { $0.info.id == id }
    if let named = profile?.account, accountKey(of: named) != accountKey(of: account) {
      yaml.fault(
        node,
        "formats: 「\(id)」の形式のファイルは account: に別の口座を書いている。どちらかを直す"
          + " / the file of the format “\(id)” names another account: correct one of them")
    }
    let info = profile?.info ?? allFormats().first { $0.id == id }
    if let bank = info?.bankCode, let own = account.bankCode, bank != own {
      yaml.fault(
        node,
        "formats: 「\(id)」は金融機関 \(bank) の形式で、この口座の \(own) と違う"
          + " / “\(id)” is of bank \(bank), not of this account's bank \(own)")
    }
    return id
  }

  private mutating func check(format id: String, _ node: Node) {
    // Settlement reports are of providers, not of accounts.
    let statements = allFormats().filter { $0.kind != .settlement }
    let known = statements.map(\.id) + own.map(\.info.id)
    if !known.contains(id) { yaml.unknown(id, node, known) }
  }
}
