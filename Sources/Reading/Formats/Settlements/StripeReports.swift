import Model

/// Stripe: balance change from activity and payout reconciliation, itemised. Columns are chosen by
/// the user, so all are read by name.
let stripeActivity = SettlementProfile(
  info: .init(
    id: "stripe-activity", kind: .settlement, titleJa: "Stripe 残高の変動・入金照合(明細)",
    titleEn: "Stripe balance activity and payout reconciliation, itemised", grade: "A",
    sources: [
      "IORoot/stripe_to_freeagent @ f89b2999, samples (a real year)",
      "docs.stripe.com/reports/payout-reconciliation, /reports/balance",
    ],
    notes: [
      "The order's number is read from payment_metadata[order_id] where the shop sets it.",
      "Manual and instant payouts cannot be broken down by Stripe's reports.",
      "Files in other currencies than JPY are proved and not recorded.",
    ]),
  provider: "stripe", content: .lines,
  columns: [
    .required(.lineID, "balance_transaction_id"), .required(.day, "created", "created_utc"),
    .required(.currency, "currency"), .required(.gross, "gross"), .required(.fee, "fee"),
    .required(.net, "net"), .required(.kind, "reporting_category"),
    .optional(.orderKey, "payment_metadata[order_id]"),
    .optional(.chargeKey, "charge_id", "payment_intent_id", "source_id"),
    .optional(.payoutKey, "automatic_payout_id"),
    .optional(.payoutDay, "automatic_payout_effective_at", "automatic_payout_effective_at_utc"),
    .optional(.method, "card_brand", "payment_method_type"),
  ],
  kinds: [
    KindName("charge", .sale), KindName("refund", .refund), KindName("dispute", .chargeback),
    KindName("dispute_reversal", .chargebackReversal), KindName("fee", .fee),
    KindName("reserve_transaction", .reserve), KindName("payout", .payout),
  ],
  otherKind: .adjustment)

let stripePayouts = SettlementProfile(
  info: .init(
    id: "stripe-payouts", kind: .settlement, titleJa: "Stripe 入金(明細)",
    titleEn: "Stripe payouts, itemised", grade: "A",
    sources: ["IORoot/stripe_to_freeagent @ f89b2999, samples (182 real payouts)"],
    notes: ["payout_expected_arrival_date is the day in the bank; effective_at is not always."]),
  provider: "stripe", content: .payouts,
  columns: [
    .required(.payoutKey, "payout_id"), .required(.payoutDay, "payout_expected_arrival_date"),
    .required(.currency, "currency"), .required(.payoutTotal, "net"),
    .required(.state, "payout_status"), .optional(.trace, "trace_id"),
  ],
  deadWords: ["failed", "canceled"])
