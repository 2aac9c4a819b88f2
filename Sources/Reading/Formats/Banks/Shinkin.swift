import Model

let shinkin = BankProfile(
  FormatInfo(
    id: "shinkin", kind: .statement, titleJa: "しんきん（信用金庫）", titleEn: "Shinkin banks",
    grade: "C", sources: ["public file 55861989460"],
    notes: [
      "The counterparty stands in the cell of the amount that is not used.",
      "Branch, type and number of the account come from the line above the header.",
    ]),
  columns: [
    .required(.date, "日付"), .required(.text, "摘要"), .required(.debit, "お支払い金額"),
    .required(.credit, "お預かり金額"), .required(.balance, "残高"),
  ],
  dates: .yearMonthDay, quirks: [.nameInUnusedAmountColumn, .kindInText])
