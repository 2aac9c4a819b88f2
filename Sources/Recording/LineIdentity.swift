import Model

/// Whether two settlement lines are one: 128 bits of all that a line is but its payout and state,
/// which come later, and its number among equal lines of its file. Made from content alone, so it
/// is the same on any machine.
struct LineIdentity: Hashable {
  var high: Int64
  var low: Int64
  var occurrence: Int32 = 1

  init(_ line: SettlementLine, provider: String) {
    var mixer = Mixer()
    for text in [
      provider, line.lineID, line.orderKey, line.chargeKey, line.slipNumber, line.methodText,
      line.kindText,
    ] {
      mixer.add(text)
    }
    for number in [
      Int64(line.day.number), Int64(line.kind.rawValue), line.grossYen, line.feeYen,
      line.feeTaxYen,
    ] {
      mixer.add(UInt64(bitPattern: number))
    }
    (high, low) = mixer.finish()
  }
}

/// Two independent hashes side by side, eight bytes a step.
private struct Mixer {
  private var a: UInt64 = 0x243F_6A88_85A3_08D3
  private var b: UInt64 = 0x1319_8A2E_0370_7344

  mutating func add(_ value: UInt64) {
    a = (a ^ value) &* 0x9E37_79B9_7F4A_7C15
    a ^= a >> 29
    b = (b &+ value) &* 0xD6E8_FEB8_6659_FD93
    b ^= b >> 32
  }

  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      add(UInt64(bytes.count))
      var value: UInt64 = 0
      var count = 0
      for byte in bytes {
        value = value << 8 | UInt64(byte)
        count += 1
        if count == 8 {
          add(value)
          value = 0
          count = 0
        }
      }
      if count > 0 { add(value) }
    }
  }

  mutating func finish() -> (Int64, Int64) {
    add(a ^ b)
    add(b)
    return (Int64(bitPattern: a), Int64(bitPattern: b))
  }
}
