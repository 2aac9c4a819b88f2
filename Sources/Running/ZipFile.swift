internal import CZip
internal import Glibc
internal import Model
internal import Reading
internal import Hashing

/// What a ZIP may hold at most. Reaching one refuses the whole file: what it would give is either
/// no statement or an attack.
enum ZipLimits {
  static let members: Int64 = 1_000
  /// Of all members together, unpacked.
  static let totalBytes: Int64 = 2 << 30
  /// Unpacked to packed, of one member. Statements pack 5 to 60 times.
  static let ratio: Int64 = 200
  /// A member up to this size may pack as well as it likes.
  static let freeBytes: Int64 = 1 << 20
}

/// A file that came out of a ZIP: it lies under a number, its name is for people only.
struct ZipMember {
  var name: String
  var path: String
  var sha256: String
  var sizeBytes: Int64
}

/// What became of a file that begins as a ZIP does.
enum Unpacked {
  case members([ZipMember])
  case refused(DataFinding)
  /// A workbook or document: a ZIP by its bytes, one file to whoever sent it.
  case officeDocument
}

/// Opens a ZIP with libzip, one level deep. Names of members never become paths. All or nothing:
/// a single member that is a link, lies in a folder, is encrypted or too large refuses the whole,
/// so that nobody takes a part for the file.
struct ZipFile: ~Copyable {
  private let zip: OpaquePointer

  /// Whether the bytes of a file begin as those of a ZIP (with members, without, or in parts).
  static func isOne(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 4, bytes[0] == 0x50, bytes[1] == 0x4B else { return false }
    return [[3, 4], [5, 6], [7, 8]].contains([bytes[2], bytes[3]])
  }

  /// Lays the members of the ZIP at `path` down in `folder`, which is empty. Cost: linear in the
  /// bytes unpacked, which `ZipLimits` bounds.
  static func unpack(_ path: String, into folder: String) throws(RunError) -> Unpacked {
    var code: Int32 = 0
    guard let zip = zip_open(path, Int32(ZIP_RDONLY), &code) else {
      return .refused(damaged("libzip \(code)"))
    }
    return try ZipFile(zip: zip).unpack(into: folder)
  }

  private init(zip: OpaquePointer) { self.zip = zip }

  deinit { zip_discard(zip) }

  private struct Entry {
    var name: String
    var packedBytes: Int64
    var sizeBytes: Int64
  }

  private func unpack(into folder: String) throws(RunError) -> Unpacked {
    let count = zip_get_num_entries(zip, 0)
    guard count <= ZipLimits.members else {
      return .refused(tooLarge("\(count)", "\(ZipLimits.members)"))
    }
    var entries: [Entry] = []
    for index in 0..<max(0, count) {
      switch entry(UInt64(index)) {
      case .failure(let refusal): return .refused(refusal.finding)
      case .success(let entry): entries.append(entry)
      }
    }
    if entries.contains(where: { $0.name == "[Content_Types].xml" }) { return .officeDocument }
    if let finding = fault(entries) { return .refused(finding) }
    var members: [ZipMember] = []
    for (index, entry) in entries.enumerated() {
      let target = folder + "/\(index)"
      guard let sha256 = try extract(UInt64(index), entry, to: target) else {
        return .refused(ZipFile.damaged(entry.name))
      }
      members.append(
        ZipMember(name: entry.name, path: target, sha256: sha256, sizeBytes: entry.sizeBytes))
    }
    return .members(members)
  }

  private struct Refusal: Error { var finding: DataFinding }

