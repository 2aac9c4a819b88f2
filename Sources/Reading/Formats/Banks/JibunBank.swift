import Model

let jibunBank = BankProfile(
  FormatInfo(
    id: "jibun-bank", kind: .statement, titleJa: "auじぶん銀行", titleEn: "au Jibun Bank", grade: "C",
    sources: ["public file 26092409980", "public file 57167713679 (notes on the same program)"],
    notes: ["Known by the names of its columns only; their order does not matter. Old."]),
  columns: [
    .required(.date, "年月日"), .required(.credit, "入金"), .required(.debit, "出金"),
    .required(.text, "お取引内容"), .required(.balance, "残高"),
  ],
  dates: [.yearMonthDay, .compact, .kanji], quirks: [.kindInText, .noteLines])
