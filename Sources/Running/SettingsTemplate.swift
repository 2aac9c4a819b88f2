internal import Deciding
internal import Model
internal import Recording

/// The part about policy: what the shop allows, and what a look and an error cost it.
let policyTemplate = """
  policy:
    # 振込手数料の差引(A01)を店舗が負担して出荷するか / ship although a transfer fee was deducted
    absorb_transfer_fee: false
    fee_ceiling_yen: 990
    # 支払期限後の入金(T02)でも、取消前なら出荷するか / ship when paid late but not cancelled
    release_after_expiry: true
    # 明細の届いていない日(D03)がある口座の、その日以降の入金でも出荷するか
    # ship on money that came after a bank day of which no statement was seen
    release_after_missing_day: false
    # 代引の上限 / largest COD amount
    cod_limit_yen: 300000
    # 決済状態の列がない受注データで「受付中」のカード注文を与信済みとみなすか
    # an open card order counts as authorised where the export has no payment column
    open_card_order_is_authorised: true
    # 注文の何日前・何日後までの入金を候補とするか / days before and after the order
    window_before_days: 3
    window_after_days: 60
    # 自動消込に必要な確度: 同様のリンクで出荷可とした注文が全額入金済みである割合(百万分率)
    # what an automatic link needs: of orders released on such links, so many in a million are paid
    automatic_from_ppm: 990000
    # 不足入金など、出荷に至らないリンクに必要な確度 / the same for links that ship nothing
    partial_from_ppm: 969000
    # 誤出荷の期待損失 (注文額 + 送料) × 誤り率の上限 が、確認の手間 + 遅延の損失 を超えるリンクは人が見る
    # a link whose expected loss, (order + freight) × the most it may be wrong, exceeds the cost of
    # a look and of the delay goes to a person
    look_cost_yen: 300
    delay_cost_yen: 200
    freight_loss_yen: 1000
    # 1回の実行で出荷可とする注文のうち、未入金の見込みの上限 (百万件あたり)
    # at most so many in a million of a run's releases may be expected to be unpaid
    false_release_ceiling_ppm: 500
    # お届けまでの日数と倉庫の締切時刻 / carrier and packing days, warehouse cut-off hour
    lead_time_days: 2
    warehouse_cutoff_hour: 14
    # この額を超える回答は、別の担当者が承認するまで効力がない / above these another person confirms
    approval: {assign_yen: 30000, waive_yen: 1000, refund_yen: 0}
    \(aliasTemplate)
  """

/// The part of the policy file that `init` writes about warehouse, contract and tables: comments
/// only, so that nothing is assumed until somebody says it.
let termsTemplate = """
  # 自店の実績から求めた重み(keshikomi learn)。なければ組込みの表
  # weights learned from the shop's own history (keshikomi learn); else the built-in table
  # weights: weights/2026-11-29-1.yaml

  # 倉庫とお届けの約束 / warehouse and delivery promise
  # delivery:
  #   warehouse_days: [mon, tue, wed, thu, fri, sat]
  #   warehouse_closed: [2026-12-31, 2027-01-01]
  #   pick_pack_hours: 2            # 締切の何時間前までに出荷可が要るか / hours before the cut-off
  #   statement_hour: 10            # 前営業日の明細がそろう時刻 / when yesterday's statement is there
  #   ships_within_days: 3          # 「入金確認後n営業日」の約束 / promise where no day was asked for
  #   late_payment_moves_day: true  # 入金が遅れた指定日は繰り下げると注文時に示した / told at ordering
  #   unshipped_after_days: 3       # 出荷可から何日で「未出荷」を尋ねるか / when T06 asks

  # 委託契約。答えのない項目は「契約未確認」と表示する。/ The contract with the operator: what is not
  # answered prints as 契約未確認.
  # contract:
  #   reference: 業務委託契約 2026-04 別紙2
  #   fault_standard: negligence          # ① negligence | intent_or_gross | strict
  #   cap_yen: 600000                     # ② 責任の上限 / cap
  #   cap_period: contract_year           # ② contract_year | event
  #   year_starts_on: "04-01"
  #   gross_negligence_uncapped: true     # ③ 重過失なら上限なし
  #   missed_day_is_direct_damage: false  # ④ 指定着日の遅れは直接損害か
  #   wrong_release_at: cost              # ⑤ sales_price | cost
  #   cost_percent: 60
  #   statement_due: "10:00"              # ⑥ 明細の提供時刻 / when statements are in
  #   statement_supplier: shop            # ⑥ shop | operator …
  #   same_day_cutoff: "13:00"            # ⑦ この時刻までの明細は当日確認
  #   confirm_within_minutes: 240         # ⑦
  #   authority: {accept_short: 0, refund: 0}  # ⑧ 店舗に尋ねずにできる金額まで / yen without asking
  #   incident_notice_hours: 24           # ⑨
  #   claim_window_days: 90               # ⑩
  #   accepted_after_days: 5              # ⑩
  #   double_check_above_yen: 100000
  #   custody: none                       # none | separate | trust
  #   carve_outs: [通信障害]

  # 会計ソフト向けの仕訳(案)。科目名・税区分は顧問の確認が要る。/ Proposed bookings; names of accounts
  # and tax classes are to be confirmed by the adviser.
  # books:
  #   accounts: {bank: 普通預金, advance: 前受金, suspense: 仮受金, deposit: 預り金}
  #   fee_as: reduction             # 店舗負担の振込手数料 / a fee that the shop bears: reduction | purchase
  #   sales: false                  # 出荷済みの受注データで売上を計上するか / book sales on shipping
  #   pass_through: 消込振替        # freee で二科目間の振替に使う口座 / freee's account for transfers

  # 返金の総合振込を出す口座 / the account that refunds leave from
  # refund_sender:
  #   client_code: "1234567890"
  #   name: ｶ)ﾚｲｼﾖｳｶｲ
  #   bank: "0005"
  #   bank_name: ﾐﾂﾋﾞｼUFJ
  #   branch: "123"
  #   branch_name: ﾏﾙﾉｳﾁ
  #   type: 1
  #   number: "1234567"

  # 店舗ごとの違い。書いた項目だけが上と異なる(契約は丸ごと置き換える)。/ What differs for one shop;
  # a contract replaces the one above as a whole.
  # terms_of_shop:
  #   S1:
  #     policy: {absorb_transfer_fee: true}
  #     delivery: {pick_pack_hours: 4}

  # 日付つきの表の差し替え。valid_until を過ぎた表は使わない。/ Dated tables in the place of the
  # built-in ones; past valid_until nothing is guessed.
  # tables:
  #   transfer_fees:
  #     version: "2027-11"
  #     valid_until: 2028-11-30
  #     fees: [{yen: 330}, {yen: 220, from_yen: 30000}]
  #   statutory_rate: {per_mille: 30, valid_until: 2029-03-31}
  #   bank_holidays: {from: 2027-01-01, valid_until: 2028-12-31, closed: [2027-01-01]}

  """

