internal import CLibXML2

/// Why an XML file was not read to its end.
enum XMLRefusal: Equatable {
  case doctype
  case tooDeep
  case textTooLong
  case malformed(line: Int32, byte: Int64)
  case severalDocuments
  /// Stopped by the reader itself.
  case byReader
}

/// Attributes of an element while it is opened.
struct XMLAttributes {
  fileprivate let start: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  fileprivate let count: Int

  /// The value of the attribute without a namespace, as bytes of the parser's own buffer.
  func value(_ name: StaticString) -> UnsafeRawBufferPointer? {
    guard let start else { return nil }
    for index in 0..<count {
      // localname, prefix, URI, value, end of value
      guard let local = start[index * 5], let value = start[index * 5 + 3],
        let end = start[index * 5 + 4]
      else { continue }
      var at = 0
      while at < name.utf8CodeUnitCount, local[at] == name.utf8Start[at] { at += 1 }
      if at == name.utf8CodeUnitCount, local[at] == 0 {
        return UnsafeRawBufferPointer(start: value, count: end - value)
      }
    }
    return nil
  }
}

/// Walks an XML file once, from beginning to end, and reports the elements of a path table.
///
/// libxml2 does the parsing, with callbacks of ours only: no tree, no entities, no network. Its
/// own limits sit in the tree builder, which is not used, so the limits are set here. Memory does
/// not depend on the size of the file. Subclasses receive `opened` and `closed`.
class XMLStream {
  static let maxDepth = 64
  /// Text of one element. The longest field of a statement is 500 characters by its schema.
  static let maxTextBytes = 64 << 10
  /// Bytes read without anything happening: a giant tag, comment or attribute.
  static let maxTokenBytes = 256 << 10

  private let parser: xmlParserCtxtPtr
  private let bytes: UnsafeRawBufferPointer
  private let consumed: @Sendable (Int) -> Void
  private var readOffset = 0
  private var toldConsumed = 0
  private var bytesSinceEvent = 0
  private(set) var refusal: XMLRefusal?
  private(set) var depth = 0
  private var hasClosedRoot = false

  private let nameCount: Int
  private let next: UnsafeMutablePointer<UInt16>
  private let fields: UnsafeMutablePointer<UInt8>
  private let states: UnsafeMutablePointer<UInt16>
  private let slots: UnsafeMutablePointer<NameSlot>
  private let text: UnsafeMutablePointer<UInt8>
  private var textCount = 0
  private var skippedText = 0
  private var capturing = false

  private struct NameSlot {
    var name: UnsafePointer<UInt8>?
    var number: UInt16
  }

  private static let slotMask = 511

  init(
    _ bytes: UnsafeRawBufferPointer, table: XMLPathTable,
    consumed: @escaping @Sendable (Int) -> Void
  ) {
    self.bytes = bytes
    self.consumed = consumed
    // An XML declaration behind a blank line or a mark is a fault to libxml2, and none to us.
    readOffset = bytes.firstIndex(of: 0x3C) ?? 0
    xmlSetStructuredErrorFunc(nil) { _, _ in }  // errors without a parser would go to stderr
    parser = xmlNewParserCtxt()
    nameCount = table.names.count
    next = .allocate(capacity: table.next.count)
    next.initialize(from: table.next, count: table.next.count)
    fields = .allocate(capacity: table.fields.count)
    fields.initialize(from: table.fields, count: table.fields.count)
    states = .allocate(capacity: XMLStream.maxDepth + 2)
    states.initialize(repeating: 0, count: XMLStream.maxDepth + 2)
    states[0] = UInt16(XMLPathTable.outside)
    slots = .allocate(capacity: XMLStream.slotMask + 1)
    slots.initialize(repeating: NameSlot(name: nil, number: 0), count: XMLStream.slotMask + 1)
    text = .allocate(capacity: XMLStream.maxTextBytes)
    intern(table.names)
    install()
  }

