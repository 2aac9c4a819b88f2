import Foundation
import Model
import TestKit
import Testing

@testable import Reading

/// Writes down every event, with the namespace of the first element and all texts.
private final class EventRecorder: XMLStream {
  var events: [String] = []

  init(_ driver: XMLDriver) {
    super.init(table: camtPaths, driver: driver, consumed: { _ in })
  }

  override func opened(
    _ field: UInt8, name: Int, namespace: () -> [UInt8]?, _ at: XMLAttributes
  ) {
    let currency = at.value("Ccy")?.string ?? "-"
    let uri = namespace().map { String(decoding: $0, as: UTF8.self) } ?? "-"
    // libxml2 leaves an ampersand of an attribute's value as a reference, for its tree builder.
    let event = "<\(field) \(name) \(uri) \(currency) \(line)"
    events.append(event.replacing("&#38;", with: "&"))
  }

  override func closed(_ field: UInt8, text: UnsafeRawBufferPointer) {
    events.append("\(field)>\(text.string)")
  }
}

private struct Walk: Equatable {
  var events: [String]
  var kind: String

  /// libxml2 tells an error where its own buffer stands; the kind is what has to agree.
  init(_ bytes: [UInt8], _ driver: XMLDriver) {
    let recorder = EventRecorder(driver)
    var refusal: XMLRefusal?
    bytes.withUnsafeBytes { file in
      var start = file.firstIndex(of: 0x3C) ?? 0
      while refusal == nil, start < file.count {
        (refusal, start) = recorder.read(file, from: start)
        while start < file.count, file[start] != 0x3C { start += 1 }
      }
    }
    switch refusal {
    case nil: kind = "read"
    // Which of the two a fault behind the root is called depends on how far libxml2 looks ahead.
    case .malformed, .severalDocuments: kind = "malformed"
    case let other?: kind = "\(other)"
    }
    events = kind == "read" ? recorder.events : []
  }
}

/// What the two make of the bytes where it differs; nil where they agree.
private func difference(_ bytes: [UInt8]) -> String? {
  let (own, library) = (Walk(bytes, .scanner), Walk(bytes, .library))
  if own == library { return nil }
  let first = zip(own.events, library.events).first { $0 != $1 }
  return "\(own.kind) and \(library.kind), first \(String(describing: first)), "
    + "\(own.events.count) and \(library.events.count) events"
}

private let seeds: [(String, [UInt8])] = {
  let fixtures = [
    "camt-052/sample.xml", "camt-053/sample.xml", "camt-054/sample.xml", "camt-054/zedi.xml",
    "camt-053/version-01.xml", "camt-053/version-07.xml",
  ]
  return fixtures.map { ($0, try! readBytes(repoFile("fixtures/formats/" + $0))) }
}()

