import Model

/// The camt messages that can be read.
let camtFormats: [FormatInfo] = [
  camtFormat(
    id: "camt-052", "camt.052 口座取引報告（日中）", "camt.052 account report",
    ["Only entries with status BOOK are taken; an intraday report may carry no booked balances."]),
  camtFormat(
    id: "camt-053", "camt.053 取引明細", "camt.053 account statement",
    ["Often shows one sum for a batch whose details stand in camt.054."]),
  camtFormat(
    id: "camt-054", "camt.054 入出金通知", "camt.054 debit and credit notification",
    ["Has no balances: only counts and sums can be checked."]),
]

private func camtFormat(
  id: String, _ titleJa: String, _ titleEn: String, _ notes: [String]
) -> FormatInfo {
  FormatInfo(
    id: id, kind: .statement, titleJa: titleJa, titleEn: titleEn, grade: "A",
    sources: [
      "ISO 20022 message schemas .001.01 to .001.12", "public sample files of banks",
      "ZEDI guidance as restated by zengin4j (frame and header; no field table was to be had)",
    ],
    notes: notes + [
      "Versions .001.01 to .001.12.",
      "ZEDI files (header and message, each with its XML declaration, repeated) have this id too.",
      "金融EDI in Ustrd (MIME header, base64) is decoded to the texts of its inner document.",
      "Yen only: other currencies are proved by their control values, but not taken.",
      "An account id of 15 digits is read as bank 4, branch 3, type 1, number 7 (our reading).",
      "A batch is split only where every detail has an amount and they sum to the entry.",
      "Pages of a divided statement are joined within one file; copies are not taken again.",
      "Files with a DOCTYPE, and messages of several kinds in one file, are refused.",
    ])
}