  deinit {
    xmlFreeParserCtxt(parser)
    next.deallocate()
    fields.deallocate()
    states.deallocate()
    slots.deallocate()
    text.deallocate()
  }

  /// An element of the table begins. `name` is its number in the table.
  func opened(_ field: UInt8, name: Int, namespace: UnsafePointer<UInt8>?, _ at: XMLAttributes) {}

  /// An element of the table ends. `text` is what stood directly in it behind its last child,
  /// without white space around it.
  func closed(_ field: UInt8, text: UnsafeRawBufferPointer) {}

  /// The line of the element in hand.
  final var line: Int32 { parser.pointee.input.map { Int32($0.pointee.line) } ?? 0 }

  final func stop(_ reason: XMLRefusal = .byReader) {
    if refusal == nil { refusal = reason }
    xmlStopParser(parser)
  }

  /// Reads the whole file; the refusal, or nil where it was well-formed.
  final func run() -> XMLRefusal? {
    let me = Unmanaged.passUnretained(self)
    let options = Int32(XML_PARSE_NONET.rawValue)
    let isShiftJIS = declaresShiftJIS(bytes)
    let document = xmlCtxtReadIO(
      parser, { object, buffer, room in XMLStream.fill(object, buffer, room) }, { _ in 0 },
      me.toOpaque(), nil, isShiftJIS ? "CP932" : nil,
      isShiftJIS ? options | Int32(XML_PARSE_IGNORE_ENC.rawValue) : options)
    xmlFreeDoc(document)
    if refusal == nil, parser.pointee.wellFormed == 0 || parser.pointee.nsWellFormed == 0 {
      refusal = .malformed(line: line, byte: Int64(readOffset))
    }
    return refusal
  }

  private func intern(_ names: [String]) {
    for (number, name) in names.enumerated() {
      let pointer = xmlDictLookup(parser.pointee.dict, name, -1)
      var at = slot(pointer)
      while slots[at].name != nil { at = (at + 1) & XMLStream.slotMask }
      slots[at] = NameSlot(name: pointer, number: UInt16(number))
    }
  }

  @inline(__always)
  private func slot(_ name: UnsafePointer<UInt8>?) -> Int {
    let bits = UInt(bitPattern: name)
    return Int(truncatingIfNeeded: (bits >> 2) ^ (bits >> 11)) & XMLStream.slotMask
  }

  /// The number of a name, nil where the table does not have it. Names are interned by the parser,
  /// so equal names have equal pointers.
  @inline(__always)
  private func number(_ name: UnsafePointer<UInt8>?) -> Int? {
    var at = slot(name)
    while let candidate = slots[at].name {
      if candidate == name { return Int(slots[at].number) }
      at = (at &+ 1) & XMLStream.slotMask
    }
    return nil
  }

  private func install() {
    parser.pointee._private = Unmanaged.passUnretained(self).toOpaque()
    guard let sax = parser.pointee.sax else { preconditionFailure("a parser without callbacks") }
    sax.pointee = xmlSAXHandler()
    sax.pointee.initialized = UInt32(XML_SAX2_MAGIC)
    sax.pointee.internalSubset = { c, _, _, _ in XMLStream.of(c) { $0.stop(.doctype) } }
    sax.pointee.startElementNs = { c, name, _, uri, _, _, count, _, attributes in
      let at = XMLAttributes(start: attributes, count: Int(count))
      XMLStream.of(c) { $0.begin(name, uri, at) }
    }
    sax.pointee.endElementNs = { c, _, _, _ in XMLStream.of(c) { $0.end() } }
    sax.pointee.characters = { c, start, count in
      XMLStream.of(c) { $0.append(start, Int(count)) }
    }
    sax.pointee.cdataBlock = sax.pointee.characters
    sax.pointee.serror = { c, error in
      guard let error, error.pointee.level == XML_ERR_FATAL else { return }
      let (code, line) = (error.pointee.code, Int32(error.pointee.line))
      XMLStream.of(c) { $0.fail(code, line) }
    }
  }

