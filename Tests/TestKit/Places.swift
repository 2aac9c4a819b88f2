public import Foundation

/// The root of the repository, found from this file's own place; links are followed.
public func repoRoot() -> URL {
  URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}

/// A file of the repository, e.g. `repoFile("fixtures/formats/zengin-01/sample.txt")`.
public func repoFile(_ path: String) -> URL { repoRoot().appendingPathComponent(path) }

/// The folder with public sample files and development worlds, which are not part of the
/// repository: `$KESHIKOMI_SHARED`, else `../shared` beside the root. Nil where there is none:
/// the tests that need it skip then.
public func sharedFolder() -> URL? {
  let named = ProcessInfo.processInfo.environment["KESHIKOMI_SHARED"]
  let folder =
    named.map { URL(fileURLWithPath: $0) }
    ?? repoRoot().deletingLastPathComponent().appendingPathComponent("shared")
  var isFolder: ObjCBool = false
  let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
  return exists && isFolder.boolValue ? folder : nil
}

/// The comment for `.enabled(if:)` on tests that read the shared folder.
public let withoutSharedFolder =
  "skipped: no ../shared folder with public samples (set KESHIKOMI_SHARED to name one)"

public func readBytes(_ file: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }

/// Writes a file and the folders it needs.
public func writeBytes(_ bytes: [UInt8], to file: URL) throws {
  try FileManager.default.createDirectory(
    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(bytes).write(to: file)
}

/// Runs `body` with an empty folder of its own, which is gone afterwards, also after an error.
public func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("keshikomi-test-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// Paths of all regular files below a folder, relative to it, sorted by their bytes.
public func filesBelow(_ folder: URL) -> [String] {
  guard let walk = FileManager.default.enumerator(atPath: folder.path) else { return [] }
  var paths: [String] = []
  while let path = walk.nextObject() as? String {
    var isFolder: ObjCBool = false
    let full = folder.appendingPathComponent(path).path
    _ = FileManager.default.fileExists(atPath: full, isDirectory: &isFolder)
    if !isFolder.boolValue { paths.append(path) }
  }
  return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
