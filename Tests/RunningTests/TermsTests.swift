import Model
import Running
import TestKit
import Testing

private func faults(_ text: String) -> [String] {
  do {
    _ = try Settings.parse(text)
    return []
  } catch RunError.configuration(let messages) {
    return messages
  } catch { return ["\(error)"] }
}

private let whole = """
  policy: {absorb_transfer_fee: false, fee_ceiling_yen: 440}
  delivery:
    warehouse_days: [mon, tue, wed, thu, fri]
    warehouse_closed: [2027-01-01, 2026-12-31]
    pick_pack_hours: 2
    statement_hour: 9
    ships_within_days: 3
    late_payment_moves_day: true
    unshipped_after_days: 5
  contract:
    reference: 別紙2
    fault_standard: negligence
    cap_yen: 600000
    cap_period: contract_year
    year_starts_on: "04-01"
    gross_negligence_uncapped: true
    missed_day_is_direct_damage: false
    wrong_release_at: cost
    cost_percent: 60
    statement_due: "10:00"
    statement_supplier: shop
    same_day_cutoff: "13:00"
    confirm_within_minutes: 240
    authority: {accept_short: 1000, refund: 0}
    incident_notice_hours: 24
    claim_window_days: 90
    accepted_after_days: 5
    double_check_above_yen: 100000
    custody: none
    carve_outs: [通信障害]
  terms_of_shop:
    S1:
      policy: {absorb_transfer_fee: true}
      contract: {cap_yen: 5, cap_period: event}
  """

@Test("A contract that answers all ten questions leaves none open; an empty one leaves all")
func tenQuestions() throws {
  let contract = try Settings.parse(whole).contract
  #expect(contract.unanswered == [])
  #expect(contract.authorityYen == [.acceptShort: 1_000, .refund: 0])
  #expect(contract.statementDueMinute == 600 && contract.sameDayCutoffMinute == 780)
  #expect(contract.yearStartsOn == 401)
  #expect(try Settings.parse("").contract.unanswered == ContractQuestion.allCases)
}

@Test("Delivery terms are what the file says")
func deliveryTerms() throws {
  let terms = try Settings.parse(whole).delivery
  #expect(terms.warehouseDays == 0b1_1111 && terms.pickPackHours == 2)
  #expect(terms.warehouseClosed.map(\.iso) == ["2026-12-31", "2027-01-01"])
  #expect(terms.shipsWithinDays == 3 && terms.latePaymentMovesDay && terms.statementHour == 9)
  #expect(terms.unshippedAfterDays == 5)
}

@Test("A shop differs in what it names; its contract stands in the place of the other")
func termsOfShop() throws {
  let own = try #require(try Settings.parse(whole).termsOfShop["S1"])
  #expect(own.policy.absorbsTransferFee && own.policy.feeCeilingYen == 440)
  #expect(own.delivery.pickPackHours == 2)
  #expect(own.contract.capYen == 5 && own.contract.faultStandard == nil)
}

@Test(
  "A slip in the terms names its line and what was meant",
  arguments: [
    ("contract:\n  fault_standrad: negligence\n", 2, "fault_standard"),
    ("contract:\n  fault_standard: negligent\n", 2, "negligence"),
    ("contract:\n  authority: {acept_short: 1}\n", 2, "accept_short"),
    ("contract:\n  statement_due: 25:00\n", 2, "10:00"),
    ("contract:\n  year_starts_on: \"02-29\"\n", 2, "04-01"),
    ("delivery:\n  warehouse_days: [monday]\n", 2, "mon"),
    ("delivery:\n  warehouse_days: []\n", 2, "at least one day"),
    ("delivery:\n  pick_pack_hour: 2\n", 2, "pick_pack_hours"),
    ("terms_of_shop:\n  S1:\n    polcy: {}\n", 3, "policy"),
    ("terms_of_shop:\n  S1:\n    policy: {lead_time_day: 3}\n", 3, "lead_time_days"),
    ("tables:\n  transfer_fee: {}\n", 2, "transfer_fees"),
    ("tables:\n  transfer_fees: {fees: [{yen: 330}]}\n", 2, "valid_until"),
    ("tables:\n  statutory_rate: {per_mille: 30}\n", 2, "valid_until"),
    ("accounts:\n  - {number: \"1\", owner: bank}\n", 2, "other"),
    ("contrct: {}\n", 1, "contract"),
  ])
func slips(text: String, line: Int, hint: String) {
  let found = faults(text)
  #expect(found.count == 1 && found[0].hasPrefix("keshikomi.yaml:\(line):"), "\(found)")
  #expect(found.first?.contains(hint) == true, "\(found)")
}

private let shortByFee = (
  orders: "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,"
    + "payment_due_date,status\n"
    + "A-1,S1,2026-11-18T10:00:00+09:00,bank_transfer,山田　太郎,ヤマダ　タロウ,8800,2026-11-27,open\n",
  deposits: "deposit_id,booking_date,value_date,amount,payer_name\n"
    + "20261119-1,2026-11-19,2026-11-19,8470,ﾔﾏﾀﾞ ﾀﾛｳ\n"
)

private func codes(_ policy: String) throws -> String? {
  let shop = try Shop(policy: policy)
  try shop.put("orders.csv", Array(shortByFee.orders.utf8))
  try shop.put("deposits.csv", Array(shortByFee.deposits.utf8))
  try shop.run("2026-11-20T10:30")
  return try shop.table("decisions.csv").first.map { "\($0["decision"]!) \($0["codes"]!)" }
}

@Test("One shop may absorb a fee while the others do not")
func absorbedByOneShop() throws {
  let own = "terms_of_shop: {S1: {policy: {absorb_transfer_fee: true}}}\n"
  #expect(try codes("") == "hold_ask A01")
  #expect(try codes(own) == "release A01")
  #expect(
    try codes("terms_of_shop: {S2: {policy: {absorb_transfer_fee: true}}}\n") == "hold_ask A01")
}

@Test("A fee table is the user's where there is one, and past its end knows no fee")
func ownFees() throws {
  func table(_ yen: Int, _ until: String) -> String {
    "tables: {transfer_fees: {version: t, valid_until: \(until), fees: [{yen: \(yen)}]}}\n"
  }
  #expect(try codes(table(330, "2027-01-01")) == "hold_ask A01")
  #expect(try codes(table(440, "2027-01-01")) == "hold_ask A02")
  #expect(try codes(table(330, "2026-11-19")) == "hold_ask A02")
}

@Test("The report names each question that the contract leaves open")
func openQuestionsInReport() throws {
  let shop = try Shop(policy: "language: ja\n")
  try shop.run("2026-11-20T10:30")
  let page = String(decoding: try shop.report()["report.html"] ?? [], as: UTF8.self)
  #expect(page.contains("契約未確認") && page.contains("重過失の例外"))
}
