import Model

let rakutenBank = BankProfile(
  FormatInfo(
    id: "rakuten-bank", kind: .statement, titleJa: "楽天銀行", titleEn: "Rakuten Bank",
    bankCode: "0036", grade: "B",
    sources: ["rlan/beancount-multitool @75f7304", "public file 56261963521 (other header)"],
    notes: ["One signed amount column. Full-width kana with separate ゛ and ゜."]),
  columns: [
    .required(.date, "取引日"), .required(.signedAmount, "入出金(円)"),
    .required(.balance, "取引後残高(円)", "残高(円)"),
    .required(.text, "入出金内容", "入出金先内容"),
  ],
  dates: [.compact, .yearMonthDay], quirks: [.kindInText])
