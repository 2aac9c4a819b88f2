import Model

let squareTransactions = SettlementProfile(
  info: .init(
    id: "square-transactions", kind: .settlement, titleJa: "Square 取引",
    titleEn: "Square transactions", grade: "B",
    sources: [
      "Square's transactions CSV in public parsers", "squareup.com/help/jp/ja/article/3813",
    ],
    notes: ["Fees are minus. Columns come and go over the years: they are read by name."]),
  provider: "square", content: .lines,
  columns: [
    .required(.day, "Date"), .required(.kind, "Event Type"),
    .required(.gross, "Total Collected"), .required(.fee, "Fees"), .required(.net, "Net Total"),
    .required(.chargeKey, "Transaction ID"), .required(.payoutKey, "Deposit ID"),
    .required(.payoutDay, "Deposit Date"), .optional(.lineID, "Payment ID"),
    .optional(.orderKey, "Order Reference ID"), .optional(.method, "Card Brand"),
  ],
  signs: .feeAdded,
  kinds: [
    KindName("payment", .sale), KindName("refund", .refund), KindName("支払い", .sale),
    KindName("払い戻し", .refund), KindName("chargeback", .chargeback, isPart: true),
  ],
  otherKind: .adjustment)

let adyenSettlement = SettlementProfile(
  info: .init(
    id: "adyen-settlement", kind: .settlement, titleJa: "Adyen 精算明細",
    titleEn: "Adyen settlement details", grade: "B",
    sources: ["Adyen's settlement details report in public parsers and tests"],
    notes: ["Debit and credit columns; the fee is what gross and net differ by."]),
  provider: "adyen", content: .lines,
  columns: [
    .required(.chargeKey, "Psp Reference"), .required(.orderKey, "Merchant Reference"),
    .required(.day, "Creation Date"), .required(.kind, "Type"),
    .required(.grossDebit, "Gross Debit (GC)"), .required(.grossCredit, "Gross Credit (GC)"),
    .required(.netDebit, "Net Debit (NC)"), .required(.netCredit, "Net Credit (NC)"),
    .required(.currency, "Net Currency"), .required(.payoutKey, "Batch Number"),
    .optional(.lineID, "Modification Reference"), .optional(.method, "Payment Method"),
  ],
  signs: .debitCredit,
  kinds: [
    KindName("settled", .sale), KindName("refunded", .refund),
    KindName("chargeback", .chargeback), KindName("secondchargeback", .chargeback),
    KindName("chargebackreversed", .chargebackReversal), KindName("fee", .fee),
    KindName("invoicededuction", .fee), KindName("merchantpayout", .payout),
  ],
  otherKind: .adjustment)

let payPalActivity = SettlementProfile(
  info: .init(
    id: "paypal-activity-jp", kind: .settlement, titleJa: "PayPal 取引履歴",
    titleEn: "PayPal activity, Japanese", grade: "B",
    sources: ["An importer's list of 41 column names"],
    notes: ["Withdrawals to the bank are rows of the ledger; they belong to no batch of lines."]),
  provider: "paypal", content: .lines,
  columns: [
    .required(.day, "日付"), .required(.kind, "タイプ"), .required(.currency, "通貨"),
    .required(.gross, "合計"), .required(.fee, "手数料"), .required(.net, "正味"),
    .required(.lineID, "取引ID"), .required(.orderKey, "請求書番号"),
    .optional(.chargeKey, "リファレンス トランザクションID"), .optional(.state, "ステータス"),
  ],
  signs: .feeAdded,
  kinds: [
    KindName("返金", .refund, isPart: true), KindName("引き出し", .payout, isPart: true),
    KindName("出金", .payout, isPart: true), KindName("チャージバック", .chargeback, isPart: true),
    KindName("支払", .sale, isPart: true), KindName("手数料", .fee, isPart: true),
    KindName("保留", .reserve, isPart: true),
  ],
  otherKind: .adjustment, preliminaryWords: ["保留中", "未決済"])

let amazonSettlement = SettlementProfile(
  info: .init(
    id: "amazon-settlement-v2", kind: .settlement, titleJa: "Amazon 決済レポート V2",
    titleEn: "Amazon settlement report V2", grade: "B",
    sources: ["A public test file of 24 columns", "Selling Partner API, settlement reports"],
    notes: [
      "An order's money is in several rows, which are taken together.",
      "The rows must add up to the total-amount of their summary row.",
    ]),
  provider: "amazon", content: .lines,
  columns: [
    .required(.payoutKey, "settlement-id"), .required(.payoutDay, "deposit-date"),
    .required(.payoutTotal, "total-amount"), .required(.currency, "currency"),
    .required(.kind, "transaction-type"), .required(.orderKey, "order-id"),
    .required(.componentType, "amount-type"), .required(.gross, "amount"),
    .required(.day, "posted-date"), .optional(.method, "amount-description"),
    .optional(.lineID, "order-item-code"), .optional(.chargeKey, "merchant-order-id"),
  ],
  kinds: [
    KindName("order", .sale), KindName("refund", .refund),
    KindName("chargeback refund", .chargeback), KindName("a-to-z guarantee refund", .chargeback),
    KindName("servicefee", .fee),
  ],
  otherKind: .adjustment, quirks: [.summaryRows, .components, .utcTimes])

let amazonPay = SettlementProfile(
  info: .init(
    id: "amazon-pay", kind: .settlement, titleJa: "Amazon Pay 決済レポート",
    titleEn: "Amazon Pay settlement report", grade: "A",
    sources: [
      "A Japanese shop's reconciliation program", "developer.amazon.com, settlement report",
    ],
    notes: [
      "Six lines stand above the header.", "The sign of the fee is the file's: both are tried.",
    ]
  ),
  provider: "amazon-pay", content: .lines,
  columns: [
    .required(.day, "TransactionPostedDate"), .required(.payoutKey, "SettlementId"),
    .required(.lineID, "AmazonTransactionId"), .required(.kind, "TransactionType"),
    .required(.orderKey, "SellerOrderId"), .required(.chargeKey, "SellerReferenceId"),
    .required(.currency, "CurrencyCode"), .required(.gross, "TransactionAmount"),
    .required(.fee, "TotalTransactionFee"), .required(.net, "NetTransactionAmount"),
    .optional(.method, "StoreName"),
  ],
  signs: .feeEither,
  kinds: [
    KindName("capture", .sale), KindName("refund", .refund), KindName("chargeback", .chargeback),
    KindName("reserve", .reserve), KindName("transfer", .payout),
  ],
  otherKind: .adjustment, quirks: [.utcTimes])
