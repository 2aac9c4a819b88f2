internal import Model
internal import Reading
internal import Yams

/// Reads one format that a user described: here keys, types and lines; what the words mean and
/// whether they go together is `OwnProfile.make`'s to judge.
struct ProfileReader {
  private static let keys = [
    "id", "title", "title_en", "bank", "replaces", "notes", "header", "skip_lines",
    "column_count", "separator", "dates", "columns", "optional_columns", "quirks",
    "credit_words", "debit_words", "account",
  ]

  private var profile = ProfileDescription()
  /// Where each key, and each column, is written.
  private var places: [String: Node] = [:]
  private var columnPlaces: [Node] = []

  /// Nil with a fault in `yaml` for each thing that is wrong.
  static func read(_ node: Node, _ yaml: inout YAMLWalk) -> OwnProfile? {
    if node.mapping?["kind"]?.string == "settlement" {
      return SettlementProfileReader.read(node, &yaml)
    }
    var reader = ProfileReader()
    let before = yaml.faults.count
    reader.walk(node, &yaml)
    reader.profile.source = yaml.file
    let (made, problems) = OwnProfile.make(reader.profile)
    for problem in problems {
      var place = problem.column.map { reader.columnPlaces[$0] } ?? reader.places[problem.key]
      if place == nil, OwnProfile.roleWords.contains(problem.key) {
        place = reader.places["columns"]
      }
      yaml.fault(place ?? node, sentence(problem))
    }
    return yaml.faults.count == before ? made : nil
  }

  private mutating func walk(_ node: Node, _ yaml: inout YAMLWalk) {
    let pairs = yaml.pairs(node, of: "format")
    // First, as it says whether columns have names or numbers.
    for (key, value) in pairs where key == "header" { header(value, &yaml) }
    for (key, value) in pairs {
      places[key] = value
      switch key {
      case "id": profile.id = yaml.text(value, key) ?? ""
      case "title": profile.titleJa = yaml.text(value, key) ?? ""
      case "title_en": profile.titleEn = yaml.text(value, key) ?? ""
      case "bank": profile.bankCode = yaml.digits(value, key, 4)
      case "replaces": profile.replaces = yaml.text(value, key)
      case "notes": profile.notes = texts(value, key, &yaml)
      case "header": break
      case "skip_lines":
        yaml.whole(value, key, 0...1_000) { profile.skipLines = Int32($0) }
      case "column_count":
        yaml.whole(value, key, 3...512) { profile.columnCount = Int32($0) }
      case "separator": profile.separator = yaml.text(value, key)
      case "dates": profile.dates = texts(value, key, &yaml)
      case "columns": columns(value, isRequired: true, &yaml)
      case "optional_columns": columns(value, isRequired: false, &yaml)
      case "quirks": profile.quirks = texts(value, key, &yaml)
      case "credit_words": profile.creditWords = texts(value, key, &yaml)
      case "debit_words": profile.debitWords = texts(value, key, &yaml)
      case "account": profile.account = account(value, &yaml)
      default: yaml.unknown(key, value, ProfileReader.keys)
      }
    }
    if profile.titleEn.isEmpty { profile.titleEn = profile.titleJa }
  }

  private mutating func header(_ node: Node, _ yaml: inout YAMLWalk) {
    switch node.string {
    case "names": profile.hasHeader = true
    case "none": profile.hasHeader = false
    default: yaml.fault(node, "header: names か none / names or none")
    }
  }

  /// One text, or a list of them.
  private func texts(_ node: Node, _ key: String, _ yaml: inout YAMLWalk) -> [String] {
    if let text = node.string { return [text] }
    return yaml.list(node, key).compactMap { yaml.text($0, key) }
  }

  /// `role: 名前`, `role: [名前, 別名]`, or `role: 3` where there is no header.
  private mutating func columns(_ node: Node, isRequired: Bool, _ yaml: inout YAMLWalk) {
    for (role, value) in yaml.pairs(node, of: isRequired ? "columns" : "optional_columns") {
      let values = texts(value, role, &yaml)
      // Each column that is passed over is one of its own; of another role there is one only.
      let groups = role == "ignored" || !profile.hasHeader ? values.map { [$0] } : [values]
      for names in groups {
        let number = profile.hasHeader ? nil : names.first.flatMap { Int32($0) }
        profile.columns.append(
          ProfileDescription.Column(
            role: role, names: number == nil ? names : [], number: number, isRequired: isRequired))
        columnPlaces.append(value)
      }
    }
  }

  private func account(_ node: Node, _ yaml: inout YAMLWalk) -> AccountRef {
    var account = AccountRef()
    for (key, value) in yaml.pairs(node, of: "account") {
      switch key {
      case "bank": account.bankCode = yaml.digits(value, key, 4)
      case "branch": account.branchCode = yaml.digits(value, key, 3)
      case "type": yaml.whole(value, key, 1...9) { account.accountType = Int32($0) }
      case "number": account.number = yaml.text(value, key)
      case "holder": account.holder = yaml.text(value, key)
      default: yaml.unknown(key, value, ["bank", "branch", "type", "number", "holder"])
      }
    }
    if account.number == nil { yaml.fault(node, "account: number がない / number is missing") }
    return account
  }
}

/// A problem of a description as a person has to read it: what stands there, what is expected.
func sentence(_ problem: ProfileProblem) -> String {
  let key = problem.key
  switch problem.kind {
  case .unknownWord(let allowed):
    let near = nearest(problem.value, of: allowed)
    let all = allowed.joined(separator: ", ")
    return "「\(problem.value)」という語はない。\(near)? 使える語: \(all)"
      + " / unknown word, did you mean \(near)? Known: \(all)"
  case .missing: return "\(key) がない / \(key) is missing"
  case .badForm(let expected):
    return "\(key): 「\(problem.value)」ではなく \(expected) の形で書く"
      + " / found “\(problem.value)”, expected \(expected)"
  case .takenID:
    return "id: \(problem.value) は組込みの形式。別の id にするか、置き換えるなら replaces: "
      + "\(problem.value) と書く / a built-in format: take another id, or say that this one "
      + "replaces it"
  case .conflict(let other):
    return "\(key): \(other) と両方は書けない / cannot stand together with \(other)"
  case .repeated:
    return "\(key): 「\(problem.value)」が二度ある / “\(problem.value)” stands twice"
  case .outOfRange(let maximum):
    return "\(key): 「\(problem.value)」は範囲外(最大 \(maximum))"
      + " / “\(problem.value)” is out of range, at most \(maximum)"
  }
}
