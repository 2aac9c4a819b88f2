internal import Model
internal import Reading

/// The shop's file of customers' accounts: CSV in UTF-8, columns by name. An account is of an entry
/// or of an order: by its number, and by `shop_id` where two shops have the number.
struct RefundAccounts {
  private var ofEntry: [String: PayeeAccount] = [:]
  private var ofOrder: [OrderKey: PayeeAccount] = [:]

  /// Throws `.usage` where the file has no such columns or names a subject twice.
  init(_ bytes: UnsafeRawBufferPointer, name: String) throws(RunError) {
    guard let table = readPlainTable(bytes) else {
      throw .usage("\(name): UTF-8 の CSV として読めません / no CSV in UTF-8")
    }
    let wanted = ["bank", "branch", "number", "holder"]
    let missing = wanted.filter { !table.names.contains($0) }
    guard missing.isEmpty, table.names.contains("entry_id") || table.names.contains("order_id")
    else {
      let list = (missing + ["entry_id|order_id"]).joined(separator: ", ")
      throw .usage("\(name): 列が足りません: \(list) / columns are missing: \(list)")
    }
    for (n, row) in table.rows.enumerated() {
      let account = PayeeAccount(
        bankCode: row["bank"] ?? "", bankName: row["bank_name"] ?? "",
        branchCode: row["branch"] ?? "", branchName: row["branch_name"] ?? "",
        accountType: Int32(row["type"] ?? "1") ?? 0, number: row["number"] ?? "",
        holder: row["holder"] ?? "")
      let entry = row["entry_id"] ?? ""
      let order = OrderKey(orderID: row["order_id"] ?? "", shopID: row["shop_id"] ?? "")
      let before =
        entry.isEmpty
        ? ofOrder.updateValue(account, forKey: order) : ofEntry.updateValue(account, forKey: entry)
      if before != nil || (entry.isEmpty && order.orderID.isEmpty) {
        throw .usage(
          "\(name): データ\(n + 1)件目の番号が重複か空です / record \(n + 1) names nobody, or somebody twice")
      }
    }
  }

  /// - Parameter withoutShop: those of `orders` whose number alone says which order is meant.
  func account(
    entry: String, orders: [OrderKey], withoutShop: [OrderKey]
  ) -> PayeeAccount? {
    if let found = ofEntry[entry] { return found }
    let found = orders.compactMap { order in
      ofOrder[order]
        ?? (withoutShop.contains(order)
          ? ofOrder[OrderKey(orderID: order.orderID, shopID: "")] : nil)
    }
    // Two orders of two accounts: a person has to say which one by the entry's id.
    return Set(found).count == 1 ? found[0] : nil
  }
}
