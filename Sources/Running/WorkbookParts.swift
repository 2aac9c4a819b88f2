internal import CZip
internal import Glibc
internal import Model

/// The parts of a workbook, unpacked into memory one by one as they are asked for.
final class WorkbookParts {
  /// Of one part, unpacked. A sheet of a hundred thousand rows has some twenty megabytes.
  static let partBytes: UInt64 = 256 << 20
  /// Unpacked to packed: sheets pack ten to forty times.
  static let ratio: UInt64 = 500

  private let zip: OpaquePointer

  /// Throws `.usage` where the file is no ZIP that can be opened.
  init(_ path: String) throws(RunError) {
    var code: Int32 = 0
    guard let zip = zip_open(path, Int32(ZIP_RDONLY), &code) else {
      throw .usage(
        "\(lastComponent(path)): 壊れています。もう一度保存してください / it is damaged: save it again")
    }
    self.zip = zip
  }

  deinit { zip_discard(zip) }

  /// nil where there is no such part, or where it is larger than it may be.
  func bytes(_ name: String) -> [UInt8]? {
    let index = zip_name_locate(zip, name, 0)
    guard index >= 0 else { return nil }
    var info = zip_stat_t()
    let wanted = UInt64(ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE)
    guard zip_stat_index(zip, UInt64(index), 0, &info) == 0, info.valid & wanted == wanted,
      info.size <= WorkbookParts.partBytes,
      info.size <= UInt64(ZipLimits.freeBytes)
        || info.size / max(1, info.comp_size) <= WorkbookParts.ratio,
      let file = zip_fopen_index(zip, UInt64(index), 0)
    else { return nil }
    defer { zip_fclose(file) }
    var bytes = [UInt8](repeating: 0, count: Int(info.size))
    var count = 0
    while count < bytes.count {
      let n = bytes.withUnsafeMutableBytes { raw in
        zip_fread(file, raw.baseAddress! + count, UInt64(raw.count - count))
      }
      guard n > 0 else { return nil }
      count += Int(n)
    }
    return bytes
  }
}
