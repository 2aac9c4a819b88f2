internal import CSQLite
internal import GRDB
internal import Glibc

/// What became of the pages of a ledger's file.
public struct PageScan: Hashable, Sendable {
  public var pages: Int64 = 0
  /// Page numbers, counted from 1, and where they lie; at most twenty.
  public var failures: [String] = []
}

extension Ledger {
  /// Asks every page of the file for its sum, free ones too. Needs no ledger that can be opened;
  /// linear in the file. Nothing may write meanwhile, and the log has to be written back.
  public static func scanPages(path: String) throws(LedgerError) -> PageScan {
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .io(code: errno) }
    defer { Glibc.close(file) }
    var scan = PageScan()
    var header = [UInt8](repeating: 0, count: 100)
    guard pread(file, &header, 100, 0) == 100 else {
      scan.failures = ["the header is missing"]
      return scan
    }
    let (pageSize, reserved) = PageSums.geometry(header)
    guard reserved == PageSums.size, pageSize >= 512, pageSize & (pageSize - 1) == 0 else {
      scan.failures = ["page 1: its header (bytes 16 to 20)"]
      return scan
    }
    let size = Int64(lseek(file, 0, SEEK_END))
    if size % Int64(pageSize) != 0 { scan.failures.append("the last page is cut off") }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * pageSize, alignment: 16)
    defer { buffer.deallocate() }
    var offset: Int64 = 0
    while true {
      let count = pread(file, buffer.baseAddress, buffer.count, off_t(offset))
      if count < 0 { throw .io(code: errno) }
      for start in stride(from: 0, to: count / pageSize * pageSize, by: pageSize) {
        let page = UnsafeRawBufferPointer(rebasing: buffer[start..<start + pageSize])
        let number = offset / Int64(pageSize)
        if !PageSums.isWhole(page, number: number), scan.failures.count < 20 {
          let from = number * Int64(pageSize)
          scan.failures.append(
            "page \(number + 1) (bytes \(from) to \(from + Int64(pageSize) - 1))")
        }
        scan.pages += 1
        offset += Int64(pageSize)
      }
      if count < buffer.count { return scan }
    }
  }

  /// Writes the log back into the file, so that the file alone is the ledger.
  public func writeBack() throws(LedgerError) {
    try Ledger.typed {
      try queue.unsafeReentrantWrite { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }
  }

  /// Makes room for sums in a ledger of an earlier version, by writing it anew. A disk that has no
  /// room for that leaves it as it is; the next opening tries again.
  func giveSums() throws {
    var reserved: Int32 = -1
    try queue.inDatabase { db in
      sqlite3_file_control(db.sqliteConnection!, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved)
      if reserved == PageSums.size { return }
      // Of the size they have: pages of another size are copied in pieces, past the sums.
      let pageSize = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 4_096
      try db.execute(sql: "PRAGMA page_size = \(pageSize); PRAGMA journal_mode = DELETE")
      // After the size of pages, which sets it back.
      reserved = Int32(PageSums.size)
      sqlite3_file_control(db.sqliteConnection!, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved)
      defer { try? db.execute(sql: "PRAGMA journal_mode = WAL") }
      try Ledger.unlessFull { try db.execute(sql: "VACUUM") }
    }
  }

  private static func unlessFull(_ body: () throws -> Void) throws {
    do { try body() } catch let error as DatabaseError {
      guard LedgerError(error) == .diskFull else { throw error }
    }
  }
}
