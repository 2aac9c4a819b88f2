import Testing

@testable import Reading

/// Writes down what the stream reports.
private final class Recorder: XMLStream {
  var events: [String] = []

  override func opened(
    _ field: UInt8, name: Int, namespace: () -> [UInt8]?, _ at: XMLAttributes
  ) {
    let currency = at.value("Ccy").map { "@" + $0.string } ?? ""
    events.append("<\(field)\(currency)")
  }

  override func closed(_ field: UInt8, text: UnsafeRawBufferPointer) {
    events.append("\(field)>\(text.string)")
  }
}

private func events(_ paths: [(path: String, field: UInt8)], _ xml: String) -> [String] {
  Array(xml.utf8).withUnsafeBytes { bytes in
    let stream = Recorder(table: XMLPathTable(paths), consumed: { _ in })
    #expect(stream.read(bytes, from: 0).refusal == nil)
    return stream.events
  }
}

private let paths: [(path: String, field: UInt8)] = [
  ("R", 1), ("R/A|B", 2), ("R/A|B/C", 3), ("R/S", 4), ("R/S/Cd", 4),
]

struct WalkRow: Sendable {
  var xml: String
  var events: [String]
}

@Test(
  "Elements on a path are reported, all others are passed over",
  arguments: [
    WalkRow(xml: "<R/>", events: ["<1", "1>"]),
    WalkRow(
      xml: "<R><A><C>x</C></A><B><C>y</C></B></R>",
      events: ["<1", "<2", "<3", "3>x", "2>", "<2", "<3", "3>y", "2>", "1>"]),
    WalkRow(xml: "<R><X><C>x</C><A/></X></R>", events: ["<1", "1>"]),
    WalkRow(xml: "<W><V/><R><A/></R></W>", events: ["<1", "<2", "2>", "1>"]),
    WalkRow(xml: "<R><S>BOOK</S></R>", events: ["<1", "<4", "4>BOOK", "1>"]),
    WalkRow(
      xml: "<R><S>\n <Cd>BOOK</Cd>\n</S></R>",
      events: ["<1", "<4", "<4", "4>BOOK", "4>", "1>"]),
    WalkRow(
      xml: "<R><S> a&amp;b <![CDATA[<c>]]> </S></R>", events: ["<1", "<4", "4>a&b <c>", "1>"]),
    WalkRow(
      xml: "<R><S Ccy=\"JPY\" x:Ccy=\"no\" xmlns:x=\"u\"/></R>",
      events: ["<1", "<4@JPY", "4>", "1>"]),
    WalkRow(xml: "<R><S CcyX=\"JPY\"/></R>", events: ["<1", "<4", "4>", "1>"]),
    WalkRow(xml: "<R><A><X>t</X>u</A></R>", events: ["<1", "<2", "2>u", "1>"]),
  ])
func xmlWalk(row: WalkRow) { #expect(events(paths, row.xml) == row.events) }

@Test("Text that arrives in pieces is one text, however long the way")
func xmlLongText() {
  let long = String(repeating: "ｶ)ﾐﾅﾓ&amp;", count: 2000)
  let expected = String(repeating: "ｶ)ﾐﾅﾓ&", count: 2000)
  #expect(events(paths, "<R><S>\(long)</S></R>") == ["<1", "<4", "4>" + expected, "1>"])
}

@Test("Depth 64 is read and depth 65 is not")
func xmlDepth() {
  for (depth, refusal) in [(64, nil), (65, XMLRefusal.tooDeep)] {
    let xml = String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    let found = Array(xml.utf8).withUnsafeBytes { bytes in
      Recorder(table: XMLPathTable(paths), consumed: { _ in }).read(bytes, from: 0).refusal
    }
    #expect(found == refusal)
  }
}

@Test("The table of paths finds the same states as a walk through the paths themselves")
func xmlPathTwin() {
  let table = camtPaths
  for state in [XMLPathTable.skipped, XMLPathTable.outside] { #expect(table.fields[state] == 0) }
  #expect(table.next.count == table.fields.count * table.names.count)
  #expect(Set(table.names).count == table.names.count)
  // Every state but the two fixed ones is reached, and from one place only or from alternatives.
  var reached = Set(table.next.map { Int($0) })
  reached.formUnion([XMLPathTable.skipped, XMLPathTable.outside])
  #expect(reached == Set(table.fields.indices))
  let last = CamtField.detailText.rawValue
  let used = Set(table.fields).subtracting([0])
  #expect(used == Set(1...last))
}
