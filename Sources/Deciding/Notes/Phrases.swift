import Model

/// Amounts, days, orders and money lines as they stand in a sentence.
extension NoteWriter {
  func say(_ ja: @autoclosure () -> String, _ en: @autoclosure () -> String) -> String {
    language == .ja ? ja() : en()
  }

  func yen(_ amount: Int64) -> String {
    let digits = Array(String(amount.magnitude).utf8)
    var text: [UInt8] = amount < 0 ? [0x2D] : []
    for (n, digit) in digits.enumerated() {
      if n > 0, (digits.count - n) % 3 == 0 { text.append(0x2C) }
      text.append(digit)
    }
    let grouped = String(decoding: text, as: UTF8.self)
    return language == .ja ? "\(grouped)円" : "¥\(grouped)"
  }

  func day(_ day: Day) -> String {
    let n = Int(day.weekday)
    let ja = ["月", "火", "水", "木", "金", "土", "日"]
    let en = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return language == .ja ? "\(day.iso)(\(ja[n]))" : "\(day.iso) (\(en[n]))"
  }

  func moment(_ moment: Moment) -> String {
    let minutes = moment.secondOfDay / 60
    let hour = minutes / 60 < 10 ? "0\(minutes / 60)" : "\(minutes / 60)"
    let minute = minutes % 60 < 10 ? "0\(minutes % 60)" : "\(minutes % 60)"
    return "\(day(moment.day)) \(hour):\(minute)"
  }

  /// The deadline as the opening of an action; says so where it is over.
  var by: String {
    guard let until = c.until else { return say("速やかに", "soon") }
    if until < context.asOf {
      return say(
        "期限(\(moment(until)))を過ぎているため至急、", "at once (was due \(moment(until)))")
    }
    return say("\(moment(until))までに", "by \(moment(until))")
  }

  var order: LedgerOrder? { c.orderIndex.map { snapshot.orders[Int($0)] } }
  var entry: LedgerEntry? { c.entryIndex.map { snapshot.entries[Int($0)] } }
  var shortYen: Int64 { max(0, c.dueYen - c.paidYen) }

  /// The order with its customer and amount.
  func orderPhrase(_ order: LedgerOrder) -> String {
    let row = order.row
    let name = row.customerName.isEmpty ? row.customerKana : row.customerName
    let due = yen(row.amountDueYen)
    if name.isEmpty {
      return say("注文\(row.orderID)(請求\(due))", "order \(row.orderID) (\(due) due)")
    }
    return say(
      "注文\(row.orderID)(\(name)様、請求\(due))", "order \(row.orderID) (\(name), \(due) due)")
  }

  /// The case's order; its only candidate or its several orders where it has no single one.
  var orderText: String {
    if let order { return orderPhrase(order) }
    return orderList(c.otherOrders)
  }

  /// The money line with payer, amount and day.
  func entryPhrase(_ entry: LedgerEntry) -> String {
    let amount = yen(entry.amountYen)
    let payer = entry.payerName
    if entry.direction == .debit {
      return say(
        "\(day(entry.bookingDay))の取消・出金\(amount)(名義「\(payer)」)",
        "the debit of \(amount) on \(day(entry.bookingDay)) (“\(payer)”)")
    }
    if payer.isEmpty {
      return say(
        "\(day(entry.bookingDay))の入金\(amount)(名義の記載なし)",
        "\(amount) of \(day(entry.bookingDay)) without a payer's name")
    }
    return say(
      "\(day(entry.bookingDay))の入金\(amount)(名義「\(payer)」)",
      "\(amount) of \(day(entry.bookingDay)) from “\(payer)”")
  }

  var entryText: String { entry.map(entryPhrase) ?? say("入金", "the money") }

  /// What the case is about, whichever it is.
  var subject: String {
    if entry != nil { return entryText }
    return order == nil && c.otherOrders.isEmpty ? say("この件", "this matter") : orderText
  }

  /// Up to three orders with customer, amount and order day, and how many more there are.
  func orderList(_ indices: [Int32]) -> String {
    if indices.isEmpty { return say("なし", "no order yet") }
    var parts: [String] = []
    for index in indices.prefix(3) {
      let order = snapshot.orders[Int(index)]
      parts.append(
        say(
          "\(orderPhrase(order))\(day(order.row.orderedAt.day))受注",
          "\(orderPhrase(order)) of \(day(order.row.orderedAt.day))"))
    }
    let more = indices.count - parts.count
    let list = parts.joined(separator: say("、", "; "))
    return more > 0 ? list + say("、ほか\(more)件", "; and \(more) more") : list
  }

  /// The orders that come into question: the case's own and its candidates.
  var candidateOrders: [Int32] { c.orderIndex.map { [$0] } ?? c.otherOrders }

  func party(_ party: Party) -> String {
    switch party {
    case .payer: say("支払者", "the payer")
    case .shop: say("店舗", "the shop")
    case .operator: say("受託者", "the operator")
    case .bank: say("銀行", "the bank")
    case .carrier: say("運送会社", "the carrier")
    case .acquirer: say("決済会社", "the payment company")
    case .mall: say("モール", "the mall")
    case .warehouse: say("倉庫", "the warehouse")
    case .dataSupplier: say("データ提供者", "whoever supplies the data")
    }
  }

  /// Amounts at risk and presumed bearers; nil where nothing is at risk.
  func riskSentence() -> String? {
    guard c.atRiskGrossYen > 0 else { return nil }
    let first = party(c.firstBearer)
    let amounts = say(
      "影響額は総額\(yen(c.atRiskGrossYen))・純額\(yen(c.atRiskNetYen))",
      "At risk are \(yen(c.atRiskGrossYen)) gross, \(yen(c.atRiskNetYen)) net")
    if c.recourse.isEmpty {
      return amounts + say("、一次負担は\(first)と推定。", "; presumably \(first) bears it first.")
    }
    let recourse = c.recourse.map(party).joined(separator: say("・", " or "))
    return amounts
      + say(
        "、一次負担は\(first)と推定、求償先の候補は\(recourse)。",
        "; presumably \(first) bears it first, with possible recourse to \(recourse).")
  }

  /// An English sentence that opens with a phrase gets its capital here.
  static func capitalised(_ sentence: String) -> String {
    guard let first = sentence.utf8.first, first >= 0x61, first <= 0x7A else { return sentence }
    return String(decoding: [first - 0x20] + sentence.utf8.dropFirst(), as: UTF8.self)
  }

  /// Further codes of the same case, by name.
  func alsoSentence() -> String? {
    let others = c.codes.filter { $0 != c.code }
    guard !others.isEmpty else { return nil }
    let names = others.map { "\($0.rawValue) \(title(of: $0, language: language))" }
    return say(
      "併せて要確認: \(names.joined(separator: "、"))。",
      "Also to be checked: \(names.joined(separator: ", ")).")
  }

  /// What a late answer would cost: the desired delivery day, where the deadline comes from it.
  func shipWarning() -> String {
    guard c.deadlineRule == DeadlineRule.ship.rawValue else { return "" }
    let days = candidateOrders.compactMap { snapshot.orders[Int($0)].row.desiredDeliveryDay }
    guard let desired = days.min() else { return "" }
    return say(
      "回答が遅れると指定着日\(day(desired))に間に合わない見込み。",
      " A late answer would probably miss the desired day \(day(desired)).")
  }
}
