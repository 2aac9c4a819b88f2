/// What a YAML file of people may hold at most. The parser calls itself for what lies within, and
/// hashes keys with all that aliases stand for: a few hundred bytes could want its whole stack, or
/// all time. Counted on the text before it is parsed, without regard to quotes: what is written by
/// people is far from any of it.
enum YAMLBounds {
  static let bytes = 1 << 20
  /// Brackets and braces that are open at once, and list marks at the beginning of one line.
  /// Depth by indents is bounded by the bytes.
  static let depth = 100
  static let aliases = 20

  /// What is too much, in words; nil where nothing is. Cost: one pass, none where it is too long.
  static func excess(_ text: String) -> String? {
    var text = text
    return text.withUTF8 { utf8 in
      if utf8.count > bytes { return words("\(bytes) バイト", "\(bytes) bytes") }
      var scan = YAMLScan()
      for at in utf8.indices { scan.take(utf8, at) }
      if scan.deepest > depth || scan.marks > depth {
        return words("入れ子 \(depth)段", "\(depth) levels")
      }
      return scan.aliases > aliases ? words("別名 \(aliases)個", "\(aliases) aliases") : nil
    }
  }

  private static func words(_ ja: String, _ en: String) -> String {
    "大きすぎる(上限は\(ja)) / too much: at most \(en)"
  }
}

private struct YAMLScan {
  private var open = 0
  private(set) var deepest = 0
  private var lineMarks = 0
  private(set) var marks = 0
  private(set) var aliases = 0
  private var isAtStart = true

  mutating func take(_ utf8: UnsafeBufferPointer<UInt8>, _ at: Int) {
    let byte = utf8[at]
    let next = at + 1 < utf8.count ? utf8[at + 1] : 0x0A
    let isLast = next == 0x20 || next == 0x09 || next == 0x0A || next == 0x0D
    switch byte {
    case 0x5B, 0x7B:  // [ {
      open += 1
      deepest = max(deepest, open)
    case 0x5D, 0x7D: open = max(0, open - 1)
    case 0x2A where !isLast && (at == 0 || isBeforeAlias(utf8[at - 1])): aliases += 1
    default: break
    }
    switch byte {
    case 0x0A, 0x0D:
      isAtStart = true
      lineMarks = 0
    case 0x20, 0x09: break
    // - ? :
    case 0x2D where isAtStart && isLast, 0x3F where isAtStart && isLast,
      0x3A where isAtStart && isLast:
      lineMarks += 1
      marks = max(marks, lineMarks)
    default: isAtStart = false
    }
  }

  private func isBeforeAlias(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, 0x5B, 0x7B, 0x2C, 0x3A: true
    default: false
    }
  }
}
