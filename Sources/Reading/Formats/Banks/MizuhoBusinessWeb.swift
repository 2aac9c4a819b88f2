import Model

let mizuhoBusinessWeb = BankProfile(
  FormatInfo(
    id: "mizuho-business-web", kind: .statement, titleJa: "みずほ銀行 みずほビジネスWEB・ANSER 13列",
    titleEn: "Mizuho Business WEB and ANSER banks, 13 columns, 出金（円）", grade: "A",
    sources: ["Mizuho, b_web zandaka.pdf, by way of thangldw/kakeflow"],
    notes: [
      "番号 restarts daily: it is no reference.",
      "明細区分 取消 with a negative amount undoes a deposit; 欠番 carries no money.",
      "Several accounts may stand in one file (照会口座).",
    ]),
  columns: [
    .required(.account, "照会口座"), .optional(.ignored, "番号"), .required(.date, "勘定日"),
    .optional(.valueDay, "(起算日)"), .required(.debit, "出金(円)"),
    .required(.credit, "入金(円)"), .optional(.ignored, "小切手区分"),
    .required(.balance, "残高(円)"), .required(.kind, "取引区分"), .required(.detailKind, "明細区分"),
    .optional(.payerBank, "金融機関名"), .optional(.payerBranch, "支店名"), .required(.text, "摘要"),
  ],
  dates: [.kanji, .yearMonthDay])
