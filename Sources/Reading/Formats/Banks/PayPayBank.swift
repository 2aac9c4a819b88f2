import Model

let payPayBank = BankProfile(
  FormatInfo(
    id: "paypay-bank", kind: .statement, titleJa: "PayPay銀行", titleEn: "PayPay Bank",
    bankCode: "0033", grade: "B",
    sources: ["public file 14712617663", "public file 25687595887", "public file 52729694233"],
    notes: ["The date stands in three columns; the time of day is not used."]),
  columns: [
    .required(.year, "操作日(年)"), .required(.month, "操作日(月)"), .required(.dayOfMonth, "操作日(日)"),
    .optional(.ignored, "操作時刻(時)"), .optional(.ignored, "操作時刻(分)"),
    .optional(.ignored, "操作時刻(秒)"), .optional(.ignored, "取引順番号"), .required(.text, "摘要"),
    .required(.debit, "お支払金額"), .required(.credit, "お預り金額"), .required(.balance, "残高"),
    .optional(.ignored, "メモ"),
  ],
  dates: .yearMonthDay, quirks: [.kindInText])
