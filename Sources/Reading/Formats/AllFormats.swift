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

/// Every format that is read, sorted by kind and id.
public func allFormats() -> [FormatInfo] {
  let all =
    bankProfiles.map(\.info) + positionalFormats + zenginFormats + camtFormats + orderFormats
  return all.sorted { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }
}
