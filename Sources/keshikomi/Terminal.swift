import Glibc
import Logging
import Running

/// What a person sees while waiting. Cron sees nothing of it: progress needs a terminal.
enum Terminal {
  /// A message, which may have several lines.
  static func error(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    put(lines.map { visible(String($0)) }.joined(separator: "\n") + "\n")
  }

  /// Writes to standard error as it is.
  static func put(_ text: String) {
    var text = text
    text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  /// Rewrites one line on a terminal; silent otherwise.
  static func progress() -> @Sendable (String) -> Void {
    guard isatty(STDERR_FILENO) == 1 else { return { _ in } }
    return { text in put("\r\u{1B}[2K\(Terminal.visible(text))") }
  }

  static func clearProgress() {
    if isatty(STDERR_FILENO) == 1 { put("\r\u{1B}[2K") }
  }

  /// One line. File names and texts of banks can hold escape sequences, line breaks and marks that
  /// turn the direction of writing: a terminal must not obey them.
  static func visible(_ text: String) -> String {
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { shown.append(isObeyed(scalar) ? "?" : scalar) }
    return String(shown)
  }

  /// Controls (C0, DEL, C1), marks and overrides of direction, line separators.
  static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

/// A swift-log handler that writes one JSON object per line to standard error. It carries no time
/// of its own: schedulers and journals add theirs.
struct JSONLineHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var fields = ["level": "\(event.level)", "message": "\(event.message)"]
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      fields[key] = "\(value)"
    }
    let body = fields.sorted { $0.key < $1.key }
      .map { "\(jsonText($0.key)):\(jsonText($0.value))" }.joined(separator: ",")
    Terminal.put("{\(body)}\n")
  }

  private func jsonText(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _ where Terminal.isObeyed(scalar):
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
