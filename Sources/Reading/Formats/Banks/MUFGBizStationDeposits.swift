import Model

let mufgBizStationDeposits = BankProfile(
  FormatInfo(
    id: "mufg-bizstation-deposits", kind: .statement, titleJa: "三菱UFJ銀行 BizSTATION 入出金明細",
    titleEn: "MUFG Bank, BizSTATION deposits and withdrawals", grade: "A",
    sources: ["MUFG, nyuushukkin_csv.pdf, by way of thangldw/kakeflow"],
    notes: [
      "Zengin 03 with a header line; dates are era years without the era.",
      "Neither balance nor totals: a missing row cannot be seen.",
    ]),
  columns: [
    .required(.bankCode, "金融機関コード"), .optional(.ignored, "金融機関名"),
    .required(.branchCode, "支店コード"), .optional(.ignored, "支店名"), .required(.accountType, "科目"),
    .required(.accountNumber, "口座番号"), .optional(.accountHolder, "口座名"),
    .required(.date, "取引日"), .required(.direction, "入払区分"), .required(.tradeCode, "取引区分"),
    .required(.signedAmount, "取引金額"), .optional(.uncleared, "内他店券金額"),
    .optional(.ignored, "手形・小切手区分"), .optional(.ignored, "手形・小切手番号"),
    .optional(.payerCode, "振込依頼人番号"), .required(.payer, "振込依頼人名"),
    .optional(.payerBank, "仕向金融機関名"), .optional(.payerBranch, "仕向支店名"),
    .optional(.text, "摘要"), .optional(.edi, "EDI情報"),
  ],
  dates: .eraDigits)
