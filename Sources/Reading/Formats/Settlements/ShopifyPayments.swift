import Model

let shopifyTransactions = SettlementProfile(
  info: .init(
    id: "shopify-transactions", kind: .settlement, titleJa: "Shopify ペイメント 取引",
    titleEn: "Shopify Payments transactions", grade: "A",
    sources: ["buffmasterbran/pirani-connector @ 0d39943d, payment_transactions_export_1.csv"],
    notes: [
      "Types beyond charge and refund change the payout and are no customer's payment.",
      "Postage labels are taken off the payout and do not stand in this report: the payout then"
        + " differs from its lines.",
    ]),
  provider: "shopify", content: .lines,
  columns: [
    .required(.day, "Transaction Date"), .required(.kind, "Type"), .required(.orderKey, "Order"),
    .required(.payoutDay, "Payout Date"), .required(.gross, "Amount"), .required(.fee, "Fee"),
    .required(.net, "Net"), .required(.chargeKey, "Checkout"), .required(.currency, "Currency"),
    .optional(.payoutKey, "Payout ID", "Payout Date"), .optional(.state, "Payout Status"),
    .optional(.method, "Card Brand"),
  ],
  kinds: [
    KindName("charge", .sale), KindName("refund", .refund), KindName("chargeback", .chargeback),
    KindName("dispute", .chargeback), KindName("chargeback won", .chargebackReversal),
    KindName("reserve", .reserve), KindName("payout", .payout),
  ],
  otherKind: .adjustment)

let shopifyPayouts = SettlementProfile(
  info: .init(
    id: "shopify-payouts", kind: .settlement, titleJa: "Shopify ペイメント 入金",
    titleEn: "Shopify Payments payouts", grade: "B",
    sources: ["Public parsers and Shopify's help on the payouts export"]),
  provider: "shopify", content: .payouts,
  columns: [
    .required(.payoutDay, "Payout Date"), .required(.state, "Status"),
    .required(.payoutTotal, "Total"), .required(.fee, "Fees"), .required(.gross, "Charges"),
    .required(.currency, "Currency"), .optional(.payoutKey, "Payout ID", "Payout Date"),
  ],
  deadWords: ["failed", "canceled"])
