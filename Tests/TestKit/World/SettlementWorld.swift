import Model

/// One invented month of a card company and a carrier, as the files that a close reads, with what
/// is true of each line and order. Every kind of mistake is in it; rates, spellings of order
/// numbers, tariffs and habits differ from seed to seed.
public struct SettlementWorld: Sendable {
  /// Name and bytes of each file of the inbox.
  public private(set) var files: [(name: String, text: String)] = []
  /// By provider: line id and what the line is; order id and what must be found of the order.
  public private(set) var lineTruth: [(provider: String, id: String, kind: String)] = []
  public private(set) var orderTruth: [(provider: String, id: String, kind: String)] = []

  private var random: SeededRandom
  private let style: Int
  private let tariff: FeeRule
  private let hasStamps: Bool
  private let givesFeesBack: Bool
  private var orders: [String] = []
  private var lines: [String: [Line]] = ["card": [], "cod": []]

  private struct Line {
    var day: Day
    var orderKey: String
    var kind: String
    var gross: Int64
    var fee: Int64
    var truth: String
  }

  /// Month of the orders.
  public static let month = "2026-10"
  public static let asOf = "2026-12-31"
  private static let firstDay = Day(iso: "2026-10-01")!

  public init(seed: UInt64, orders count: Int) {
    random = SeededRandom(seed: seed &* 0x5DEE_CE66 &+ 11)
    style = random.below(4)
    tariff = random.pick([
      FeeRule(rate: 360_000), FeeRule(rate: 324_000, rounding: .nearest),
      FeeRule(rate: 298_000, rounding: .up), FeeRule(rate: 325_000, fixedYen: 30),
    ])
    hasStamps = random.chance(perMille: 500)
    givesFeesBack = random.chance(perMille: 500)
    for n in 0..<count { addOrder(n, of: count) }
    for n in 0..<max(2, count / 1_000) { addStranger(n) }
    write()
  }

  private mutating func addOrder(_ n: Int, of count: Int) {
    let isCOD = random.chance(perMille: 250)
    let provider = isCOD ? "cod" : "card"
    let day = SettlementWorld.firstDay.adding(days: Int32(n * 31 / count))
    let dear = random.chance(perMille: 80) ? 120_000 : 18_000
    let yen = Int64(500 + random.below(dear))
    let id = orderID(n)
    let kind = isCOD ? codKind() : cardKind()
    let isCancelled = kind == "cancelled" || kind == "captured_after_cancel"
    orders.append(
      "\(id),S\(n % 3 + 1),\(day.iso)T09:00:00+09:00,\(provider),見本　花,ミホン　ハナ,\(yen),"
        + (isCancelled ? "cancelled" : "open"))
    let expected = kind == "chargeback_reversal" ? "chargeback" : kind == "split" ? "ok" : kind
    orderTruth.append((provider, id, expected))
    guard kind != "cancelled", kind != "missing_line" else { return }
    if isCOD { addCOD(id, yen, day, kind) } else { addCard(id, yen, day, kind) }
  }

  private mutating func cardKind() -> String {
    switch random.below(1_000) {
    case 0..<25: "cancelled"
    case 25..<40: "refund"
    case 40..<50: "partial_refund"
    case 50..<58: "amount_mismatch"
    case 58..<64: "fee_mismatch"
    case 64..<68: "duplicate_line"
    case 68..<72: "chargeback"
    case 72..<75: "chargeback_reversal"
    case 75..<78: "captured_after_cancel"
    case 78..<83: "missing_line"
    case 83..<86: "sign_turned"
    case 86..<92: "split"
    default: "ok"
    }
  }

  private mutating func codKind() -> String {
    switch random.below(1_000) {
    case 0..<30: "cancelled"
    case 30..<70: "refused"
    case 70..<75: "amount_mismatch"
    case 75..<78: "lost"
    case 78..<83: "missing_line"
    default: "ok"
    }
  }

  private mutating func addCard(_ id: String, _ yen: Int64, _ day: Day, _ kind: String) {
    let sold = day.adding(days: Int32(random.below(5)))
    let fee = tariff.feeYen(of: yen)
    var sale = Line(
      day: sold, orderKey: spelled(id), kind: "sale", gross: yen, fee: fee, truth: "ok")
    func back(_ word: String, _ share: Int64, _ after: Int) -> Line {
      let gross = yen * share / 100
      return Line(
        day: sold.adding(days: Int32(after)), orderKey: sale.orderKey, kind: word, gross: -gross,
        fee: word == "refund" && givesFeesBack ? -tariff.feeYen(of: gross) : 0, truth: kind)
    }
    var more: [Line] = []
    switch kind {
    case "refund": more = [back("refund", 100, random.below(30))]
    case "partial_refund": more = [back("refund", Int64(random.within(10...90)), random.below(30))]
    case "chargeback": more = [back("chargeback", 100, random.within(8...30))]
    case "chargeback_reversal":
      var again = back("chargeback_reversal", -100, 31)
      again.truth = "chargeback_reversal"
      var first = back("chargeback", 100, 12)
      first.truth = "chargeback"
      more = [first, again]
    case "amount_mismatch":
      let off = Int64(random.within(1...400))
      sale.gross += random.chance(perMille: 500) || sale.gross <= off ? off : -off
      sale.fee = tariff.feeYen(of: sale.gross)
      sale.truth = kind
    case "fee_mismatch":
      sale.fee += random.pick([1, -1, 1, Int64(random.within(20...99))])
      sale.truth = kind
    case "duplicate_line":
      var copy = sale
      copy.day = sold.adding(days: Int32(random.below(6)))
      copy.truth = kind
      more = [copy]
    case "captured_after_cancel": sale.truth = kind
    case "sign_turned":
      sale.gross.negate()
      sale.fee.negate()
      sale.truth = kind
    case "split":
      sale.gross = yen / 3
      sale.fee = tariff.feeYen(of: sale.gross)
      var rest = sale
      rest.gross = yen - sale.gross
      rest.fee = tariff.feeYen(of: rest.gross)
      rest.day = sold.adding(days: 3)
      more = [rest]
    default: break
    }
    lines["card"]! += [sale] + more
  }

