internal import CSQLite

/// A sum of every page of the ledger's file, in the last eight bytes of the page.
///
/// SQLite checks what it reads for sense, not for truth: a changed byte in a text, in free space or
/// in the header may go unnoticed. Here each page gets its sum when it is written and is asked for
/// it when it is read. The sum is quick, not secret: it finds what disks and accidents do, the
/// chain of events finds what people do.
///
/// The write-ahead log has sums of SQLite's own. A ledger of an earlier version has no room for
/// sums until it is written anew (`Ledger.giveSums`).
enum PageSums {
  static let size = 8

  /// Makes SQLite open files through this from now on, in this process.
  static func install() { _ = installed }

  private static let installed: Bool = {
    // Before anything of SQLite is used; afterwards it is refused, and only time is lost.
    _ = keshikomi_no_memory_sums()
    guard let system = sqlite3_vfs_find(nil) else { return false }
    let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    own.initialize(to: system.pointee)
    own.pointee.szOsFile = Int32(stateOffset(system.pointee.szOsFile) + MemoryLayout<State>.size)
    own.pointee.pNext = nil
    own.pointee.zName = UnsafePointer(strdupOf("keshikomi"))
    own.pointee.xOpen = { vfs, name, file, flags, outFlags in
      PageSums.open(vfs, name, file, flags, outFlags)
    }
    return sqlite3_vfs_register(own, 1) == SQLITE_OK
  }()

  /// Lies behind the system's own part of an open file.
  private struct State {
    var pageSize: Int
    var hasSums: Bool
    var system: UnsafePointer<sqlite3_io_methods>
    var methods: sqlite3_io_methods
  }

  private static func stateOffset(_ systemSize: Int32) -> Int { (Int(systemSize) + 15) / 16 * 16 }

  private static func state(
    _ file: UnsafeMutablePointer<sqlite3_file>
  ) -> UnsafeMutablePointer<State> {
    // `pMethods` of a file of ours points into its state.
    let methods = UnsafeMutableRawPointer(mutating: file.pointee.pMethods!)
    return (methods - MemoryLayout<State>.offset(of: \.methods)!)
      .assumingMemoryBound(to: State.self)
  }

  private static func open(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ outFlags: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    guard let system = sqlite3_vfs_find("unix"), let file else { return SQLITE_CANTOPEN }
    let code = system.pointee.xOpen(vfs, name, file, flags, outFlags)
    guard code == SQLITE_OK, flags & SQLITE_OPEN_MAIN_DB != 0, let methods = file.pointee.pMethods
    else { return code }
    let place = UnsafeMutableRawPointer(file) + stateOffset(system.pointee.szOsFile)
    let state = place.bindMemory(to: State.self, capacity: 1)
    var patched = methods.pointee
    patched.xRead = { file, bytes, count, offset in PageSums.read(file, bytes, count, offset) }
    patched.xWrite = { file, bytes, count, offset in PageSums.write(file, bytes, count, offset) }
    // Without memory mapping, which would read past the sums.
    patched.iVersion = min(patched.iVersion, 2)
    state.initialize(
      to: State(pageSize: 0, hasSums: false, system: methods, methods: patched))
    var header = [UInt8](repeating: 0, count: 100)
    if methods.pointee.xRead(file, &header, 100, 0) == SQLITE_OK { learn(&header, state) }
    let own = place + MemoryLayout<State>.offset(of: \.methods)!
    file.pointee.pMethods = UnsafePointer(own.assumingMemoryBound(to: sqlite3_io_methods.self))
    return code
  }

  /// Page size and room for sums stand in the header of the first page.
  private static func learn(
    _ header: UnsafeRawPointer, _ state: UnsafeMutablePointer<State>
  ) {
    let (pageSize, reserved) = geometry(header)
    state.pointee.pageSize = pageSize
    state.pointee.hasSums = reserved == size
  }

