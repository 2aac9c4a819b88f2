internal import Recording

/// The event and its hash that a report bears; in `run.json` as `"ledger_head": "12 4f…"`.
struct PrintedHead {
  var number: Int64
  var sha256: String

  /// Nil where there is no such file, or it is of a version that printed none.
  init?(runFile: String) {
    guard let mapped = try? MappedFile(runFile) else { return nil }
    let mark = Array("\"ledger_head\": \"".utf8)
    let bytes = mapped.bytes
    var place = 0
    while place + mark.count < bytes.count {
      if bytes[place] == mark[0], bytes[place..<place + mark.count].elementsEqual(mark) { break }
      place += 1
    }
    let text = bytes[min(place + mark.count, bytes.count)...].prefix { $0 != 0x22 }
    let words = text.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 2, let number = Int64(words[0]) else { return nil }
    self.number = number
    sha256 = words[1]
  }
}
