import Model

let mufgPersonal = BankProfile(
  FormatInfo(
    id: "mufg-personal", kind: .statement, titleJa: "三菱UFJ銀行 個人（三菱UFJダイレクト）",
    titleEn: "MUFG Bank, personal", bankCode: "0005", grade: "B",
    sources: ["mukai11/meisaicsv @50d1200", "thangldw/kakeflow, personal bank import"],
    notes: ["摘要 is the kind, 摘要内容 the counterparty in full-width kana."]),
  columns: [
    .required(.date, "日付"), .required(.kind, "摘要"), .required(.text, "摘要内容"),
    .required(.debit, "支払い金額"), .required(.credit, "預かり金額"), .required(.balance, "差引残高"),
    .optional(.ignored, "メモ"), .optional(.ignored, "未資金化区分"), .optional(.ignored, "入払区分"),
  ],
  dates: .yearMonthDay)
