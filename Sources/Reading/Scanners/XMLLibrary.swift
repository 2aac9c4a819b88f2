internal import CLibXML2

/// libxml2 as the driver of a stream: for encodings other than UTF-8, and as the judge of what is
/// well-formed.
final class XMLLibrary {
  private let parser: xmlParserCtxtPtr
  private unowned(unsafe) let stream: XMLStream
  private let slots: UnsafeMutablePointer<NameSlot>
  private var readOffset: Int

  private struct NameSlot {
    var name: UnsafePointer<UInt8>?
    var number: UInt16
  }

  private static let slotMask = 511

  init(_ stream: XMLStream) {
    self.stream = stream
    // An XML declaration behind a blank line or a mark is a fault to libxml2, and none to us.
    readOffset = isUTF16(stream.bytes) ? 0 : stream.bytes.firstIndex(of: 0x3C) ?? 0
    xmlSetStructuredErrorFunc(nil) { _, _ in }  // errors without a parser would go to stderr
    parser = xmlNewParserCtxt()
    slots = .allocate(capacity: XMLLibrary.slotMask + 1)
    slots.initialize(
      repeating: NameSlot(name: nil, number: 0), count: XMLLibrary.slotMask + 1)
    intern(stream.table.names)
    install()
  }

  deinit {
    xmlFreeParserCtxt(parser)
    slots.deallocate()
  }

  var line: Int32 { parser.pointee.input.map { Int32($0.pointee.line) } ?? 0 }

  func stop() { xmlStopParser(parser) }

  func run(_ stream: XMLStream) {
    let options = Int32(XML_PARSE_NONET.rawValue)
    let isShiftJIS = declaresShiftJIS(stream.bytes)
    let document = xmlCtxtReadIO(
      parser, { object, buffer, room in XMLLibrary.fill(object, buffer, room) }, { _ in 0 },
      Unmanaged.passUnretained(self).toOpaque(), nil, isShiftJIS ? "CP932" : nil,
      isShiftJIS ? options | Int32(XML_PARSE_IGNORE_ENC.rawValue) : options)
    xmlFreeDoc(document)
    if stream.refusal == nil, parser.pointee.wellFormed == 0 || parser.pointee.nsWellFormed == 0 {
      stream.refusal = .malformed(
        line: stream.line, byte: Int64(stream.origin + readOffset))
    }
  }

  private func intern(_ names: [String]) {
    for (number, name) in names.enumerated() {
      let pointer = xmlDictLookup(parser.pointee.dict, name, -1)
      var at = slot(pointer)
      while slots[at].name != nil { at = (at + 1) & XMLLibrary.slotMask }
      slots[at] = NameSlot(name: pointer, number: UInt16(number))
    }
  }

  @inline(__always)
  private func slot(_ name: UnsafePointer<UInt8>?) -> Int {
    let bits = UInt(bitPattern: name)
    return Int(truncatingIfNeeded: (bits >> 2) ^ (bits >> 11)) & XMLLibrary.slotMask
  }

  /// The number of a name, nil where the table does not have it. Names are interned by the parser,
  /// so equal names have equal pointers.
  @inline(__always)
  private func number(_ name: UnsafePointer<UInt8>?) -> Int? {
    var at = slot(name)
    while let candidate = slots[at].name {
      if candidate == name { return Int(slots[at].number) }
      at = (at &+ 1) & XMLLibrary.slotMask
    }
    return nil
  }

  private func install() {
    parser.pointee._private = Unmanaged.passUnretained(self).toOpaque()
    guard let sax = parser.pointee.sax else { preconditionFailure("a parser without callbacks") }
    sax.pointee = xmlSAXHandler()
    sax.pointee.initialized = UInt32(XML_SAX2_MAGIC)
    sax.pointee.internalSubset = { c, _, _, _ in XMLLibrary.of(c) { $0.stream.stop(.doctype) } }
    sax.pointee.startElementNs = { c, name, _, uri, _, _, count, _, attributes in
      let at = XMLAttributes(library: attributes, count: Int(count))
      XMLLibrary.of(c) { library in
        library.stream.bytesSinceEvent = 0
        library.stream.begin(library.number(name), at) { textBytes(uri) }
      }
    }
    sax.pointee.endElementNs = { c, _, _, _ in
      XMLLibrary.of(c) { library in
        library.stream.bytesSinceEvent = 0
        library.stream.end()
      }
    }
    sax.pointee.characters = { c, start, count in
      XMLLibrary.of(c) { library in
        library.stream.bytesSinceEvent = 0
        if let start { library.stream.append(start, Int(count)) }
      }
    }
    sax.pointee.cdataBlock = sax.pointee.characters
    sax.pointee.serror = { c, error in
      guard let error, error.pointee.level == XML_ERR_FATAL else { return }
      let (code, line) = (error.pointee.code, Int32(error.pointee.line))
      XMLLibrary.of(c) { $0.fail(code, line) }
    }
  }

