import Glibc
internal import Model
internal import Hashing

/// One file of the inbox, kept byte for byte in the archive before anything looks at it.
struct InboxFile {
  var name: String
  var path: String
  var sha256: String
  var sizeBytes: Int64
  /// Set where the file could not be read at all; it then has no hash and no archive copy. Also
  /// set where a ZIP is refused, of which the archive has a copy.
  var fault: DataFinding?
  /// Of a file that came out of a ZIP: the path of the ZIP; `path` is empty then.
  var zipPath: String?
  /// A ZIP whose members stand beside it as files of their own.
  var isZip = false
  /// What lay at `path` when it was copied; nil for what came out of a ZIP.
  var stamp: FileStamp?

  /// Takes the original out of the inbox. False where something else lies there by now, which
  /// nobody has read yet: it stays.
  func remove() throws(RunError) -> Bool {
    guard let stamp, Posix.kind(path) != nil else { return true }
    guard FileStamp(path) == stamp else { return false }
    try Posix.remove(path)
    return true
  }
}

extension [InboxFile] {
  /// The files that came out of the ZIP.
  func members(of zip: InboxFile) -> [InboxFile] { filter { $0.zipPath == zip.path } }
}

/// Lists the inbox and files originals away. The archive is written under a temporary name,
/// synced, and renamed to its hash: a name in the archive is always a whole file.
struct Inbox {
  let folder: String
  let archive: String

  /// Plain files in name order, a ZIP with its members behind it. Folders, links and devices are
  /// named in a finding, not followed.
  func collect(_ progress: (String) -> Void) throws(RunError) -> [InboxFile] {
    var files: [InboxFile] = []
    for name in try Posix.names(in: folder) {
      progress(name)
      files += try keepAll(folder + "/" + name, name: name)
    }
    return files
  }

  /// Files one original away and, where it is a ZIP, each of its members too.
  func keepAll(_ path: String, name: String) throws(RunError) -> [InboxFile] {
    var file = try keep(path, name: name)
    guard file.fault == nil else { return [file] }
    let copy = archive + "/" + file.sha256
    let mapped = try MappedFile(copy)
    guard ZipFile.isOne(mapped.bytes) else { return [file] }
    let scratch = archive + "/.unzipped"
    try Posix.removeFolder(scratch)
    try Posix.makeFolder(scratch)
    switch try ZipFile.unpack(copy, into: scratch) {
    case .officeDocument: break
    case .refused(let finding): file.fault = finding
    case .members(let members):
      file.isZip = true
      var files = [file]
      for member in members {
        try settle(member.path, as: member.sha256)
        files.append(
          InboxFile(
            name: "\(name) › \(member.name)", path: "", sha256: member.sha256,
            sizeBytes: member.sizeBytes, fault: nil, zipPath: path))
      }
      try Posix.removeFolder(scratch)
      return files
    }
    try Posix.removeFolder(scratch)
    return [file]
  }

  /// Files one original away and hashes it. A file that cannot be read keeps its reason.
  func keep(_ path: String, name: String) throws(RunError) -> InboxFile {
    var file = InboxFile(name: name, path: path, sha256: "", sizeBytes: 0, fault: nil)
    let fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard fd >= 0 else {
      // Names come as UTF-8; what is none is shown with a mark, and is no path to the file.
      let isNamed = errno != ENOENT || !name.unicodeScalars.contains("\u{FFFD}")
      file.fault = unreadable(
        isNamed ? Posix.reason(errno) : "its name is no UTF-8: rename it / ファイル名を変えてください")
      return file
    }
    defer { close(fd) }
    guard let before = FileStamp(fd) else {
      file.fault = unreadable("folder, link or device")
      return file
    }
    let temporary = archive + "/.incoming"
    switch try copy(fd, to: temporary) {
    case .failure(let reason):
      try Posix.remove(temporary)
      file.fault = unreadable(reason)
    case .success(let copied):
      guard FileStamp(fd) == before, copied.sizeBytes == before.sizeBytes else {
        // Half a download would be half a day, and look like a whole one.
        try Posix.remove(temporary)
        file.fault = unreadable("changed while it was read: is it still being written?")
        return file
      }
      file.stamp = before
      file.sha256 = copied.sha256
      file.sizeBytes = copied.sizeBytes
      try settle(temporary, as: copied.sha256)
    }
    return file
  }

  private enum CopyOutcome {
    case success((sha256: String, sizeBytes: Int64))
    case failure(String)
  }

  /// Faults of the source are the file's; faults of the archive stop the run.
  private func copy(_ source: Int32, to path: String) throws(RunError) -> CopyOutcome {
    // Whatever lies there is of a run that broke off, or a trap.
    try Posix.remove(path)
    let target = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw Posix.fail("create the file", path) }
    defer { close(target) }
    var hash = SHA256()
    var size: Int64 = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let n = Glibc.read(source, buffer.baseAddress, buffer.count)
      if n < 0 {
        if errno == EINTR { continue }
        return .failure(Posix.reason(errno))
      }
      if n == 0 { break }
      let piece = UnsafeRawBufferPointer(rebasing: buffer[0..<n])
      hash.update(piece)
      try Posix.writeAll(piece, target, path)
      size += Int64(n)
    }
    if fsync(target) != 0 { throw Posix.fail("write to disk", path) }
    return .success((hash.finish(), size))
  }

  private func settle(_ temporary: String, as sha256: String) throws(RunError) {
    // Over a file of that name too: what lies there may have been changed, these bytes were hashed.
    try Posix.rename(temporary, archive + "/" + sha256)
    try Posix.syncFolder(archive)
  }

  private func unreadable(_ reason: String) -> DataFinding {
    DataFinding(.unreadableFile, .refusesFile, value: reason)
  }
}
