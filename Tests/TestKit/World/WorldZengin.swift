public import Model

/// Zengin 01 振込入金通知, format A: 200-byte records in JIS X 0201, era-year dates, trailer and
/// end record. A cancellation is counted among the transfers and once more by itself.
extension World {
  /// All days in one file, a group of records for each day.
  public func zenginFile() -> [UInt8] { zenginGroups() + zenginEnd() }

  /// The groups alone: for files made of many of them.
  func zenginGroups() -> [UInt8] { groups(days: zenginDays()) }

  /// One file for each day on which something was booked.
  public func zenginFilesByDay() -> [(day: Day, bytes: [UInt8])] {
    zenginDays().map { ($0.day, groups(days: [$0]) + zenginEnd()) }
  }

  private typealias DayRange = (day: Day, range: Range<Int>)

  private func zenginDays() -> [DayRange] {
    var days: [DayRange] = []
    var start = 0
    for index in deposits.indices {
      let isLast = index + 1 == deposits.count
      if isLast || deposits[index + 1].bookingDay != deposits[index].bookingDay {
        days.append((deposits[index].bookingDay, start..<(index + 1)))
        start = index + 1
      }
    }
    return days
  }

  private func groups(days: [DayRange]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((deposits.count + days.count * 2) * 202)
    for (day, range) in days {
      appendHeader(day, to: &out)
      for index in range { appendData(deposits[index], to: &out) }
      appendTrailer(deposits[range], to: &out)
    }
    return out
  }

  func zenginEnd() -> [UInt8] {
    var out: [UInt8] = [0x39]
    fill(from: 0, to: &out)
    return out
  }

  private func appendHeader(_ day: Day, to out: inout [UInt8]) {
    let start = out.count
    out.append(contentsOf: Array("1010".utf8))
    for _ in 0..<3 { appendEraDate(day, to: &out) }
    out.append(contentsOf: Array(account.bankCode!.utf8))
    WrittenBytes.appendField("ﾃｽﾄ", width: 15, to: &out)
    out.append(contentsOf: Array(account.branchCode!.utf8))
    WrittenBytes.appendField("ﾎﾝﾃﾝ", width: 15, to: &out)
    WrittenBytes.appendDigits(Int64(account.accountType!), width: 1, to: &out)
    out.append(contentsOf: Array(account.number!.utf8))
    WrittenBytes.appendField(holder, width: 40, to: &out)
    fill(from: start, to: &out)
  }

  private func appendData(_ d: WorldDeposit, to out: inout [UInt8]) {
    let start = out.count
    out.append(0x32)
    WrittenBytes.appendDigits(Int64(d.numberOfDay), width: 6, to: &out)
    appendEraDate(d.bookingDay, to: &out)
    appendEraDate(d.bookingDay, to: &out)
    WrittenBytes.appendDigits(abs(d.amountYen), width: 10, to: &out)
    WrittenBytes.appendDigits(0, width: 10, to: &out)
    WrittenBytes.appendDigits(0, width: 10, to: &out)
    WrittenBytes.appendField(d.payerName, width: 48, to: &out)
    WrittenBytes.appendField(d.payerBank, width: 15, to: &out)
    WrittenBytes.appendField(d.payerBranch, width: 15, to: &out)
    out.append(d.amountYen < 0 ? 0x31 : 0x20)
    WrittenBytes.appendField(d.ediText, width: 20, to: &out)
    fill(from: start, to: &out)
  }

  private func appendTrailer(_ day: ArraySlice<WorldDeposit>, to out: inout [UInt8]) {
    let start = out.count
    let cancelled = day.filter { $0.amountYen < 0 }
    out.append(0x38)
    WrittenBytes.appendDigits(Int64(day.count), width: 6, to: &out)
    WrittenBytes.appendDigits(day.reduce(0) { $0 + abs($1.amountYen) }, width: 12, to: &out)
    WrittenBytes.appendDigits(Int64(cancelled.count), width: 6, to: &out)
    WrittenBytes.appendDigits(cancelled.reduce(0) { $0 - $1.amountYen }, width: 12, to: &out)
    fill(from: start, to: &out)
  }

  private func appendEraDate(_ day: Day, to out: inout [UInt8]) {
    let c = day.civil
    precondition(c.year >= 2020, "the writer knows Reiwa only")
    WrittenBytes.appendDigits(Int64(c.year - 2018), width: 2, to: &out)
    WrittenBytes.appendDigits(Int64(c.month), width: 2, to: &out)
    WrittenBytes.appendDigits(Int64(c.day), width: 2, to: &out)
  }

  private func fill(from start: Int, to out: inout [UInt8]) {
    let missing = 200 - (out.count - start)
    precondition(missing >= 0, "a record of \(out.count - start) bytes")
    out.append(contentsOf: repeatElement(0x20, count: missing))
    out.append(contentsOf: [0x0D, 0x0A])
  }
}