  private mutating func addCOD(_ id: String, _ yen: Int64, _ day: Day, _ kind: String) {
    let came = day.adding(days: Int32(random.within(2...9)))
    var line = Line(
      day: came, orderKey: spelled(id), kind: "delivered", gross: yen, fee: codFee(yen),
      truth: kind)
    switch kind {
    case "refused":
      line.kind = random.pick(["refused", "returned"])
      line.gross = 0
      line.fee = hasStamps ? 0 : 330
    case "lost":
      line.kind = "lost"
      line.gross = 0
      line.fee = 0
    case "amount_mismatch":
      let off = Int64(random.within(1...400))
      line.gross += line.gross <= off ? off : -off
      line.fee = codFee(line.gross)
    default: break
    }
    lines["cod"]!.append(line)
  }

  private func codFee(_ yen: Int64) -> Int64 {
    let step: Int64 = yen <= 10_000 ? 330 : yen <= 30_000 ? 440 : yen <= 100_000 ? 660 : 1_100
    return step + (hasStamps && yen >= 55_000 ? 200 : 0)
  }

  /// A line of an order that nobody has.
  private mutating func addStranger(_ n: Int) {
    let yen = Int64(900 + random.below(9_000))
    let provider = n % 3 == 2 ? "cod" : "card"
    let day = SettlementWorld.firstDay.adding(days: Int32(3 + random.below(24)))
    lines[provider]!.append(
      Line(
        day: day, orderKey: style == 2 ? "77\(1_000_000 + n)" : "Z\(99_000_000 + n)",
        kind: provider == "cod" ? "delivered" : "sale", gross: yen,
        fee: provider == "cod" ? codFee(yen) : tariff.feeYen(of: yen), truth: "unknown_order"))
  }

  private mutating func orderID(_ n: Int) -> String {
    switch style {
    case 0: "\(["A", "B", "C"][n % 3])\(20_000_000 + n)"
    case 1: "SHOP\(n % 3 + 1)-\(400_000 + n)"
    case 2: "2610\(1_000_000 + n)"
    default: "\(260_000 + n / 7)-2026\(1_001 + n % 30)-0\(100_000_000 + n)"
    }
  }

  /// Three numbers in a hundred are written otherwise.
  private mutating func spelled(_ id: String) -> String {
    guard random.chance(perMille: 30) else { return id }
    switch random.below(5) {
    case 0: return id.lowercased()
    case 1: return " \(id) "
    case 2: return id.filter { $0 != "-" }
    case 3: return style == 0 ? String(id.dropFirst()) : "#\(id)"
    default:
      return String(
        String.UnicodeScalarView(
          id.unicodeScalars.map { $0.value < 0x7F ? Unicode.Scalar($0.value + 0xFEE0)! : $0 }))
    }
  }

  private mutating func write() {
    var bank: [(day: Day, yen: Int64, name: String)] = []
    for provider in ["card", "cod"] {
      let sorted = lines[provider]!.enumerated().sorted {
        ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
      }.map(\.element)
      var text =
        provider == "card"
        ? "line_id,date,order_id,type,gross,fee,net,payout_batch\n"
        : "line_id,slip_no,date,order_id,result,collected,fee,net,payout_batch\n"
      var sums: [Day: Int64] = [:]
      for (n, line) in sorted.enumerated() {
        let id = "\(provider == "card" ? "K" : "Y")\(100_000 + n)"
        let monday = line.day.adding(days: -line.day.weekday)
        let slip = provider == "card" ? "" : "0\(40_000_000_000 + n * 11),"
        text +=
          "\(id),\(slip)\(line.day.iso),\(line.orderKey),\(line.kind),\(line.gross),\(line.fee),"
          + "\(line.gross - line.fee),\(provider)-\(monday.iso)\n"
        sums[monday, default: 0] += line.gross - line.fee
        lineTruth.append((provider, id, line.truth))
      }
      files.append(("\(provider).csv", text))
      let name = provider == "card" ? "ﾐﾎﾝｶ-ﾄﾞ(ｶ" : "ﾐﾎﾝｳﾝﾕ(ｶ"
      bank += sums.map { ($0.key.adding(days: 14), $0.value, name) }
    }
    var text = "deposit_id,booking_date,value_date,amount,payer_name\n"
    for (n, row) in bank.sorted(by: { ($0.day, $0.name) < ($1.day, $1.name) }).enumerated()
    where row.yen > 0 {
      text += "D\(n),\(row.day.iso),\(row.day.iso),\(row.yen),\(row.name)\n"
    }
    files.append(("deposits.csv", text))
    let head =
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"
    files.append(("orders.csv", head + orders.joined(separator: "\n") + "\n"))
  }
}
