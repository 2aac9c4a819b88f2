internal import Yams

/// Walks one YAML file and keeps every fault with its line instead of stopping at the first.
struct YAMLWalk {
  /// As messages name it.
  let file: String
  var faults: [String] = []

  /// The root of a text; nil where it is empty or no YAML, which is a fault.
  mutating func root(_ text: String) -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch {
      faults.append("\(file): YAML として読めない / not YAML: \(error)")
      return nil
    }
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

/// The known word that is closest to what was written.
func nearest(_ word: String, of known: [String]) -> String {
  known.min { distance(word, $0) < distance(word, $1) } ?? ""
}

/// A name of which the word is one whole part, as `rms` is of `orders-rms`, is nearer than any
/// other.
private func distance(_ word: String, _ name: String) -> Int {
  let isPart = name.split(separator: "-").contains { $0 == word }
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
