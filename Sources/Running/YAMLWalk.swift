internal import Yams

/// Walks one YAML file and keeps every fault with its line instead of stopping at the first.
struct YAMLWalk {
  /// As messages name it.
  let file: String
  var faults: [String] = []

  /// The root of a text; nil where it is empty, and where it is no YAML or too much of it, which is
  /// a fault.
  mutating func root(_ text: String) -> Node? {
    if let excess = YAMLBounds.excess(text) {
      faults.append("\(file):1: \(excess)")
      return nil
    }
    do {
      return try Yams.compose(yaml: text)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      let first = context.mark.line
      let key = keys.first ?? ""
      let line = repeatedLine(of: key, below: context.mark, in: text) ?? first
      faults.append(
        "\(file):\(line): 「\(key)」が二度ある(一つ目は\(first)行目)"
          + " / “\(key)” stands twice, first in line \(first)")
    } catch YamlError.scanner(_, let problem, let mark, _) {
      faults.append(notYAML(mark.line, problem))
    } catch YamlError.parser(_, let problem, let mark, _) {
      faults.append(notYAML(mark.line, problem))
    } catch YamlError.composer(_, let problem, let mark, _) {
      faults.append(notYAML(mark.line, problem))
    } catch {
      faults.append("\(file): YAML として読めない / not YAML")
    }
    return nil
  }

  private func notYAML(_ line: Int, _ problem: String) -> String {
    "\(file):\(line): YAML として読めない / not YAML: \(problem)"
  }

  /// Where a key stands again at the same indent; the parser only tells where it stands first.
  private func repeatedLine(of key: String, below mark: Mark, in text: String) -> Int? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated().dropFirst(mark.line) {
      let rest = line.unicodeScalars.dropFirst(mark.column - 1)
      let written = String(String.UnicodeScalarView(rest))
      if ["\(key):", "\"\(key)\":", "'\(key)':"].contains(where: written.hasPrefix) {
        return index + 1
      }
    }
    return nil
  }

  mutating func pairs(_ node: Node, of name: String) -> [(key: String, value: Node)] {
    if node.null != nil { return [] }
    guard let mapping = node.mapping else {
      fault(node, "\(name): 「項目: 値」の形で書く / expected key: value")
      return []
    }
    return mapping.map { ($0.key.string ?? "", $0.value) }
  }

  mutating func list(_ node: Node, _ key: String) -> [Node] {
    if node.null != nil { return [] }
    guard let sequence = node.sequence else {
      fault(node, "\(key): 一覧 [a, b] の形で書く / a list [a, b] is expected")
      return []
    }
    return Array(sequence)
  }

  mutating func text(_ node: Node, _ key: String) -> String? {
    if let text = node.string { return text }
    fault(node, "\(key): 文字列を書く / a text is expected")
    return nil
  }

  mutating func digits(_ node: Node, _ key: String, _ count: Int) -> String? {
    guard let text = node.string, text.utf8.count == count,
      text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
    else {
      fault(node, "\(key): 引用符つきの数字\(count)桁 / \(count) digits in quotes")
      return nil
    }
    return text
  }

  mutating func flag(_ node: Node, _ key: String, _ set: (Bool) -> Void) {
    if let value = node.bool {
      set(value)
    } else {
      fault(node, "\(key): true か false / true or false")
    }
  }

  mutating func whole(
    _ node: Node, _ key: String, _ range: ClosedRange<Int64>, _ set: (Int64) -> Void
  ) {
    if let value = node.int, range.contains(Int64(value)) {
      set(Int64(value))
    } else {
      fault(node, "\(key): \(range.lowerBound) … \(range.upperBound) の整数 / a whole number")
    }
  }

  mutating func fault(_ node: Node?, _ message: String) {
    faults.append("\(file):\(node?.mark?.line ?? 1): \(message)")
  }

  mutating func unknown(_ key: String, _ node: Node, _ known: [String]) {
    let near = nearest(key, of: known)
    fault(node, "「\(key)」という項目はない。\(near)? / unknown key, did you mean \(near)?")
  }
}

/// The known word that is closest to what was written. A separator may be written as itself.
func nearest(_ word: String, of known: [String]) -> String {
  let signs = [",": "comma", "\t": "tab", ";": "semicolon"]
  if let named = signs[word], known.contains(named) { return named }
  return known.min { distance(word, $0) < distance(word, $1) } ?? ""
}

/// A name of which the word is one whole part, as `rms` is of `orders-rms` and `era` of `era_name`,
/// is nearer than any other.
private func distance(_ word: String, _ name: String) -> Int {
  let isPart = name.split { $0 == "-" || $0 == "_" }.contains { $0 == word }
  return isPart ? 0 : editDistance(word, name) + 1
}

/// Plain edit distance over bytes; keys are short.
private func editDistance(_ a: String, _ b: String) -> Int {
  let x = Array(a.utf8.prefix(200))
  let y = Array(b.utf8)
  var row = Array(0...y.count)
  for i in 0..<x.count {
    var previous = row[0]
    row[0] = i + 1
    for j in 0..<y.count {
      let old = row[j + 1]
      row[j + 1] = min(row[j + 1] + 1, row[j] + 1, previous + (x[i] == y[j] ? 0 : 1))
      previous = old
    }
  }
  return row[y.count]
}
