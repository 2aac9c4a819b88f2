import Model

let anserBusiness = BankProfile(
  FormatInfo(
    id: "anser-business", kind: .statement, titleJa: "ANSER 法人（京都・福岡・横浜・あいち等）13列",
    titleEn: "ANSER banks, business, 13 columns, 出金金額（円）", grade: "B",
    sources: ["ANSER形式明細ファイル (2017), expydoc.com 12063037", "public file 53844269997"],
    notes: [
      "番号 restarts daily: it is no reference.",
      "明細区分 取消 with a negative amount undoes a deposit; 欠番 carries no money.",
      "Several accounts may stand in one file (照会口座).",
    ]),
  columns: [
    .required(.account, "照会口座"), .optional(.ignored, "番号"), .required(.date, "勘定日"),
    .optional(.valueDay, "(起算日)"), .required(.debit, "出金金額(円)"),
    .required(.credit, "入金金額(円)"), .optional(.ignored, "小切手区分"),
    .required(.balance, "残高(円)"), .required(.kind, "取引区分"), .required(.detailKind, "明細区分"),
    .optional(.payerBank, "金融機関名"), .optional(.payerBranch, "支店名"), .required(.text, "摘要"),
  ],
  dates: [.kanji, .yearMonthDay])
