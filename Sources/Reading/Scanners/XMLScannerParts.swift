/// What is neither a tag nor a text. Each takes the offset of its `<` and gives that behind its
/// end, or a negative result.
extension XMLScanner {
  /// A plain declaration of version 1.0 in UTF-8; anything else is for libxml2.
  func declaration() -> Int {
    var at = 5
    guard let version = pseudoAttribute("version", &at), equals(version, "1.0") else {
      return XMLScanner.malformed
    }
    if let encoding = pseudoAttribute("encoding", &at) {
      guard encoding.count == 5 else { return XMLScanner.malformed }
      let lower = encoding.map { base[$0] >= 0x41 && base[$0] <= 0x5A ? base[$0] + 32 : base[$0] }
      guard lower.elementsEqual("utf-8".utf8) else { return XMLScanner.malformed }
    }
    if let alone = pseudoAttribute("standalone", &at) {
      guard equals(alone, "yes") || equals(alone, "no") else { return XMLScanner.malformed }
    }
    at = skipSpaces(at)
    guard at + 1 < end, base[at] == 0x3F, base[at + 1] == 0x3E else { return XMLScanner.malformed }
    return at + 2
  }

  private func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count).equals(text)
  }

  /// ` name="value"`; leaves `at` where it was if something else stands there.
  private func pseudoAttribute(_ name: StaticString, _ at: inout Int) -> Range<Int>? {
    var next = skipSpaces(at)
    guard next > at, next + name.utf8CodeUnitCount < end else { return nil }
    guard equals(next..<next + name.utf8CodeUnitCount, name) else { return nil }
    next = skipSpaces(next + name.utf8CodeUnitCount)
    guard next < end, base[next] == 0x3D else { return nil }
    next = skipSpaces(next + 1)
    guard next < end, base[next] == 0x22 || base[next] == 0x27 else { return nil }
    let start = next + 1
    var stop = start
    while stop < end, base[stop] != base[next], stop - start < 40 { stop += 1 }
    guard stop < end, base[stop] == base[next] else { return nil }
    at = stop + 1
    return start..<stop
  }

  func isComment(_ at: Int) -> Bool {
    at + 3 < end && base[at] == 0x3C && base[at + 1] == 0x21 && base[at + 2] == 0x2D
      && base[at + 3] == 0x2D
  }

  func comment(_ from: Int) -> Int {
    var at = from + 4
    while at < end {
      if base[at] == 0x2D, at + 1 < end, base[at + 1] == 0x2D {
        guard at + 2 < end, base[at + 2] == 0x3E else { return fail(at) }
        return at + 3
      }
      at = character(at)
      if at < 0 { return at }
      if at - from > XMLStream.maxTokenBytes { return XMLScanner.tooLong }
    }
    return fail(end)
  }

  /// One character that XML allows, whatever it means.
  private func character(_ at: Int) -> Int {
    let byte = base[at]
    if byte >= 0x80 {
      guard let wide = wideCharacter(base, at, end) else { return fail(at) }
      return at + wide.length
    }
    return byte >= 0x20 || classes[Int(byte)] & XMLByte.space != 0 ? at + 1 : fail(at)
  }

  /// `<![CDATA[ … ]]>`
  func section(_ from: Int) -> Int {
    let mark: StaticString = "<![CDATA["
    var at = from + mark.utf8CodeUnitCount
    guard at <= end, equals(from..<at, mark) else { return fail(from) }
    var start = at
    while at < end {
      if base[at] == 0x5D, at + 2 < end, base[at + 1] == 0x5D, base[at + 2] == 0x3E {
        if at > start { stream.append(base + start, at - start) }
        return stream.refusal == nil ? at + 3 : XMLScanner.stopped
      }
      if base[at] == 0x0D {
        if at > start { stream.append(base + start, at - start) }
        // With a line feed behind it the carriage return goes; alone it becomes one.
        if at + 1 >= end || base[at + 1] != 0x0A {
          values[0] = 0x0A
          stream.append(values, 1)
        }
        at += 1
        start = at
        continue
      }
      at = character(at)
      if at < 0 { return at }
      // One token to libxml2, so it has one limit, whether it is captured or not.
      if at - from > XMLStream.maxTokenBytes { return XMLScanner.tooLong }
    }
    return fail(end)
  }

  func instruction(_ from: Int) -> Int {
    let name = scanName(from + 2)
    guard name.end > from + 2, !isReservedTarget(from + 2) else { return fail(from) }
    if name.colon >= 0 { isNamespaceBroken = true }
    var at = name.end
    guard at + 1 < end else { return fail(end) }
    if base[at] == 0x3F, base[at + 1] == 0x3E { return at + 2 }
    guard classes[Int(base[at])] & XMLByte.space != 0 else { return fail(at) }
    while at < end {
      if base[at] == 0x3F, at + 1 < end, base[at + 1] == 0x3E { return at + 2 }
      at = character(at)
      if at < 0 { return at }
      if at - from > XMLStream.maxTokenBytes { return XMLScanner.tooLong }
    }
    return fail(end)
  }

  /// `xml` in any case is no target of an instruction.
  func isReservedTarget(_ at: Int) -> Bool {
    let name = scanName(at)
    guard name.end - at == 3 else { return false }
    return base[at] | 0x20 == 0x78 && base[at + 1] | 0x20 == 0x6D && base[at + 2] | 0x20 == 0x6C
  }

  /// The end of the name that begins at `from`, `from` itself where none does, and its first colon.
  func scanName(_ from: Int) -> (end: Int, colon: Int) {
    var at = from
    var colon = -1
    while at < end {
      let byte = base[at]
      if byte < 0x80 {
        if byte == 0x3A {
          if colon < 0 { colon = at }
        } else {
          let wanted = at == from ? XMLByte.nameStart : XMLByte.name
          guard classes[Int(byte)] & wanted != 0 else { break }
        }
        at &+= 1
      } else {
        guard let wide = wideCharacter(base, at, end),
          isNameCharacter(wide.scalar, isFirst: at == from)
        else { break }
        at &+= wide.length
      }
    }
    return (at, colon)
  }
}
