import Model

/// The findings of one file, up to a limit for those of single rows.
struct FindingLog {
  private var findings: [DataFinding] = []
  private let maxRowFindings: Int
  private var rowFindings = 0

  init(maxRowFindings: Int) { self.maxRowFindings = maxRowFindings }

  /// A finding of the file or an account: always kept.
  mutating func add(_ finding: DataFinding) {
    var kept = finding
    kept.value = finding.value.map { shortened($0) }
    findings.append(kept)
  }

  /// A finding of one row: kept up to the limit.
  mutating func addRow(_ finding: DataFinding) {
    guard rowFindings < maxRowFindings else { return }
    rowFindings += 1
    add(finding)
  }

  /// By place in the file, then by column and fault.
  func sorted() -> [DataFinding] {
    findings.enumerated().sorted { a, b in
      let (x, y) = (a.element, b.element)
      let left = (x.place.line ?? 0, x.place.record ?? 0, x.place.column ?? 0)
      let right = (y.place.line ?? 0, y.place.record ?? 0, y.place.column ?? 0)
      if left != right { return left < right }
      if x.fault != y.fault { return x.fault.rawValue < y.fault.rawValue }
      return a.offset < b.offset
    }.map(\.element)
  }
}

/// At most 80 bytes of a field as text; bytes that are no characters become replacement marks.
func shownValue(_ bytes: UnsafeRawBufferPointer, _ decoder: TextDecoder) -> String {
  var count = min(bytes.count, 80)
  // Up to three bytes less, so that no character is cut in half.
  for shorter in 0..<4 where count - shorter >= 0 {
    let part = UnsafeRawBufferPointer(rebasing: bytes[..<(count - shorter)])
    if let text = decoder.string(part), text.utf8.count <= 80 { return text }
  }
  var text = ""
  while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
  for byte in bytes[..<min(count, 24)] {
    if byte >= 0x20, byte < 0x7F {
      text.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      text += "\u{FFFD}"
    }
  }
  return text
}
