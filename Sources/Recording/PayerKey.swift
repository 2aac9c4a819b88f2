/// Folds a payer's name to the key under which the same money is found again in another file.
///
/// Half and full width are one, voicing marks are composed, small kana are large, all hyphens are
/// `-`, ASCII is upper case; spaces and `. , ・ ' ( )` go. It removes what formats and encodings do
/// to a name; it does not join names that a person would tell apart.
enum PayerKey {
  /// Appends the folded form of `name` to `key`, as UTF-8.
  static func append(_ name: UnsafeBufferPointer<UInt8>, to key: inout [UInt8]) {
    var last: UInt32 = 0
    var at = 0
    while at < name.count {
      let (scalar, length) = decode(name, at)
      at += length
      let folded = fold(scalar)
      switch folded {
      case dropped: continue
      case voiced, halfVoiced:
        if let composed = compose(last, folded) {
          key.removeLast(3)
          last = composed
        } else {
          last = folded
        }
      default: last = folded
      }
      encode(last, to: &key)
    }
  }

  static let voiced: UInt32 = 0x309B
  static let halfVoiced: UInt32 = 0x309C
  static let dropped: UInt32 = 0

  /// One scalar by its own. Dropping keeps `last`: a mark after a space still composes, for some
  /// converters put one between.
  private static func fold(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0...0x7F: return foldASCII(scalar)
    case 0xFF01...0xFF5E: return foldASCII(scalar - 0xFEE0)
    case 0xFF61...0xFF9F: return large(UInt32(halfWidth[Int(scalar - 0xFF61)]))
    case 0x3000, 0x00A0, 0x3001, 0x3002, 0x30FB, 0x2019: return dropped
    case 0x3099: return voiced
    case 0x309A: return halfVoiced
    case 0x2010...0x2015, 0x2212, 0x30FC: return 0x2D
    default: return large(scalar)
    }
  }

  private static func foldASCII(_ byte: UInt32) -> UInt32 {
    switch byte {
    case 0x61...0x7A: return byte - 0x20
    case 0...0x20, 0x27, 0x28, 0x29, 0x2C, 0x2E, 0x7F: return dropped
    default: return byte
    }
  }

  private static func large(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30EE:
      return scalar + 1
    case 0x30F5: return 0x30AB
    case 0x30F6: return 0x30B1
    default: return scalar
    }
  }

  private static func compose(_ base: UInt32, _ mark: UInt32) -> UInt32? {
    switch base {
    case 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB: return base + (mark == voiced ? 1 : 2)
    case _ where mark == halfVoiced: return nil
    case 0x30A6: return 0x30F4
    case 0x30AB...0x30C2: return base & 1 == 1 ? base + 1 : nil
    case 0x30C4, 0x30C6, 0x30C8: return base + 1
    default: return nil
    }
  }

  /// U+FF61…U+FF9F in full width; 0 for what is dropped.
  private static let halfWidth: [UInt16] = [
    0, 0x300C, 0x300D, 0, 0, 0x30F2, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30E3, 0x30E5,
    0x30E7, 0x30C3, 0x2D, 0x30A2, 0x30A4, 0x30A6, 0x30A8, 0x30AA, 0x30AB, 0x30AD, 0x30AF, 0x30B1,
    0x30B3, 0x30B5, 0x30B7, 0x30B9, 0x30BB, 0x30BD, 0x30BF, 0x30C1, 0x30C4, 0x30C6, 0x30C8,
    0x30CA, 0x30CB, 0x30CC, 0x30CD, 0x30CE, 0x30CF, 0x30D2, 0x30D5, 0x30D8, 0x30DB, 0x30DE,
    0x30DF, 0x30E0, 0x30E1, 0x30E2, 0x30E4, 0x30E6, 0x30E8, 0x30E9, 0x30EA, 0x30EB, 0x30EC,
    0x30ED, 0x30EF, 0x30F3, 0x309B, 0x309C,
  ]

  /// The scalar at `at` and its length. A Swift string's UTF-8 is always whole.
  private static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int
  ) -> (scalar: UInt32, length: Int) {
    let first = UInt32(bytes[at])
    if first < 0x80 { return (first, 1) }
    func rest(_ n: Int) -> UInt32 { UInt32(bytes[at + n]) & 0x3F }
    if first < 0xE0 { return ((first & 0x1F) << 6 | rest(1), 2) }
    if first < 0xF0 { return ((first & 0x0F) << 12 | rest(1) << 6 | rest(2), 3) }
    return ((first & 0x07) << 18 | rest(1) << 12 | rest(2) << 6 | rest(3), 4)
  }

  private static func encode(_ scalar: UInt32, to key: inout [UInt8]) {
    func low(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
    switch scalar {
    case 0...0x7F: key.append(UInt8(scalar))
    case 0x80...0x7FF:
      key.append(UInt8(0xC0 | scalar >> 6))
      key.append(low(0))
    case 0x800...0xFFFF:
      key.append(UInt8(0xE0 | scalar >> 12))
      key.append(low(6))
      key.append(low(0))
    default:
      key.append(UInt8(0xF0 | scalar >> 18))
      key.append(low(12))
      key.append(low(6))
      key.append(low(0))
    }
  }
}