  @inline(__always)
  private static func of(_ parser: UnsafeMutableRawPointer?, _ body: (XMLLibrary) -> Void) {
    guard let parser else { return }
    let context = parser.assumingMemoryBound(to: xmlParserCtxt.self)
    guard let object = context.pointee._private else { return }
    Unmanaged<XMLLibrary>.fromOpaque(object)._withUnsafeGuaranteedRef(body)
  }

  private func fail(_ code: Int32, _ line: Int32) {
    let isBehindRoot = stream.hasClosedRoot && stream.depth == 0
    let isSecond =
      code == Int32(XML_ERR_DOCUMENT_END.rawValue)
      || code == Int32(XML_ERR_RESERVED_XML_NAME.rawValue)
    stream.stop(
      isBehindRoot && isSecond
        ? .severalDocuments
        : .malformed(line: stream.linesBefore + line, byte: Int64(stream.origin + readOffset)))
  }

  /// The parser pulls its input through here.
  private static func fill(
    _ object: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ room: Int32
  ) -> Int32 {
    guard let object, let buffer, room > 0 else { return -1 }
    return Unmanaged<XMLLibrary>.fromOpaque(object)._withUnsafeGuaranteedRef { library in
      library.fill(buffer, Int(room))
    }
  }

  private func fill(_ buffer: UnsafeMutablePointer<CChar>, _ room: Int) -> Int32 {
    if stream.bytesSinceEvent > XMLStream.maxTokenBytes {
      if stream.refusal == nil { stream.refusal = .textTooLong }
      return -1
    }
    let count = min(room, stream.bytes.count - readOffset)
    guard count > 0, stream.refusal == nil, let base = stream.bytes.baseAddress else { return 0 }
    UnsafeMutableRawPointer(buffer).copyMemory(from: base + readOffset, byteCount: count)
    readOffset += count
    stream.bytesSinceEvent += count
    stream.tell(readOffset)
    return Int32(count)
  }
}

/// A text of the parser's, which ends in a NUL.
private func textBytes(_ start: UnsafePointer<UInt8>?) -> [UInt8]? {
  guard let start else { return nil }
  var count = 0
  while start[count] != 0 { count += 1 }
  return Array(UnsafeBufferPointer(start: start, count: count))
}

/// Whether libxml2 takes the name of a namespace for a URI.
func isURI(_ bytes: [UInt8]) -> Bool {
  let parsed = (bytes + [0]).withUnsafeBufferPointer { text in
    text.withMemoryRebound(to: CChar.self) { xmlParseURI($0.baseAddress) }
  }
  xmlFreeURI(parsed)
  return parsed != nil
}

/// By its mark, or by how an XML file without one must begin.
func isUTF16(_ bytes: UnsafeRawBufferPointer) -> Bool {
  guard bytes.count >= 4 else { return false }
  switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
  case (0xFF, 0xFE, 0x3C, 0), (0xFE, 0xFF, 0, 0x3C), (0x3C, 0, 0x3F, 0), (0, 0x3C, 0, 0x3F):
    return true
  default: return false
  }
}

/// libxml2 takes `Shift_JIS` for the narrow standard without ①, 髙 and ㈱. Japanese files mean
/// CP932 by it.
private func declaresShiftJIS(_ bytes: UnsafeRawBufferPointer) -> Bool {
  let names: [[UInt8]] = [Array("shift_jis".utf8), Array("shift-jis".utf8), Array("sjis".utf8)]
  var head: [UInt8] = []
  for byte in bytes.prefix(160) {
    if byte == 0x3E { break }
    head.append(byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte)
  }
  return names.contains { name in
    head.indices.contains { head[$0...].starts(with: name) }
  }
}
