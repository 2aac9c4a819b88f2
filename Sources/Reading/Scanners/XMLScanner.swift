/// A parser of our own for XML in UTF-8 without a DOCTYPE, which is what statements are: elements,
/// attributes, namespaces, the five entities and numbered references, comments, CDATA, processing
/// instructions. It asks of a document what libxml2 asks, and sends the stream the same events;
/// tests hold the two against each other. Anything else it leaves to libxml2 before it has sent
/// anything.
final class XMLScanner {
  /// Longest name of an element, in bytes.
  static let maxNameBytes = 1024
  static let maxAttributes = 64

  unowned(unsafe) let stream: XMLStream
  let base: UnsafePointer<UInt8>
  let end: Int
  let classes: UnsafeMutablePointer<UInt8>
  /// How far the document was read when the event in hand came.
  var place = 0
  private var linesBefore = 0
  private var countedTo = 0
  private var nextTold = 1 << 20

  /// Names of the open elements: in the file, or kept aside once their pages were given back.
  let open: UnsafeMutablePointer<XMLOpenName>
  private let keptNames: UnsafeMutablePointer<UInt8>
  let attributes: UnsafeMutablePointer<XMLScannedAttribute>
  var attributeCount = 0
  /// Values of the tag in hand that are not in the file as they stand.
  let values: UnsafeMutablePointer<UInt8>
  var valuesCount = 0
  var namespaces: [XMLNamespace] = []
  /// Theirs, asked for at every tag.
  var namespaceCount = 0
  var goodURIs: [[UInt8]] = []
  /// Told at the end only, as libxml2 does.
  var isNamespaceBroken = false

  enum Outcome {
    /// The document ended; the next one, or the file's end.
    case next(Int)
    /// Nothing was sent: libxml2 has to judge.
    case needsLibrary
  }

  /// Results of the parts that are no position.
  static let malformed = -1
  static let stopped = -2
  static let tooLong = -3

  init(_ stream: XMLStream) {
    self.stream = stream
    base = stream.bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
    end = stream.bytes.count
    classes = XMLByte.makeClasses()
    open = .allocate(capacity: XMLStream.maxDepth + 2)
    keptNames = .allocate(capacity: (XMLStream.maxDepth + 2) * XMLScanner.maxNameBytes)
    attributes = .allocate(capacity: XMLScanner.maxAttributes)
    values = .allocate(capacity: XMLStream.maxTokenBytes + 16)
  }

  deinit {
    classes.deallocate()
    open.deallocate()
    keptNames.deallocate()
    attributes.deallocate()
    values.deallocate()
  }

  /// Counted from 1 in the document.
  var line: Int32 {
    if place > countedTo {
      linesBefore += lineFeeds(base, countedTo..<place)
      countedTo = place
    }
    return Int32(clamping: linesBefore + 1)
  }

  func run() -> Outcome {
    let root = prolog()
    guard root >= 0 else { return .needsLibrary }
    var at = content(root, stream)
    if at >= 0 { at = epilog(at) }
    if at >= 0 {
      place = at
      if isNamespaceBroken { stream.stop(.malformed(line: stream.line, byte: byte)) }
      return .next(at)
    }
    if at == XMLScanner.malformed {
      stream.stop(.malformed(line: stream.line, byte: byte))
    } else if at == XMLScanner.tooLong {
      stream.stop(.textTooLong)
    }
    return .next(end)
  }

  private var byte: Int64 { Int64(stream.origin + place) }

  /// Up to the root's tag; negative where libxml2 has to judge.
  private func prolog() -> Int {
    var at = 0
    if isXMLDeclaration(stream.bytes, 0) {
      at = declaration()
      if at < 0 { return at }
    }
    while true {
      at = skipSpaces(at)
      guard at + 1 < end, base[at] == 0x3C else { return XMLScanner.malformed }
      switch base[at + 1] {
      case 0x21:
        at = isComment(at) ? comment(at) : XMLScanner.malformed
      case 0x3F: at = instruction(at)
      default:
        let isName = classes[Int(base[at + 1])] & XMLByte.nameStart != 0 || base[at + 1] >= 0x80
        return isName ? at : XMLScanner.malformed
      }
      if at < 0 { return at }
    }
  }

  /// The stream is handed down, so that it is not retained for every tag.
  private func content(_ root: Int, _ stream: XMLStream) -> Int {
    var at = root
    while true {
      guard at &+ 1 < end else { return fail(at) }
      let next = base[at &+ 1]
      if next == 0x2F {
        at = endTag(at, stream)
      } else if classes[Int(next)] & XMLByte.nameStart != 0 || next >= 0x80 {
        at = startTag(at, stream)
      } else if next == 0x21 {
        at = isComment(at) ? comment(at) : section(at)
      } else if next == 0x3F {
        at = instruction(at)
      } else {
        return fail(at)
      }
      if at < 0 { return at }
      if stream.depth == 0 { return at }
      at = text(at, stream)
      if at < 0 { return at }
    }
  }

