import Glibc
import Model
import Testing

@testable import Reading

@Suite("Encodings")
struct EncodingTests {
  private func decode(_ bytes: [UInt8], _ encoding: TextEncoding) -> String? {
    bytes.withUnsafeBytes { TextDecoder(encoding).string($0) }
  }

  private func firstBad(_ bytes: [UInt8], _ encoding: TextEncoding) -> Int? {
    bytes.withUnsafeBytes { TextDecoder(encoding).firstBadByte($0) }
  }

  /// What the C library makes of the bytes; nil where it refuses them.
  private func iconvText(_ bytes: [UInt8], _ converter: iconv_t) -> String? {
    var input = bytes.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: 16)
    var left = input.count
    var room = output.count
    let status = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        return iconv(converter, &from, &left, &to, &room)
      }
    }
    guard status == 0 else {
      _ = iconv(converter, nil, nil, nil, nil)
      return nil
    }
    return String(
      decoding: output[..<(16 - room)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  @Test("Every byte and every pair of bytes of CP932 means what iconv says it means")
  func tableAgreesWithIconv() throws {
    let converter = try #require(iconv_open("UTF-8", "CP932"))
    defer { iconv_close(converter) }
    var compared = 0
    var characters = 0
    func compare(_ bytes: [UInt8]) {
      let isUserDefined = bytes.count == 2 && bytes[0] >= 0xF0 && bytes[0] <= 0xF9
      let isControl = bytes.count == 1 && [0x80, 0xA0, 0xFD, 0xFE, 0xFF].contains(bytes[0])
      let expected = isUserDefined || isControl ? nil : iconvText(bytes, converter)
      let found = decode(bytes, .cp932)
      if found.map({ Array($0.unicodeScalars) }) != expected.map({ Array($0.unicodeScalars) }) {
        Issue.record("\(bytes): \(found ?? "nil") instead of \(expected ?? "nil")")
      }
      #expect((firstBad(bytes, .cp932) == nil) == (found != nil))
      compared += 1
      if found != nil { characters += 1 }
    }
    for byte in UInt8.min...UInt8.max { compare([byte]) }
    for lead in UInt8.min...UInt8.max where CP932Cells.isLead(lead) {
      for trail in UInt8.min...UInt8.max { compare([lead, trail]) }
    }
    #expect(compared == 256 + 60 * 256)
    #expect(characters == 128 + 63 + 7724)
  }

  @Test(
    "A text is decoded, whatever its widths and wherever its eights of bytes end",
    arguments: [
      ([UInt8](), TextEncoding.cp932, ""),
      ([0x8D, 0x82, 0x8B, 0xB4, 0xFB, 0xFC], .cp932, "高橋髙"),
      ([0xEE, 0xE0], .cp932, "髙"),
      ([0x87, 0x8A, 0x87, 0x40], .cp932, "㈱①"),
      ([0x81, 0x60, 0x81, 0x7C, 0x81, 0xCA], .cp932, "\u{FF5E}\u{FF0D}\u{FFE2}"),
      ([0x83, 0x5C, 0x5C, 0x95, 0x5C], .cp932, "ソ\\表"),
      ([0xBB, 0xC4, 0xB3, 0x20, 0xC0, 0xDB, 0xB3], .cp932, "ｻﾄｳ ﾀﾛｳ"),
      (
        Array("12345678".utf8) + [0x88, 0x9F] + Array("abcdefghij".utf8), .cp932,
        "12345678亜abcdefghij"
      ),
      ([0xBB, 0xC4, 0x31], .jisX0201, "ｻﾄ1"),
      (Array("佐藤𠮷".utf8), .utf8, "佐藤𠮷"),
      (Array("abc".utf8), .ascii, "abc"),
    ])
  func decodes(bytes: [UInt8], encoding: TextEncoding, text: String) {
    #expect(decode(bytes, encoding) == text)
    #expect(firstBad(bytes, encoding) == nil)
  }

  @Test(
    "Bytes that are no text are refused, and the first of them is known",
    arguments: [
      ([0x41, 0xF0, 0x40], TextEncoding.cp932, 1),  // user-defined
      ([0xF9, 0xFC], .cp932, 0),  // user-defined, the last
      ([0x88, 0x9F, 0x88], .cp932, 2),  // cut inside a character
      ([0x88, 0x2C], .cp932, 0),  // a separator is no second byte
      ([0x85, 0x40], .cp932, 0),  // an empty row
      ([0x88, 0x7F], .cp932, 0),
      ([0x41, 0x80], .cp932, 1),
      ([0xA0], .cp932, 0),
      ([0xFD, 0x40], .cp932, 0),
      (Array("123456789".utf8) + [0xFF], .cp932, 9),
      ([0x88, 0x9F], .jisX0201, 0),
      ([0x41, 0xC3], .ascii, 1),
      ([0xC0, 0x80], .utf8, 0),  // overlong
      ([0xE0, 0x9F, 0xBF], .utf8, 0),  // overlong
      ([0x41, 0xED, 0xA0, 0x80], .utf8, 1),  // surrogate
      ([0xF4, 0x90, 0x80, 0x80], .utf8, 0),  // above U+10FFFF
      ([0xF0, 0x8F, 0xBF, 0xBF], .utf8, 0),  // overlong
      ([0xF5, 0x80, 0x80, 0x80], .utf8, 0),
      ([0x80], .utf8, 0),
      ([0xE4, 0xBD], .utf8, 0),  // cut inside a character
      ([0xE4, 0x41, 0x90], .utf8, 0),
      ([0xE4, 0xBD, 0x41], .utf8, 0),
      (Array("12345678".utf8) + [0xE4, 0xBD, 0x90, 0xFF], .utf8, 11),
    ])
  func refuses(bytes: [UInt8], encoding: TextEncoding, place: Int) {
    #expect(decode(bytes, encoding) == nil)
    #expect(firstBad(bytes, encoding) == place)
  }

  @Test("UTF-8 is judged as the standard library judges it, for all starts of a sequence")
  func utf8AgreesWithStandardLibrary() {
    let edges: [UInt8] = [0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC2]
    for a in UInt8.min...UInt8.max {
      for b in edges {
        for c in edges {
          for d in edges {
            let bytes = [a, b, c, d]
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            if (firstBad(bytes, .utf8) == nil) != isValid { Issue.record("\(bytes)") }
          }
        }
      }
    }
  }

  @Test(
    "Names of columns compare in one width",
    arguments: [
      ("お支払金額（円）", "お支払金額(円)"),
      ("システムＩＤ", "システムID"),
      ("受注住所１", "受注住所1"),
      ("　注文番号 \t", "注文番号"),
      ("\u{FEFF}order_id", "order_id"),
      ("Paid at", "Paid at"),
      ("消費税率（％）", "消費税率(%)"),
      ("10\u{FF5E}12\u{301C}14", "10~12~14"),
      ("\u{FF0D}\u{2212}-", "---"),
      ("ﾌﾘｶﾞﾅ", "フリガナ"),
      ("ｳﾞｧﾊﾟﾊﾞﾂﾞﾄﾞｱﾞﾟ", "ヴァパバヅドア゛゜"),
      ("ｿﾞﾁﾞｯﾞ｡｢｣､･ｰ", "ゾヂッ゛。「」、・ー"),
      (" 　", ""),
      ("", ""),
    ])
  func folds(name: String, folded: String) {
    #expect(foldHeader(name) == folded)
  }

  @Test("Half-width kana become what they stand for, all sixty-three")
  func halfWidthKana() {
    let half = String(String.UnicodeScalarView((0xFF61...0xFF9F).compactMap(Unicode.Scalar.init)))
    let full =
      "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノ"
      + "ハヒフヘホマミムメモヤユヨラリルレロワン゛゜"
    #expect(foldHeader(half) == full)
  }
}
