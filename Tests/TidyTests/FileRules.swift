/// One place where a rule is broken.
struct Breach: CustomStringConvertible {
  var rule: String
  var path: String
  var line: Int
  var what: String

  var description: String { "\(path):\(line): \(what) [\(rule)]" }
}

/// A rule that looks at one source file.
struct FileRule: Sendable {
  var name: String
  /// 1-based lines and what is wrong there.
  var check: @Sendable (SourceFile) -> [(line: Int, what: String)]

  func breaches(_ file: SourceFile) -> [Breach] {
    check(file).map { Breach(rule: name, path: file.path, line: $0.line, what: $0.what) }
  }
}

let fileRules: [FileRule] = [
  FileRule(name: "imports", check: checkImports),
  FileRule(name: "purity", check: checkPurity),
  FileRule(name: "numbers", check: checkNumbers),
  FileRule(name: "bytes", check: checkBytes),
  FileRule(name: "function-length", check: checkFunctionLength),
  FileRule(name: "file-length", check: checkFileLength),
  FileRule(name: "line-length", check: checkLineLength),
  FileRule(name: "documented", check: checkDocumented),
]

/// What each target may import. Model stands in the middle of the star: stages see it and their
/// own C library, never one another.
private let allowedImports: [String: Set<String>] = [
  "Model": [],
  "Tables": ["Model"],
  "Reading": ["Model", "CLibXML2"],
  "Matching": ["Model"],
  "Deciding": ["Model"],
  "Judging": ["Model"],
  "Reporting": ["Model", "CXlsxWriter"],
  "Hashing": ["CCrypto"],
  "Recording": ["Model", "Hashing", "GRDB", "CSQLite", "Foundation", "Glibc", "Dispatch"],
  "Running": [
    "Model", "Tables", "Reading", "Recording", "Matching", "Deciding", "Judging", "Reporting",
    "Hashing", "CZip", "CMalloc", "Yams", "Logging", "Glibc", "Dispatch", "Synchronization",
  ],
  "keshikomi": ["Model", "Running", "ArgumentParser", "Logging", "Glibc"],
  "bench": [
    "Model", "Tables", "Reading", "Matching", "Judging", "Reporting", "Recording", "Running",
    "TestKit",
    "SimulationKit",
    "Foundation", "Glibc", "Synchronization", "Dispatch",
  ],
]

/// Targets that only compute.
let pureTargets: Set<String> = [
  "Model", "Tables", "Reading", "Matching", "Deciding", "Judging", "Reporting",
]

@Sendable private func checkImports(_ file: SourceFile) -> [(line: Int, what: String)] {
  guard let target = file.target else { return [] }
  guard let allowed = allowedImports[target] else {
    return [(1, "target \(target) has no list of allowed imports")]
  }
  return file.code.enumerated().compactMap { index, line in
    guard let module = importedModule(line), !allowed.contains(module) else { return nil }
    return (index + 1, "\(target) must not import \(module)")
  }
}

private func importedModule(_ line: String) -> String? {
  var words = line.split(separator: " ").map(String.init)
  while let first = words.first, first.hasPrefix("@") || accessWords.contains(first) {
    words.removeFirst()
  }
  guard words.count > 1, words[0] == "import" else { return nil }
  let kinds = ["struct", "class", "enum", "func", "protocol", "typealias", "let", "var"]
  let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
  return name.split(separator: ".").first.map(String.init)
}

private let accessWords: Set<String> = ["public", "internal", "private", "fileprivate", "package"]

/// Clock, files, environment, chance and output: nothing of them in a pure target.
private let impureWords = [
  "Foundation", "ProcessInfo", "CommandLine", "FileManager", "FileHandle", "URL", "UUID",
  "getenv", "setenv", "fopen", "fread", "fwrite", "fputs", "opendir", "mmap", "open(",
  "print(", "debugPrint(", "dump(", "printf(", "NSLog", "Logger", "readLine(",
  "random", "shuffled(", "shuffle(", "randomElement", "SystemRandomNumberGenerator", "arc4random",
  "Date", "time(", "clock_gettime", "gettimeofday", "ContinuousClock", "SuspendingClock",
  "Task", "DispatchQueue", "Thread", "system(", "exit(", "abort(",
]

@Sendable private func checkPurity(_ file: SourceFile) -> [(line: Int, what: String)] {
  guard let target = file.target, pureTargets.contains(target) else { return [] }
  return impureWords.flatMap { word in
    // A function of ours may bear the name; calling the library's is the breach.
    let isOurs = word.hasSuffix("(") && file.code.contains { $0.contains("func " + word) }
    let found =
      isOurs ? [] : file.uses(of: word).filter { !word.hasSuffix("(") || $0.before != 0x2E }
    return found.map { (line: $0.line, what: "\(target) only computes, but uses \(word)") }
  }
}

@Sendable private func checkNumbers(_ file: SourceFile) -> [(line: Int, what: String)] {
  guard file.target != nil else { return [] }
  let words = [
    "Double", "Float", "Float16", "Decimal", "CGFloat", "TimeInterval", "NSDecimalNumber", "Date",
  ]
  return uses(of: words, in: file).map {
    (line: $0.line, what: "\($0.word): yen, days and weights are whole numbers")
  }
}

@Sendable private func checkBytes(_ file: SourceFile) -> [(line: Int, what: String)] {
  guard let target = file.target, target == "Reading" || target == "Matching" else { return [] }
  let words = [
    "Character", ".split(", "components(", "Regex", "NSRegularExpression", "Scanner(",
    "firstMatch(", "wholeMatch(", "trimmingCharacters(", "replacingOccurrences(",
  ]
  return uses(of: words, in: file).map { ($0.line, "\($0.word): work on bytes") }
}

private func uses(of words: [String], in file: SourceFile) -> [(line: Int, word: String)] {
  words.flatMap { word in file.uses(of: word).map { (line: $0.line, word: word) } }
}

@Sendable private func checkFileLength(_ file: SourceFile) -> [(line: Int, what: String)] {
  let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
  return count > 500 ? [(count, "a file of \(count) lines; 500 are enough")] : []
}

@Sendable private func checkLineLength(_ file: SourceFile) -> [(line: Int, what: String)] {
  file.lines.enumerated().compactMap { index, line in
    let columns = line.count
    guard columns > 100, !isText(line, code: file.code[index]) else { return nil }
    return (index + 1, "\(columns) columns; 100 fit")
  }
}

/// A line that is one literal, or lies inside a long one: text is as long as it has to be.
private func isText(_ line: String, code: String) -> Bool {
  let isInsideLiteral = !line.contains("//") && code.utf8.allSatisfy { $0 == 0x20 }
  return isInsideLiteral || line.drop { $0 == " " }.hasPrefix("\"")
}

@Sendable private func checkDocumented(_ file: SourceFile) -> [(line: Int, what: String)] {
  guard file.target != nil else { return [] }
  let kinds = ["struct", "enum", "func", "class", "actor", "protocol", "typealias"]
  return file.code.enumerated().compactMap { index, line in
    guard kinds.contains(where: { line.hasPrefix("public \($0) ") }) else { return nil }
    var above = index - 1
    while above >= 0, file.lines[above].hasPrefix("@") || file.lines[above].hasPrefix("// ") {
      above -= 1
    }
    if above >= 0, file.lines[above].hasPrefix("///") { return nil }
    return (index + 1, "a public declaration without a summary")
  }
}
