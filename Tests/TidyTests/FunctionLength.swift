/// Functions over 70 lines, counted from `func` or `init` to the closing brace.
@Sendable func checkFunctionLength(_ file: SourceFile) -> [(line: Int, what: String)] {
  functions(in: file.code).compactMap { function in
    let count = function.last - function.first + 1
    return count > 70 ? (function.first, "a function of \(count) lines; 70 are enough") : nil
  }
}

/// First and last line, from 1, of every function with a body.
func functions(in code: [String]) -> [(first: Int, last: Int)] {
  var found: [(first: Int, last: Int)] = []
  for (index, line) in code.enumerated() where startsFunction(line) {
    if let last = endOfBody(code, from: index) { found.append((index + 1, last + 1)) }
  }
  return found
}

private func startsFunction(_ line: String) -> Bool {
  let words = line.split(whereSeparator: { $0 == " " }).drop { modifiers.contains(String($0)) }
  guard let first = words.first else { return false }
  return first == "func" || first.hasPrefix("init(") || first.hasPrefix("init?(")
    || first.hasPrefix("init<") || first.hasPrefix("subscript(") || first == "deinit"
}

private let modifiers: Set<String> = [
  "public", "internal", "private", "fileprivate", "package", "static", "final", "class",
  "override", "mutating", "nonisolated", "consuming", "borrowing", "convenience", "required",
  "@inlinable", "@inline(__always)", "@discardableResult", "@Sendable", "@usableFromInline",
]

/// The line of the brace that closes the body; nil for a declaration without one.
private func endOfBody(_ code: [String], from start: Int) -> Int? {
  var parentheses = 0
  var braces = 0
  for index in start..<code.count {
    for byte in code[index].utf8 {
      switch byte {
      case 0x28: parentheses += 1
      case 0x29: parentheses -= 1
      case 0x7B where parentheses == 0 || braces > 0: braces += 1
      case 0x7D where braces > 0:
        braces -= 1
        if braces == 0 { return index }
      case 0x7D where parentheses == 0: return nil
      default: break
      }
    }
    let isNextDeclaration = index + 1 < code.count && startsFunction(code[index + 1])
    if braces == 0, parentheses == 0, isNextDeclaration { return nil }
  }
  return nil
}
