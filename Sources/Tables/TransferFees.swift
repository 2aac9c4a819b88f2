public import Model

/// Transfer fees that payers are known to deduct, tax included, as of 2026-11.
///
/// Source: published price lists of banks, each dated in its note; several are years old and were
/// not read again. Valid until the next yearly review (2027-11-30): the version is printed with
/// every decision that rests on it. Amounts that are often quoted but were not found in a list
/// (99, 143, 160, 229, 484, 490) are left out: a shortage by one of them is asked about.
/// Most banks charge by a step at ¥30,000 of what is sent; rows with a step name their range.
public func transferFees() -> FeeTable {
  FeeTable(
    version: "2026-11", fees: feesAtAnyAmount + feesBelowStep + feesFromStep,
    validUntil: Day(year: 2027, month: 11, day: 30)!)
}

private let stepYen: Int64 = 30_000

private func fee(_ yen: Int64, _ note: String) -> TransferFee {
  TransferFee(amountYen: yen, fromYen: 1, toYen: .max, note: note)
}

private func below(_ yen: Int64, _ note: String) -> TransferFee {
  TransferFee(amountYen: yen, fromYen: 1, toYen: stepYen - 1, note: note)
}

private func from(_ yen: Int64, _ note: String) -> TransferFee {
  TransferFee(amountYen: yen, fromYen: stepYen, toYen: .max, note: note)
}

private let feesAtAnyAmount: [TransferFee] = [
  fee(77, "住信SBIネット 個人"), fee(110, "みずほ ネット 2026-02・ソニー 2021-10"),
  fee(145, "GMOあおぞら 個人 2021"), fee(165, "鳥取銀行 ネット"),
  fee(275, "三菱UFJ・三井住友 ATMカード 2026-02"), fee(330, "みずほ ATMカード 2026-02"),
  fee(440, "武蔵野 ATMカード 2020"), fee(660, "武蔵野 法人IB・ATM現金 2020"),
  fee(880, "3メガ ATM現金 2026-02"), fee(990, "3メガ 窓口 2026-02"),
  fee(1_100, "鳥取銀行 窓口"),
  fee(216, "8%税率期の控除表"), fee(432, "8%税率期の控除表"), fee(540, "8%税率期の控除表"),
  fee(648, "8%税率期の控除表"), fee(756, "8%税率期の控除表"), fee(864, "8%税率期の控除表"),
]

private let feesBelowStep: [TransferFee] = [
  below(150, "みずほダイレクト 2021–2024"), below(154, "三菱UFJ・三井住友 ネット 2026-02"),
  below(209, "三菱UFJ ATMカード 2021"), below(270, "みずほ ATMカード 2024"),
  below(308, "新井信金 ATMカード"), below(374, "三菱UFJ ATM現金 2021"),
  below(380, "みずほ ATM現金 2024"), below(385, "鳥取銀行 ATMカード"),
  below(495, "鳥取銀行 ATM現金"), below(550, "みずほビジネスWEB 2019"),
  below(594, "三菱UFJ 窓口 2021"), below(605, "新井信金 窓口 2023"),
  below(710, "みずほ 窓口 2024"),
]

private let feesFromStep: [TransferFee] = [
  from(220, "三菱UFJ・三井住友 ネット 2026-02"), from(320, "みずほダイレクト 2021–2024"),
  from(528, "新井信金 ATMカード"), from(550, "鳥取銀行 ATMカード・みずほ ATM現金 2024"),
  from(770, "みずほビジネスWEB 2019・三菱UFJ 窓口 2021"), from(825, "新井信金 窓口 2023"),
]
