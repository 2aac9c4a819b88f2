import Model
import Testing

@testable import Reporting

@Suite("CSV files") struct CSVTests {
  @Test(
    "the header is the contract's",
    arguments: [
      (
        "clearings.csv",
        "entry_id,source_ref,source_file,record,booking_date,amount_yen,order_id,"
          + "allocated_yen,probability_ppm,basis"
      ),
      (
        "decisions.csv",
        "order_id,shop_id,payment_method,decision,codes,amount_due_yen,cleared_yen,ship_by"
      ),
      (
        "exceptions.csv",
        "case_id,code,title,order_id,entry_id,at_risk_gross_yen,at_risk_net_yen,first_bearer,"
          + "recourse,basis,until,decision,next_action,note"
      ),
      (
        "entries.csv",
        "entry_id,account,booking_date,direction,amount_yen,payer_name,cleared_yen,"
          + "suspense_yen,excluded_yen,refund_linked_yen,reason"
      ),
    ])
  func headers(_ name: String, _ columns: String) throws {
    let bytes = try #require(file(name, SampleDay.full()))
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    let header = table(bytes)[0].joined(separator: ",")
    #expect(header == columns || header.hasPrefix(columns + ","))
  }

  @Test(
    "every row has the header's columns, ends with CRLF, and rows are sorted and never repeated",
    arguments: ["clearings.csv", "decisions.csv", "exceptions.csv", "entries.csv"])
  func shape(_ name: String) throws {
    let bytes = try #require(file(name, SampleDay.full()))
    #expect(bytes.suffix(2) == [0x0D, 0x0A])
    let rows = table(bytes)
    #expect(rows.count > 5)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
    let keys = rows.dropFirst().map { $0[0] }
    #expect(keys == keys.sorted())
    #expect(Set(rows.map { $0.joined(separator: "\u{1F}") }).count == rows.count)
  }

  @Test("a reversal's clearing is negative, its entry too, and a link for information is 0")
  func signs() throws {
    let rows = table(try #require(file("clearings.csv", SampleDay.full())))
    let reversal = try #require(rows.first { $0[9] == "reversal" })
    #expect(reversal[5] == "-48400")
    #expect(reversal[7] == "-48400")
    let twice = try #require(rows.first { $0[9] == "double_payment" })
    #expect(twice[7] == "0")
  }

  @Test("the parts of every entry add up to its amount")
  func parts() throws {
    let rows = table(try #require(file("entries.csv", SampleDay.full()))).dropFirst()
    for row in rows {
      let parts = row[6...9].map { Int64($0)! }
      #expect(parts.reduce(0, +) == Int64(row[4]))
    }
    #expect(rows.contains { $0[3] == "debit" && $0[4] == "-23410" })
  }

  @Test(
    "text that a spreadsheet would run gets an apostrophe, other text stays as it is",
    arguments: [
      ("=1+1", "'=1+1"), ("+81", "'+81"), ("-5", "'-5"), ("@SUM(A1)", "'@SUM(A1)"),
      ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), ("＝1", "'＝1"), ("＋1", "'＋1"),
      ("－1", "'－1"), ("＠a", "'＠a"), ("  =1", "\"'  =1\""), ("ｰﾄﾞｳ", "ｰﾄﾞｳ"),
      ("ーどう", "ーどう"), ("ﾔﾏﾀﾞ=", "ﾔﾏﾀﾞ="), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
      ("=a\"b", "\"'=a\"\"b\""), ("a\nb", "\"a\nb\""), ("a\u{0}b", "\"ab\""), ("", ""),
    ])
  func formulas(_ text: String, _ cell: String) {
    var csv = CSVWriter(columns: ["c"], capacity: 0)
    csv.text(text)
    csv.endRow()
    #expect(String(decoding: csv.bytes, as: UTF8.self) == "\u{FEFF}c\r\n\(cell)\r\n")
  }

  @Test("a cell is quoted for what is in it wherever it is, and reads back as it was")
  func quoting() {
    let special: [Unicode.Scalar] = [",", "\"", "\r", "\n", "\0", "!", "-", "é", "ﾔ"]
    for length in 0..<40 {
      for place in 0...length {
        for scalar in special {
          let text =
            String(repeating: "a", count: place) + String(scalar)
            + String(repeating: "9", count: length - place)
          var csv = CSVWriter(columns: ["c"], capacity: 0)
          csv.text(text)
          csv.endRow()
          let kept = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\0" }))
          let isFormula = place == 0 && (scalar == "\r" || scalar == "\n" || scalar == "-")
          #expect(table(csv.bytes)[1] == [isFormula ? "'" + kept : kept])
          let isQuoted = csv.bytes.dropFirst(6).first == 0x22
          #expect(isQuoted == [",", "\"", "\r", "\n", "\0"].contains(scalar))
        }
      }
    }
  }

  @Test(
    "numbers keep their sign",
    arguments: [(0, "0"), (-2_640, "-2640"), (.max, "\(Int64.max)"), (.min, "\(Int64.min)")])
  func numbers(_ number: Int64, _ cell: String) {
    var csv = CSVWriter(columns: ["c"], capacity: 0)
    csv.number(number)
    csv.endRow()
    #expect(String(decoding: csv.bytes, as: UTF8.self) == "\u{FEFF}c\r\n\(cell)\r\n")
  }

  @Test("a moment and a day are written as their ISO forms")
  func dates() throws {
    let when = Moment(day: try #require(Day(iso: "2026-01-02")), hour: 9, minute: 5)
    var csv = CSVWriter(columns: ["a", "b", "c"], capacity: 0)
    csv.moment(when)
    csv.day(when.day)
    csv.day(nil)
    csv.endRow()
    #expect(table(csv.bytes)[1] == [when.iso, when.day.iso, ""])
  }
}

func file(_ name: String, _ day: SampleDay) -> [UInt8]? {
  reportFiles(day.input).first { $0.name == name }?.bytes
}

/// A CSV reader of the plain kind, to read back what was written.
func table(_ bytes: [UInt8]) -> [[String]] {
  var rows: [[String]] = []
  var row: [String] = []
  var cell: [UInt8] = []
  var isQuoted = false
  var at = 3
  func text() -> String { String(decoding: cell, as: UTF8.self) }
  while at < bytes.count {
    let byte = bytes[at]
    let next = at + 1 < bytes.count ? bytes[at + 1] : 0
    switch byte {
    case 0x22 where isQuoted && next == 0x22:
      cell.append(0x22)
      at += 1
    case 0x22: isQuoted.toggle()
    case 0x2C where !isQuoted:
      row.append(text())
      cell = []
    case 0x0D where !isQuoted && next == 0x0A:
      row.append(text())
      rows.append(row)
      (row, cell) = ([], [])
      at += 1
    default: cell.append(byte)
    }
    at += 1
  }
  return rows
}