  /// Behind the root: white space, comments, instructions, and the next document's declaration.
  private func epilog(_ start: Int) -> Int {
    var at = start
    while true {
      at = skipSpaces(at)
      place = at
      // What programs of old fill the rest of a block with.
      if at >= end || base[at] == 0 { return end }
      if base[at] == 0xEF, at + 2 < end, base[at + 1] == 0xBB, base[at + 2] == 0xBF {
        let behind = skipSpaces(at + 3)
        if isXMLDeclaration(stream.bytes, behind) { return behind }
      }
      if isXMLDeclaration(stream.bytes, at) { return at }
      if isComment(at) {
        at = comment(at)
      } else if at + 1 < end, base[at] == 0x3C, base[at + 1] == 0x3F, !isReservedTarget(at + 2) {
        at = instruction(at)
      } else {
        stream.stop(.severalDocuments)
        return XMLScanner.stopped
      }
      if at < 0 { return at }
    }
  }

  private func text(_ from: Int, _ stream: XMLStream) -> Int {
    var at = from
    var start = from
    while true {
      while at < end, classes[Int(base[at])] & XMLByte.text != 0 { at &+= 1 }
      guard at < end else { return fail(at) }
      let byte = base[at]
      if byte == 0x3C {
        if at > start { stream.append(base + start, at &- start) }
        return stream.refusal == nil ? at : XMLScanner.stopped
      }
      if byte >= 0x80 {
        guard let wide = wideCharacter(base, at, end) else { return fail(at) }
        at &+= wide.length
      } else if byte == 0x5D {
        if at + 2 < end, base[at + 1] == 0x5D, base[at + 2] == 0x3E { return fail(at) }
        at &+= 1
      } else {
        if at > start { stream.append(base + start, at &- start) }
        at = byte == 0x26 ? appendReference(at) : byte == 0x0D ? appendLineEnd(at) : fail(at)
        guard at >= 0 else { return at }
        start = at
      }
    }
  }

  private func appendReference(_ at: Int) -> Int {
    guard let found = reference(base, at, end) else { return fail(at) }
    let count = putUTF8(found.scalar, values)
    stream.append(values, count)
    return stream.refusal == nil ? at + found.length : XMLScanner.stopped
  }

  /// A carriage return, with or without a line feed behind it, is a line feed.
  private func appendLineEnd(_ at: Int) -> Int {
    values[0] = 0x0A
    stream.append(values, 1)
    guard stream.refusal == nil else { return XMLScanner.stopped }
    return at + 1 < end && base[at + 1] == 0x0A ? at + 2 : at + 1
  }

  private func endTag(_ from: Int, _ stream: XMLStream) -> Int {
    let name = open[stream.depth &- 1]
    var at = from &+ 2
    guard at &+ name.count < end else { return fail(end) }
    guard XMLNames.head(base + at, name.count, room: end &- at) == name.head else {
      return fail(at)
    }
    if name.count > 8 {
      for index in 8..<name.count where base[at &+ index] != name.start[index] { return fail(at) }
    }
    at &+= name.count
    if base[at] != 0x3E {
      at = skipSpaces(at)
      guard at < end, base[at] == 0x3E else { return fail(at) }
    }
    place = at
    close(name, stream)
    if at >= nextTold { tell(at) }
    return stream.refusal == nil ? at &+ 1 : XMLScanner.stopped
  }

  @inline(__always)
  func close(_ name: XMLOpenName, _ stream: XMLStream) {
    stream.end()
    if namespaceCount > name.namespaces {
      namespaces.removeLast(namespaceCount - name.namespaces)
      namespaceCount = name.namespaces
    }
  }

  /// Gives pages back, once what is still needed of them stands aside.
  private func tell(_ at: Int) {
    _ = line
    for index in 0..<stream.depth {
      let kept = keptNames + index * XMLScanner.maxNameBytes
      if open[index].start == UnsafePointer(kept) { continue }
      kept.update(from: open[index].start, count: open[index].count)
      open[index].start = UnsafePointer(kept)
    }
    stream.tell(at)
    nextTold = at + 1 << 20
  }

  func fail(_ at: Int) -> Int {
    place = min(at, end)
    return XMLScanner.malformed
  }

  @inline(__always)
  func skipSpaces(_ from: Int) -> Int {
    var at = from
    while at < end, classes[Int(base[at])] & XMLByte.space != 0 { at &+= 1 }
    return at
  }
}

/// The name of an open element.
struct XMLOpenName {
  var start: UnsafePointer<UInt8>
  var count: Int
  /// The first eight bytes.
  var head: UInt64
  /// How many namespaces were declared before it.
  var namespaces: Int
}
