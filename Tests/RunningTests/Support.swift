import Foundation
import Model
import Running
import TestKit
import Testing

/// A day of the invented operator under `fixtures/days`, with the moment at which it is run.
struct FixtureDay: Sendable, CustomTestStringConvertible {
  var name: String
  var asOf: String

  static let eve = FixtureDay(name: "1-eve", asOf: "2026-11-19T10:30")
  static let day = FixtureDay(name: "2-day", asOf: "2026-11-20T10:30")
  static let all = [eve, day]

  var testDescription: String { name }
  var moment: Moment { Moment(commandLine: asOf)! }
  var files: [String] { filesBelow(repoFile("fixtures/days/\(name)")) }

  func bytes(_ file: String) throws -> [UInt8] {
    try readBytes(repoFile("fixtures/days/\(name)/\(file)"))
  }
}

/// A workspace in a temporary folder; the folder goes with the value.
final class Shop {
  let folder: URL
  var workspace: Workspace { Workspace(root: folder.path) }
  var inboxFolder: URL { folder.appendingPathComponent("inbox") }

  /// - Parameter policy: the text of `keshikomi.yaml`; nil takes the fixture days'.
  init(policy: String? = nil, under parent: URL? = nil) throws {
    folder = (parent ?? FileManager.default.temporaryDirectory)
      .appendingPathComponent("keshikomi-shop-\(UUID().uuidString)")
    _ = try initialise(Workspace(root: folder.path))
    let fixture = try readBytes(repoFile("fixtures/days/keshikomi.yaml"))
    try writeBytes(
      policy.map { Array($0.utf8) } ?? fixture, to: folder.appendingPathComponent("keshikomi.yaml"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func put(_ name: String, _ bytes: [UInt8]) throws {
    try writeBytes(bytes, to: inboxFolder.appendingPathComponent(name))
  }

  func put(_ day: FixtureDay) throws {
    for file in day.files { try put(file, day.bytes(file)) }
  }

  func request(_ asOf: String, _ language: Language? = nil) -> RunRequest {
    var request = RunRequest(workspace: workspace, asOf: Moment(commandLine: asOf)!)
    request.language = language
    return request
  }

  @discardableResult
  func run(_ asOf: String, _ language: Language? = nil) throws -> RunSummary {
    try runDaily(request(asOf, language))
  }

  /// Puts the day's files into the inbox and runs it.
  @discardableResult
  func run(_ day: FixtureDay, _ language: Language? = nil) throws -> RunSummary {
    try put(day)
    return try run(day.asOf, language)
  }

  var inbox: [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: inboxFolder.path)
    return (names ?? []).sorted()
  }

  /// Report files of a run by name, without `run.json`, which may tell the clock.
  func report(_ runID: String = "latest") throws -> [String: [UInt8]] {
    let reports = folder.appendingPathComponent("reports/\(runID)").resolvingSymlinksInPath()
    var files: [String: [UInt8]] = [:]
    for name in filesBelow(reports) where name != "run.json" {
      files[name] = try readBytes(reports.appendingPathComponent(name))
    }
    return files
  }

  func table(_ file: String, run: String = "latest") throws -> [[String: String]] {
    csvRows(try report(run)[file] ?? [])
  }

  /// `totals.json`'s line about one file of the inbox.
  func fileTotals(_ name: String) throws -> [String: Any]? {
    let json = try JSONSerialization.jsonObject(with: Data(try report()["totals.json"] ?? []))
    let files = (json as? [String: Any])?["files"] as? [[String: Any]]
    return files?.first { $0["name"] as? String == name }
  }

  func archiveHolds(_ bytes: [UInt8]) throws -> Bool {
    let archive = folder.appendingPathComponent("archive")
    return try filesBelow(archive).contains {
      try readBytes(archive.appendingPathComponent($0)) == bytes
    }
  }

  var isProved: Bool {
    get throws { try verify(workspace, language: .en).exitCode == 0 }
  }

  func keshikomi(_ arguments: [String]) throws -> CommandResult {
    try runKeshikomi([arguments[0], "-w", folder.path] + arguments.dropFirst())
  }
}

/// A report without the ledger's head that it prints: ledgers of one content may have got there in
/// different steps.
func withoutHead(_ files: [String: [UInt8]]) -> [String: [UInt8]] {
  func value(_ key: String) -> Substring {
    let totals = String(decoding: files["totals.json"] ?? [], as: UTF8.self)
    guard let mark = totals.range(of: "\"\(key)\": ") else { return "" }
    return totals[mark.upperBound...].prefix { $0 != "," }
  }
  let head = value("ledger_sha256").dropFirst().dropLast()
  let event = value("ledger_event")
  return files.mapValues { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let bare = text.replacingOccurrences(of: "\(event) \(head)", with: "")
      .replacingOccurrences(of: head, with: "")
      .replacingOccurrences(of: "\"ledger_event\": \(event)", with: "")
    return Array(bare.utf8)
  }
}

/// Names of the files that are not the same in both, for a message that can be read.
func differing(_ a: [String: [UInt8]], _ b: [String: [UInt8]]) -> [String] {
  Set(a.keys).union(b.keys).filter { a[$0] != b[$0] }.sorted()
}

/// Path, size, time of change, permissions and bytes of everything below a folder.
func tree(_ folder: URL) throws -> [String] {
  let manager = FileManager.default
  return try manager.subpathsOfDirectory(atPath: folder.path).sorted().map { path in
    let full = folder.appendingPathComponent(path)
    let attributes = try manager.attributesOfItem(atPath: full.path)
    let isFile = attributes[.type] as? FileAttributeType == .typeRegular
    let bytes = isFile ? try readBytes(full).hashValue : 0
    let time = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\(path) \(time) \(attributes[.posixPermissions] ?? 0) \(bytes)"
  }
}
