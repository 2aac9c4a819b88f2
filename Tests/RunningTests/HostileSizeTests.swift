import CZip
import Foundation
import Model
import Running
import TestKit
import Testing

private let moment = "2026-11-19T10:30"

/// A file that is too much of something, and what its finding says.
private struct Oversized: Sendable, CustomTestStringConvertible {
  var name: String
  var told: String
  var bytes: @Sendable () -> [UInt8]
  var testDescription: String { name }
}

private func text(_ parts: (String, Int)...) -> [UInt8] {
  var bytes: [UInt8] = []
  for (part, count) in parts {
    let piece = Array(part.utf8)
    bytes.reserveCapacity(bytes.count + piece.count * count)
    for _ in 0..<count { bytes += piece }
  }
  return bytes
}

private let deposits = "deposit_id,booking_date,value_date,amount,payer_name\n"
private let orders =
  "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"
private let camt =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
  + "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>"

private let oversized: [Oversized] = [
  Oversized(name: "row.csv", told: "row.csv") {
    text((deposits, 1), ("D1,2026-11-17,2026-11-17,5000,\"", 1), ("ｱ", 3_500_000), ("\"\n", 1))
  },
  Oversized(name: "payer.csv", told: "longer than the limit") {
    text((deposits, 1), ("D1,2026-11-17,2026-11-17,5000,", 1), ("ｱ", 400_000), ("\n", 1))
  },
  Oversized(name: "columns.csv", told: "columns.csv") {
    text(("a,", 100_000), ("b\n", 1), ("1,", 100_000), ("2\n", 1))
  },
  Oversized(name: "wide-row.csv", told: "wide-row.csv") {
    text((deposits, 1), ("D1,2026-11-17,2026-11-17,5000,ｱ", 1), (",x", 100_000), ("\n", 1))
  },
  Oversized(name: "open-quote.csv", told: "open-quote.csv") {
    text((orders, 1), ("\"A1,S1,x\n", 200_000))
  },
  Oversized(name: "customer.csv", told: "customer.csv") {
    text(
      (orders, 1), ("A1,S1,2026-11-16T09:00:00+09:00,bank_transfer,", 1), ("x", 1_300_000),
      (",ｱ,5000,open\n", 1))
  },
  Oversized(name: "deep.xml", told: "deep.xml") {
    text((camt, 1), ("<a>", 300_000), ("</a>", 300_000))
  },
  Oversized(name: "attributes.xml", told: "attributes.xml") {
    text((camt, 1), ("<a", 1), (" b=\"\"", 100_000), ("/>", 1))
  },
  Oversized(name: "token.xml", told: "token.xml") {
    text((camt, 1), ("<Stmt><Id>", 1), ("x", 5_000_000), ("</Id>", 1))
  },
  Oversized(name: "quadratic.xml", told: "DOCTYPE and is refused") {
    text(
      ("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY x \"", 1), ("y", 100_000), ("\">]><a>", 1),
      ("&x;", 100_000), ("</a>", 1))
  },
  Oversized(name: "utf16.xml", told: "utf16.xml") {
    let bomb = text(
      ("<?xml version=\"1.0\" encoding=\"UTF-16\"?><!DOCTYPE a [<!ENTITY x \"", 1), ("y", 50_000),
      ("\">]><a>", 1), ("&x;", 50_000), ("</a>", 1))
    return [0xFF, 0xFE] + bomb.flatMap { [$0, 0] }
  },
  Oversized(name: "parameter.xml", told: "DOCTYPE and is refused") {
    text(
      ("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///dev/zero\">%p;", 1),
      ("]><a/>", 1))
  },
]

@Test(
  "Too much of anything is told and left in the inbox, and the rest is done", arguments: oversized)
private func oversizedFiles(_ file: Oversized) throws {
  let shop = try Shop(policy: "language: en\n")
  try shop.put(file.name, file.bytes())
  try shop.put("good.csv", Array((deposits + "D9,2026-11-17,2026-11-17,700,ｱﾍﾞ\n").utf8))
  let started = Date()
  let result = try shop.keshikomi(["run", "--as-of", moment])
  #expect(result.exitCode == 2, "\(result.output.prefix(600)) \(result.errors.prefix(600))")
  #expect(result.output.contains(file.told), "\(result.output.prefix(900))")
  #expect(result.output.utf8.count < 20_000)
  #expect(shop.inbox == [file.name])
  #expect(try shop.table("entries.csv").map { $0["amount_yen"] } == ["700"])
  #expect(Date().timeIntervalSince(started) < 120)
}

