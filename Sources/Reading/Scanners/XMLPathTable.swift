/// Paths of an XML message as data, compiled into a table of states: one lookup per element.
///
/// A component may name alternatives (`Stmt|Rpt|Ntfctn`) that share what is below them. Elements
/// on no path lead to state 0, where everything below is skipped. State 1 is outside the root
/// name: any element may stand around it, since some senders wrap the message.
struct XMLPathTable: Sendable {
  static let skipped = 0
  static let outside = 1

  /// Element names; the number of a name is its index.
  private(set) var names: [String] = []
  /// What a state means to the reader; 0 where it is only on the way to another.
  private(set) var fields: [UInt8] = [0, 0]
  private var children: [[Int: Int]] = [[:], [:]]
  /// `next[state * names.count + name]`
  private(set) var next: [UInt16] = []

  /// - Parameter outside: what elements on no path mean that stand around or beside the root name.
  init(_ paths: [(path: String, field: UInt8)], outside: UInt8 = 0) {
    fields[XMLPathTable.outside] = outside
    for (path, field) in paths { add(path, field) }
    next = [UInt16](repeating: 0, count: fields.count * names.count)
    for state in fields.indices {
      if state == XMLPathTable.outside {
        for name in names.indices { next[state * names.count + name] = 1 }
      }
      for (name, child) in children[state] {
        next[state * names.count + name] = UInt16(child)
      }
    }
  }

  private mutating func add(_ path: String, _ field: UInt8) {
    var state = XMLPathTable.outside
    for component in parts(of: path, at: 0x2F) {
      let alternatives = parts(of: component, at: 0x7C).map { number(of: $0) }
      let below = children[state]
      let known = alternatives.compactMap { below[$0] }.first
      if known == nil {
        fields.append(0)
        children.append([:])
      }
      let child = known ?? fields.count - 1
      for name in alternatives { children[state][name] = child }
      state = child
    }
    fields[state] = field
  }

  private mutating func number(of name: String) -> Int {
    if let known = names.firstIndex(of: name) { return known }
    names.append(name)
    return names.count - 1
  }

  private func parts(of text: String, at separator: UInt8) -> [String] {
    var parts: [[UInt8]] = [[]]
    for byte in text.utf8 {
      if byte == separator { parts.append([]) } else { parts[parts.count - 1].append(byte) }
    }
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }
}
