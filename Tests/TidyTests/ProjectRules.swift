import Foundation

/// Rules over several files at once. They look at text only, so a broken build cannot hide them.

/// Case names of an enum, from its source.
func enumCases(_ name: String, in file: SourceFile) -> [String] {
  guard
    let start = file.code.firstIndex(where: {
      $0.contains("enum \(name):") || $0.contains("enum \(name) ")
    })
  else { return [] }
  var names: [String] = []
  for line in file.code[(start + 1)...] {
    if line.hasPrefix("}") { break }
    let words = line.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init)
    guard words.first == "case" else { continue }
    for (index, word) in words.enumerated().dropFirst() {
      // A value's literal is blanked already, so only its sign is left.
      if word == "=" || (words[index - 1] == "=" && word.utf8.first.map(isDigit) == true) {
        continue
      }
      names.append(String(word.prefix(while: { $0 != "(" })))
    }
  }
  return names
}

/// Names that no line of `files` mentions as `.name`.
func unmentioned(_ names: [String], in files: [SourceFile]) -> [String] {
  names.filter { name in !files.contains { !$0.uses(of: "." + name).isEmpty } }
}

/// Ids of formats, as written under Sources/Reading/Formats: `id: "…"`, or the raw value of a case
/// that is an order layout.
func formatIDs(in files: [SourceFile]) -> [String] {
  var ids: Set<String> = []
  for file in files {
    for line in file.lines {
      let isCase = line.contains("case ") && line.contains("= \"orders-")
      guard let start = line.range(of: isCase ? "= \"" : "id: \"") else { continue }
      let id = line[start.upperBound...].prefix(while: { $0 != "\"" })
      if !id.isEmpty, !id.contains("\\") { ids.insert(String(id)) }
    }
  }
  return ids.sorted()
}

/// What a format lacks: its folder of fixtures with a sample and the expected reading, or its
/// line in docs/FORMATS.md.
func missingParts(ofFormats ids: [String], fixtures: [String], doc: String) -> [String] {
  var missing: [String] = []
  for id in ids {
    let own = fixtures.filter { $0.hasPrefix("\(id)/") }
    if !own.contains(where: { $0.hasPrefix("\(id)/sample") }) {
      missing.append("fixtures/formats/\(id)/ has no sample")
    }
    if !own.contains(where: { $0.hasPrefix("\(id)/expected") }) {
      missing.append("fixtures/formats/\(id)/ has no expected reading")
    }
    if !doc.contains("`\(id)`") { missing.append("docs/FORMATS.md does not name \(id)") }
  }
  return missing
}

/// Entries of the top folder that have no business there.
func strayTopEntries(_ trackedPaths: [String]) -> [String] {
  let known: Set<String> = [
    "Package.swift", "Sources", "Tests", "fixtures", "reports", "docs", "README.md",
    "README.ja.md", "Makefile",
  ]
  let top = Set(trackedPaths.map { String($0.prefix(while: { $0 != "/" })) })
  return top.filter { !known.contains($0) && !$0.hasPrefix(".") }.sorted()
}

/// Folders of one machine that mean nothing on another. Put together here so that this file does
/// not name them.
private let machineFolders = ["work", "home", "root", "Users", "opt/swift", "tmp/bash"]

/// Lines that carry a path of one machine.
func machinePathLines(_ bytes: [UInt8]) -> [Int] {
  let wanted = machineFolders.map { Array(("/" + $0).utf8) }
  var lines: [Int] = []
  var line = 1
  for (index, byte) in bytes.enumerated() {
    if byte == 0x0A { line += 1 }
    guard byte == 0x2F, index == 0 || !isPathByte(bytes[index - 1]) else { continue }
    for folder in wanted where index + folder.count < bytes.count {
      let end = index + folder.count
      let isEnd = bytes[end] == 0x2F || folder.count > 6
      if isEnd, bytes[index..<end].elementsEqual(folder) { lines.append(line) }
    }
  }
  return lines
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func isPathByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E, 0x80...: true
  default: false
  }
}
