import Matching
import Model

/// A tiny shop for tests: orders and payments in words, one match, answers by order number.
struct Shop {
  var orders: [LedgerOrder] = []
  var entries: [LedgerEntry] = []
  var clearings: [LedgerClearing] = []
  var policy = Policy()
  var ownNames = ["ｶ)ﾃｽﾄｼﾖｳﾃﾝ"]
  var aliases: [PayerAlias] = []
  var said: [EntryAnswer] = []
  static let fees = FeeTable(
    version: "test",
    fees: [110, 165, 330, 550].map {
      TransferFee(amountYen: $0, fromYen: 0, toYen: 10_000_000, note: "")
    })

  /// Orders on a day of April 2024; names with a blank between surname and given name.
  mutating func order(
    _ id: String, _ yen: Int64, _ name: String, _ kana: String, day: Int32 = 1, key: String = "",
    status: OrderStatus = .open, clearedYen: Int64 = 0, method: PaymentMethod = .bankTransfer
  ) {
    let row = OrderRow(
      record: Int32(orders.count + 1), line: 0, orderID: id, shopID: "S1",
      orderedAt: Moment(day: Day(year: 2024, month: 4, day: day)!, hour: 10),
      paymentMethod: method, customerName: name, customerKana: kana, amountDueYen: yen,
      customerKey: key.isEmpty ? kana : key, status: status)
    orders.append(LedgerOrder(row: row, clearedYen: clearedYen))
  }

  mutating func pay(
    _ yen: Int64, _ payer: String, day: Int32 = 3, edi: String = "", code: String = "",
    direction: Direction = .credit, mark: RowMark = .none, unclearedYen: Int64 = 0,
    standing: EntryStanding = .open, kind: String = "", bank: String = "", branch: String = ""
  ) {
    entries.append(
      LedgerEntry(
        id: "e\(entries.count)", accountKey: "main",
        bookingDay: Day(year: 2024, month: 4, day: 1)!.adding(days: day - 1), direction: direction,
        amountYen: yen,
        mark: mark, payerName: payer, kindText: kind, payerBank: bank, payerBranch: branch,
        payerCode: code, ediText: edi, unclearedYen: unclearedYen, standing: standing))
  }

  func result() -> MatchResult {
    var snapshot = Snapshot(
      entries: entries, orders: orders, clearings: clearings, ownNames: ownNames)
    snapshot.aliases = aliases
    snapshot.answers = said
    return match(snapshot, policy: policy, fees: Shop.fees)
  }

  func outcomes() -> [EntryOutcome] { result().outcomes }

  /// `A1:3000 exact` per link, or the verdict with its codes where there is none.
  func answers() -> [String] {
    outcomes().map { outcome in
      if outcome.links.isEmpty {
        let codes = outcome.codes.map(\.rawValue).joined(separator: " ")
        return codes.isEmpty ? "\(outcome.verdict)" : "\(outcome.verdict) \(codes)"
      }
      return outcome.links.map {
        let id = orders[Int($0.orderIndex)].row.orderID
        return "\(id):\($0.allocatedYen) \($0.basis.rawValue)"
      }.joined(separator: " + ")
    }
  }
}
