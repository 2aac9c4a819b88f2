import Model

/// The project's own forms of settlements.
let neutralCard = SettlementProfile(
  info: .init(
    id: "settlement-card", kind: .settlement, titleJa: "カード精算(中立形式)",
    titleEn: "Card settlement, neutral CSV", grade: "A", sources: ["This project's own format."],
    notes: [
      "UTF-8. Columns by name in any order; others are ignored.",
      "gross, fee and net are minus for money back; net = gross - fee in every line.",
      "The lines of one payout_batch add up to one bank entry.",
    ]),
  provider: "card", content: .lines,
  columns: [
    .required(.lineID, "line_id"), .required(.day, "date"), .required(.orderKey, "order_id"),
    .required(.kind, "type"), .required(.gross, "gross"), .required(.fee, "fee"),
    .required(.net, "net"), .required(.payoutKey, "payout_batch"),
    .optional(.payoutDay, "payout_date"), .optional(.chargeKey, "charge_id"),
    .optional(.method, "method"), .optional(.state, "state"), .optional(.currency, "currency"),
  ],
  kinds: neutralKinds, preliminaryWords: ["preliminary"])

let neutralCOD = SettlementProfile(
  info: .init(
    id: "settlement-cod", kind: .settlement, titleJa: "代引精算(中立形式)",
    titleEn: "COD settlement, neutral CSV", grade: "A", sources: ["This project's own format."],
    notes: [
      "UTF-8. Columns by name in any order; others are ignored.",
      "slip_no is text: its leading zeros count.",
    ]),
  provider: "cod", content: .lines,
  columns: [
    .required(.lineID, "line_id"), .required(.slipNumber, "slip_no"), .required(.day, "date"),
    .required(.orderKey, "order_id"), .required(.kind, "result"),
    .required(.gross, "collected"), .required(.fee, "fee"), .required(.net, "net"),
    .required(.payoutKey, "payout_batch"), .optional(.payoutDay, "payout_date"),
    .optional(.method, "method"), .optional(.state, "state"),
  ],
  kinds: neutralKinds, preliminaryWords: ["preliminary"])

private let neutralKinds = [
  KindName("sale", .sale), KindName("delivered", .sale), KindName("refund", .refund),
  KindName("chargeback", .chargeback), KindName("chargeback_reversal", .chargebackReversal),
  KindName("refused", .refused), KindName("returned", .refused), KindName("lost", .lost),
  KindName("fee", .fee), KindName("reserve", .reserve), KindName("adjustment", .adjustment),
  KindName("payout", .payout), KindName("cancelled", .announcementCancelled),
]
