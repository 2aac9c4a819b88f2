import Model

/// This project's own form of deposits: whoever has another bank's export can make it.
let neutralDeposits = BankProfile(
  FormatInfo(
    id: "neutral-deposits", kind: .statement, titleJa: "入金CSV（中立形式）",
    titleEn: "Deposits, neutral CSV", grade: "A", sources: ["This project's own format."],
    notes: [
      "UTF-8. Columns by name in any order.",
      "A negative amount or reversal 1 undoes an earlier deposit.",
    ]),
  columns: [
    .required(.reference, "deposit_id"), .required(.date, "booking_date"),
    .required(.signedAmount, "amount"), .required(.payer, "payer_name"),
    .optional(.valueDay, "value_date"), .optional(.payerBank, "payer_bank"),
    .optional(.payerBranch, "payer_branch"), .optional(.edi, "edi_info"),
    .optional(.reversal, "reversal"),
  ],
  dates: .yearMonthDay, quirks: [.incremental, .lastingReferences, .negativeIsReversal])
