import Model

/// The world's deposits and orders as files. The same deposits in every format, in one order.
extension World {
  /// Neutral orders CSV, UTF-8, LF.
  public func ordersCSV() -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(orders.count * 170)
    out.append(
      contentsOf: """
        order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,\
        points_used,desired_delivery_date,payment_due_date,email_hash,status

        """.utf8)
    for o in orders {
      let at =
        "\(o.orderedAt.iso):\(WorldText.padded(Int64(o.orderedAt.secondOfDay % 60), 2))+09:00"
      let cells = [
        o.orderID, o.shopID, at, o.paymentMethod.rawValue, o.customerName, o.customerKana,
        String(o.amountDueYen), String(o.pointsUsedYen), o.desiredDeliveryDay?.iso ?? "",
        o.paymentDueDay?.iso ?? "", o.customerKey, o.status.rawValue,
      ]
      appendCells(cells, to: &out)
    }
    return out
  }

  /// Neutral deposits CSV, UTF-8, LF. Holds no withdrawals.
  public func depositsCSV() -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(deposits.count * 110)
    out.append(
      contentsOf: """
        deposit_id,booking_date,value_date,amount,payer_name,payer_bank,payer_branch,edi_info,reversal

        """.utf8)
    for d in deposits {
      let cells = [
        d.id, d.bookingDay.iso, d.bookingDay.iso, String(d.amountYen), d.payerName, d.payerBank,
        d.payerBranch, d.ediText, d.amountYen < 0 ? "1" : "0",
      ]
      appendCells(cells, to: &out)
    }
    return out
  }

  /// Internet-banking CSV with two amount columns and a running balance, oldest row first, CRLF,
  /// in CP932 unless UTF-8 is asked for. Withdrawals stand before the deposits of their day.
  public func bankCSV(asUTF8: Bool = false) -> [UInt8] {
    var balance = openingBalanceYen
    return encoded("取引日,摘要,お支払金額,お預り金額,残高\r\n", asUTF8: asUTF8)
      + bankRows(asUTF8: asUTF8, balance: &balance)
  }

  /// The rows alone, from a balance that goes on: for files made of many of them.
  func bankRows(asUTF8: Bool, balance: inout Int64) -> [UInt8] {
    var text = ""
    for booking in bookings() {
      balance += booking.isCredit ? booking.amountYen : -booking.amountYen
      let c = booking.day.civil
      let month = WorldText.padded(Int64(c.month), 2)
      let day = WorldText.padded(Int64(c.day), 2)
      let debit = booking.isCredit ? "" : String(booking.amountYen)
      let credit = booking.isCredit ? String(booking.amountYen) : ""
      text += "\(c.year)/\(month)/\(day),\(booking.text),\(debit),\(credit),\(balance)\r\n"
    }
    return encoded(text, asUTF8: asUTF8)
  }

  func encoded(_ text: String, asUTF8: Bool) -> [UInt8] {
    if asUTF8 { return Array(text.utf8) }
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    WrittenBytes.appendCP932(text, to: &out)
    return out
  }

  /// All bookings of the account, deposits and withdrawals, as a bank's own list has them.
  func bookings() -> [WorldBooking] {
    var list: [WorldBooking] = []
    list.reserveCapacity(deposits.count + withdrawals.count)
    var out = 0
    for (index, d) in deposits.enumerated() {
      while out < withdrawals.count, withdrawals[out].day <= d.bookingDay {
        list.append(WorldBooking(withdrawals[out]))
        out += 1
      }
      let isReversal = d.amountYen < 0
      let kind = truths[index].kind
      let text = kind == .interest ? "利息" : (isReversal ? "振込取消 " : "振込 ") + d.payerName
      list.append(
        WorldBooking(
          day: d.bookingDay, amountYen: abs(d.amountYen), isCredit: !isReversal, text: text,
          depositIndex: index))
    }
    while out < withdrawals.count {
      list.append(WorldBooking(withdrawals[out]))
      out += 1
    }
    return list
  }

  private func appendCells(_ cells: [String], to out: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { out.append(0x2C) }
      precondition(!cell.utf8.contains(0x2C) && !cell.utf8.contains(0x22), "needs quotes: \(cell)")
      out.append(contentsOf: cell.utf8)
    }
    out.append(0x0A)
  }
}

/// One line of the account.
struct WorldBooking {
  var day: Day
  var amountYen: Int64
  var isCredit: Bool
  var text: String
  var depositIndex: Int?

  init(day: Day, amountYen: Int64, isCredit: Bool, text: String, depositIndex: Int?) {
    self.day = day
    self.amountYen = amountYen
    self.isCredit = isCredit
    self.text = text
    self.depositIndex = depositIndex
  }

  init(_ w: WorldWithdrawal) {
    self.init(
      day: w.day, amountYen: w.amountYen, isCredit: false, text: w.text, depositIndex: nil)
  }
}