  @inline(__always)
  private static func of(_ parser: UnsafeMutableRawPointer?, _ body: (XMLStream) -> Void) {
    guard let parser else { return }
    let context = parser.assumingMemoryBound(to: xmlParserCtxt.self)
    guard let object = context.pointee._private else { return }
    Unmanaged<XMLStream>.fromOpaque(object)._withUnsafeGuaranteedRef(body)
  }

  private func fail(_ code: Int32, _ line: Int32) {
    let isBehindRoot = hasClosedRoot && depth == 0
    let isSecond =
      code == Int32(XML_ERR_DOCUMENT_END.rawValue)
      || code == Int32(XML_ERR_RESERVED_XML_NAME.rawValue)
    stop(
      isBehindRoot && isSecond
        ? .severalDocuments : .malformed(line: line, byte: Int64(readOffset)))
  }

  private func begin(
    _ name: UnsafePointer<UInt8>?, _ namespace: UnsafePointer<UInt8>?, _ at: XMLAttributes
  ) {
    bytesSinceEvent = 0
    textCount = 0
    skippedText = 0
    let state = Int(states[depth])
    depth &+= 1
    if depth > XMLStream.maxDepth {
      stop(.tooDeep)
      return
    }
    guard state != XMLPathTable.skipped else {
      states[depth] = 0
      capturing = false
      return
    }
    let found = number(name)
    let child =
      found.map { Int(next[state &* nameCount &+ $0]) }
      ?? (state == XMLPathTable.outside ? XMLPathTable.outside : XMLPathTable.skipped)
    states[depth] = UInt16(child)
    let field = fields[child]
    capturing = field != 0
    if field != 0, let found { opened(field, name: found, namespace: namespace, at) }
  }

  private func end() {
    bytesSinceEvent = 0
    let field = fields[Int(states[depth])]
    if field != 0 { closed(field, text: trimmedText()) }
    textCount = 0
    skippedText = 0
    depth &-= 1
    capturing = fields[Int(states[depth])] != 0
    if depth == 0 { hasClosedRoot = true }
  }

  private func append(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    bytesSinceEvent = 0
    guard let start else { return }
    guard capturing else {
      skippedText &+= count
      if skippedText > XMLStream.maxTokenBytes { stop(.textTooLong) }
      return
    }
    guard textCount &+ count <= XMLStream.maxTextBytes else {
      stop(.textTooLong)
      return
    }
    (text + textCount).update(from: start, count: count)
    textCount &+= count
  }

  private func trimmedText() -> UnsafeRawBufferPointer {
    var start = 0
    var end = textCount
    while end > start, text[end &- 1] <= 0x20 { end &-= 1 }
    while start < end, text[start] <= 0x20 { start &+= 1 }
    return UnsafeRawBufferPointer(start: text + start, count: end - start)
  }

  /// The parser pulls its input through here.
  private static func fill(
    _ object: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ room: Int32
  ) -> Int32 {
    guard let object, let buffer, room > 0 else { return -1 }
    return Unmanaged<XMLStream>.fromOpaque(object)._withUnsafeGuaranteedRef { stream in
      if stream.bytesSinceEvent > maxTokenBytes {
        if stream.refusal == nil { stream.refusal = .textTooLong }
        return -1
      }
      let count = min(Int(room), stream.bytes.count - stream.readOffset)
      guard count > 0, stream.refusal == nil, let base = stream.bytes.baseAddress else { return 0 }
      UnsafeMutableRawPointer(buffer).copyMemory(
        from: base + stream.readOffset, byteCount: count)
      stream.readOffset += count
      stream.bytesSinceEvent += count
      if stream.readOffset - stream.toldConsumed >= 1 << 20 {
        stream.toldConsumed = stream.readOffset
        stream.consumed(stream.readOffset)
      }
      return Int32(count)
    }
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
