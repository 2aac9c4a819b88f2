public import Model

/// The key an account would have by what is known of it, as `resolveAccounts` takes it.
public func accountKey(of account: AccountRef) -> String { AccountKey.text(account) }

/// Whether two descriptions are of one account: equal numbers, and nothing that both state differs.
public func isOneAccount(_ a: AccountRef, _ b: AccountRef) -> Bool {
  AccountKey.agree(a, b, withNumber: true)
}

/// The text under which an account of ours is known, and when two descriptions are of one account.
enum AccountKey {
  /// `0005-123-1-1234567`; `?` for what is not known.
  static func text(_ ref: AccountRef) -> String {
    var number = ref.number.map(self.number) ?? "?"
    if ref.number != nil, number.utf8.count < 7 {
      number = String(repeating: "0", count: 7 - number.utf8.count) + number
    }
    let type = ref.accountType.map { String($0) } ?? "?"
    return "\(ref.bankCode ?? "?")-\(ref.branchCode ?? "?")-\(type)-\(number)"
  }

  /// The reverse of `text`; nil for anything else.
  static func ref(_ text: String) -> AccountRef? {
    var parts: [String] = [""]
    for scalar in text.unicodeScalars {
      if scalar == "-" {
        parts.append("")
      } else {
        parts[parts.count - 1].unicodeScalars.append(scalar)
      }
    }
    guard parts.count == 4, !parts.contains(""), parts[3] != "?" else { return nil }
    guard parts[2] == "?" || Int32(parts[2]) != nil else { return nil }
    return AccountRef(
      bankCode: parts[0] == "?" ? nil : parts[0], branchCode: parts[1] == "?" ? nil : parts[1],
      accountType: Int32(parts[2]), number: number(parts[3]))
  }

  /// A number by its value: leading zeros go, for 01 prints 7 digits and 03 prints 10.
  static func number(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return text }
    let first = bytes.firstIndex { $0 != 0x30 } ?? bytes.count - 1
    return String(decoding: bytes[first...], as: UTF8.self)
  }

  /// No component that both state differs. `withNumber`: both state the number, and it is equal.
  static func agree(_ a: AccountRef, _ b: AccountRef, withNumber: Bool) -> Bool {
    if withNumber {
      guard let x = a.number, let y = b.number, number(x) == number(y) else { return false }
    }
    return agree(a.bankCode, b.bankCode) && agree(a.branchCode, b.branchCode)
      && agree(a.accountType, b.accountType)
  }

  private static func agree<T: Equatable>(_ a: T?, _ b: T?) -> Bool {
    guard let a, let b else { return true }
    return a == b
  }

  /// How many components besides the number are known.
  static func known(_ ref: AccountRef) -> Int {
    (ref.bankCode == nil ? 0 : 1) + (ref.branchCode == nil ? 0 : 1)
      + (ref.accountType == nil ? 0 : 1)
  }
}
