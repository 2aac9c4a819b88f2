import CZip
import Foundation
import TestKit

/// A ZIP made byte by byte, stored and not packed, so that it can lie in every way.
struct ZipBuilder {
  struct Member {
    var name: [UInt8]
    var bytes: [UInt8]
    /// General purpose flags: 1 is encrypted, 0x800 says that the name is UTF-8.
    var flags: UInt16 = 0
    /// What the directory says of the size; nil: the truth.
    var statedSize: UInt32?
    /// The mode of Unix; 0: made elsewhere.
    var mode: UInt32 = 0
    var checksum: UInt32?

    init(
      _ name: String, _ bytes: [UInt8], flags: UInt16 = 0, statedSize: UInt32? = nil,
      mode: UInt32 = 0, checksum: UInt32? = nil
    ) {
      self.name = Array(name.utf8)
      self.bytes = bytes
      self.flags = flags
      self.statedSize = statedSize
      self.mode = mode
      self.checksum = checksum
    }
  }

  static func bytes(_ members: [Member]) -> [UInt8] {
    var out: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let offset = UInt32(out.count)
      out += little(0x0403_4B50, 4) + little(20, 2) + common(member) + little(0, 2)
      out += member.name + member.bytes
      directory += little(0x0201_4B50, 4) + little(member.mode == 0 ? 20 : 0x0314, 2)
      directory += little(20, 2) + common(member) + little(0, 2)
      directory += little(0, 2) + little(0, 2) + little(0, 2) + little(member.mode << 16, 4)
      directory += little(offset, 4) + member.name
    }
    let start = UInt32(out.count)
    out += directory
    out += little(0x0605_4B50, 4) + little(0, 4) + little(UInt32(members.count), 2)
    out += little(UInt32(members.count), 2) + little(UInt32(directory.count), 4)
    return out + little(start, 4) + little(0, 2)
  }

  /// Flags, method, time, checksum, sizes and the length of the name: the same in both places.
  private static func common(_ member: Member) -> [UInt8] {
    let size = UInt32(member.bytes.count)
    return little(UInt32(member.flags), 2) + little(0, 2) + little(0, 4)
      + little(member.checksum ?? crc32(member.bytes), 4) + little(size, 4)
      + little(member.statedSize ?? size, 4) + little(UInt32(member.name.count), 2)
  }

  private static func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }
}

/// One packed member, through the library.
func packedZip(_ name: String, _ bytes: [UInt8]) throws -> [UInt8] {
  try withTemporaryFolder { folder in
    let path = folder.appendingPathComponent("packed.zip").path
    var code: Int32 = 0
    let zip = zip_open(path, ZIP_CREATE, &code)!
    bytes.withUnsafeBytes { raw in
      let source = zip_source_buffer(zip, raw.baseAddress, UInt64(raw.count), 0)
      _ = zip_file_add(zip, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
      precondition(zip_close(zip) == 0, "libzip could not write")
    }
    return try readBytes(URL(fileURLWithPath: path))
  }
}
