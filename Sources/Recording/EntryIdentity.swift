import Model

/// The public id of a bank entry: `yyyymmdd-` and 13 characters of Crockford's base 32.
///
/// Made from content alone, so that the same statements give the same ids on any machine. Of the
/// account only the number goes in: bank and branch may be learned later, the number never is.
enum EntryIdentity {
  static func publicID(day: Day, hash: UInt64) -> String {
    let c = day.civil
    var text = String(c.year * 10_000 + c.month * 100 + c.day)
    while text.utf8.count < 8 { text = "0" + text }
    let head = text.utf8
    return String(unsafeUninitializedCapacity: head.count + 14) { bytes in
      var next = 0
      func append(_ byte: UInt8) {
        bytes.initializeElement(at: next, to: byte)
        next += 1
      }
      for byte in head { append(byte) }
      append(0x2D)
      for place in stride(from: 60, through: 0, by: -5) {
        append(alphabet[Int(hash >> UInt64(place) & 31)])
      }
      return next
    }
  }

  /// FNV-1a, then a finishing mix: FNV alone leaves the high bits of short inputs poor.
  static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
    return hash ^ hash >> 33
  }

  private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}
