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
    guard uri.hasPrefix(CamtNamespace.schemas) else {
      self = .unknownMessage(uri)
      return
    }
    let name = String(uri.dropFirst(CamtNamespace.schemas.count))
    let bytes = Array(name.utf8)
    if bytes == Array("camt".utf8) {
      self = .unstated
      return
    }
    guard let message = ["052", "053", "054"].first(where: { name.hasPrefix("camt." + $0) })
    else {
      self = .unknownMessage(name)
      return
    }
    // camt.053.001.08
    guard bytes.count == 15, name.hasPrefix("camt." + message + ".001."),
      let version = Int32(String(decoding: bytes[13...], as: UTF8.self)), version >= 2,
      version <= 12
    else {
      self = .unknownVersion(name)
      return
    }
    self = .camt(message, version: version)
  }
}
