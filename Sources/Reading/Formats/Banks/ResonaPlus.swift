import Model

let resonaPlus = BankProfile(
  FormatInfo(
    id: "resona-plus", kind: .statement, titleJa: "りそな銀行 Web入出金明細PLUS",
    titleEn: "Resona Bank, Web statement PLUS", bankCode: "0010", grade: "A",
    sources: ["Resona, meisaiplus_csv.pdf (2026-05), by way of thangldw/kakeflow"],
    notes: [
      "番号 counts within the file: it is no reference.",
      "明細区分 取消 with a negative amount undoes a deposit; 欠番 carries no money.",
      "Several accounts may stand in one file (照会口座).",
    ]),
  columns: [
    .required(.account, "照会口座"), .optional(.ignored, "番号"), .required(.date, "勘定日"),
    .optional(.valueDay, "(起算日)"), .required(.debit, "出金金額(円)"),
    .required(.credit, "入金金額(円)"), .optional(.ignored, "小切手区分"),
    .required(.balance, "残高(円)"), .required(.kind, "取引区分"), .required(.detailKind, "明細区分"),
    .optional(.payerBank, "金融機関名"), .optional(.payerBranch, "支店名"), .required(.text, "摘要"),
    .required(.ignored, "メモ"),
  ],
  dates: [.kanji, .yearMonthDay])
