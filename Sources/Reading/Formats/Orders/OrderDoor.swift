import Model

/// The order exports that are read, for `keshikomi formats`.
let orderFormats: [FormatInfo] = [
  FormatInfo(
    id: "orders-neutral", kind: .orders, titleJa: "注文CSV(中立形式)",
    titleEn: "Orders, neutral CSV", grade: "A", sources: ["This project's own format."],
    notes: [
      "UTF-8. Columns by name in any order; others are ignored.",
      "points_used, desired_delivery_date, payment_due_date, email_hash and payment_state may be"
        + " absent or empty.",
      "ordered_at needs its offset from UTC.",
    ]),
  FormatInfo(
    id: "orders-rms", kind: .orders, titleJa: "楽天 RMS 受注CSV",
    titleEn: "Rakuten RMS order CSV", grade: "B",
    sources: ["jmleejake/csvProject @ 69ad57ce, RakutenVO.java (158 columns of the SKU era)"],
    notes: [
      "CP932, one row per item; the values of the order must repeat.",
      "The amount is 請求金額, after points and coupons.",
      "Status 300 means that Rakuten holds the money, or a promise of it: bank transfers to"
        + " Rakuten do not arrive in the shop's account.",
      "The export does not name the shop: the configuration does.",
    ]),
  FormatInfo(
    id: "orders-nextengine", kind: .orders, titleJa: "ネクストエンジン 汎用受注CSV",
    titleEn: "NextEngine generic order CSV", grade: "B",
    sources: ["A public template file of 41 columns; an older one has 37."],
    notes: [
      "CP932, one row per item; the values of the order must repeat.",
      "It says nothing of the payment, and of the status only whether the goods have left.",
      "店舗コード is read where a shop adds it; else the configuration names the shop.",
    ]),
  FormatInfo(
    id: "orders-shopify", kind: .orders, titleJa: "Shopify 注文エクスポート",
    titleEn: "Shopify orders_export", grade: "A",
    sources: [
      "ramkumar03ace/Shopify-Data-Ingestion-Insights-Service @ eea5d902, orders_export_1.csv"
    ],
    notes: [
      "UTF-8. The values of an order stand on its first row only.",
      "paid counts as paid only where Outstanding Balance is zero.",
      "Orders in another currency than JPY are rejected. There is no kana.",
      "The export does not name the shop: the configuration does.",
    ]),
]

/// The order export that a header belongs to; nil where it is none.
///
/// A profile is recognised by the column of its order number and half of the columns it needs. So
/// settlement files, which also carry an order number, are not taken for orders.
func matchOrderHeader(_ fields: [String]) -> OrderHeader? {
  let names = fields.map(foldHeader)
  for profile in OrderProfile.allCases {
    let required = profile.columns.filter(\.isRequired)
    let missing = required.filter { !names.contains($0.name) }
    guard names.contains(profile.columns[0].name), missing.count * 2 <= required.count else {
      continue
    }
    let doubled = profile.columns.filter { known in names.count { $0 == known.name } > 1 }
    guard missing.isEmpty, doubled.isEmpty else {
      return .changed(profile, missing: missing.map(\.name), doubled: doubled.map(\.name))
    }
    var indices = [Int](repeating: -1, count: OrderColumn.allCases.count)
    for known in profile.columns {
      indices[known.column.rawValue] = names.firstIndex(of: known.name) ?? -1
    }
    return .bound(OrderBinding(profile: profile, names: names, indices: indices))
  }
  return nil
}

/// Reads an order export whose header row is behind `scanner`. `rowsRead` counts orders, not the
/// rows of their items. `line` is that of the header.
///
/// Cost: linear; at most 64 bytes of memory are kept per order, to notice an order that comes back.
func readOrders(
  _ scanner: CSVScanner, header: OrderHeader, line: Int32 = 1, encoding: TextEncoding,
  context: ReadingContext, sink: RowSink
) -> FileReading {
  switch header {
  case .bound(let binding):
    var reader = OrderReader(
      scanner.bytes, binding, encoding, maxFindings: context.maxFindings, send: sink.order)
    return reader.read(scanner)
  case .changed(let profile, let missing, let doubled):
    let finding = DataFinding(
      .headerChanged, .refusesFile, place: SourcePlace(line: line),
      value: doubled.isEmpty ? nil : shortened(doubled.joined(separator: ", ")),
      expected: missing.isEmpty ? nil : missing.joined(separator: ", "))
    return FileReading(
      kind: .orders, formatID: profile.rawValue, encoding: encoding, findings: [finding])
  }
}