  static func geometry(_ header: UnsafeRawPointer) -> (pageSize: Int, reserved: Int) {
    let bytes = header.assumingMemoryBound(to: UInt8.self)
    let pageSize = Int(bytes[16]) << 8 | Int(bytes[17])
    return (pageSize == 1 ? 65_536 : pageSize, Int(bytes[20]))
  }

  private static func read(
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeMutableRawPointer?,
    _ count: Int32, _ offset: Int64
  ) -> Int32 {
    guard let file, let bytes else { return SQLITE_IOERR }
    let state = state(file)
    let code = state.pointee.system.pointee.xRead(file, bytes, count, offset)
    guard code == SQLITE_OK, state.pointee.hasSums, Int(count) == state.pointee.pageSize
    else { return code }
    let page = UnsafeRawBufferPointer(start: bytes, count: Int(count))
    return isWhole(page, number: offset / Int64(count)) ? code : keshikomi_ioerr_data()
  }

  private static func write(
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32,
    _ offset: Int64
  ) -> Int32 {
    guard let file, let bytes else { return SQLITE_IOERR }
    let state = state(file)
    if offset == 0, count >= 512 { learn(bytes, state) }
    let total = Int(count)
    guard state.pointee.hasSums, total == state.pointee.pageSize, offset % Int64(count) == 0
    else { return state.pointee.system.pointee.xWrite(file, bytes, count, offset) }
    return withUnsafeTemporaryAllocation(byteCount: total, alignment: 16) { copy in
      copy.copyMemory(from: UnsafeRawBufferPointer(start: bytes, count: total))
      let sum = sum(of: UnsafeRawBufferPointer(copy), number: offset / Int64(count))
      copy.storeBytes(of: sum.littleEndian, toByteOffset: total - size, as: UInt64.self)
      return state.pointee.system.pointee.xWrite(file, copy.baseAddress, count, offset)
    }
  }

  /// Whether a page has its sum. A page of zeros was never written.
  static func isWhole(_ page: UnsafeRawBufferPointer, number: Int64) -> Bool {
    let stored = UInt64(
      littleEndian: page.loadUnaligned(fromByteOffset: page.count - size, as: UInt64.self))
    return stored == sum(of: page, number: number)
      || (stored == 0 && page.allSatisfy { $0 == 0 })
  }

  /// A sum of all bytes but the last eight. Four lanes take eight bytes each in turn. A step can be
  /// undone for any word, so that no change within one word leaves the sum as it was.
  static func sum(of page: UnsafeRawBufferPointer, number: Int64) -> UInt64 {
    let odd: UInt64 = 0x9E37_79B9_7F4A_7C15
    let seed = UInt64(bitPattern: number) &* odd
    var lanes = (seed ^ 1, seed ^ 2, seed ^ 3, seed ^ 4)
    let end = page.count - size
    var place = 0
    func step(_ lane: UInt64, _ at: Int) -> UInt64 {
      let word = UInt64(littleEndian: page.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let mixed = (lane ^ word) &* odd
      return mixed << 29 | mixed >> 35
    }
    while place + 32 <= end {
      lanes.0 = step(lanes.0, place)
      lanes.1 = step(lanes.1, place + 8)
      lanes.2 = step(lanes.2, place + 16)
      lanes.3 = step(lanes.3, place + 24)
      place += 32
    }
    while place < end {
      lanes.0 = step(lanes.0, place)
      place += 8
    }
    return lanes.0 &* odd ^ (lanes.1 &* odd).byteSwapped ^ (lanes.2 << 17 | lanes.2 >> 47)
      ^ (lanes.3 << 41 | lanes.3 >> 23)
  }
}

/// A copy of a text that lives for ever, as SQLite wants names of its parts.
private func strdupOf(_ text: String) -> UnsafeMutablePointer<CChar> {
  let bytes = Array(text.utf8CString)
  let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
  copy.initialize(from: bytes, count: bytes.count)
  return copy
}
