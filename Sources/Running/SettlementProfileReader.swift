internal import Reading
internal import Yams

/// Reads a settlement report that a user described (`kind: settlement`): here keys and lines; what
/// the words mean is `OwnProfile.make`'s to judge.
struct SettlementProfileReader {
  private static let keys = [
    "kind", "id", "title", "provider", "content", "signs", "columns", "optional_columns", "kinds",
    "other_kind", "preliminary_words", "dead_words", "above",
  ]

  /// Nil with a fault in `yaml` for each thing that is wrong.
  static func read(_ node: Node, _ yaml: inout YAMLWalk) -> OwnProfile? {
    var found = SettlementDescription()
    var places: [String: Node] = [:]
    let before = yaml.faults.count
    for (key, value) in yaml.pairs(node, of: "format") {
      places[key] = value
      switch key {
      case "kind": break
      case "id": found.id = yaml.text(value, key) ?? ""
      case "title": found.titleJa = yaml.text(value, key) ?? ""
      case "provider": found.provider = yaml.text(value, key) ?? ""
      case "content": found.content = yaml.text(value, key) ?? ""
      case "signs": found.signs = yaml.text(value, key) ?? ""
      case "other_kind": found.otherKind = yaml.text(value, key) ?? ""
      case "preliminary_words": found.preliminaryWords = texts(value, key, &yaml)
      case "dead_words": found.deadWords = texts(value, key, &yaml)
      case "above": found.above = yaml.text(value, key) ?? ""
      case "columns", "optional_columns":
        for (role, names) in yaml.pairs(value, of: key) {
          places[role] = names
          found.columns.append(
            (role: role, names: texts(names, role, &yaml), isRequired: key == "columns"))
        }
      case "kinds":
        for (word, kind) in yaml.pairs(value, of: key) {
          found.kinds.append((word: word, kind: yaml.text(kind, key) ?? ""))
        }
      default: yaml.unknown(key, value, keys)
      }
    }
    found.source = yaml.file
    let (made, problems) = OwnProfile.make(found)
    for problem in problems { yaml.fault(places[problem.key] ?? node, sentence(problem)) }
    return yaml.faults.count == before ? made : nil
  }

  /// One text, or a list of them.
  private static func texts(_ node: Node, _ key: String, _ yaml: inout YAMLWalk) -> [String] {
    if let text = node.string { return [text] }
    return yaml.list(node, key).compactMap { yaml.text($0, key) }
  }
}
