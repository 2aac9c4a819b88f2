import CMalloc
import Glibc

/// What can stop a run as a whole. The command line turns each into a sentence and exit code 4
/// (or 3 for `configuration`). Holds paths and system reasons, never file contents.
public enum RunError: Error {
  /// Another run holds the workspace.
  case locked(holder: String)
  /// The system refused: what was tried, on which path, and its reason.
  case system(action: String, path: String, errno: Int32)
  /// The policy file cannot be used: one message per fault, each with its line.
  case configuration([String])
  /// The ledger cannot be used.
  case ledger(String)
  /// The folder is no workspace: no inbox, no policy file, no ledger.
  case noWorkspace(String)
  /// An order or entry that does not exist.
  case notFound(String)
  /// A file to be written is there already.
  case exists(String)
  /// A sample is a ZIP, of which something else has to be looked at.
  case packed(String)
  /// Nobody may answer for this file, or nobody has to.
  case overrideRefused(OverrideRefusal)
  /// A file that says what really happened does not fit its deposits and orders: where.
  case truth(String)
  /// A backtest without a single entry.
  case nothingToTry
  /// What was asked for cannot be done: a sentence in both languages that says what to do instead.
  case usage(String)
  /// Nothing was made of the entry that could be taken back.
  case nothingToUndo(String)
  /// What a person says needs a reason and a name.
  case noReason
}

extension RunError {
  /// True where the disk has no room left.
  public var isDiskFull: Bool {
    if case .system(_, _, let code) = self {
      return code == ENOSPC || code == EDQUOT || code == EFBIG
    }
    return false
  }
}

/// The few system calls the edge needs, each with a typed error that names its path.
enum Posix {
  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

  static func fail(_ action: String, _ path: String) -> RunError {
    .system(action: action, path: path, errno: errno)
  }

  static func makeFolder(_ path: String) throws(RunError) {
    if mkdir(path, 0o700) != 0 && errno != EEXIST { throw fail("create the folder", path) }
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// In bytes; 0 for what is not there.
  static func size(_ path: String) -> Int64 {
    var info = stat()
    return stat(path, &info) == 0 ? Int64(info.st_size) : 0
  }

  static func isFolder(_ path: String) -> Bool {
    var info = stat()
    return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
  }

  /// `S_IFDIR`, `S_IFLNK` …: of a link itself; nil for what is not there.
  static func kind(_ path: String) -> mode_t? {
    var info = stat()
    return lstat(path, &info) == 0 ? info.st_mode & S_IFMT : nil
  }

  /// Names in a folder, without dot files, in byte order.
  static func names(in folder: String) throws(RunError) -> [String] {
    try allNames(in: folder).filter { $0.utf8.first != 0x2E }
      .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
  }

  /// Every name in a folder but `.` and `..`, in the system's order.
  static func allNames(in folder: String) throws(RunError) -> [String] {
    guard let handle = opendir(folder) else { throw fail("read the folder", folder) }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  static func rename(_ from: String, _ to: String) throws(RunError) {
    if Glibc.rename(from, to) != 0 { throw fail("rename to", to) }
  }

  static func remove(_ path: String) throws(RunError) {
    if unlink(path) != 0 && errno != ENOENT { throw fail("remove", path) }
  }

  /// Makes a rename or a new name in `folder` survive a power loss.
  static func syncFolder(_ folder: String) throws(RunError) {
    let fd = open(folder, O_RDONLY | O_DIRECTORY)
    guard fd >= 0 else { throw fail("open the folder", folder) }
    defer { close(fd) }
    if fsync(fd) != 0 && errno != EINVAL { throw fail("write the folder to disk", folder) }
  }

  /// Writes a private file whole and syncs it; the caller renames it into place.
  static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(RunError) {
    try write(to: path) { $0(bytes) }
  }

  /// Writes what `make` hands over piece by piece; after a fault the rest is made for nothing. The
  /// disk has it then, unless somebody else `sync`s it.
  static func write(
    to path: String, syncs: Bool = true, _ make: (_ take: (UnsafeRawBufferPointer) -> Void) -> Void
  ) throws(RunError) {
    let fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0o600)
    guard fd >= 0 else { throw fail("create the file", path) }
    defer { close(fd) }
    var fault: RunError?
    make { bytes in
      if fault != nil { return }
      do throws(RunError) { try writeAll(bytes, fd, path) } catch { fault = error }
    }
    if let fault { throw fault }
    if syncs, fsync(fd) != 0 { throw fail("write to disk", path) }
  }

  /// Waits until the disk has all that was written to a file.
  static func sync(_ path: String) throws(RunError) {
    let fd = open(path, O_RDONLY | O_NOFOLLOW)
    guard fd >= 0 else { throw fail("open", path) }
    defer { close(fd) }
    if fsync(fd) != 0 { throw fail("write to disk", path) }
  }

  static func writeAll(
    _ bytes: UnsafeRawBufferPointer, _ fd: Int32, _ path: String
  ) throws(RunError) {
    var done = 0
    while done < bytes.count {
      let n = Glibc.write(fd, bytes.baseAddress! + done, bytes.count - done)
      if n < 0 {
        if errno == EINTR { continue }
        throw fail("write to", path)
      }
      done += n
    }
  }

  /// Removes a folder with all that is in it, or a link or file in its place, and no link's target;
  /// used for unfinished report folders only.
  static func removeFolder(_ path: String) throws(RunError) {
    guard kind(path) == S_IFDIR else { return try remove(path) }
    for name in try allNames(in: path) { try removeFolder(path + "/" + name) }
    if rmdir(path) != 0 && errno != ENOENT { throw fail("remove the folder", path) }
  }
}

/// Which file lies somewhere, and when it was last written: another file of that name, or other
/// bytes in it, have another stamp.
struct FileStamp: Equatable {
  let device: UInt64
  let number: UInt64
  let sizeBytes: Int64
  let writtenSeconds: Int64
  let writtenNanoseconds: Int64

