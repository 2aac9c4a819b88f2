import Model

/// 全銀協規定形式 of a download: 01 振込入金通知 and 03 入出金取引明細.
extension DownloadContent {
  private var lineEnd: [UInt8] { edition % 2 == 0 ? [0x0D, 0x0A] : [] }
  private var ref: AccountRef { DownloadWorld.accounts[account] }

  func notice() -> [UInt8] {
    var out: [UInt8] = []
    record(&out) { out in
      put("1010", &out)
      for day in [lastDay, firstDay, lastDay] { era(day, &out) }
      put(ref.bankCode!, &out)
      WrittenBytes.appendField("ﾃｽﾄ", width: 15, to: &out)
      put(ref.branchCode!, &out)
      WrittenBytes.appendField("ﾎﾝﾃﾝ", width: 15, to: &out)
      put("1" + ref.number!, &out)
      WrittenBytes.appendField(ref.holder!, width: 40, to: &out)
    }
    for booking in bookings {
      record(&out) { out in
        put("2", &out)
        WrittenBytes.appendDigits(number(booking), width: 6, to: &out)
        era(booking.day, &out)
        era(booking.day, &out)
        WrittenBytes.appendDigits(booking.amountYen, width: 10, to: &out)
        WrittenBytes.appendDigits(0, width: 20, to: &out)
        WrittenBytes.appendField(DownloadWorld.payers[booking.payer].half, width: 48, to: &out)
        WrittenBytes.appendField("ｱｵﾊﾞ", width: 15, to: &out)
        WrittenBytes.appendField("ｷﾀ", width: 15, to: &out)
        put(booking.kind == .undone ? "1" : " ", &out)
      }
    }
    let undone = bookings.filter { $0.kind == .undone }
    record(&out) { out in
      put("8", &out)
      WrittenBytes.appendDigits(Int64(bookings.count), width: 6, to: &out)
      WrittenBytes.appendDigits(sum(bookings), width: 12, to: &out)
      WrittenBytes.appendDigits(Int64(undone.count), width: 6, to: &out)
      WrittenBytes.appendDigits(sum(undone), width: 12, to: &out)
    }
    record(&out) { put("9", &$0) }
    return out
  }

  func statement() -> [UInt8] {
    var out: [UInt8] = []
    record(&out) { out in
      put("1030", &out)
      for day in [lastDay, firstDay, lastDay] { era(day, &out) }
      put(ref.bankCode!, &out)
      WrittenBytes.appendField("ﾃｽﾄ", width: 15, to: &out)
      put(ref.branchCode!, &out)
      WrittenBytes.appendField("ﾎﾝﾃﾝ", width: 15, to: &out)
      put("0001" + "000" + ref.number!, &out)
      WrittenBytes.appendField(ref.holder!, width: 40, to: &out)
      put("11", &out)
      WrittenBytes.appendDigits(openingBalanceYen, width: 14, to: &out)
    }
    for booking in bookings { detail(booking, &out) }
    let credits = bookings.filter { $0.direction == .credit }
    let debits = bookings.filter { $0.direction == .debit }
    let closing = openingBalanceYen + sum(credits) - sum(debits)
    record(&out) { out in
      put("8", &out)
      WrittenBytes.appendDigits(Int64(credits.count), width: 6, to: &out)
      WrittenBytes.appendDigits(sum(credits), width: 13, to: &out)
      WrittenBytes.appendDigits(Int64(debits.count), width: 6, to: &out)
      WrittenBytes.appendDigits(sum(debits), width: 13, to: &out)
      put("1", &out)
      WrittenBytes.appendDigits(closing, width: 14, to: &out)
      WrittenBytes.appendDigits(Int64(bookings.count), width: 7, to: &out)
    }
    record(&out) { out in
      put("9", &out)
      WrittenBytes.appendDigits(Int64(bookings.count + 3), width: 10, to: &out)
      put("00001", &out)
    }
    return out
  }

  private func detail(_ booking: DownloadBooking, _ out: inout [UInt8]) {
    let half = DownloadWorld.payers[booking.payer].half
    let isTransfer = booking.kind == .transfer || booking.kind == .undone
    record(&out) { out in
      put("2", &out)
      WrittenBytes.appendDigits(number(booking), width: 8, to: &out)
      era(booking.day, &out)
      era(booking.day, &out)
      put(booking.direction == .credit ? "1" : "2", &out)
      put(["11", "18", "14", "19"][booking.kind.rawValue], &out)
      WrittenBytes.appendDigits(booking.amountYen, width: 12, to: &out)
      WrittenBytes.appendDigits(0, width: 24, to: &out)
      put("0" + "0000000" + "000" + "0000000000", &out)
      WrittenBytes.appendField(isTransfer ? half : "", width: 48, to: &out)
      WrittenBytes.appendField(isTransfer ? "ｱｵﾊﾞ" : "", width: 15, to: &out)
      WrittenBytes.appendField(isTransfer ? "ｷﾀ" : "", width: 15, to: &out)
      WrittenBytes.appendField(isTransfer ? "" : half, width: 20, to: &out)
    }
  }

  private func number(_ booking: DownloadBooking) -> Int64 {
    hasNumbers ? Int64(booking.number + numberOffset) : 0
  }

  private func sum(_ list: [DownloadBooking]) -> Int64 { list.reduce(0) { $0 + $1.amountYen } }

  private func record(_ out: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
    let start = out.count
    body(&out)
    precondition(out.count - start <= 200, "a record is too long")
    out.append(contentsOf: repeatElement(0x20, count: 200 - (out.count - start)))
    out.append(contentsOf: lineEnd)
  }

  private func put(_ text: String, _ out: inout [UInt8]) { out.append(contentsOf: text.utf8) }

  private func era(_ day: Day, _ out: inout [UInt8]) {
    let c = day.civil
    for part in [c.year - 2018, c.month, c.day] {
      WrittenBytes.appendDigits(Int64(part), width: 2, to: &out)
    }
  }
}
