internal import Glibc
internal import Hashing

/// A private file that gets its name only when it is whole, and never over another file.
final class NewFile {
  private let path: String
  private let temporary: String
  private var hash: String?

  init(_ path: String) {
    self.path = path
    temporary = path + ".keshikomi-new"
  }

  /// Writes all pieces one after the other and waits for the disk.
  func write(_ pieces: [UnsafeRawBufferPointer]) throws(RunError) {
    let fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard fd >= 0 else { throw Posix.fail("create the file", temporary) }
    defer { close(fd) }
    var sum = SHA256()
    // Thousands of small pieces are gathered, so that each costs a copy and not a system call.
    var buffer: [UInt8] = []
    let step = 1 << 20
    buffer.reserveCapacity(step)
    for piece in pieces {
      sum.update(piece)
      if buffer.count + piece.count > step { try flush(&buffer, fd) }
      if piece.count > step {
        try Posix.writeAll(piece, fd, temporary)
      } else {
        buffer.append(contentsOf: piece)
      }
    }
    try flush(&buffer, fd)
    if fsync(fd) != 0 { throw Posix.fail("write to disk", temporary) }
    hash = sum.finish()
  }

  private func flush(_ buffer: inout [UInt8], _ fd: Int32) throws(RunError) {
    try withBytes(buffer) { (raw) throws(RunError) in try Posix.writeAll(raw, fd, temporary) }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Precondition: written.
  var sha256: String {
    precondition(hash != nil, "a file is hashed as it is written")
    return hash!
  }

  /// Gives the file its name. Throws `.exists` where it is taken.
  func publish() throws(RunError) {
    guard link(temporary, path) == 0 else {
      throw errno == EEXIST ? RunError.exists(path) : Posix.fail("create the file", path)
    }
    try discard()
    let folder = path.utf8.dropLast(lastComponent(path).utf8.count)
    try Posix.syncFolder(folder.isEmpty ? "." : String(decoding: folder, as: UTF8.self))
  }

  func discard() throws(RunError) { try Posix.remove(temporary) }
}