/// Policy files that want the reader's memory, stack or time.
private let hostilePolicies: [(name: String, text: @Sendable () -> [UInt8])] = [
  ("a hundred megabytes", { text(("own_names: [", 1), ("\"x\", ", 17_000_000), ("x]\n", 1)) }),
  ("one long scalar", { text(("language: \"", 1), ("x", 100_000_000), ("\"\n", 1)) }),
  ("lists in lists", { text(("own_names: ", 1), ("[", 200_000), ("]", 200_000)) }),
  ("maps in maps", { text(("own_names: ", 1), ("{a: ", 200_000), ("}", 200_000)) }),
  ("dashes in dashes", { text(("own_names:\n", 1), ("- ", 200_000), ("x\n", 1)) }),
  (
    "a bomb of aliases",
    {
      var bomb = "own_names: &n0 [x, x, x, x, x, x, x, x, x, x]\n"
      for n in 1...30 {
        let last = Array(repeating: "*n\(n - 1)", count: 10).joined(separator: ", ")
        bomb += "k\(n): &n\(n) [\(last)]\n"
      }
      return Array(bomb.utf8)
    }
  ),
  (
    "a bomb of aliases as a key",
    {
      var bomb = "k0: &n0 [x, x, x, x, x, x, x, x, x, x]\n"
      for n in 1...30 {
        let last = Array(repeating: "*n\(n - 1)", count: 10).joined(separator: ", ")
        bomb += "k\(n): &n\(n) [\(last)]\n"
      }
      return Array((bomb + "? *n30\n: x\n? *n30\n: y\n").utf8)
    }
  ),
  ("an alias to itself", { Array("own_names: &a [*a]\n".utf8) }),
  ("bytes that are no text", { [0xFF, 0xFE, 0, 1, 2, 0x80, 0xC0] }),
]

@Test("A policy file that wants too much is a fault of configuration", arguments: 0..<9)
private func policyIsBounded(_ row: Int) throws {
  let policy = hostilePolicies[row]
  let shop = try Shop(policy: "")
  try writeBytes(policy.text(), to: shop.folder.appendingPathComponent("keshikomi.yaml"))
  let started = Date()
  let result = try shop.keshikomi(["run", "--as-of", moment])
  #expect(result.exitCode == 3, "\(policy.name): \(result.exitCode) \(result.errors.prefix(500))")
  #expect(result.errors.contains("keshikomi.yaml"), "\(policy.name): \(result.errors.prefix(500))")
  #expect(result.errors.utf8.count < 20_000)
  #expect(Date().timeIntervalSince(started) < 60, "\(policy.name)")
}

/// A workbook whose only sheet is zeros, packed.
private func packedZeros(_ megabytes: Int, to path: String) throws {
  var code: Int32 = 0
  let zip = try #require(zip_open(path, Int32(ZIP_CREATE | ZIP_TRUNCATE), &code))
  let zeros = [UInt8](repeating: 0, count: megabytes << 20)
  let parts = ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"]
  try zeros.withUnsafeBytes { raw in
    for name in parts {
      let source = zip_source_buffer(zip, raw.baseAddress, UInt64(raw.count), 0)
      try #require(zip_file_add(zip, name, source, 0) >= 0)
    }
    try #require(zip_close(zip) == 0)
  }
}

@Test("A workbook of answers that unpacks to gigabytes is refused in a moment")
private func answerBomb() throws {
  let shop = try Shop(policy: "language: en\n")
  try shop.run(.eve)
  let path = shop.folder.appendingPathComponent("bomb.xlsx").path
  try packedZeros(300, to: path)
  let started = Date()
  let result = try shop.keshikomi(["resolve", "--by", "Aoki", path])
  #expect((1...3).contains(result.exitCode), "\(result.exitCode) \(result.errors)")
  #expect(Date().timeIntervalSince(started) < 60)
  try shop.put("bomb.zip", try readBytes(URL(fileURLWithPath: path)))
  #expect(try shop.keshikomi(["run", "--as-of", "2026-11-20T10:30"]).exitCode == 2)
  #expect(shop.inbox.contains("bomb.zip"))
}

@Test("Names of files may be of any bytes: what can be opened is read, the rest is told")
private func namesOfAnyBytes() throws {
  let shop = try Shop(policy: "language: en\n")
  func row(_ n: Int) -> String { "D\(n),2026-11-17,2026-11-17,\(700 + n),ｱﾍﾞ\n" }
  let names: [[UInt8]] = [
    Array(String(repeating: "x", count: 255).utf8), Array("-rf".utf8), Array("a\nb".utf8),
    Array("x..%2f..%2f".utf8), Array("~".utf8), Array("*?[".utf8), [0x80, 0xFF, 0x2E, 0x63],
    Array("CON".utf8), Array("a\\b".utf8), Array(String(repeating: "店", count: 85).utf8),
  ]
  for (n, name) in names.enumerated() {
    let path = (Array(shop.inboxFolder.path.utf8) + [0x2F] + name + [0]).map {
      CChar(bitPattern: $0)
    }
    if let file = fopen(path, "w") {
      fputs(deposits + row(n), file)
      fclose(file)
    } else {
      Issue.record("no file of that name could be made: \(name)")
    }
  }
  let result = try shop.keshikomi(["run", "--as-of", moment])
  // A name that is no UTF-8 cannot be told without losing it: it stays, and is told.
  #expect(result.exitCode == 2, "\(result.output) \(result.errors)")
  let taken = try shop.table("entries.csv").compactMap { $0["amount_yen"] }
  let expected = [700, 701, 702, 703, 704, 705, 707, 708, 709].map { "\($0)" }
  #expect(taken.sorted() == expected)
  #expect(shop.inbox.count == 1)
  #expect(try shop.isProved)
}
