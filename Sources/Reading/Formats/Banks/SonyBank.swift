import Model

let sonyBank = BankProfile(
  FormatInfo(
    id: "sony-bank", kind: .statement, titleJa: "ソニー銀行", titleEn: "Sony Bank",
    bankCode: "0035", grade: "B",
    sources: ["public file 14022276820", "public file 21670983415", "xkikeg/okane config tests"]),
  columns: [
    .required(.date, "お取り引き日"), .required(.text, "摘要"), .optional(.ignored, "参考情報"),
    .required(.credit, "お預け入れ額"), .required(.debit, "お引き出し額"),
    .required(.balance, "差し引き残高", "差引残高"),
  ],
  dates: [.kanji, .yearMonthDay], quirks: [.kindInText])
