/// A source file with its code apart from comments and the contents of string literals.
struct SourceFile {
  /// Relative to the repository's root.
  var path: String
  var lines: [String]
  /// The same lines; comments and literal text are blanked, interpolated code is kept.
  var code: [String]
  /// Identifiers of the code with their places.
  var words: [String: [Use]]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let blankedText = blanked(text)
    words = identifiers(Array(blankedText.utf8))
    code = blankedText.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// `Reading` for `Sources/Reading/…`; nil outside Sources.
  var target: String? {
    let parts = path.split(separator: "/")
    return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
  }
}

/// Blanks comments and literal text; newlines stay, so line numbers hold.
func blanked(_ text: String) -> String {
  var blanker = Blanker(bytes: Array(text.utf8))
  blanker.run()
  return String(decoding: blanker.out, as: UTF8.self)
}

private struct Blanker {
  let bytes: [UInt8]
  var out: [UInt8] = []
  var at = 0
  /// Open literals, innermost last: `parens` counts brackets opened inside an interpolation.
  var literals: [(quotes: Int, hashes: Int, parens: Int)] = []
  var inLiteral = false

  init(bytes: [UInt8]) {
    self.bytes = bytes
    out.reserveCapacity(bytes.count)
  }

  mutating func run() {
    while at < bytes.count {
      if inLiteral { stepInLiteral() } else { stepInCode() }
    }
  }

  private func has(_ text: String, at place: Int) -> Bool {
    var at = place
    for byte in text.utf8 {
      guard at < bytes.count, bytes[at] == byte else { return false }
      at += 1
    }
    return true
  }

  private mutating func keep() {
    out.append(bytes[at])
    at += 1
  }

  private mutating func blank(_ count: Int = 1) {
    for _ in 0..<count where at < bytes.count {
      out.append(bytes[at] == 0x0A ? 0x0A : 0x20)
      at += 1
    }
  }

  private mutating func stepInCode() {
    let byte = bytes[at]
    guard byte == 0x2F || byte == 0x22 || byte == 0x23 || !literals.isEmpty else { return keep() }
    if has("//", at: at) {
      while at < bytes.count, bytes[at] != 0x0A { blank() }
    } else if has("/*", at: at) {
      blankBlockComment()
    } else if let opening = literalOpening() {
      literals.append((opening.quotes, opening.hashes, 0))
      inLiteral = true
      blank(opening.quotes + opening.hashes)
    } else {
      countParenthesis()
    }
  }

  /// Keeps one byte; the bracket that closes an interpolation leads back into its literal.
  private mutating func countParenthesis() {
    if let last = literals.indices.last {
      if bytes[at] == 0x28 { literals[last].parens += 1 }
      if bytes[at] == 0x29 {
        literals[last].parens -= 1
        inLiteral = literals[last].parens == 0
      }
    }
    keep()
  }

  private mutating func blankBlockComment() {
    var depth = 0
    repeat {
      if has("/*", at: at) {
        depth += 1
        blank(2)
      } else if has("*/", at: at) {
        depth -= 1
        blank(2)
      } else {
        blank()
      }
    } while depth > 0 && at < bytes.count
  }

  private func literalOpening() -> (quotes: Int, hashes: Int)? {
    var hashes = 0
    while has("#", at: at + hashes) { hashes += 1 }
    if has("\"\"\"", at: at + hashes) { return (3, hashes) }
    return has("\"", at: at + hashes) ? (1, hashes) : nil
  }

  private mutating func stepInLiteral() {
    let literal = literals[literals.count - 1]
    let hashes = String(repeating: "#", count: literal.hashes)
    let closing = String(repeating: "\"", count: literal.quotes) + hashes
    if has("\\" + hashes + "(", at: at) {
      blank(1 + literal.hashes)
      literals[literals.count - 1].parens = 1
      inLiteral = false
      keep()
    } else if has("\\" + hashes, at: at) {
      blank(2 + literal.hashes)
    } else if has(closing, at: at) || (literal.quotes == 1 && bytes[at] == 0x0A) {
      blank(bytes[at] == 0x0A ? 1 : closing.utf8.count)
      literals.removeLast()
      inLiteral = false
    } else {
      blank()
    }
  }
}

/// One place where an identifier stands in code.
struct Use {
  /// From 1.
  var line: Int
  /// The bytes beside it; a space at either end of the file.
  var before: UInt8
  var after: UInt8
}

/// All identifiers of blanked code with their places.
func identifiers(_ code: [UInt8]) -> [String: [Use]] {
  var found: [String: [Use]] = [:]
  var line = 1
  var at = 0
  while at < code.count {
    let byte = code[at]
    if byte == 0x0A { line += 1 }
    guard isIdentifier(byte) else {
      at += 1
      continue
    }
    let start = at
    while at < code.count, isIdentifier(code[at]) { at += 1 }
    let use = Use(
      line: line, before: start == 0 ? 0x20 : code[start - 1],
      after: at == code.count ? 0x20 : code[at])
    found[String(decoding: code[start..<at], as: UTF8.self), default: []].append(use)
  }
  return found
}

extension SourceFile {
  /// Lines where `pattern` is used: an identifier, with a leading `.` or a trailing `(` where the
  /// sign is part of the use.
  func uses(of pattern: String) -> [Use] {
    let isMember = pattern.hasPrefix(".")
    let isCall = pattern.hasSuffix("(")
    let name = String(pattern.dropFirst(isMember ? 1 : 0).dropLast(isCall ? 1 : 0))
    return (words[name] ?? []).filter {
      (!isMember || $0.before == 0x2E) && (!isCall || $0.after == 0x28)
    }
  }
}

private func isIdentifier(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
  default: false
  }
}