extension Settings {
  /// What deciding needs of the policy file beside the policy itself.
  func addTerms(to context: inout DecisionContext, _ known: [LedgerAccount]) {
    context.delivery = delivery
    context.contract = contract
    context.termsOfShop = termsOfShop
    context.accounts = facts(of: known)
  }

  /// What the policy file says of the ledger's accounts, under the keys that the ledger has for
  /// them: it may know more of an account than is written here.
  func facts(of known: [LedgerAccount]) -> [String: AccountFact] {
    var facts: [String: AccountFact] = [:]
    for account in known {
      if let fact = entry(of: account)?.fact { facts[account.key] = fact }
    }
    return facts
  }

  /// What the policy file lists of an account; nil where it does not list it.
  func entry(of account: LedgerAccount) -> ConfiguredAccount? {
    accounts.first { account.keys.contains(accountKey(of: $0.ref)) }
      ?? accounts.first { isOneAccount($0.ref, account.account) }
  }

  /// First day of the contract year in which a day lies.
  static func contractYear(of day: Day, _ contract: ContractProfile) -> Day {
    let month = contract.yearStartsOn / 100
    let first = contract.yearStartsOn % 100
    let year = day.civil.year
    let start = Day(year: year, month: month, day: first)!
    return start <= day ? start : Day(year: year - 1, month: month, day: first)!
  }
}

/// What the report says of the contracts: which one, and which of the ten questions are open.
func contractNotes(_ settings: Settings, _ language: Language) -> [String] {
  func note(_ shop: String, _ contract: ContractProfile) -> String {
    let open = contract.unanswered.map {
      "\($0.rawValue) " + contractQuestion($0, language: language)
    }
    let name = contract.reference
    if language == .ja {
      return "委託契約\(shop.isEmpty ? "" : "(\(shop))")\(name.isEmpty ? "" : "「\(name)」"): "
        + (open.isEmpty ? "十の確認事項に回答あり" : "契約未確認 — \(open.joined(separator: "、"))")
    }
    return "contract\(shop.isEmpty ? "" : " of \(shop)")\(name.isEmpty ? "" : " “\(name)”"): "
      + (open.isEmpty
        ? "all ten questions are answered" : "not settled — \(open.joined(separator: "; "))")
  }
  return [note("", settings.contract)]
    + settings.termsOfShop.keys.sorted().compactMap { shop in
      let own = settings.termsOfShop[shop]!.contract
      return own == settings.contract ? nil : note(shop, own)
    }
}

/// What the policy says of payers under other names; within `policy:`, so all lines but the first
/// are indented.
let aliasTemplate = """
  # 名義の違う支払人の実績を使うか off | shadow(使わずに示す)| on、使わないと消える日数
    # what payers of other names did before: off | shadow (told, not used) | on; days until it ends
    aliases: on
    alias_expiry_days: 400
  """
