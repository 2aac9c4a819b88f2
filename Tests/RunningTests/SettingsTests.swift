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

@Test("The template that init writes says the defaults, and so does an empty file")
func template() throws {
  for text in [Settings.template(.ja), "", "# nothing\n", "policy:\n"] {
    let settings = try Settings.parse(text)
    #expect("\(settings.policy)" == "\(Policy())")
    #expect(settings.language == .ja)
    #expect(settings.accounts.isEmpty && settings.ownNames.isEmpty)
    #expect(settings.shopOfFormat.isEmpty)
  }
}

@Test("The commented examples of the template can be used as they stand")
func templateExamples() throws {
  let lines = Settings.template(.ja).split(separator: "\n", omittingEmptySubsequences: false)
  let yaml = lines.map { line -> String in
    let isExample = [
      "# accounts:", "#   ", "# own_names:", "# shops:", "# delivery:", "# contract:",
      "# terms_of_shop:", "# tables:", "# settlements:", "# books:", "# refund_sender:",
    ].contains { line.hasPrefix($0) }
    return isExample ? String(line.dropFirst(2)) : String(line)
  }
  let settings = try Settings.parse(yaml.joined(separator: "\n"))
  #expect(settings.accounts.count == 1)
  #expect(settings.shopOfFormat["orders-rms"] == "S1")
  #expect(settings.contract.unanswered == [] && settings.termsOfShop.count == 1)
  #expect(settings.books.names.count == 4 && settings.books.name(.bank) == "普通預金")
  #expect(settings.refundSender?.account.branchCode == "123")
}

@Test("Each key sets its own value and no other")
func everyKey() throws {
  let rows: [(String, (inout Policy) -> Void)] = [
    ("absorb_transfer_fee: true", { $0.absorbsTransferFee = true }),
    ("fee_ceiling_yen: 440", { $0.feeCeilingYen = 440 }),
    ("release_after_expiry: false", { $0.releasesAfterExpiry = false }),
    ("release_after_missing_day: true", { $0.releasesAfterMissingDay = true }),
    ("cod_limit_yen: 100000", { $0.codLimitYen = 100_000 }),
    ("open_card_order_is_authorised: false", { $0.openCardOrderIsAuthorised = false }),
    ("window_before_days: 5", { $0.windowBeforeDays = 5 }),
    ("window_after_days: 30", { $0.windowAfterDays = 30 }),
    ("automatic_from_ppm: 999000", { $0.automaticFromPPM = 999_000 }),
    ("partial_from_ppm: 980000", { $0.partialFromPPM = 980_000 }),
    ("look_cost_yen: 500", { $0.lookCostYen = 500 }),
    ("delay_cost_yen: 0", { $0.delayCostYen = 0 }),
    ("freight_loss_yen: 800", { $0.freightLossYen = 800 }),
    ("false_release_ceiling_ppm: 100", { $0.falseReleaseCeilingPPM = 100 }),
    ("lead_time_days: 4", { $0.leadTimeDays = 4 }),
    ("warehouse_cutoff_hour: 11", { $0.warehouseCutoffHour = 11 }),
    ("approval: {assign_yen: 5}", { $0.approval.assignYen = 5 }),
    ("approval: {waive_yen: 5}", { $0.approval.waiveYen = 5 }),
    ("approval: {refund_yen: 5}", { $0.approval.refundYen = 5 }),
  ]
  for (line, change) in rows {
    var expected = Policy()
    change(&expected)
    #expect("\(expected)" != "\(Policy())", "\(line) is the default: the row tests nothing")
    let found = try Settings.parse("policy:\n  \(line)\n").policy
    #expect("\(found)" == "\(expected)", "\(line)")
  }
  #expect(try Settings.parse("language: en").language == .en)
  #expect(try Settings.parse("own_names: [ｶ)ｱｵｿﾗ, 青空]").ownNames == ["ｶ)ｱｵｿﾗ", "青空"])
  #expect(try Settings.parse("shops: {orders-rms: S7}").shopOfFormat == ["orders-rms": "S7"])
}

@Test("An account has every part that a file can name")
func accounts() throws {
  let text = """
    accounts:
      - bank: "0005"
        branch: "123"
        type: 2
        number: "0012345"
        holder: ｶ)ｱｵｿﾗ
        formats: [generic-two-columns, mufg-personal]
    """
  let account = try #require(try Settings.parse(text).accounts.first)
  #expect(
    account.ref
      == AccountRef(
        bankCode: "0005", branchCode: "123", accountType: 2, number: "0012345", holder: "ｶ)ｱｵｿﾗ"))
  #expect(account.formats == ["generic-two-columns", "mufg-personal"])
}

