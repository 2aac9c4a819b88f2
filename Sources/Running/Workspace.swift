import Glibc
public import Model

/// A workspace folder: where everything of one operator lies.
public struct Workspace: Sendable {
  public let root: String

  public init(root: String) {
    var path = root
    while path.utf8.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.root = path
  }

  public var inbox: String { root + "/inbox" }
  /// The user's own format profiles; need not be there.
  public var formats: String { root + "/formats" }
  public var archive: String { root + "/archive" }
  public var reports: String { root + "/reports" }
  public var ledgerPath: String { root + "/ledger.sqlite" }
  public var policyPath: String { root + "/keshikomi.yaml" }
  var lockPath: String { root + "/.keshikomi.lock" }

  /// A folder that somebody made a workspace: by `init`, or with an inbox of their own.
  var isOne: Bool { Posix.isFolder(inbox) || Posix.exists(policyPath) || Posix.exists(ledgerPath) }

  /// Refuses to begin anew beside what an earlier ledger or policy left: without the ledger every
  /// order would be released again, without the policy file the defaults would decide.
  func checkWhole() throws(RunError) {
    let hasLedger = Posix.size(ledgerPath) > 0
    if !hasLedger, let names = try? Posix.names(in: archive), !names.isEmpty {
      throw .ledger(
        "ledger.sqlite is missing or empty though archive/ holds originals: restore a backup / "
          + "原本があるのに台帳がない(バックアップから復元)")
    }
    if hasLedger, !Posix.exists(policyPath) {
      throw .configuration([
        "keshikomi.yaml がない。元に戻すか keshikomi init で作り直す / the policy file is missing: "
          + "put it back, or make a new one with keshikomi init"
      ])
    }
  }

  /// Creates what is missing and leaves what is there. True where the policy file is new.
  @discardableResult
  public func create(language: Language = .ja) throws(RunError) -> Bool {
    try makeRoot()
    for folder in [inbox, archive, reports] { try Posix.makeFolder(folder) }
    guard !Posix.exists(policyPath) else { return false }
    var text = Settings.template(language)
    let temporary = root + "/.keshikomi.yaml.new"
    do {
      try text.withUTF8 { try Posix.write(UnsafeRawBufferPointer($0), to: temporary) }
    } catch let error as RunError {
      throw error
    } catch {
      throw .system(action: "write to", path: temporary, errno: EIO)
    }
    try Posix.rename(temporary, policyPath)
    try Posix.syncFolder(root)
    return true
  }

  private func makeRoot() throws(RunError) {
    if Posix.isFolder(root) { return }
    var partial = root.hasPrefix("/") ? "" : "."
    for part in root.split(separator: "/") {
      partial += "/" + part
      if !Posix.isFolder(partial) { try Posix.makeFolder(partial) }
    }
  }

  /// Runs `body` as the only run of this workspace. The kernel drops the lock when a process
  /// ends, however it ends, so a lock can never be stale.
  func locked<T>(asOfNote: String, _ body: () throws -> T) throws -> T {
    let fd = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard fd >= 0 else { throw Posix.fail("open the lock file", lockPath) }
    defer { close(fd) }
    guard flock(fd, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw Posix.fail("lock", lockPath) }
      throw RunError.locked(holder: readHolder(fd))
    }
    // Unlocked by hand: a child that is just being forked holds a copy of the descriptor until its
    // exec, and the lock would live as long.
    defer { flock(fd, LOCK_UN) }
    ftruncate(fd, 0)
    let since = Clock.nowTokyo().iso
    let holder = Array("pid \(getpid()), \(asOfNote), since \(since)".utf8)
    _ = holder.withUnsafeBytes { pwrite(fd, $0.baseAddress, $0.count, 0) }
    return try body()
  }

  private func readHolder(_ fd: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 200)
    let n = buffer.withUnsafeMutableBytes { pread(fd, $0.baseAddress, $0.count, 0) }
    return String(decoding: buffer[0..<max(0, n)], as: UTF8.self)
  }
}
