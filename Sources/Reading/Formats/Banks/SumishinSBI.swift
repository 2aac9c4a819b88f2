import Model

let sumishinSBI = BankProfile(
  FormatInfo(
    id: "sumishin-sbi", kind: .statement, titleJa: "住信SBIネット銀行", titleEn: "SBI Sumishin Net Bank",
    bankCode: "0038", grade: "B",
    sources: ["mukai11/meisaicsv @50d1200", "rlan/beancount-multitool @75f7304"],
    notes: ["Newest row first. Names have no space between family and given name."]),
  columns: [
    .required(.date, "日付"), .required(.text, "内容"), .required(.debit, "出金金額(円)"),
    .required(.credit, "入金金額(円)"), .required(.balance, "残高(円)"), .optional(.ignored, "メモ"),
  ],
  dates: .yearMonthDay, quirks: [.kindInText])
