import Model

/// Which message a namespace names.
enum CamtNamespace: Equatable {
  /// "052", "053" or "054", and the version, 2…12.
  case camt(String, version: Int32)
  case unknownVersion(String)
  /// A camt namespace without a version, or none at all.
  case unstated
  case unknownMessage(String)

  private static let schemas = "urn:iso:std:iso:20022:tech:xsd:"

  /// A message without a namespace, or with one that names no version, is accepted with a note.
  /// The version decides nothing but whether the element names are those of .001.02 and later, and
  /// these are asked for by name anyway; counts, sums and balances are checked all the same.
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
    let message = Array(bytes[schemas.count...])
    let name = String(decoding: message, as: UTF8.self)
    if name == "camt" {
      self = .unstated
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
      (2...12).contains(version)
    else {
      self = .unknownVersion(name)
      return
    }
    self = .camt(known, version: version)
  }
}
