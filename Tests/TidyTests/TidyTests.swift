import Foundation
import TestKit
import Testing

/// The repository as it stands, read once.
enum Tree {
  static let sources: [SourceFile] = swiftFiles(below: "Sources")
  static let tests: [SourceFile] = swiftFiles(below: "Tests")
  static let waived = waivers(waiverText)

  private static func swiftFiles(below folder: String) -> [SourceFile] {
    filesBelow(repoFile(folder)).filter { $0.hasSuffix(".swift") }.map { path in
      let bytes = (try? readBytes(repoFile("\(folder)/\(path)"))) ?? []
      return SourceFile(path: "\(folder)/\(path)", text: String(decoding: bytes, as: UTF8.self))
    }
  }

  static func sources(below folder: String) -> [SourceFile] {
    sources.filter { $0.path.hasPrefix(folder) }
  }

  /// Paths under version control; nil outside a git checkout.
  static let tracked: [String]? = {
    let env = URL(fileURLWithPath: "/usr/bin/env")
    let result = try? runCommand(
      env, ["git", "-c", "safe.directory=*", "-c", "core.quotepath=off", "ls-files"],
      in: repoRoot())
    guard let result, result.exitCode == 0 else { return nil }
    return result.output.split(separator: "\n").map(String.init)
  }()

  static let swiftFormatIsHere: Bool = {
    let env = URL(fileURLWithPath: "/usr/bin/env")
    return (try? runCommand(env, ["swift", "format", "--version"]))?.exitCode == 0
  }()
}

@Suite("The shape of the code")
struct TidyTests {
  @Test("every file of Sources and Tests keeps the rule", arguments: fileRules.map(\.name))
  func fileRule(_ name: String) {
    let rule = fileRules.first { $0.name == name }!
    #expect(Tree.sources.count > 20, "the sources were not found")
    let breaches = (Tree.sources + Tree.tests).flatMap { rule.breaches($0) }
    let result = apply(Tree.waived.filter { $0.rule == name }, to: breaches)
    for breach in result.standing { Issue.record("\(breach)") }
    for waiver in result.unneeded {
      Issue.record("no longer needed: take \(waiver.rule) | \(waiver.path) off the waivers")
    }
  }

  @Test("waivers only get fewer")
  func waiverCount() {
    #expect(Tree.waived.count == mostWaivers)
    #expect(Set(Tree.waived).count == Tree.waived.count)
    let rules = Set(fileRules.map(\.name))
    for waiver in Tree.waived { #expect(rules.contains(waiver.rule)) }
  }

  @Test("every format has a sample, its expected reading and a line in docs/FORMATS.md")
  func formatsAreWhole() throws {
    let ids = formatIDs(in: Tree.sources(below: "Sources/Reading/Formats/"))
    #expect(ids.count > 10)
    let doc = String(decoding: try readBytes(repoFile("docs/FORMATS.md")), as: UTF8.self)
    let fixtures = filesBelow(repoFile("fixtures/formats"))
    for gap in missingParts(ofFormats: ids, fixtures: fixtures, doc: doc) { Issue.record("\(gap)") }
  }

  @Test("every finding code has its words")
  func findingCodesAreWorded() throws {
    let model = try #require(Tree.sources.first { $0.path.hasSuffix("Model/FindingCode.swift") })
    let codes = enumCases("FindingCode", in: model)
    #expect(codes.count == 40)
    #expect(unmentioned(codes, in: Tree.sources(below: "Sources/Deciding/Notes/")) == [])
  }

  @Test("every data fault is raised somewhere and has its words")
  func dataFaultsAreUsed() throws {
    let model = try #require(Tree.sources.first { $0.path.hasSuffix("Model/DataFinding.swift") })
    let faults = enumCases("DataFault", in: model)
    #expect(faults.count > 40)
    let isWording = { (file: SourceFile) in file.path.contains("/DataWording") }
    let users = Tree.sources.filter { !isWording($0) && $0.target != "Model" }
    #expect(unmentioned(faults, in: users) == [])
    for name in ["DataWordingJapanese", "DataWordingEnglish"] {
      let words = Tree.sources.filter { $0.path.hasSuffix("\(name).swift") }
      #expect(unmentioned(faults, in: words) == [], "in \(name)")
    }
  }

  @Test(
    "nothing but what belongs there lies in the top folder",
    .enabled(if: Tree.tracked != nil, "skipped: not a git checkout"))
  func topFolder() throws {
    #expect(strayTopEntries(try #require(Tree.tracked)) == [])
  }

  @Test(
    "no tracked file is over 1.5 MB or carries a path of one machine",
    .enabled(if: Tree.tracked != nil, "skipped: not a git checkout"))
  func trackedFiles() throws {
    for path in try #require(Tree.tracked) {
      // A file deleted but not yet committed is not there to be read.
      guard let bytes = try? readBytes(repoFile(path)) else { continue }
      if bytes.count > 1_500_000 { Issue.record("\(path) has \(bytes.count) bytes") }
      for line in machinePathLines(bytes) { Issue.record("\(path):\(line): a machine's path") }
    }
  }

  @Test(
    "swift format has nothing to say",
    .enabled(if: Tree.swiftFormatIsHere, "skipped: no swift format here"))
  func formatted() throws {
    let result = try runCommand(
      URL(fileURLWithPath: "/usr/bin/env"),
      ["swift", "format", "lint", "--strict", "--parallel", "-r", "Sources", "Tests"],
      in: repoRoot())
    if result.exitCode != 0 {
      Issue.record("\(String(result.errors.prefix(6000)))")
    }
  }
}
