import Model

let smbcPersonal = BankProfile(
  FormatInfo(
    id: "smbc-personal", kind: .statement, titleJa: "三井住友銀行 個人（SMBCダイレクト）",
    titleEn: "SMBC, personal", bankCode: "0009", grade: "B",
    sources: ["mukai11/meisaicsv @50d1200", "several public test files"],
    notes: ["The era column of 2018 (年月日（和暦）) is read too. Newest row first as a rule."]),
  columns: [
    .required(.date, "年月日", "年月日(和暦)"), .required(.debit, "お引出し"),
    .required(.credit, "お預入れ"), .required(.text, "お取り扱い内容"), .required(.balance, "残高"),
    .optional(.ignored, "メモ"), .optional(.ignored, "ラベル"),
  ],
  dates: [.yearMonthDay, .eraName], quirks: [.kindInText])
