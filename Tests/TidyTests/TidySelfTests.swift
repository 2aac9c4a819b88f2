import Foundation
import TestKit
import Testing

/// A snippet for a rule, with the line where it must be found; 0 means that it is fine.
struct Snippet: Sendable, CustomTestStringConvertible {
  var rule: String
  var path: String
  var text: String
  var line: Int

  init(_ rule: String, _ path: String, _ text: String, line: Int) {
    self.rule = rule
    self.path = path
    self.text = text
    self.line = line
  }

  var testDescription: String { "\(rule) in \(path): \(text.prefix(40))" }
}

private let reading = "Sources/Reading/X.swift"

private let snippets = [
  Snippet("imports", reading, "import Model\nimport Matching\n", line: 2),
  Snippet("imports", "Sources/Model/X.swift", "internal import Foundation\n", line: 1),
  Snippet("imports", reading, "public import struct Foundation.Data\n", line: 1),
  Snippet("imports", "Sources/Unheard/X.swift", "\n", line: 1),
  Snippet("imports", reading, "internal import CLibXML2\npublic import Model\n", line: 0),
  Snippet("purity", reading, "let a = 1\nlet now = Date()\n", line: 2),
  Snippet("purity", reading, "func f() { print(1) }", line: 1),
  Snippet("purity", reading, "let f = fopen(p, m)", line: 1),
  Snippet("purity", reading, "let n = Int.random(in: 0..<2)", line: 1),
  Snippet("purity", reading, "let s = \"\\(getenv(name))\"", line: 1),
  Snippet("purity", reading, "// print(1) at Date()\nlet s = \"Date print(\"", line: 0),
  Snippet("purity", "Sources/Running/X.swift", "print(1)", line: 0),
  Snippet("numbers", "Sources/Running/X.swift", "let x: Double = 1", line: 1),
  Snippet("numbers", "Sources/Model/X.swift", "let x = Decimal(1)", line: 1),
  Snippet("numbers", "Sources/Model/X.swift", "let x = DoublePayment()", line: 0),
  Snippet("bytes", reading, "let parts = text.split(separator: s)", line: 1),
  Snippet("bytes", "Sources/Matching/X.swift", "let c: Character = k", line: 1),
  Snippet("bytes", reading, "let s = Scanner(string: t)", line: 1),
  Snippet("bytes", reading, "let r = /* text.split( */ FixedScanner(bytes)", line: 0),
  Snippet("bytes", "Sources/Reporting/X.swift", "text.split(separator: s)", line: 0),
  Snippet("function-length", "Tests/X.swift", longFunction(71), line: 1),
  Snippet("function-length", "Tests/X.swift", longFunction(70), line: 0),
  Snippet("file-length", "Tests/X.swift", lines(501), line: 501),
  Snippet("file-length", "Tests/X.swift", lines(500), line: 0),
  Snippet("line-length", "Tests/X.swift", "//" + String(repeating: "金", count: 99), line: 1),
  Snippet("line-length", "Tests/X.swift", "//" + String(repeating: "金", count: 98), line: 0),
  Snippet("line-length", reading, "let s = \"" + lines(10, joined: "x") + "\"", line: 1),
  Snippet("line-length", reading, "\"\"\"\n" + lines(10, joined: "x") + "\n\"\"\"", line: 0),
  Snippet("documented", reading, "\npublic func f() {}", line: 2),
  Snippet("documented", reading, "/// Does.\n@inlinable\npublic func f() {}", line: 0),
]

private func longFunction(_ count: Int) -> String {
  "func f(\n  a: Int) {\n" + lines(count - 3) + "}\nlet after = { 1 }\n"
}

private func lines(_ count: Int, joined: String = "") -> String {
  let line = joined.isEmpty ? "  // line\n" : "a long line \(joined)"
  return String(repeating: line, count: count)
}

