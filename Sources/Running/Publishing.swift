import Glibc
internal import Model
internal import Hashing

/// A file that was written for a run.
struct StagedFile: Sendable {
  var name: String
  var sha256: String
  var size: Int64
  /// The disk's taking it in, which takes a while; nil where that is done.
  var syncing: Background<Void>?
}

/// Puts a run's files where people look. They are written whole into a hidden folder before the
/// ledger commits, and renamed after it: a report folder that can be seen is always complete, and
/// a committed run can always be published, even by the next run after a crash.
struct Publisher: Sendable {
  let workspace: Workspace

  func stagingFolder(_ runID: String) -> String { workspace.reports + "/.tmp-" + runID }
  func finalFolder(_ runID: String) -> String { workspace.reports + "/" + runID }

  /// Makes the run's hidden folder, empty whatever an earlier try left in it.
  func begin(_ runID: String) throws(RunError) {
    try Posix.removeFolder(stagingFolder(runID))
    try Posix.makeFolder(stagingFolder(runID))
  }

  /// Writes files and leaves the waiting for the disk to `StagedFile.syncing`.
  func stage(_ files: [ReportFile], in folder: String) throws(RunError) -> [StagedFile] {
    var staged: [StagedFile] = []
    for file in files { staged.append(try stage(file, in: folder)) }
    return staged
  }

  private func stage(_ file: ReportFile, in folder: String) throws(RunError) -> StagedFile {
    var hash = SHA256()
    var size: Int64 = 0
    let path = folder + "/" + file.name
    try Posix.write(to: path, syncs: false) { (piece) in
      file.write { bytes in
        hash.update(bytes)
        size += Int64(bytes.count)
        piece(bytes)
      }
    }
    return StagedFile(
      name: file.name, sha256: hash.finish(), size: size,
      syncing: Background { () throws(RunError) in try Posix.sync(path) })
  }

  /// Renames the staged folder into place and moves `latest` to it.
  func publish(_ runID: String) throws(RunError) {
    let staging = stagingFolder(runID)
    if Posix.exists(staging) { try Posix.rename(staging, finalFolder(runID)) }
    try pointLatest(to: runID)
    try Posix.syncFolder(workspace.reports)
  }

  private func pointLatest(to runID: String) throws(RunError) {
    let temporary = workspace.reports + "/.latest-new"
    let latest = workspace.reports + "/latest"
    try Posix.remove(temporary)
    if symlink(runID, temporary) != 0 { throw Posix.fail("link", temporary) }
    // A copying tool may have made a folder of the link: it is somebody's, and it is old.
    if Posix.kind(latest).map({ $0 != S_IFLNK }) == true {
      try Posix.rename(latest, latest + "-until-" + runID)
    }
    try Posix.rename(temporary, latest)
  }

  /// The published run of the highest number; nil where there is none. Names that no run bears are
  /// somebody's.
  func newestRun() -> (runID: String, ordinal: Int64)? {
    let names = (try? Posix.allNames(in: workspace.reports)) ?? []
    return names.compactMap { name in ordinal(ofRun: name).map { (name, $0) } }
      .max { ($0.1, $0.0) < ($1.1, $1.0) }
  }

  /// `2026-11-20-0003` is run 3.
  private func ordinal(ofRun name: String) -> Int64? {
    let parts = name.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 4, Day(iso: String(name.utf8.prefix(10)) ?? "") != nil,
      parts[3].count >= 4, parts[3].allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int64(String(parts[3]) ?? "")
  }

  /// Removes staged folders of runs that never committed.
  func removeStray() throws(RunError) {
    guard let names = try? Posix.allNames(in: workspace.reports) else { return }
    for name in names where name.hasPrefix(".tmp-") {
      try Posix.removeFolder(workspace.reports + "/" + name)
    }
  }
}

/// `withUnsafeBytes` with a typed error.
func withBytes<R>(
  _ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws(RunError) -> R
) throws(RunError) -> R {
  let result: Result<R, RunError> = bytes.withUnsafeBytes { raw in
    do throws(RunError) { return .success(try body(raw)) } catch { return .failure(error) }
  }
  return try result.get()
}
