internal import CCrypto

/// SHA-256 over pieces (OpenSSL's). One hash per value; `finish` consumes it.
public struct SHA256: ~Copyable {
  private let context = EVP_MD_CTX_new()!

  /// The hash of nothing yet.
  public init() { EVP_DigestInit_ex(context, EVP_sha256(), nil) }

  /// Appends a piece.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  /// Lower-case hex.
  public consuming func finish() -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 0
    EVP_DigestFinal_ex(context, &digest, &count)
    return hexText(digest)
  }

  deinit { EVP_MD_CTX_free(context) }

  /// The hash of one piece.
  public static func hex(of bytes: UnsafeRawBufferPointer) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finish()
  }

  /// The hash of a text's UTF-8.
  public static func hex(of text: String) -> String {
    var text = text
    return text.withUTF8 { hex(of: UnsafeRawBufferPointer($0)) }
  }
}

private func hexText(_ bytes: [UInt8]) -> String {
  let digits: [UInt8] = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count * 2)
  for b in bytes {
    text.append(digits[Int(b >> 4)])
    text.append(digits[Int(b & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
