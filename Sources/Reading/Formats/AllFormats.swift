import Model

/// Banks whose CSV has a header line, most specific first: one line per bank.
let bankProfiles: [BankProfile] = [
  neutralDeposits,
  mufgPersonal,
  mufgBizStationDeposits,
  smbcPersonal,
  mizuhoDirect,
  mizuhoBusinessWeb,
  anserBusiness,
  resonaPlus,
  anserPersonal,
  yuchoDirect,
  rakutenBank,
  sumishinSBI,
  payPayBank,
  gmoAozora,
  sbiShinsei,
  sbiShinseiEnglish,
  sonyBank,
  jibunBank,
  surugaBank,
  iwateBank,
  shinkin,
  genericTwoColumns,
  genericSigned,
]

/// Settlement reports and what ties slips to orders: one line per report.
let settlementProfiles: [SettlementProfile] = [
  neutralCard,
  neutralCOD,
  stripeActivity,
  stripePayouts,
  shopifyTransactions,
  shopifyPayouts,
  squareTransactions,
  adyenSettlement,
  payPalActivity,
  amazonSettlement,
  amazonPay,
  yamatoSettlement,
  rakutenBreakdown,
  rakutenPayouts,
  yahooParts,
  yahooSettlement,
  auPay,
  nextEngineShipped,
  eHidenShipped,
  b2Issued,
]

/// Every format that is read, sorted by kind and id.
public func allFormats() -> [FormatInfo] {
  let all =
    bankProfiles.map(\.info) + positionalFormats + zenginFormats + camtFormats + orderFormats
    + settlementProfiles.map(\.info)
  return all.sorted { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
}
