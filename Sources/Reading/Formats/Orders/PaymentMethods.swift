import Model

/// What a word of a shop system for a way to pay means: a closed table, first hit wins. Order
/// matters, because names combine (コンビニ後払い is deferred, not konbini).
///
/// `mall` are platforms that collect the money themselves and pay it out in bulk: nothing arrives
/// order by order. Methods not listed stay `.other` and are held with their text, among them
/// 郵便振替, Pay-easy and loans.
private let paymentKeywords: [(keyword: String, method: PaymentMethod)] = [
  ("ショッピングクレジット", .other), ("ギフトカード", .other), ("gift card", .other),
  ("プリペイド", .other), ("quoカード", .other), ("振替", .other),
  ("後払", .deferred), ("あと払", .deferred), ("掛け払", .deferred), ("掛払", .deferred),
  ("請求書", .deferred), ("ペイディ", .deferred), ("paidy", .deferred), ("atone", .deferred),
  ("代金引換", .cod), ("代引", .cod), ("cash on delivery", .cod), ("(cod)", .cod),
  ("paypay銀行", .bankTransfer),
  ("楽天ペイ", .mall), ("rakuten pay", .mall), ("paypay", .mall), ("amazon pay", .mall),
  ("アマゾンペイ", .mall), ("amazonpay", .mall), ("メルペイ", .mall), ("d払い", .mall),
  ("au pay", .mall), ("line pay", .mall), ("キャリア決済", .mall), ("まとめて支払い", .mall),
  ("コンビニ", .konbini), ("konbini", .konbini), ("convenience store", .konbini),
  ("セブンイレブン", .konbini), ("セブン-イレブン", .konbini), ("ローソン", .konbini),
  ("ファミリーマート", .konbini),
  ("銀行振込", .bankTransfer), ("振込", .bankTransfer), ("振り込み", .bankTransfer),
  ("bank deposit", .bankTransfer), ("bank transfer", .bankTransfer),
  ("クレジット", .card), ("カード", .card), ("shopify payments", .card), ("shopify_payments", .card),
  ("stripe", .card), ("credit card", .card), ("card", .card),
]

/// The way to pay that a text names: one of the engine's own words, or a text that holds a keyword
/// of the table in any width and case. `.other` where neither fits.
func paymentMethod(of text: String) -> PaymentMethod {
  if let own = PaymentMethod(rawValue: text) { return own }
  let folded = Array(foldHeader(text).lowercased().utf8)
  for (keyword, method) in paymentKeywords where contains(folded, Array(keyword.utf8)) {
    return method
  }
  return .other
}

private func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
  guard text.count >= part.count else { return false }
  return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
}
