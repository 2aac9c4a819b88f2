import Model

let iwateBank = BankProfile(
  FormatInfo(
    id: "iwate-bank", kind: .statement, titleJa: "岩手銀行", titleEn: "Iwate Bank", grade: "C",
    sources: ["public file 69419528163"],
    notes: [
      "0 may stand for no amount; the balance may be empty, or negative on a loan account.",
      "No bank code is taken from it: other banks may have the same header.",
    ]),
  columns: [
    .required(.date, "年月日"), .required(.debit, "お支払金額"), .required(.credit, "お預かり金額"),
    .required(.text, "取引内容"), .required(.balance, "差引残高"), .required(.ignored, "メモ"),
  ],
  dates: .yearMonthDay, quirks: [.kindInText])