  /// Nil where the descriptor is not of a plain file.
  init?(_ fd: Int32) {
    var info = stat()
    guard fstat(fd, &info) == 0 else { return nil }
    self.init(info)
  }

  /// Of the path itself, no link followed. Nil where no plain file is there.
  init?(_ path: String) {
    var info = stat()
    guard lstat(path, &info) == 0 else { return nil }
    self.init(info)
  }

  private init?(_ info: stat) {
    guard info.st_mode & S_IFMT == S_IFREG else { return nil }
    device = UInt64(info.st_dev)
    number = UInt64(info.st_ino)
    sizeBytes = Int64(info.st_size)
    writtenSeconds = Int64(info.st_mtim.tv_sec)
    writtenNanoseconds = Int64(info.st_mtim.tv_nsec)
  }
}

/// Writes a text to a file that must not be there yet (`.exists`); its folder is made where it is
/// missing.
public func writeNewFile(_ text: String, to path: String) throws(RunError) {
  let folder = path.utf8.dropLast(lastComponent(path).utf8.count + 1)
  if !folder.isEmpty, !Posix.exists(String(decoding: folder, as: UTF8.self)) {
    try Posix.makeFolder(String(decoding: folder, as: UTF8.self))
  }
  let fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  guard fd >= 0 else {
    throw errno == EEXIST ? RunError.exists(path) : Posix.fail("create the file", path)
  }
  defer { close(fd) }
  try withBytes(Array(text.utf8)) { (raw) throws(RunError) in try Posix.writeAll(raw, fd, path) }
}

/// A file mapped read-only. Pages that were read can be handed back, so that memory does not grow
/// with the file. Only private copies are mapped: a file that shrinks while mapped kills a process.
final class MappedFile {
  let bytes: UnsafeRawBufferPointer
  private let path: String

  init(_ path: String) throws(RunError) {
    self.path = path
    let fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    guard fd >= 0 else { throw Posix.fail("open", path) }
    defer { close(fd) }
    var info = stat()
    guard fstat(fd, &info) == 0 else { throw Posix.fail("look at", path) }
    // A pipe or device would look like an empty file.
    guard info.st_mode & S_IFMT == S_IFREG else {
      throw .system(action: "read", path: path, errno: ENODEV)
    }
    guard info.st_size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let p = mmap(nil, Int(info.st_size), PROT_READ, MAP_PRIVATE, fd, 0), p != MAP_FAILED
    else { throw Posix.fail("map", path) }
    madvise(p, Int(info.st_size), MADV_SEQUENTIAL)
    bytes = UnsafeRawBufferPointer(start: p, count: Int(info.st_size))
  }

  /// Hands back what lies below `offset`, in steps that are worth a system call.
  static func dropper(_ bytes: UnsafeRawBufferPointer) -> @Sendable (Int) -> Void {
    let start = UInt(bitPattern: bytes.baseAddress)
    return { offset in
      let page = 4_096
      let end = offset / page * page
      let from = max(0, end - (64 << 20))
      guard end > from, let base = UnsafeMutableRawPointer(bitPattern: start + UInt(from)) else {
        return
      }
      madvise(base, end - from, MADV_DONTNEED)
    }
  }

  deinit {
    if let base = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
  }
}

/// What stands behind the last slash.
func lastComponent(_ path: String) -> String {
  var name: [UInt8] = []
  for byte in path.utf8 {
    if byte == 0x2F { name = [] } else { name.append(byte) }
  }
  return String(decoding: name, as: UTF8.self)
}

/// Lets freed blocks of a megabyte or more go back to the system at once. Otherwise glibc raises
/// the size from which it does so with every large block that is freed, and a day of a million
/// deposits keeps a tenth of a gigabyte that nobody uses. For the start of a program.
public func giveBackLargeBlocks() {
  _ = mallopt(M_MMAP_THRESHOLD, 1 << 20)
}
