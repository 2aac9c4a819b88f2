import Model

/// What stands at the start of a file that looks like Zengin fixed length.
enum ZenginStart: Equatable {
  case notice
  case detail
  /// Another kind of Zengin file, named.
  case other(String)
  case ebcdic
}

/// True for fixed-length files by 全銀協規定形式 of any kind, also those that `readZengin` refuses
/// with their name. The comma-separated cousin is not meant.
func looksLikeZengin(_ bytes: UnsafeRawBufferPointer) -> Bool { zenginStart(bytes) != nil }

/// Offset of the first record: behind a byte-order mark and empty lines.
func zenginFirstRecord(_ bytes: UnsafeRawBufferPointer) -> Int {
  var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  while at < bytes.count, bytes[at] == 0x0A || bytes[at] == 0x0D { at += 1 }
  return at
}

func zenginStart(_ bytes: UnsafeRawBufferPointer) -> ZenginStart? {
  let start = zenginFirstRecord(bytes)
  guard bytes.count - start >= 60 else { return nil }
  // EBCDIC digits are F0 to F9; no text in Japanese or UTF-8 begins with four of them.
  if bytes[start] == 0xF1, bytes[start + 1..<start + 10].allSatisfy({ $0 >= 0xF0 && $0 <= 0xF9 }) {
    return .ebcdic
  }
  guard bytes[start] == 0x31, isDigit(bytes[start + 1]), isDigit(bytes[start + 2]) else {
    return nil
  }
  // Headers of all kinds are digits up to here; dates may be blank. A CSV has commas by now.
  guard bytes[start + 3..<start + 14].allSatisfy({ isDigit($0) || $0 == 0x20 }) else { return nil }
  guard !bytes[start..<start + 60].contains(where: { $0 == 0x2C || $0 == 0x09 || $0 == 0x22 })
  else { return nil }
  let kind = String(decoding: bytes[start + 1..<start + 3], as: UTF8.self)
  switch kind {
  // コード区分 1 says EBCDIC. Where the bytes then read as ASCII, somebody converted the file and
  // left the flag: which of the many tables for kana was used, the file does not tell.
  case "01": return bytes[start + 3] == 0x31 ? .ebcdic : .notice
  case "03": return bytes[start + 3] == 0x31 ? .ebcdic : .detail
  default: return ZenginLayouts.otherKinds[kind].map { .other($0) }
  }
}

/// A file that an editor saved as UTF-8, turned back into JIS X 0201 bytes; nil where it holds a
/// character that the standard's single bytes do not have.
///
/// Such a file is decoded rather than refused. The mapping is one to one (61 half-width kana and
/// two punctuation marks more, ASCII, ¥ for the byte 5C), so the records get back their exact
/// length, and length, counts and sums still prove the content. Full-width text is refused: then
/// the editor changed more than the encoding.
func jisBytesFromUTF8(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
  var out: [UInt8] = []
  out.reserveCapacity(bytes.count)
  var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  while at < bytes.count {
    let byte = bytes[at]
    if byte < 0x80 {
      out.append(byte)
      at += 1
    } else if byte == 0xC2, at + 1 < bytes.count, bytes[at + 1] == 0xA5 {
      out.append(0x5C)
      at += 2
    } else if byte == 0xEF, at + 2 < bytes.count, let kana = halfWidthKana(bytes, at) {
      out.append(kana)
      at += 3
    } else {
      return nil
    }
  }
  return out
}

/// The JIS X 0201 byte of U+FF61…U+FF9F.
private func halfWidthKana(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt8? {
  switch (bytes[at + 1], bytes[at + 2]) {
  case (0xBD, 0xA1...0xBF): bytes[at + 2]
  case (0xBE, 0x80...0x9F): bytes[at + 2] + 0x40
  default: nil
  }
}

/// UTF-8 kana begin with EF, a byte that JIS X 0201 does not have.
func isUTF8Zengin(_ bytes: UnsafeRawBufferPointer) -> Bool {
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
  let near = bytes[0..<min(bytes.count, 64 << 10)]
  guard let at = near.firstIndex(where: { $0 >= 0xE0 }), at + 2 < bytes.count else { return false }
  return halfWidthKana(bytes, at) != nil && bytes[at] == 0xEF
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
