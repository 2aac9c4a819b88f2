import Model

/// What ties slip numbers to orders and says when goods left.
let nextEngineShipped = SettlementProfile(
  info: .init(
    id: "nextengine-shipped", kind: .settlement, titleJa: "ネクストエンジン 売上データ(照合用)",
    titleEn: "NextEngine sales for reconciliation", grade: "A",
    sources: ["A Japanese shop's own export for settlement work (13 columns)"],
    notes: ["Ties 受注番号 to 発送伝票番号 and gives the day of shipping."]),
  provider: "", content: .slips,
  columns: [
    .required(.orderKey, "受注番号"), .required(.slipNumber, "発送伝票番号"),
    .required(.shippedDay, "出荷確定日"), .required(.state, "入金状況名"),
    .required(.kind, "受注キャンセル区分"),
  ])

let eHidenShipped = SettlementProfile(
  info: .init(
    id: "ehiden-shipped", kind: .settlement, titleJa: "佐川急便 e飛伝 出荷履歴",
    titleEn: "Sagawa e-Hiden shipped export", grade: "A",
    sources: ["jmleejake/csvProject, NewSagawaVO.java (53 columns)"],
    notes: ["CP932. お客様管理ナンバー is the order's number."]),
  provider: "", content: .slips,
  columns: [
    .required(.slipNumber, "お問合せ送り状No"), .required(.shippedDay, "出荷日時"),
    .required(.orderKey, "お客様管理ナンバー"), .required(.codAmount, "代引金額"),
    .required(.kind, "決済種別"),
  ])

let b2Issued = SettlementProfile(
  info: .init(
    id: "b2-issued", kind: .settlement, titleJa: "ヤマト運輸 B2クラウド 発行済データ",
    titleEn: "Yamato B2 issued slips", grade: "B",
    sources: ["Three public readers and the vendor's layout (94 columns)"],
    notes: ["CP932. お客様管理番号 is the order's number; rows without 伝票番号 are not issued yet."]),
  provider: "", content: .slips,
  columns: [
    .required(.orderKey, "お客様管理番号"), .required(.slipNumber, "伝票番号"),
    .required(.shippedDay, "出荷予定日"), .required(.kind, "送り状種類"),
    .required(.codAmount, "コレクト代金引換額(税込)"),
  ])
