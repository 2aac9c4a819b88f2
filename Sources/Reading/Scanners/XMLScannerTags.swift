/// An attribute as it was scanned. The value is in the file or among the scanner's own.
struct XMLScannedAttribute {
  var name: UnsafePointer<UInt8>
  var nameCount: Int
  /// Bytes of the prefix, without its colon; -1 where there is none.
  var prefixCount: Int
  var value: UnsafePointer<UInt8>
  var valueCount: Int

  var local: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: name + (prefixCount + 1), count: nameCount - prefixCount - 1)
  }

  var prefix: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: name, count: max(0, prefixCount))
  }
}

/// A namespace in force; an empty prefix is the default.
struct XMLNamespace {
  var prefix: [UInt8]
  var uri: [UInt8]
}

extension XMLScanner {
  func startTag(_ from: Int, _ stream: XMLStream) -> Int {
    let first = from &+ 1
    var at = first
    var colon = -1
    while at < end, classes[Int(base[at])] & XMLByte.name != 0 { at &+= 1 }
    guard at < end else { return fail(at) }
    if base[at] >= 0x80 || base[at] == 0x3A {
      (at, colon) = scanName(first)
      guard at > first, at < end else { return fail(at) }
    }
    let count = at &- first
    if count > XMLScanner.maxNameBytes { return XMLScanner.tooLong }
    let declared = namespaceCount
    attributeCount = 0
    if base[at] != 0x3E {
      at = scanAttributes(at, from)
      guard at >= 0 else { return at }
    }
    let isEmpty = base[at] == 0x2F
    place = at
    if isEmpty {
      at &+= 1
      guard at < end, base[at] == 0x3E else { return fail(at) }
    }
    var local = first
    if colon >= 0 { local = localName(first, count, colon) }
    let depth = stream.depth
    open[depth] = XMLOpenName(
      start: base + first, count: count,
      head: XMLNames.head(base + first, count, room: end &- first), namespaces: declared)
    var number: Int?
    if !stream.isSkipping {
      let localCount = first &+ count &- local
      let head =
        local == first
        ? open[depth].head : XMLNames.head(base + local, localCount, room: end &- local)
      number = stream.names.number(base + local, localCount, head)
    }
    stream.begin(number, XMLAttributes(scanned: attributes, count: attributeCount)) {
      uri(prefix: UnsafeRawBufferPointer(start: base + first, count: max(0, local - first - 1)))
    }
    guard stream.refusal == nil else { return XMLScanner.stopped }
    if isEmpty {
      close(open[depth], stream)
      guard stream.refusal == nil else { return XMLScanner.stopped }
    }
    return at &+ 1
  }

  /// Where the local part of an element's name begins. A name that is none counts as a whole, and
  /// is told at the end of the document, as is a prefix that nobody declared.
  private func localName(_ first: Int, _ count: Int, _ colon: Int) -> Int {
    guard isQualified(first, count, colon) else {
      isNamespaceBroken = true
      return first
    }
    let prefix = UnsafeRawBufferPointer(start: base + first, count: colon - first)
    if uri(prefix: prefix) == nil { isNamespaceBroken = true }
    return colon + 1
  }

  /// One colon, with a name before and behind it.
  private func isQualified(_ first: Int, _ count: Int, _ colon: Int) -> Bool {
    guard colon > first, colon + 1 < first + count else { return false }
    let local = scanName(colon + 1)
    return local.end == first + count && local.colon < 0
  }

  /// From behind the name to the `>` or `/` that ends the tag.
  private func scanAttributes(_ start: Int, _ tag: Int) -> Int {
    var at = start
    valuesCount = 0
    while true {
      let before = at
      at = skipSpaces(at)
      guard at < end else { return fail(at) }
      if at - tag > XMLStream.maxTokenBytes { return XMLScanner.tooLong }
      if base[at] == 0x3E || base[at] == 0x2F { break }
      guard at > before else { return fail(at) }
      if attributeCount == XMLScanner.maxAttributes { return XMLScanner.tooLong }
      let name = scanName(at)
      guard name.end > at else { return fail(at) }
      var next = skipSpaces(name.end)
      guard next < end, base[next] == 0x3D else { return fail(next) }
      next = skipSpaces(next + 1)
      guard next < end, base[next] == 0x22 || base[next] == 0x27 else { return fail(next) }
      attributes[attributeCount] = XMLScannedAttribute(
        name: base + at, nameCount: name.end - at, prefixCount: -1, value: base + next + 1,
        valueCount: 0)
      if name.colon >= 0 {
        if isQualified(at, name.end - at, name.colon) {
          attributes[attributeCount].prefixCount = name.colon - at
        } else {
          isNamespaceBroken = true
        }
      }
      at = scanValue(next, tag)
      guard at >= 0 else { return at }
      attributeCount += 1
    }
    // Nearly all tags have one attribute without a colon, which is no declaration.
    let isPlain =
      attributeCount == 0
      || (attributeCount == 1 && attributes[0].prefixCount < 0 && attributes[0].nameCount != 5)
    return isPlain || settleNamespaces() ? at : fail(at)
  }

  /// From the quotation mark to behind the other one.
  private func scanValue(_ mark: Int, _ tag: Int) -> Int {
    let quote = base[mark]
    var at = mark + 1
    var isPlain = true
    while at < end, base[at] != quote {
      let byte = base[at]
      if classes[Int(byte)] & XMLByte.value != 0 || byte == 0x22 || byte == 0x27 {
        at &+= 1
      } else if byte >= 0x80 {
        guard let wide = wideCharacter(base, at, end) else { return fail(at) }
        at += wide.length
      } else if byte == 0x26 {
        guard let found = reference(base, at, end) else { return fail(at) }
        isPlain = false
        at += found.length
      } else {
        guard classes[Int(byte)] & XMLByte.space != 0 else { return fail(at) }
        isPlain = false
        at += 1
      }
      if at - tag > XMLStream.maxTokenBytes { return XMLScanner.tooLong }
    }
    guard at < end else { return fail(at) }
    attributes[attributeCount].valueCount = at - mark - 1
    if !isPlain { decodeValue(mark + 1, at) }
    return at + 1
  }

  /// References stand for their character, and white space for a space.
  private func decodeValue(_ start: Int, _ stop: Int) {
    let begin = valuesCount
    var at = start
    while at < stop {
      switch base[at] {
      case 0x26:
        guard let found = reference(base, at, end) else { preconditionFailure("scanned before") }
        valuesCount += putUTF8(found.scalar, values + valuesCount)
        at += found.length
      case 0x0D where at + 1 < stop && base[at + 1] == 0x0A: at += 1
      case 0x09, 0x0A, 0x0D:
        values[valuesCount] = 0x20
        valuesCount += 1
        at += 1
      default:
        values[valuesCount] = base[at]
        valuesCount += 1
        at += 1
      }
    }
    attributes[attributeCount].value = UnsafePointer(values + begin)
    attributes[attributeCount].valueCount = valuesCount - begin
  }
}
