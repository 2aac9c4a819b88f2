import Model

let surugaBank = BankProfile(
  FormatInfo(
    id: "suruga-bank", kind: .statement, titleJa: "スルガ銀行", titleEn: "Suruga Bank",
    bankCode: "0150", grade: "C", sources: ["public file 57167713679 (notes on a program)"],
    notes: ["Known by the names of its columns only. A line of notes may end the file."]),
  columns: [
    .required(.date, "日付"), .required(.debit, "お支払い"), .required(.credit, "お預り"),
    .required(.text, "摘要"), .required(.kind, "取引区分"), .required(.balance, "残高"),
    .optional(.ignored, "メモ"),
  ],
  dates: [.yearMonthDay, .compact, .kanji], quirks: [.noteLines])
