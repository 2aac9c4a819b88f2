import Model

/// Which message a namespace names.
enum CamtNamespace: Equatable {
  /// "052", "053" or "054", and the version, 1…12.
  case camt(String, version: Int32)
  case unknownVersion(String)
  /// A camt namespace without a version, or none at all.
  case unstated
  case unknownMessage(String)
  /// pain.*: orders to pay and their results.
  case payment(String)

  private static let schemas = "urn:iso:std:iso:20022:tech:xsd:"

  /// A message without a namespace, or with one that names no version, is accepted with a note.
  /// The version decides nothing: every place that an element ever had is asked for. Counts, sums
  /// and balances are checked all the same.
  init(_ uri: String?) {
    guard let uri, !uri.isEmpty else {
      self = .unstated
      return
    }
    let bytes = Array(uri.utf8)
    let schemas = Array(CamtNamespace.schemas.utf8)
    guard bytes.starts(with: schemas) else {
      self = .unknownMessage(uri)
      return
    }
    let name = String(decoding: bytes[schemas.count...], as: UTF8.self)
    self.init(message: name)
  }

  /// By the name that a header or a namespace gives: `camt.053.001.08`.
  init(message name: String) {
    let message = Array(name.utf8)
    if name == "camt" {
      self = .unstated
      return
    }
    if message.starts(with: "pain.".utf8) {
      self = .payment(name)
      return
    }
    guard
      let known = ["052", "053", "054"].first(where: { message.starts(with: "camt.\($0)".utf8) })
    else {
      self = .unknownMessage(name)
      return
    }
    // camt.053.001.08
    guard message.count == 15, message.starts(with: "camt.\(known).001.".utf8),
      let version = Int32(String(decoding: message[13...], as: UTF8.self)),
      (1...12).contains(version)
    else {
      self = .unknownVersion(name)
      return
    }
    self = .camt(known, version: version)
  }
}
