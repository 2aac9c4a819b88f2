import Model

/// What makes two orders look alike to anybody who has only a statement: the kana without blanks
/// (the written name where there is no kana) and the amount due.
struct LikeOrder: Hashable {
  private var name: [UInt8] = []
  private var dueYen: Int64

  init(_ order: OrderRow) {
    dueYen = order.amountDueYen
    let text = order.customerKana.isEmpty ? order.customerName : order.customerKana
    for scalar in text.unicodeScalars where scalar != " " && scalar != "　" {
      name.append(contentsOf: UTF8.encode(scalar)!)
    }
  }
}
