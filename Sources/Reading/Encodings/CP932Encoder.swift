import Model

/// Text as CP932 bytes; nil where a character is not in the code page. Of the characters that it
/// has twice the byte pairs of Windows are taken: JIS X 0208 first, then NEC's row 13, then IBM's.
/// Cost: the code page is turned round at the first call.
public func cp932Bytes(_ text: String) -> [UInt8]? {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    if scalar.value < 0x80 {
      bytes.append(UInt8(scalar.value))
    } else if (0xFF61...0xFF9F).contains(scalar.value) {
      bytes.append(UInt8(scalar.value - 0xFF61 + 0xA1))
    } else if let pair = CP932Pairs.shared.pairs[scalar.value] {
      bytes.append(UInt8(pair >> 8))
      bytes.append(UInt8(pair & 0xFF))
    } else {
      return nil
    }
  }
  return bytes
}

private struct CP932Pairs: Sendable {
  static let shared = CP932Pairs()

  /// Scalar → lead byte × 256 + trail byte.
  var pairs: [UInt32: UInt16] = [:]

  private init() {
    pairs.reserveCapacity(10_000)
    let leads = [0x81...0x9F, 0xE0...0xEC, 0xFA...0xFC, 0xED...0xEE] as [ClosedRange<UInt8>]
    for lead in leads.joined() {
      for trail in UInt8(0x40)...0xFC where trail != 0x7F {
        guard let scalar = scalar(lead, trail), pairs[scalar] == nil else { continue }
        pairs[scalar] = UInt16(lead) << 8 | UInt16(trail)
      }
    }
  }

  private func scalar(_ lead: UInt8, _ trail: UInt8) -> UInt32? {
    let both: [UInt8] = [lead, trail]
    return both.withUnsafeBytes { raw in
      TextDecoder(.cp932).string(raw)?.unicodeScalars.first?.value
    }
  }
}
