import Model

let mizuhoDirect = BankProfile(
  FormatInfo(
    id: "mizuho-direct", kind: .statement, titleJa: "みずほ銀行 個人（みずほダイレクト）",
    titleEn: "Mizuho Bank, personal", bankCode: "0001", grade: "B",
    sources: ["public file 65829107892", "public file 56724790545", "public file 57838370928"],
    notes: ["明細通番 counts within one file: it is no reference."]),
  columns: [
    .optional(.ignored, "明細通番"), .required(.date, "日付"), .required(.debit, "お引出金額", "お引出し"),
    .required(.credit, "お預入金額", "お預入れ"), .required(.balance, "残高"),
    .required(.text, "お取引内容"),
  ],
  dates: .yearMonthDay, quirks: [.kindInText, .noteLines])
