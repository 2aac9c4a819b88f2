import Model

/// Reads the bytes of one file as text, once its encoding is known.
///
/// Files are scanned as bytes: no separator, quote or line end is ever the second byte of a CP932
/// character. So only the fields that are kept become strings, and a bad byte costs its own field.
struct TextDecoder: Sendable {
  let encoding: TextEncoding

  init(_ encoding: TextEncoding) { self.encoding = encoding }

  /// The text of a field; nil where a byte of it is no character of the encoding.
  func string(_ bytes: UnsafeRawBufferPointer) -> String? {
    switch encoding {
    case .ascii:
      return firstBadByte(bytes) == nil ? String(decoding: bytes, as: UTF8.self) : nil
    case .utf8, .utf8BOM, .xml:
      return String(validating: bytes, as: UTF8.self)
    case .cp932, .jisX0201:
      let isKanji = encoding == .cp932
      let room = bytes.count * 3 + 8
      return withUnsafeTemporaryAllocation(byteCount: room, alignment: 8) { scratch in
        let out = scratch.baseAddress.unsafelyUnwrapped
        let decoded = decodeCP932(bytes, into: out, kanji: isKanji)
        if decoded.bad != nil { return nil }
        return String(
          decoding: UnsafeRawBufferPointer(start: out, count: decoded.written), as: UTF8.self)
      }
    }
  }

  /// Offset of the first byte that is no character of the encoding, nil where the text is sound.
  /// Strict: UTF-8 with overlong forms or surrogates is bad, and so are CP932's user-defined
  /// characters (F0 40 to F9 FC) and cells without a character.
  func firstBadByte(_ bytes: UnsafeRawBufferPointer) -> Int? {
    switch encoding {
    case .ascii: return bytes.firstIndex { $0 >= 0x80 }
    case .utf8, .utf8BOM, .xml: return firstBadUTF8Byte(bytes)
    case .cp932: return firstBadCP932Byte(bytes)
    case .jisX0201: return firstBadCP932Byte(bytes, kanji: false)
    }
  }
}

/// The name of a file that a source wrote without saying in which encoding: UTF-8 where it is that,
/// else CP932, else its ASCII with a mark for each other byte.
public func fileNameText(_ bytes: UnsafeRawBufferPointer) -> String {
  if let text = TextDecoder(.utf8).string(bytes) ?? TextDecoder(.cp932).string(bytes) {
    return text
  }
  var text = String.UnicodeScalarView()
  for byte in bytes { text.append(byte < 0x80 ? Unicode.Scalar(byte) : "\u{FFFD}") }
  return String(text)
}

/// Offset of the first byte of the first ill-formed sequence; nil where the bytes are UTF-8.
/// The well-formed sequences are those of the Unicode Standard, table 3-7.
func firstBadUTF8Byte(_ input: UnsafeRawBufferPointer) -> Int? {
  guard let start = input.baseAddress else { return nil }
  let count = input.count
  var at = 0
  while at < count {
    if at &+ 8 <= count,
      start.loadUnaligned(fromByteOffset: at, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    {
      at &+= 8
      continue
    }
    if at &+ 4 <= count {
      // Three bytes at once, as kana and kanji are; E0 and ED have second bytes of their own.
      let four = start.loadUnaligned(fromByteOffset: at, as: UInt32.self).littleEndian
      if four & 0x00C0_C0F0 == 0x0080_80E0, four & 0x200F != 0, four & 0x200F != 0x200D {
        at &+= 3
        continue
      }
    }
    let lead = start.load(fromByteOffset: at, as: UInt8.self)
    if lead < 0x80 {
      at &+= 1
      continue
    }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard lead >= 0xC2, lead <= 0xF4, at &+ length <= count else { return at }
    let second = start.load(fromByteOffset: at &+ 1, as: UInt8.self)
    let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
    guard second >= lowest, second <= highest else { return at }
    var next = 2
    while next < length {
      guard start.load(fromByteOffset: at &+ next, as: UInt8.self) & 0xC0 == 0x80 else { return at }
      next &+= 1
    }
    at &+= length
  }
  return nil
}
