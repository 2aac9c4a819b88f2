import Model

let gmoAozora = BankProfile(
  FormatInfo(
    id: "gmo-aozora", kind: .statement, titleJa: "GMOあおぞらネット銀行", titleEn: "GMO Aozora Net Bank",
    grade: "C", sources: ["public file 56112178560", "public file 34253882087"],
    notes: ["入金 stands before 出金, the other way round than at most banks."]),
  columns: [
    .required(.date, "日付"), .required(.text, "摘要"), .required(.credit, "入金金額"),
    .required(.debit, "出金金額"), .required(.balance, "残高"), .required(.ignored, "メモ"),
  ],
  dates: [.compact, .yearMonthDay], quirks: [.kindInText])
