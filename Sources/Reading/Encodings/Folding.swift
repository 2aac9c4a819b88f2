/// A column's name or a keyword in the one form that names are compared in.
///
/// Sources disagree about width, never about meaning: full-width letters, digits and signs become
/// ASCII, half-width kana become full-width with their voicing marks joined, and spaces (ASCII and
/// U+3000), tabs and a byte order mark at the ends go. Case, inner spaces and kanji stay.
func foldHeader(_ name: String) -> String {
  var folded = String.UnicodeScalarView()
  for scalar in name.unicodeScalars {
    let value = scalar.value
    if value == 0xFF9E || value == 0xFF9F, let last = folded.last,
      let joined = joinedKana(last.value, isHalfVoiced: value == 0xFF9F)
    {
      folded.removeLast()
      folded.append(joined)
      continue
    }
    folded.append(foldedWidth(scalar))
  }
  let isBlank = { (s: Unicode.Scalar) in s == " " || s == "\t" || s == "\u{FEFF}" }
  guard let first = folded.firstIndex(where: { !isBlank($0) }),
    let last = folded.lastIndex(where: { !isBlank($0) })
  else { return "" }
  return String(folded[first...last])
}

/// One scalar in its usual width.
func foldedWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
  switch scalar.value {
  case 0xFF01...0xFF5E: return Unicode.Scalar(UInt8(scalar.value - 0xFF01 + 0x21))
  case 0x3000: return " "
  // The wave dash and the minus sign: what other tables make of the CP932 characters that are
  // FF5E and FF0D here.
  case 0x301C: return "~"
  case 0x2212: return "-"
  case 0xFFE5: return "\u{A5}"
  case 0xFF61...0xFF9F:
    return fullWidthKana.withUTF8Buffer { bytes in
      // All 63 have three UTF-8 bytes.
      let at = Int(scalar.value - 0xFF61) * 3
      let value =
        UInt32(bytes[at] & 0x0F) << 12 | UInt32(bytes[at + 1] & 0x3F) << 6
        | UInt32(bytes[at + 2] & 0x3F)
      return Unicode.Scalar(value) ?? scalar
    }
  default: return scalar
  }
}

/// U+FF61 to U+FF9F, in order.
private let fullWidthKana: StaticString =
  "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜"

/// A full-width kana with a voicing mark joined to it; nil where it takes none.
private func joinedKana(_ kana: UInt32, isHalfVoiced: Bool) -> Unicode.Scalar? {
  switch kana {
  // ハヒフヘホ, each followed by its voiced and its half-voiced form.
  case 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB: return Unicode.Scalar(kana + (isHalfVoiced ? 2 : 1))
  case _ where isHalfVoiced: return nil
  case 0x30A6: return "ヴ"
  // カ to ヂ alternate, and so do ツ to ド behind the small ッ.
  case 0x30AB...0x30C1: return kana % 2 == 1 ? Unicode.Scalar(kana + 1) : nil
  case 0x30C4...0x30C8: return kana % 2 == 0 ? Unicode.Scalar(kana + 1) : nil
  default: return nil
  }
}
