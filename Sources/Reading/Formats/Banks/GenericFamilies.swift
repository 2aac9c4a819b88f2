import Model

/// Banks whose own layout is not listed, with one column for each direction.
let genericTwoColumns = BankProfile(
  FormatInfo(
    id: "generic-two-columns", kind: .statement, titleJa: "入出金明細CSV（出金・入金の2列）",
    titleEn: "Bank statement CSV, two amount columns", grade: "B",
    sources: ["yy7613/agentblume @0347b94", "public file 69419528163", "public file 59249494794"],
    notes: [
      "Columns by name in any order; lines above the header may name account and period.",
      "A user's own notes (メモ, 備考) are never taken for the payer.",
    ]),
  columns: genericColumns + [
    .required(
      .debit, "お支払金額", "お支払い金額", "支払い金額", "支払金額", "お引出し", "お引出金額", "お引き出し額",
      "引出金額", "払出金額", "払出し金額", "出金金額", "出金額", "出金", "お支払金額(円)", "お支払い金額(円)",
      "出金金額(円)", "出金(円)", "払出金額(円)", "Debit"),
    .required(
      .credit, "お預り金額", "お預かり金額", "預かり金額", "預り金額", "お預入れ", "お預入金額", "預入金額",
      "預入れ金額", "お預け入れ額", "受入金額", "入金金額", "入金額", "入金", "お預り金額(円)", "お預かり金額(円)",
      "入金金額(円)", "入金(円)", "受入金額(円)", "Credit"),
  ],
  dates: genericDates, quirks: [.kindInText, .noteLines, .otherColumns])

/// Banks whose own layout is not listed, with one signed column.
let genericSigned = BankProfile(
  FormatInfo(
    id: "generic-signed", kind: .statement, titleJa: "入出金明細CSV（符号つき1列）",
    titleEn: "Bank statement CSV, one signed amount column", grade: "C",
    sources: ["public file 56261963521"],
    notes: ["A negative amount is a withdrawal. Columns by name in any order."]),
  columns: genericColumns + [.required(.signedAmount, "入出金(円)", "入出金", "入出金額", "入出金額(円)")],
  dates: genericDates, quirks: [.kindInText, .noteLines, .otherColumns])

private let genericDates: DateStyles = [.yearMonthDay, .compact, .kanji, .eraName]

private let genericColumns: [ProfileColumn] = [
  .required(
    .date, "取引日", "日付", "お取引日", "お取り引き日", "年月日", "年月日(和暦)", "取扱日", "取扱日付", "勘定日",
    "取引年月日", "Value Date"),
  .required(
    .text, "摘要", "内容", "お取引内容", "お取り扱い内容", "取引内容", "入出金内容", "入出金先内容", "Description"),
  .optional(
    .balance, "残高", "差引残高", "差し引き残高", "残高(円)", "取引後残高(円)", "取引後残高", "差引残高(円)",
    "Balance"),
  .optional(.payer, "振込依頼人名", "依頼人名", "摘要内容"),
  .optional(.kind, "取引区分"),
  .optional(.valueDay, "起算日", "(起算日)"),
  .optional(.payerBank, "金融機関名", "仕向銀行名", "仕向金融機関名"),
  .optional(.payerBranch, "支店名", "仕向支店名"),
  .optional(.edi, "EDI情報"),
  .optional(.detailKind, "明細区分"),
]
