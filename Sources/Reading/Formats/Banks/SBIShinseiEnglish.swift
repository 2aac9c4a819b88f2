import Model

let sbiShinseiEnglish = BankProfile(
  FormatInfo(
    id: "sbi-shinsei-en", kind: .statement, titleJa: "SBI新生銀行（英語画面）",
    titleEn: "SBI Shinsei Bank, English screen", grade: "B",
    sources: ["rlan/beancount-multitool @75f7304", "public file 70337061309"]),
  columns: [
    .required(.date, "Value Date"), .required(.text, "Description"), .required(.debit, "Debit"),
    .required(.credit, "Credit"), .required(.balance, "Balance"),
  ],
  dates: .yearMonthDay, quirks: [.kindInText])