  private func entry(_ index: UInt64) -> Result<Entry, Refusal> {
    var info = zip_stat_t()
    let wanted = UInt64(ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)
    guard zip_stat_index(zip, index, ZIP_FL_ENC_RAW, &info) == 0, info.valid & wanted == wanted,
      let raw = info.name, info.size <= UInt64(Int64.max), info.comp_size <= UInt64(Int64.max)
    else { return .failure(Refusal(finding: ZipFile.damaged("\(index + 1)"))) }
    let name = UnsafeRawBufferPointer(start: raw, count: strlen(raw))
    let entry = Entry(
      name: fileNameText(name), packedBytes: Int64(info.comp_size), sizeBytes: Int64(info.size))
    if info.valid & UInt64(ZIP_STAT_ENCRYPTION_METHOD) != 0,
      info.encryption_method != UInt16(ZIP_EM_NONE)
    {
      return .failure(
        Refusal(finding: DataFinding(.zipEncrypted, .refusesFile, value: shown(entry.name))))
    }
    if isLink(index) {
      return .failure(Refusal(finding: badName(entry.name)))
    }
    return .success(entry)
  }

  /// Symbolic links and devices: anything that Unix says is not a plain file.
  private func isLink(_ index: UInt64) -> Bool {
    var system: UInt8 = 0
    var attributes: UInt32 = 0
    guard zip_file_get_external_attributes(zip, index, 0, &system, &attributes) == 0,
      system == UInt8(ZIP_OPSYS_UNIX) || system == UInt8(ZIP_OPSYS_OS_X)
    else { return false }
    let type = attributes >> 16 & S_IFMT
    return type != 0 && type != S_IFREG
  }

  /// Names and stated sizes, before a byte is unpacked.
  private func fault(_ entries: [Entry]) -> DataFinding? {
    if entries.isEmpty { return DataFinding(.emptyFile, .refusesFile) }
    var names = Set<String>()
    var total: Int64 = 0
    for entry in entries {
      let isNested = entry.name.utf8.contains { $0 == 0x2F || $0 == 0x5C }
      guard !isNested, !entry.name.isEmpty, names.insert(entry.name).inserted else {
        return badName(entry.name)
      }
      let (sum, overflow) = total.addingReportingOverflow(entry.sizeBytes)
      guard !overflow, sum <= ZipLimits.totalBytes else {
        return tooLarge("\(entry.sizeBytes) B", "\(ZipLimits.totalBytes) B")
      }
      total = sum
      let room = ZipLimits.freeBytes + entry.packedBytes * ZipLimits.ratio
      guard entry.sizeBytes <= room else {
        return tooLarge("\(entry.sizeBytes) B", "\(room) B")
      }
    }
    return nil
  }

  /// The hash of what was unpacked; nil where it is not what the directory says. No more than the
  /// stated size is ever written.
  private func extract(
    _ index: UInt64, _ entry: Entry, to path: String
  ) throws(RunError) -> String? {
    guard let file = zip_fopen_index(zip, index, 0) else { return nil }
    defer { zip_fclose(file) }
    let target = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw Posix.fail("create the file", path) }
    defer { close(target) }
    var hash = SHA256()
    var size: Int64 = 0
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let n = zip_fread(file, buffer.baseAddress, UInt64(buffer.count))
      if n == 0 { break }
      guard n > 0, size + n <= entry.sizeBytes else { return nil }
      let piece = UnsafeRawBufferPointer(rebasing: buffer[0..<Int(n)])
      hash.update(piece)
      try Posix.writeAll(piece, target, path)
      size += n
    }
    guard size == entry.sizeBytes else { return nil }
    if fsync(target) != 0 { throw Posix.fail("write to disk", path) }
    return hash.finish()
  }

  private static func damaged(_ what: String) -> DataFinding {
    DataFinding(.zipDamaged, .refusesFile, value: shown(what))
  }

  private func badName(_ name: String) -> DataFinding {
    DataFinding(.zipMemberName, .refusesFile, value: shown(name))
  }

  private func tooLarge(_ found: String, _ limit: String) -> DataFinding {
    DataFinding(.zipTooLarge, .refusesFile, value: found, expected: limit)
  }
}

/// At most 80 bytes, cut between characters.
private func shown(_ name: String) -> String {
  var text = String.UnicodeScalarView()
  var bytes = 0
  for scalar in name.unicodeScalars {
    bytes += UTF8.width(scalar)
    if bytes > 80 { break }
    text.append(scalar)
  }
  return String(text)
}