@Test("The number of an account is the same with hyphens and in full width")
func accountNumbers() throws {
  for written in ["111-1111", "１１１１１１１", "111 1111"] {
    let settings = try Settings.parse("accounts:\n  - {number: \"\(written)\", shop: S1}")
    #expect(settings.accounts.map(\.ref.number) == ["1111111"], "\(written)")
  }
}

@Test(
  "A fault is told with its line, and a misspelt key with the one that was meant",
  arguments: namedRows(
    """
    text                                           | line | words
    langauge: ja                                   | 1    | did you mean language?
    policy:⏎  absorb_transfer_fees: true           | 2    | did you mean absorb_transfer_fee?
    policy:⏎  lead_time_days: 2⏎  window_afer_days: 9 | 3 | did you mean window_after_days?
    acounts: []                                    | 1    | did you mean accounts?
    accounts:⏎  - {number: "1", brnch: "123"}      | 2    | did you mean branch?
    language: fr                                   | 1    | language is ja or en
    policy: yes please                             | 1    | expected key: value
    policy: [1, 2]                                 | 1    | expected key: value
    policy:⏎  absorb_transfer_fee: perhaps         | 2    | absorb_transfer_fee: true か false
    policy:⏎  fee_ceiling_yen: lots                | 2    | 0 … 100000
    policy:⏎  fee_ceiling_yen: -1                  | 2    | 0 … 100000
    policy:⏎  fee_ceiling_yen: 99.5                | 2    | 0 … 100000
    policy:⏎  fee_ceiling_yen: 99999999999999999999 | 2   | 0 … 100000
    policy:⏎  automatic_from_ppm: 500000           | 2    | 900000 … 1000000
    policy:⏎  warehouse_cutoff_hour: 24            | 2    | 0 … 23
    accounts:⏎  - {number: "1", bank: "05"}        | 2    | bank: 引用符つきの数字4桁
    accounts:⏎  - {number: "1", branch: 12}        | 2    | branch: 引用符つきの数字3桁
    accounts:⏎  - {bank: "0005"}                   | 2    | number is missing
    accounts:⏎  - {number: "1o"}⏎  - {number: "7七"} | 3   | is written in digits
    accounts:⏎  - {number: "1"}⏎  - {number: "001", shop: S1} | 3 | the account of line 2 again
    accounts:⏎  - {number: "1", shops: []}         | 2    | no shop is named
    accounts: 5                                    | 1    | a list
    own_names: ｱｵｿﾗ                                | 1    | a list
    accounts:⏎  - {number: "1", formats: rakuten-bank} | 2 | a list
    accounts:⏎  - {number: "1", formats: [rakuten]} | 2   | did you mean rakuten-bank?
    accounts:⏎  - {number: "1", formats: [rakuten-bank]}⏎  - {number: "2", formats: [rakuten-bank]} | 3 | account of line 2 already
    accounts:⏎  - {number: "1", formats: [sony-bank, rakuten-bank, sony-bank]} | 2 | line 2 already
    accounts:⏎  - {number: "1", bank: "0005", formats: [rakuten-bank]} | 2 | is of bank 0036
    accounts:⏎  - {number: "1", formats: [[]]}     | 2    | the id of a format
    language: ja⏎policy:⏎  cod_limit_yen: 1⏎  lead_time_days: 2⏎  cod_limit_yen: 3 | 5 | stands twice, first in line 3
    shops: {rms: S1}                               | 1    | did you mean orders-rms?
    """))
func settingsFault(_ row: [String: String]) {
  let text = row["text"]!.split(separator: "⏎").joined(separator: "\n")
  let found = faults(text)
  #expect(found.count == 1, "\(found)")
  #expect(found.first?.hasPrefix("keshikomi.yaml:\(row["line"]!): ") == true, "\(found)")
  #expect(found.first?.contains(row["words"]!) == true, "\(found)")
}

@Test("All faults are told at once, and text that is no YAML is a fault too")
func allFaults() {
  #expect(faults("langauge: ja\npolicy:\n  cod_limit_yen: x\n  lead_time_days: y\n").count == 3)
  #expect(faults("policy: [1, 2\n").count == 1)
  #expect(faults("- a\n- b\n").count == 1)
  #expect(faults("just words").count == 1)
}

@Test("A fault in the policy file ends the run with 3 and touches nothing")
func settingsStopTheRun() throws {
  let shop = try Shop(policy: "policy:\n  absorb_transfer_fees: true\n")
  try shop.put(.eve)
  let result = try shop.keshikomi(["run", "--as-of", FixtureDay.eve.asOf])
  #expect(result.exitCode == 3)
  #expect(result.errors.contains("keshikomi.yaml:2: "), "\(result.errors)")
  #expect(result.errors.contains("absorb_transfer_fee?"))
  #expect(shop.inbox == FixtureDay.eve.files)
}
