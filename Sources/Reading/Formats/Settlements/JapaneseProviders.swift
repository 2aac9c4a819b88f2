import Model

let yamatoSettlement = SettlementProfile(
  info: .init(
    id: "yamato-seisansho", kind: .settlement, titleJa: "ヤマト運輸 ご精算書",
    titleEn: "Yamato settlement statement", grade: "A",
    sources: ["A Japanese shop's monthly reconciliation program (26 columns)"],
    notes: [
      "CP932. COD, card and deferred payments stand in one file.",
      "Whether 消費税 is inside the fee columns is not known: both are tried against the bank.",
    ]),
  provider: "yamato", content: .lines,
  columns: [
    .required(.payoutKey, "お客様コード"), .required(.slipNumber, "伝票番号(他社便含む)"),
    .required(.day, "入金完了日"), .required(.otherDay, "発送日"), .required(.gross, "品代金"),
    .required(.fee, "代引手数料"), .required(.secondFee, "サービス手数料"),
    .required(.thirdFee, "スプリット手数料"), .required(.fourthFee, "印紙代相当額"),
    .required(.feeTax, "消費税"), .required(.returnedDay, "返品日"), .required(.payoutDay, "振込日"),
    .required(.chargeKey, "受付番号"), .required(.orderKey, "お客様管理番号"),
    .required(.method, "利用サービス"), .optional(.lineID, "伝票番号"),
  ],
  otherKind: .sale, quirks: [.payoutPerDay])

let rakutenBreakdown = SettlementProfile(
  info: .init(
    id: "rakuten-uchiwake", kind: .settlement, titleJa: "楽天 請求・支払 店舗別内訳書",
    titleEn: "Rakuten billing and payment, by shop", grade: "A",
    sources: ["A public reader checked against the live site in 2026-07 (17 columns)"],
    notes: ["No order lines: it explains the net of a 精算書. A lone - is no value."]),
  provider: "rakuten", content: .lines,
  columns: [
    // The amounts file knows a statement by its day of issue only.
    .required(.day, "発行日"), .required(.payoutKey, "発行日"), .required(.lineID, "店舗別内訳書No"),
    .required(.kind, "支払/請求分類"), .required(.method, "品目"), .required(.gross, "金額"),
  ],
  otherKind: .adjustment)

let rakutenPayouts = SettlementProfile(
  info: .init(
    id: "rakuten-hyoji", kind: .settlement, titleJa: "楽天 請求・支払 表示情報",
    titleEn: "Rakuten billing and payment, amounts", grade: "A",
    sources: ["A public reader checked against the live site in 2026-07 (12 columns)"],
    notes: ["The company's row is the payout; the rows of its shops are parts of it."]),
  provider: "rakuten", content: .payouts,
  columns: [
    .required(.payoutKey, "精算書発行日"), .required(.shop, "店舗別ID"),
    .required(.payoutTotal, "ご精算額"), .required(.payoutDay, "お支払予定日"),
    .required(.otherDay, "お支払期限日"),
  ])

let yahooParts = SettlementProfile(
  info: .init(
    id: "yahoo-receipt-billing", kind: .settlement, titleJa: "Yahoo!ショッピング 受取・請求明細",
    titleEn: "Yahoo! Shopping receipts and billings", grade: "A",
    sources: ["A public reader of both files; their names in a shop's reconciliation program"],
    notes: ["Both have one header: receipt_*.csv is money to the shop, billing_*.csv from it."]),
  provider: "yahoo", content: .lines,
  columns: [
    .required(.day, "1"), .required(.orderKey, "2"), .required(.kind, "3"),
    .required(.state, "4"), .required(.gross, "7"),
  ],
  wholeHeader: ["利用日", "注文ID", "利用項目", "備考", "金額(税抜き)", "消費税", "金額(税込)"],
  kinds: [KindName("キャンセル", .refund, isPart: true)], otherKind: .sale,
  preliminaryWords: ["未確定"], quirks: [.accountBeforeOrder, .signInFileName])

let yahooSettlement = SettlementProfile(
  info: .init(
    id: "yahoo-seisan", kind: .settlement, titleJa: "Yahoo!ショッピング 精算明細",
    titleEn: "Yahoo! Shopping settlement", grade: "A",
    sources: ["A public reader (10 columns)"],
    notes: ["消費税 stands twice, so columns are read by their place."]),
  provider: "yahoo", content: .lines,
  columns: [
    .required(.day, "1"), .required(.orderKey, "2"), .required(.fee, "6"),
    .required(.kind, "7"), .required(.gross, "10"),
  ],
  wholeHeader: [
    "利用日", "注文ID", "利用項目(請求)", "金額(請求:税抜き)", "消費税", "金額(請求:税込)", "利用項目(受取)",
    "金額(受取:税抜き)", "消費税", "金額(受取:税込)",
  ],
  kinds: [KindName("キャンセル", .refund, isPart: true)], otherKind: .sale,
  quirks: [.accountBeforeOrder, .kindMayBeEmpty])

let auPay = SettlementProfile(
  info: .init(
    id: "au-pay", kind: .settlement, titleJa: "au PAY 決済明細", titleEn: "au PAY settlement",
    grade: "A", sources: ["A Japanese shop's reconciliation program (9 columns)"],
    notes: ["The sign is in 黒赤区分. There is no fee and no payout in the file."]),
  provider: "au-pay", content: .lines,
  columns: [
    .required(.lineID, "決済ID"), .required(.sign, "黒赤区分"), .required(.gross, "決済金額"),
    .required(.orderKey, "取引ID"), .required(.kind, "決済処理種別名"),
    .required(.day, "取引発生日時"), .required(.payoutDay, "消込日時"),
  ],
  signs: .words(plus: ["黒", "黒伝", "1", "+"], minus: ["赤", "赤伝", "2", "-"]),
  kinds: [
    KindName("キャンセル", .refund, isPart: true), KindName("返品", .refund, isPart: true),
    KindName("返金", .refund, isPart: true), KindName("取消", .refund, isPart: true),
  ],
  otherKind: .sale)