@Test("The scanner and libxml2 report the same events for every fixture")
func xmlTwinFixtures() {
  for (name, bytes) in seeds { #expect(difference(bytes) == nil, "\(name)") }
}

@Test(
  "The scanner and libxml2 report the same events for every public sample",
  .enabled(if: sharedFolder() != nil, Comment(rawValue: withoutSharedFolder)))
func xmlTwinSamples() throws {
  for name in ["camt", "xml-edge", "zedi"] {
    let folder = try #require(sharedFolder()).appendingPathComponent("samples/bank/" + name)
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where file.hasSuffix(".xml") {
      let bytes = try readBytes(folder.appendingPathComponent(file))
      #expect(difference(bytes) == nil, "\(file)")
    }
  }
}

/// Pieces of XML that are put anywhere: what is right in one place is wrong in another.
private let pieces: [String] = [
  "<!-- c -->", "<!-- c -- d -->", "<!--->", "<![CDATA[<x>&]]>", "<![CDATA[", "]]>", "]]",
  "<?p q?>",
  "<?xml version=\"1.0\"?>", "<?XmL ?>", "<?a:b ?>", "<?p?>", "<!DOCTYPE a>", "&amp;", "&lt;",
  "&#65;",
  "&#x3042;", "&#0;", "&#xD800;", "&#x;", "&x;", "&", "&#99999999999;", "<a>", "</a>", "<a/>",
  "<a b='1'/>",
  "<a b='1' b='2'/>", "<a b='1'c='2'/>", "<a b = '1' />", "<a b='<'/>", "<a b='&lt;\n&#10;'/>",
  "<a b/>",
  "<x:a/>", "<a x:b='1'/>", "<x:a xmlns:x='u'/>", "<a xmlns:x='u' x:b='1' b='1'/>",
  "<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='1'/>", "<a xmlns:x=''/>", "<a xmlns=''/>",
  "<a xmlns='u v'/>",
  "<a xmlns:x='u' xmlns:x='v'/>", "<a xmlns='u' xmlns='v'/>", "<a xmlns:xml='u'/>",
  "<a xml:lang='ja'/>",
  "<a xmlns:xmlns='u'/>", "<:a/>", "<a:/>", "<x:y:z/>", "<a :b='1'/>", "<あ/>", "<×/>", "<a\u{B7}/>",
  "<\u{B7}a/>", " Ccy='USD'", " xmlns:q='http://a:b/'", "\r", "\r\n", "\t", "\u{0}", "\u{1}",
  "\u{7F}",
  "\u{85}", "\u{FFFE}", "\u{FEFF}", "髙", "<", ">", "'", "\"", "=", "/", "<Ntry>", "</Ntry>",
  "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">", "</Document>", "<a ", "/>",
]

/// Pieces that do no harm between two tags.
private let harmless: [String] = [
  "<!-- c -->", "<![CDATA[<x>&]]>", "<?p q?>", "&amp;", "&lt;", "&#65;", "&#x3042;", "<a/>",
  "<a b='1'/>", "<a b = '1' />", "<a b='&lt;\n&#10;\t'/>", "<x:a xmlns:x='u'/>",
  "<a xmlns:x='u' x:b='1' b='1'/>", "<a xmlns=''/>", "<a xml:lang='ja'></a >", "<あ/>", "\r", "\r\n",
  "\t", "\u{7F}", "\u{85}", "髙", ">", "'", "]", "<a><b>c</b>d</a>", "\u{1F600}",
  "<Amt Ccy='E&#85;R' x:Ccy='JPY' xmlns:x='v'>5</Amt>", "<?xml-style x?>", "<![CDATA[]]>",
  "<a xmlns='urn:x'><Ntry/></a>", "<![CDATA[a\r\nb\rc]]>", "<Sts>\r\nBO<!-- -->OK</Sts>",
]

private let badBytes: [[UInt8]] = [
  [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xFF],
  [0xE3, 0x81], [0xF0, 0x9F, 0x98, 0x80], [0xC2],
]

private func damaged(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
  var result = bytes
  for _ in 0..<random.within(1...3) {
    let at = random.within(0...result.count)
    switch random.within(0...5) {
    case 0...2:
      let piece = pieces[random.within(0...pieces.count - 1)]
      result.insert(contentsOf: piece.utf8, at: at)
    case 3:
      let bad = badBytes[random.within(0...badBytes.count - 1)]
      result.insert(contentsOf: bad, at: at)
    case 4:
      let end = min(result.count, at + random.within(1...40))
      result.removeSubrange(at..<end)
    default:
      // Behind a `>` or a `<`, where a piece is most likely to be right.
      guard let mark = result[at...].firstIndex(of: 0x3E) else { continue }
      let piece = pieces[random.within(0...pieces.count - 1)]
      result.insert(contentsOf: piece.utf8, at: mark + 1)
    }
  }
  return result
}

/// Harmless pieces before some of the tags, inside the root.
private func varied(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
  var result = bytes
  for _ in 0..<random.within(1...4) {
    let at = random.within(400...result.count - 1)
    guard let mark = result[at...].firstIndex(of: 0x3C), mark + 20 < result.count else { continue }
    result.insert(contentsOf: harmless[random.within(0...harmless.count - 1)].utf8, at: mark)
  }
  return result
}

@Test("The scanner and libxml2 agree on what is damaged, and on what damage does not matter")
func xmlTwinMutations() {
  var random = SeededRandom(seed: 20_261_124)
  var read = 0
  for round in 0..<6_000 {
    let (name, seed) = seeds[round % seeds.count]
    // Every third is damaged bytewise, as a disk or a line does it.
    let bytes =
      switch round % 3 {
      case 0: mutated(seed, &random)
      case 1: damaged(seed, &random)
      default: varied(seed, &random)
      }
    let found = difference(bytes)
    #expect(found == nil, "\(name) round \(round)")
    if Walk(bytes, .scanner).kind == "read" { read += 1 }
  }
  // Else the test compares refusals only.
  #expect(read > 1500)
}

@Test("Bytes that were given back are not read again, whoever reads", arguments: [true, false])
func xmlGivenBack(isOwn: Bool) {
  let entry = camtEntry(rest: "<AddtlNtryInf>ｶ)ﾐﾅﾓ</AddtlNtryInf>")
  let file = camtFile(camtStatement(String(repeating: entry, count: 20_000)))
  let whole = readStatement(file)
  #expect(file.count > 3 << 20)
  #expect(whole.rows.count == 20_000 && whole.rows.last?.line == 20_003)
  let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: file.count, alignment: 16)
  defer { copy.deallocate() }
  copy.copyBytes(from: file)
  nonisolated(unsafe) let given = copy
  let context = ReadingContext(
    asOf: Day(iso: "2026-11-23")!,
    consumed: { offset in for index in 0..<offset { given[index] = 0xFF } })
  var rows: [StatementRow] = []
  let reading = readCamt(
    UnsafeRawBufferPointer(copy), context: context, sink: RowSink(statement: { rows.append($0) }),
    driver: isOwn ? .scanner : .library)
  #expect(copy[0] == 0xFF)
  #expect(reading.findings.isEmpty && rows == whole.rows)
}
