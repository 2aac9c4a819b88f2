import Model

let yuchoDirect = BankProfile(
  FormatInfo(
    id: "yucho-direct", kind: .statement, titleJa: "ゆうちょ銀行 ゆうちょダイレクト",
    titleEn: "Japan Post Bank, Yucho Direct", bankCode: "9900", grade: "B",
    sources: [
      "JP Bank FAQ 132 and 134, by way of thangldw/kakeflow", "mukai11/meisaicsv @50d1200",
    ],
    notes: [
      "入出金明細ＩＤ is numbered when exporting: it is no reference.",
      "Transfers between ゆうちょ accounts (送金) bear the name in kanji.",
      "The preamble states account, period and number of rows; the number is checked.",
    ]),
  columns: [
    .required(.date, "取引日"), .required(.ignored, "入出金明細ID"), .required(.credit, "受入金額(円)"),
    .required(.debit, "払出金額(円)"), .required(.kind, "詳細1"), .required(.text, "詳細2"),
    .required(.balance, "現在(貸付)高"),
  ],
  dates: .compact)
