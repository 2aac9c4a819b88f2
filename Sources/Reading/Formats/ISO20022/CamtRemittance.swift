import Model

/// What a payer wrote, and 金融EDI情報: a small XML document that ZEDI carries as base64 in lines of
/// `Ustrd`, below three header lines of mail.
extension CamtStream {
  func addLine(_ text: UnsafeRawBufferPointer) {
    guard detail.document != nil || text.starts(with: Array("MIME-Version:".utf8)) else {
      return addRemittance(text, isContinued: true)
    }
    // The lines as they stand, so that nothing is lost where they do not decode.
    let known = detail.document?.count ?? 0
    guard known + text.count < CamtStream.maxRemittanceBytes else { return stop(.textTooLong) }
    detail.document = (detail.document ?? []) + text + [0x0A]
  }

  /// Lines of `Ustrd` are joined with a space, but for one that is filled to the 140 characters of
  /// the schema: that one was cut by its length, and the next goes on where it ended.
  func addRemittance(_ text: UnsafeRawBufferPointer, isContinued: Bool) {
    guard text.count > 0 else { return }
    guard detail.remittance.utf8.count + text.count <= CamtStream.maxRemittanceBytes else {
      return stop(.textTooLong)
    }
    if !detail.remittance.isEmpty, !(isContinued && lastLineWasFull) { detail.remittance += " " }
    let line = text.string
    detail.remittance += line
    lastLineWasFull = isContinued && line.unicodeScalars.count >= 140
  }

  /// Puts the texts of the inner document where the payer's words stand. One that cannot be read
  /// stays as it was sent, and is told; the file in the archive holds it in any case.
  func closeDetail() {
    guard let lines = detail.document else { return }
    detail.document = nil
    let words = readableDocument(lines)
    if words == nil {
      book.add(
        DataFinding(
          .xmlMalformed, .note, place: SourcePlace(record: records + 1, line: line, field: "Ustrd"),
          expected: "base64, XML", accountIndex: statement.accountIndex))
    }
    let text =
      words
      ?? String(
        decoding: lines.dropLast().map { $0 == 0x0A ? 0x20 : $0 }, as: UTF8.self)
    Array(text.utf8).withUnsafeBytes { bytes in
      addRemittance(bytes, isContinued: false)
    }
  }
}

/// The texts of the inner document, with a space between; nil where the lines are no XML in base64.
private func readableDocument(_ lines: [UInt8]) -> String? {
  let encoding = Array("content-transfer-encoding:".utf8)
  var body: [UInt8] = []
  var isBase64 = false
  var start = 0
  for end in lines.indices where lines[end] == 0x0A {
    let line = lines[start..<end]
    start = end + 1
    if line.contains(0x3A) {
      let lower = line.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }
      if lower.starts(with: encoding) { isBase64 = lower.suffix(6).elementsEqual("base64".utf8) }
    } else {
      body += line
    }
  }
  guard isBase64, let inner = base64Bytes(body), inner.contains(0x3C) else { return nil }
  return inner.withUnsafeBytes { bytes in
    let stream = XMLTexts()
    let start = isUTF16(bytes) ? 0 : bytes.firstIndex(of: 0x3C) ?? 0
    return stream.read(bytes, from: start).refusal == nil ? stream.words : nil
  }
}

/// The texts of all elements of a small document.
private final class XMLTexts: XMLStream {
  private(set) var words = ""

  init() { super.init(table: XMLPathTable([], outside: 1), consumed: { _ in }) }

  override func closed(_ field: UInt8, text: UnsafeRawBufferPointer) {
    if text.isEmpty { return }
    words += words.isEmpty ? text.string : " " + text.string
  }
}

/// Nil for anything that is not base64. Padding may be missing at the end.
func base64Bytes(_ text: [UInt8]) -> [UInt8]? {
  var out: [UInt8] = []
  var bits: UInt32 = 0
  var held = 0
  var isPadded = false
  for byte in text where !isXMLSpace(byte) {
    let value: UInt8
    switch byte {
    case 0x41...0x5A: value = byte - 0x41
    case 0x61...0x7A: value = byte - 0x61 + 26
    case 0x30...0x39: value = byte - 0x30 + 52
    case 0x2B: value = 62
    case 0x2F: value = 63
    case 0x3D:
      isPadded = true
      continue
    default: return nil
    }
    if isPadded { return nil }
    bits = bits << 6 | UInt32(value)
    held += 6
    if held >= 8 {
      held -= 8
      out.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
    }
  }
  // Six bits alone are no byte.
  return held == 6 ? nil : out
}
