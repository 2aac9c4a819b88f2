import Model

let sbiShinsei = BankProfile(
  FormatInfo(
    id: "sbi-shinsei", kind: .statement, titleJa: "SBI新生銀行", titleEn: "SBI Shinsei Bank",
    grade: "B",
    sources: ["rlan/beancount-multitool @75f7304", "public file 58174208995"]),
  columns: [
    .required(.date, "取引日"), .required(.text, "摘要"), .required(.debit, "出金金額"),
    .required(.credit, "入金金額"), .required(.balance, "残高"), .optional(.ignored, "メモ"),
  ],
  dates: .yearMonthDay, quirks: [.kindInText])
