import Model

/// The Zengin formats that can be read.
let zenginFormats: [FormatInfo] = [
  FormatInfo(
    id: "zengin-01-a", kind: .statement, titleJa: "全銀 振込入金通知（フォーマットA）",
    titleEn: "Zengin 01 deposit notice, format A", grade: "A", sources: zenginSources,
    notes: zenginNotes + [
      "Trailer sums are accepted with or without the cancelled records; the report says which.",
      "A and B are told apart by bytes 149-152, which are spaces in A and digits in B.",
    ]),
  FormatInfo(
    id: "zengin-01-b", kind: .statement, titleJa: "全銀 振込入金通知（フォーマットB）",
    titleEn: "Zengin 01 deposit notice, format B", grade: "A", sources: zenginSources,
    notes: zenginNotes + ["Exactly one of 金額(1) and 金額(2) is used in a record."]),
  FormatInfo(
    id: "zengin-03", kind: .statement, titleJa: "全銀 入出金取引明細",
    titleEn: "Zengin 03 account transactions", grade: "A", sources: zenginSources,
    notes: zenginNotes + [
      "取引区分 19 is a correction: 入払区分 is the direction of the correcting booking.",
      "Time deposits (預金種目 5, 6, 7) have another record layout and are not read.",
    ]),
  FormatInfo(
    id: "zengin-csv-01-a", kind: .statement, titleJa: "全銀CSV 振込入金通知（フォーマットA）",
    titleEn: "Zengin CSV, 01 deposit notice, format A", grade: "B", sources: zenginCSVSources,
    notes: zenginCSVNotes + ["A has 13 items in a data record and B 15, or one less."]),
  FormatInfo(
    id: "zengin-csv-01-b", kind: .statement, titleJa: "全銀CSV 振込入金通知（フォーマットB）",
    titleEn: "Zengin CSV, 01 deposit notice, format B", grade: "B", sources: zenginCSVSources,
    notes: zenginCSVNotes + ["Exactly one of 金額(1) and 金額(2) is used in a record."]),
  FormatInfo(
    id: "zengin-csv-03", kind: .statement, titleJa: "全銀CSV 入出金取引明細",
    titleEn: "Zengin CSV, 03 account transactions", grade: "B", sources: zenginCSVSources,
    notes: zenginCSVNotes + [
      "取引区分 19 is a correction: 入払区分 is the direction of the correcting booking."
    ]),
]

private let zenginCSVSources = [
  "public file 49106247588 (an ERP's import)", "diva-osaka/Diva.Zengin",
  "jobcan.biz help, 銀行明細取込", "public file 41724921285",
]

private let zenginCSVNotes = [
  "The items of the fixed-length records, separated by commas: quoted or not, padded or trimmed.",
  "The filler at the end may be missing; zeros that a spreadsheet took are put back.",
  "A 依頼人コード in front of the name is dropped where it is the one of its own item.",
]

private let zenginSources = [
  "全国銀行協会 適用業務およびレコード・フォーマット", "two independent writers of these files",
]

private let zenginNotes = [
  "Years are era years without the era: a date must lie in the ten years before the run.",
  "Files saved as UTF-8 are turned back into single bytes; EBCDIC (コード区分 1) is refused.",
  "Lines whose trailing spaces were trimmed are padded again.",
]
