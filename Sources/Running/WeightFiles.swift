internal import Model
internal import Yams

/// The files of learned weights in a workspace: written once, never changed.
struct WeightFiles {
  let workspace: Workspace

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// Writes a lesson under the first free name of the day and returns it, relative to the
  /// workspace.
  func save(_ lesson: inout Lesson, on day: Day) throws(RunError) -> String {
    try Posix.makeFolder(workspace.root + "/weights")
    var number = 1
    while Posix.exists(path("weights/\(day.iso)-\(number).yaml")) { number += 1 }
    lesson.id = "\(day.iso)-\(number)"
    let name = "weights/\(lesson.id).yaml"
    try withBytes(Array(lesson.yaml.utf8)) { (raw) throws(RunError) in
      try Posix.write(raw, to: path(name))
    }
    try Posix.syncFolder(workspace.root + "/weights")
    return name
  }

  /// The weights of a file, and the one that was in use before it; nil for the built-in table.
  /// Throws `.configuration` with a message per fault.
  func read(_ name: String) throws(RunError) -> (weights: EvidenceWeights, previous: String?) {
    guard Posix.exists(path(name)) else {
      throw .configuration([
        "keshikomi.yaml: weights: \(name) がない。名前を直すか行を消す / there is no such file"
      ])
    }
    let mapped = try MappedFile(path(name))
    var yaml = YAMLWalk(file: name)
    var weights = EvidenceWeights()
    var previous: String?
    weights.id = name
    if let root = yaml.root(String(decoding: mapped.bytes, as: UTF8.self)) {
      for (key, value) in yaml.pairs(root, of: name) {
        switch key {
        case "id": weights.id = yaml.text(value, key) ?? name
        case "previous":
          let text = yaml.text(value, key) ?? ""
          previous = text.isEmpty ? nil : text
        case "engine", "first_day", "last_day", "pairs", "confirmed_links": break
        case "weights":
          for (level, node) in yaml.pairs(value, of: key) { read(level, node, &weights, &yaml) }
        default:
          yaml.unknown(
            key, value,
            [
              "id", "previous", "engine", "first_day", "last_day", "pairs", "confirmed_links",
              "weights",
            ])
        }
      }
    }
    if !yaml.faults.isEmpty { throw .configuration(yaml.faults) }
    return (weights, previous)
  }

  private func read(
    _ name: String, _ node: Node, _ weights: inout EvidenceWeights, _ yaml: inout YAMLWalk
  ) {
    let known = EvidenceWeights.learnable
    guard let level = known.first(where: { $0.rawValue == name }) else {
      yaml.unknown(name, node, known.map(\.rawValue))
      return
    }
    for (key, value) in yaml.pairs(node, of: name) {
      switch key {
      case "weight": yaml.whole(value, key, -20_000...20_000) { weights[level] = Int32($0) }
      case "was", "links", "others", "confirmed": break
      default: yaml.unknown(key, value, ["weight", "was", "links", "others", "confirmed"])
      }
    }
  }

  private func path(_ name: String) -> String { workspace.root + "/" + name }
}

/// The one line of the policy file that a program may write.
struct PolicyLine {
  let workspace: Workspace

  init(_ workspace: Workspace) { self.workspace = workspace }

  /// Names a file of weights, or none; every other byte of the file stays. The text is read as
  /// settings before it takes the old one's place.
  func set(weights name: String?) throws(RunError) {
    let mapped = try MappedFile(workspace.policyPath)
    let text = String(decoding: mapped.bytes, as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let old = lines.firstIndex { $0.hasPrefix("weights:") }
    switch (old, name) {
    case (let old?, let name?): lines[old] = "weights: \(name)"
    case (let old?, nil): lines.remove(at: old)
    case (nil, let name?):
      if lines.last == "" { lines.removeLast() }
      lines += ["weights: \(name)", ""]
    case (nil, nil): return
    }
    let new = lines.joined(separator: "\n")
    var loading = OwnFormats.Loading()
    try loading.folder(workspace.formats, named: "formats")
    _ = try Settings.parse(new, own: try loading.finish())
    let temporary = workspace.root + "/.keshikomi.yaml.new"
    try withBytes(Array(new.utf8)) { (raw) throws(RunError) in
      try Posix.write(raw, to: temporary)
    }
    try Posix.rename(temporary, workspace.policyPath)
    try Posix.syncFolder(workspace.root)
  }
}