@Suite("Every tidy check can fail")
struct TidySelfTests {
  @Test("a rule finds the bad snippet at its line and passes the good one", arguments: snippets)
  func snippet(_ row: Snippet) throws {
    let rule = try #require(fileRules.first { $0.name == row.rule })
    let found = rule.breaches(SourceFile(path: row.path, text: row.text)).map(\.line)
    #expect(found == (row.line == 0 ? [] : [row.line]))
  }

  @Test("every rule has a bad snippet and a good one", arguments: fileRules.map(\.name))
  func rulesAreTried(_ name: String) {
    #expect(snippets.contains { $0.rule == name && $0.line > 0 })
    #expect(snippets.contains { $0.rule == name && $0.line == 0 })
  }

  @Test("a waiver covers its rule in its file only, and one that nothing needs is named")
  func waiversAreExact() {
    let breaches = [
      Breach(rule: "numbers", path: "A.swift", line: 1, what: ""),
      Breach(rule: "numbers", path: "B.swift", line: 2, what: ""),
      Breach(rule: "bytes", path: "A.swift", line: 3, what: ""),
    ]
    let list = waivers("numbers | A.swift | because\nnumbers | C.swift | because")
    let result = apply(list, to: breaches)
    #expect(result.standing.map(\.line) == [2, 3])
    #expect(result.unneeded.map(\.path) == ["C.swift"])
  }

  @Test("comments and literals are blanked, interpolated code is not")
  func blanking() {
    let text = "a /* b /* c */ d */ e \"f \\(g(\"h\") + i) j\" k // l\n#\"m\\(n) \\#(o)\"# p"
    let kept = blanked(text).filter { $0 != " " }
    #expect(kept == "ae(g()+i)k\n(o)p")
    #expect(blanked("\"\"\"\n  x \"y\" z\n  \"\"\"\nw").filter { $0 != " " } == "\n\n\nw")
  }

  @Test("functions without a body have no length, nested braces and closures do not end one")
  func functionEnds() {
    let code = SourceFile(
      path: "",
      text: "protocol P {\n  func a()\n  func b() -> Int\n}\nfunc c(x: () -> Void = {}) {\n"
        + "  if y { z { 1 } }\n}\n")
    let found = functions(in: code.code)
    #expect(found.map(\.first) == [5])
    #expect(found.map(\.last) == [7])
  }

  @Test("enum cases are read with values and payloads, and unused ones are named")
  func enumCasesAreRead() {
    let file = SourceFile(
      path: "",
      text: "enum E: String {\n  // x\n  case a, b = \"q\", c\n  case d(Int)\n}\n"
        + "enum F { case g }\n")
    #expect(enumCases("E", in: file) == ["a", "b", "c", "d"])
    let user = SourceFile(path: "", text: "use(.a, .bc, x.c) // .d")
    #expect(unmentioned(["a", "b", "c", "d"], in: [user]) == ["b", "d"])
  }

  @Test("a format without sample, expectation or doc line is named")
  func formatParts() {
    let source = SourceFile(
      path: "", text: "  id: \"one\", x\n  case x = \"orders-two\"\n  id: \"\\(made)\"")
    let ids = formatIDs(in: [source])
    #expect(ids == ["one", "orders-two"])
    let missing = missingParts(
      ofFormats: ids, fixtures: ["one/sample.csv", "one/expected.txt"], doc: "| `one` | A |")
    #expect(missing.count == 3)
    #expect(missing.allSatisfy { $0.contains("two") })
  }

  @Test("a stray entry in the top folder and a machine's path are found")
  func placesAreFound() {
    #expect(
      strayTopEntries(["Sources/a.swift", ".ci/run", "notes.txt", "x/y"]) == ["notes.txt", "x"])
    let slash = "/"
    let bad = "a\nsee \(slash)work\(slash)x\n\"\(slash)home\(slash)me\"\n\(slash)opt\(slash)swift-6"
    #expect(machinePathLines(Array(bad.utf8)) == [2, 3, 4])
    let good =
      "https://example.com/home/x\nframe\(slash)work/y \(slash)homework/ \(slash)usr/bin/env"
    #expect(machinePathLines(Array(good.utf8)) == [])
  }
}
