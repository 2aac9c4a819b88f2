import Model

let anserPersonal = BankProfile(
  FormatInfo(
    id: "anser-personal", kind: .statement, titleJa: "ANSER 個人（京都銀行・JAネットバンク等）",
    titleEn: "ANSER banks, personal, dates without year", grade: "B",
    sources: ["public file 69509477196", "rlan/beancount-multitool @75f7304"],
    notes: [
      "Dates have no year: it is the last one that is not after the day of the run.",
      "The yen sign is the byte 5C. 番号 restarts daily: it is no reference.",
    ]),
  columns: [
    .optional(.ignored, "番号"), .optional(.detailKind, "明細区分"), .required(.date, "取扱日付"),
    .optional(.valueDay, "起算日"), .required(.debit, "お支払金額"), .required(.credit, "お預り金額"),
    .optional(.ignored, "小切手"), .required(.kind, "取引区分"), .required(.balance, "残高"),
    .required(.text, "摘要"),
  ],
  dates: [.monthDay, .kanji])
