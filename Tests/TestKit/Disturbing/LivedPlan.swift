/// What happens in a small shop over some bank days, and what goes wrong. All of it follows from
/// the seed; which kinds of faults there are at all does too (a swarm).
struct LivedPlan {
  /// Kinds of faults. The first four must change nothing that is cleared or released.
  enum Fault: String, CaseIterable {
    case fileTwice, crash, failedCall, clockJump
    case dayLate, amountChanged, reversed, undone, wrongAnswer

    var isHarmless: Bool {
      switch self {
      case .fileTwice, .crash, .failedCall, .clockJump: true
      default: false
      }
    }
  }

  struct Order {
    var id: String
    var name: String
    var dueYen: Int64
    /// Number of the day from which on exports have it.
    var day: Int
    /// The day from which on exports show another amount, and which.
    var change: (day: Int, dueYen: Int64)?

    func due(on today: Int) -> Int64 {
      change.map { today >= $0.day ? $0.dueYen : dueYen } ?? dueYen
    }
  }

  struct Deposit {
    var id: String
    var order: Int
    var yen: Int64
    var day: Int
  }

  static let days = 8
  let seed: UInt64
  let kinds: Set<Fault>
  private(set) var orders: [Order] = []
  private(set) var deposits: [Deposit] = []
  /// By day.
  private(set) var faults: [[Fault]] = []
  /// A number for whatever a day's faults have to choose.
  private(set) var choices: [UInt64] = []

  init(seed: UInt64) {
    self.seed = seed
    var random = SeededRandom(seed: seed &* 7_919)
    kinds = Set(Fault.allCases.filter { _ in random.chance(perMille: 500) })
    for day in 0..<LivedPlan.days {
      for _ in 0..<random.within(2...6) { addOrder(day, &random) }
    }
    for day in 0..<LivedPlan.days {
      faults.append(
        Fault.allCases.filter { kinds.contains($0) && day > 0 && random.chance(perMille: 350) })
      choices.append(random.next())
    }
    addChanges(&random)
  }

  private mutating func addOrder(_ day: Int, _ random: inout SeededRandom) {
    let number = orders.count + 1
    let syllables = [
      "ア", "イ", "カ", "キ", "サ", "シ", "タ", "ナ", "ハ", "マ", "ヤ", "ラ", "ワ", "ノ", "ト", "ミ",
    ]
    func word() -> String {
      (0..<random.within(3...5)).map { _ in random.pick(syllables) }.joined()
    }
    let yen = Int64(random.within(10...400)) * 100 + Int64(number)
    orders.append(
      Order(id: "H\(1_000 + number)", name: word() + " " + word(), dueYen: yen, day: day))
    guard random.chance(perMille: 800) else { return }
    let paid = day + random.within(0...2)
    add(deposit: number - 1, yen, paid)
    if random.chance(perMille: 60) { add(deposit: number - 1, yen, paid + 1) }
    if random.chance(perMille: 80) { deposits[deposits.count - 1].yen -= 330 }
  }

  private mutating func add(deposit order: Int, _ yen: Int64, _ day: Int) {
    guard day < LivedPlan.days else { return }
    deposits.append(
      Deposit(id: "P\(100 + deposits.count)", order: order, yen: yen, day: day))
  }

  /// What customers, shops and banks do besides.
  private mutating func addChanges(_ random: inout SeededRandom) {
    for day in 0..<LivedPlan.days {
      let paid = deposits.filter { $0.day < day && $0.yen > 0 }
      guard !paid.isEmpty else { continue }
      let one = paid[random.below(paid.count)]
      if faults[day].contains(.reversed) { add(deposit: one.order, -one.yen, day) }
      if faults[day].contains(.amountChanged), orders[one.order].change == nil {
        orders[one.order].change = (day, orders[one.order].dueYen + 500)
      }
    }
  }

  /// The export of the day: every order so far.
  func ordersCSV(_ day: Int) -> String {
    var text =
      "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,"
      + "points_used,desired_delivery_date,payment_due_date,email_hash,status\n"
    for order in orders where order.day <= day {
      text +=
        "\(order.id),S1,\(LivedPlan.date(order.day))T09:0\(order.day % 10):00+09:00,bank_transfer,"
        + "\(order.name),\(order.name),\(order.due(on: day)),0,,,k\(order.id),open\n"
    }
    return text
  }

  /// The bank's new rows of the day; nil where nothing was booked.
  func depositsCSV(_ day: Int) -> String? {
    let booked = deposits.filter { $0.day == day }
    if booked.isEmpty { return nil }
    var text =
      "deposit_id,booking_date,value_date,amount,payer_name,payer_bank,payer_branch,edi_info,"
      + "reversal\n"
    for deposit in booked {
      let date = LivedPlan.date(day)
      text +=
        "\(deposit.id),\(date),\(date),\(deposit.yen),\(orders[deposit.order].name),みずほ銀行,本店,,"
        + "\(deposit.yen < 0 ? 1 : 0)\n"
    }
    return text
  }

  /// What the customer of the order had paid, without what the bank took back, as the bank's rows
  /// of some days tell it.
  func paid(_ id: String, rowsOf days: Set<Int>) -> Int64 {
    deposits.reduce(0) {
      orders[$1.order].id == id && days.contains($1.day) ? $0 + $1.yen : $0
    }
  }

  /// Bank days from Monday, 1 June 2026 on.
  static func date(_ day: Int) -> String {
    let number = 1 + day / 5 * 7 + day % 5
    return "2026-06-" + (number < 10 ? "0\(number)" : "\(number)")
  }
}
