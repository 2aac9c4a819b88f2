import Model

/// One true booking of an invented account.
struct Booking: Sendable {
  var day: Day
  /// Negative for money out.
  var yen: Int64
  var name: String

  init(_ day: String, _ yen: Int64, _ name: String) {
    self.day = Day(iso: day)!
    self.yen = yen
    self.name = name
  }
}

/// An account with its true bookings, told in whole or in part in different formats.
struct TrueAccount: Sendable {
  var openingYen: Int64
  var bookings: [Booking]
  var number = "7654321"

  enum Format: String, CaseIterable, Sendable { case csv, zengin, camt }

  func balanceYen(before n: Int) -> Int64 { bookings[..<n].reduce(openingYen) { $0 + $1.yen } }

  /// Indices of the bookings of some days.
  func range(_ first: String, _ last: String) -> Range<Int> {
    let (from, to) = (Day(iso: first)!, Day(iso: last)!)
    let start = bookings.firstIndex { $0.day >= from } ?? bookings.count
    let end = bookings.firstIndex { $0.day > to } ?? bookings.count
    return start..<max(start, end)
  }

  /// A file of these days. `rows` limits it to some of their bookings, `shiftYen` makes every
  /// balance of it wrong by as much.
  func file(
    _ format: Format, _ first: String, _ last: String, rows: Range<Int>? = nil, shiftYen: Int64 = 0
  ) -> [UInt8] {
    let range = rows ?? self.range(first, last)
    switch format {
    case .csv: return csv(range, shiftYen)
    case .zengin: return zengin(Day(iso: first)!, Day(iso: last)!, range, shiftYen)
    case .camt: return camt(first, last, range, shiftYen)
    }
  }

  /// Any bank's columns; names the account by configuration only.
  private func csv(_ range: Range<Int>, _ shiftYen: Int64) -> [UInt8] {
    var text = "取引日,摘要,お支払金額,お預り金額,残高\n"
    for n in range {
      let b = bookings[n]
      let amount = b.yen < 0 ? "\(-b.yen)," : ",\(b.yen)"
      text += "\(b.day.iso),振込 \(b.name),\(amount),\(balanceYen(before: n + 1) + shiftYen)\n"
    }
    return Array(text.utf8)
  }

  private func camt(
    _ first: String, _ last: String, _ range: Range<Int>, _ shiftYen: Int64
  ) -> [UInt8] {
    func balance(_ kind: String, _ yen: Int64, _ day: String) -> String {
      "<Bal><Tp><CdOrPrtry><Cd>\(kind)</Cd></CdOrPrtry></Tp><Amt Ccy=\"JPY\">\(yen)</Amt>"
        + "<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>\(day)</Dt></Dt></Bal>"
    }
    var text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
      + "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>"
      + "<GrpHdr><MsgId>M\(first)</MsgId><CreDtTm>\(last)T23:00:00+09:00</CreDtTm></GrpHdr>"
      + "<Stmt><Id>S\(first)-\(last)</Id><CreDtTm>\(last)T23:00:00+09:00</CreDtTm>"
      + "<FrToDt><FrDtTm>\(first)T00:00:00+09:00</FrDtTm>"
      + "<ToDtTm>\(last)T23:59:59+09:00</ToDtTm></FrToDt>"
      + "<Acct><Id><Othr><Id>99001011\(number)</Id></Othr></Id><Ccy>JPY</Ccy></Acct>"
    text += balance("OPBD", balanceYen(before: range.lowerBound) + shiftYen, first)
    text += balance("CLBD", balanceYen(before: range.upperBound) + shiftYen, last)
    for n in range {
      let b = bookings[n]
      text +=
        "<Ntry><Amt Ccy=\"JPY\">\(abs(b.yen))</Amt><CdtDbtInd>\(b.yen < 0 ? "DBIT" : "CRDT")"
        + "</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>\(b.day.iso)</Dt></BookgDt>"
        + "<ValDt><Dt>\(b.day.iso)</Dt></ValDt><AcctSvcrRef>R\(n + 1)</AcctSvcrRef><NtryDtls>"
        + "<TxDtls><RltdPties><Dbtr><Pty><Nm>\(b.name)</Nm></Pty></Dbtr></RltdPties></TxDtls>"
        + "</NtryDtls></Ntry>"
    }
    return Array((text + "</Stmt></BkToCstmrStmt></Document>").utf8)
  }

  private func zengin(_ first: Day, _ last: Day, _ range: Range<Int>, _ shiftYen: Int64) -> [UInt8]
  {
    var out: [UInt8] = []
    out += record(
      "1030" + era(last) + era(first) + era(last) + "9900" + field("ﾃｽﾄ", 15) + "101"
        + field("ﾎﾝﾃﾝ", 15) + "000" + "1" + digits(Int64(number)!, 10) + field("ｶ)ﾃｽﾄ", 40) + "11"
        + digits(balanceYen(before: range.lowerBound) + shiftYen, 14))
    for n in range {
      let b = bookings[n]
      out += record(
        "2" + digits(Int64(n + 1), 8) + era(b.day) + era(b.day) + (b.yen < 0 ? "2" : "1") + "11"
          + digits(abs(b.yen), 12) + digits(0, 12) + digits(0, 12) + "0" + digits(0, 7) + "000"
          + digits(0, 10) + field(b.name, 48))
    }
    let credits = bookings[range].filter { $0.yen > 0 }
    let debits = bookings[range].filter { $0.yen < 0 }
    out += record(
      "8" + digits(Int64(credits.count), 6) + digits(credits.reduce(0) { $0 + $1.yen }, 13)
        + digits(Int64(debits.count), 6) + digits(debits.reduce(0) { $0 - $1.yen }, 13) + "1"
        + digits(balanceYen(before: range.upperBound) + shiftYen, 14)
        + digits(Int64(range.count), 7))
    return out + record("9" + digits(Int64(range.count) + 3, 10) + digits(1, 5))
  }

  private func era(_ day: Day) -> String {
    let c = day.civil
    return digits(Int64(c.year - 2018), 2) + digits(Int64(c.month), 2) + digits(Int64(c.day), 2)
  }

  private func digits(_ value: Int64, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: width - text.utf8.count) + text
  }

  private func field(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: width - text.unicodeScalars.count)
  }

  private func record(_ text: String) -> [UInt8] {
    var bytes = text.unicodeScalars.map { scalar in
      UInt8(scalar.value < 0x80 ? scalar.value : scalar.value - 0xFF61 + 0xA1)
    }
    bytes += [UInt8](repeating: 0x20, count: 200 - bytes.count)
    return bytes + [0x0D, 0x0A]
  }
}
