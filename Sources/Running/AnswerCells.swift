internal import Model

/// Reads what stands in the cells of an answer.
extension AnswerDesk {
  func shares(_ row: AnswerRow, _ subject: AnswerSubject) throws(AnswerStop) -> [OrderShare] {
    let names = parts(row[.orderIDs])
    guard !names.isEmpty else { throw .refused(.orderUnknown, row, .orderIDs) }
    var orders: [Int32] = []
    for name in names { orders.append(try order(name, row)) }
    let amounts = try self.amounts(row, orders, subject)
    return zip(orders, amounts).map { OrderShare(orderIndex: $0, yen: $1) }
      .sorted { $0.orderIndex < $1.orderIndex }
  }

  /// Amounts as written; where none are, what the orders miss, as far as that leaves no choice.
  private func amounts(
    _ row: AnswerRow, _ orders: [Int32], _ subject: AnswerSubject
  ) throws(AnswerStop) -> [Int64] {
    let written = parts(row[.amounts])
    let amount = subject.entry.map { snapshot.entries[Int($0)].amountYen } ?? 0
    if written.isEmpty {
      let missing = orders.map { missingYen($0) }
      if orders.count == 1 { return [max(0, min(amount, missing[0]))] }
      guard missing.reduce(0, +) == amount else {
        throw .refused(
          .amountsMissing, row, .amounts,
          expected: missing.map(String.init).joined(separator: "|"))
      }
      return missing
    }
    guard written.count == orders.count else {
      throw .refused(
        .amountsNotOrders, row, .amounts, row[.amounts], expected: String(orders.count))
    }
    var amounts: [Int64] = []
    for text in written { amounts.append(try self.amount(text, row)) }
    return amounts
  }

  private func amount(_ text: String, _ row: AnswerRow) throws(AnswerStop) -> Int64 {
    guard let yen = wholeYen(text) else { throw .refused(.amountMalformed, row, .amounts, text) }
    return yen
  }

  /// What goes back: as written, else all that is owed. An open entry goes back whole, for what is
  /// left of it would belong to nobody.
  func refundYen(_ row: AnswerRow, _ subject: AnswerSubject) throws(AnswerStop) -> Int64 {
    let owed = owedYen(subject)
    guard let entry = subject.entry.map({ snapshot.entries[Int($0)] }), owed > 0 else {
      throw .refused(.nothingOwed, row, .answer, row[.answer])
    }
    if row[.amounts].isEmpty { return owed }
    let yen = try amount(row[.amounts], row)
    if entry.standing == .open, yen != owed {
      throw .refused(.refundWhole, row, .amounts, row[.amounts], expected: String(owed))
    }
    if yen == 0 { throw .refused(.amountNotPositive, row, .amounts, "0", expected: String(owed)) }
    if yen > owed {
      throw .refused(.amountBeyondOwed, row, .amounts, String(yen), expected: String(owed))
    }
    return yen
  }

  /// What is not asked for any more: as written, else all that the order misses.
  func waivedYen(_ row: AnswerRow, _ subject: AnswerSubject) throws(AnswerStop) -> Int64 {
    guard let index = subject.order else { throw .refused(.orderUnknown, row, .orderIDs) }
    let order = snapshot.orders[Int(index)]
    // Without any money there is nothing short: that would be a gift or an order to cancel.
    guard order.row.status == .open || order.row.status == .shipped,
      order.row.paymentMethod == .bankTransfer
    else { throw .refused(.orderNotOpen, row, .orderIDs, order.row.orderID) }
    guard order.missingYen > 0, order.clearedYen > 0 || order.row.status == .shipped else {
      throw .refused(
        .nothingShort, row, .answer, row[.answer], expected: String(max(0, order.missingYen)))
    }
    if row[.amounts].isEmpty { return order.missingYen }
    let yen = try amount(row[.amounts], row)
    if yen == 0 || yen > order.missingYen {
      throw .refused(
        yen == 0 ? .amountNotPositive : .amountBeyondOrder, row, .amounts, String(yen),
        expected: String(order.missingYen))
    }
    return yen
  }

  func until(_ row: AnswerRow) throws(AnswerStop) -> Day? {
    let text = row[.waitUntil]
    if text.isEmpty { return nil }
    let iso = String(decoding: text.utf8.map { $0 == 0x2F ? 0x2D : $0 }, as: UTF8.self)
    guard let day = Day(iso: iso) else { throw .refused(.dayMalformed, row, .waitUntil, text) }
    if day < today { throw .refused(.dayPast, row, .waitUntil, text, expected: today.iso) }
    return day
  }

  func teaches(_ row: AnswerRow) throws(AnswerStop) -> Bool? {
    if row[.alias].isEmpty { return nil }
    guard let word = AliasWord(written: row[.alias]) else {
      throw .refused(.aliasUnknown, row, .alias, row[.alias], expected: "yes, no")
    }
    return word == .yes
  }

  /// Digits, with commas between groups of three or without.
  private func wholeYen(_ text: String) -> Int64? {
    let groups = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    let isGrouped =
      groups.count == 1
      || (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
    let digits = groups.joined()
    guard isGrouped, !digits.isEmpty, digits.count <= 15,
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
  }

  private func parts(_ text: String) -> [String] {
    if text.isEmpty { return [] }
    return text.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map {
      String(
        String.UnicodeScalarView(
          String(decoding: $0, as: UTF8.self).unicodeScalars.filter {
            !$0.properties.isWhitespace
          }))
    }
  }
}
