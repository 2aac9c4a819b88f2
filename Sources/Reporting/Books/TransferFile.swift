public import Model

/// One refund of a transfer file.
public struct TransferItem: Sendable {
  public var account: PayeeAccount
  public var yen: Int64
  /// Up to ten digits, for finding it again.
  public var customerCode: String

  public init(account: PayeeAccount, yen: Int64, customerCode: String) {
    self.account = account
    self.yen = yen
    self.customerCode = customerCode
  }
}

/// Why a file for the bank cannot be written: the field and what stands there.
public struct TransferFault: Error, Hashable, Sendable {
  public enum Field: String, Sendable {
    case clientCode = "client_code"
    case bankCode = "bank"
    case branchCode = "branch"
    case accountType = "type"
    case number, holder, amount
    case bankName = "bank_name"
    case branchName = "branch_name"
  }
  public var field: Field
  public var value: String
}

/// A Zengin transfer file (総合振込, kind 21): records of 120 bytes, each ended by CR LF, in
/// JIS X 0201.
/// Throws where a field has a character that banks refuse; nothing is cut or left out in silence.
/// The trailer's count and sum are those of the records. Cost: linear.
public func transferFile(
  from sender: RefundSender, on day: Day, _ items: [TransferItem]
) throws(TransferFault) -> [UInt8] {
  var file: [UInt8] = []
  var record = TransferRecord()
  record.text("1")
  record.text("21")
  record.text("0")
  try record.digits(sender.clientCode, 10, .clientCode)
  try record.kana(sender.account.holder, 40, .holder)
  let civil = day.civil
  record.number(Int64(civil.month) * 100 + Int64(civil.day), 4)
  try record.bank(sender.account)
  try record.account(sender.account, [1, 2, 9])
  record.end(into: &file)
  var total: Int64 = 0
  for item in items {
    guard item.yen > 0, item.yen < 10_000_000_000 else {
      throw TransferFault(field: .amount, value: String(item.yen))
    }
    record.text("2")
    try record.bank(item.account)
    record.text("0000")
    try record.account(item.account, [1, 2, 4, 9])
    try record.kana(item.account.holder, 30, .holder)
    record.number(item.yen, 10)
    record.text("0")
    try record.digits(item.customerCode, 10, .number)
    record.number(0, 10)
    record.text("7")
    record.end(into: &file)
    total += item.yen
  }
  record.text("8")
  record.number(Int64(items.count), 6)
  record.number(total, 12)
  record.end(into: &file)
  record.text("9")
  record.end(into: &file)
  return file
}

/// The text as it goes into a name field; nil where a character has no place there. Kana become
/// half-width and large, the long-vowel mark a hyphen, letters capitals.
public func transferKana(_ text: String, isBank: Bool) -> [UInt8]? {
  var out: [UInt8] = []
  for scalar in text.unicodeScalars {
    guard let bytes = TransferKana.bytes(scalar) else { return nil }
    for byte in bytes {
      // Bank and branch names have no mark but the hyphen.
      if isBank, [0x28, 0x29, 0x2E].contains(byte) { return nil }
      out.append(byte)
    }
  }
  return out
}

private struct TransferRecord {
  private var bytes: [UInt8] = []

  mutating func text(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func number(_ value: Int64, _ width: Int) {
    let digits = Array(String(value).utf8)
    bytes += [UInt8](repeating: 0x30, count: max(0, width - digits.count)) + digits
  }

  mutating func digits(
    _ text: String, _ width: Int, _ field: TransferFault.Field
  ) throws(TransferFault) {
    let digits = Array(text.utf8)
    guard !digits.isEmpty, digits.count <= width, digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { throw TransferFault(field: field, value: text) }
    bytes += [UInt8](repeating: 0x30, count: width - digits.count) + digits
  }

  /// A name that is too long is refused: cut, it would be another's.
  mutating func kana(
    _ text: String, _ width: Int, _ field: TransferFault.Field, isBank: Bool = false
  ) throws(TransferFault) {
    guard let kana = transferKana(text, isBank: isBank), kana.count <= width,
      isBank || !kana.isEmpty
    else { throw TransferFault(field: field, value: text) }
    bytes += kana + [UInt8](repeating: 0x20, count: width - kana.count)
  }

  mutating func bank(_ account: PayeeAccount) throws(TransferFault) {
    guard account.bankCode.utf8.count == 4 else {
      throw TransferFault(field: .bankCode, value: account.bankCode)
    }
    guard account.branchCode.utf8.count == 3 else {
      throw TransferFault(field: .branchCode, value: account.branchCode)
    }
    try digits(account.bankCode, 4, .bankCode)
    try kana(account.bankName, 15, .bankName, isBank: true)
    try digits(account.branchCode, 3, .branchCode)
    try kana(account.branchName, 15, .branchName, isBank: true)
  }

  mutating func account(_ account: PayeeAccount, _ types: [Int32]) throws(TransferFault) {
    guard types.contains(account.accountType) else {
      throw TransferFault(field: .accountType, value: String(account.accountType))
    }
    number(Int64(account.accountType), 1)
    try digits(account.number, 7, .number)
  }

  mutating func end(into file: inout [UInt8]) {
    precondition(bytes.count <= 120, "a record of the transfer file is too long")
    file += bytes + [UInt8](repeating: 0x20, count: 120 - bytes.count) + [0x0D, 0x0A]
    bytes.removeAll(keepingCapacity: true)
  }
}

/// Letters of names in transfers, as JIS X 0201 bytes.
private enum TransferKana {
  /// Full-width katakana from ァ on, as half-width ones: small ones are written large.
  private static let base: [[UInt8]] = {
    let large =
      Array("ｱｱｲｲｳｳｴｴｵｵｶｶﾞｷｷﾞｸｸﾞｹｹﾞｺｺﾞｻｻﾞｼｼﾞｽｽﾞｾｾﾞｿｿﾞﾀﾀﾞﾁﾁﾞﾂﾂﾂﾞﾃﾃﾞﾄﾄﾞﾅﾆﾇﾈﾉ".unicodeScalars)
      + Array("ﾊﾊﾞﾊﾟﾋﾋﾞﾋﾟﾌﾌﾞﾌﾟﾍﾍﾞﾍﾟﾎﾎﾞﾎﾟﾏﾐﾑﾒﾓﾔﾔﾕﾕﾖﾖﾗﾘﾙﾚﾛﾜﾜｲｴｦﾝｳﾞｶｹ".unicodeScalars)
    var letters: [[UInt8]] = []
    for scalar in large {
      let byte = UInt8(scalar.value - 0xFF61 + 0xA1)
      // Voicing belongs to the letter before it.
      if byte == 0xDE || byte == 0xDF {
        letters[letters.count - 1].append(byte)
      } else {
        letters.append([byte])
      }
    }
    return letters
  }()

  static func bytes(_ scalar: Unicode.Scalar) -> [UInt8]? {
    switch scalar.value {
    case 0x20, 0x3000: [0x20]
    case 0x28, 0x29, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A: [UInt8(scalar.value)]
    case 0x61...0x7A: [UInt8(scalar.value - 0x20)]
    case 0xFF08, 0xFF09, 0xFF0D, 0xFF0E, 0xFF10...0xFF19, 0xFF21...0xFF3A:
      [UInt8(scalar.value - 0xFF00 + 0x20)]
    case 0xFF41...0xFF5A: [UInt8(scalar.value - 0xFF00)]
    case 0x30FC, 0xFF70, 0x2010...0x2015, 0x2212: [0x2D]
    // ヲ has a place in EDI texts only.
    case 0x30F2, 0x3092: nil
    case 0x30A1...0x30F6: base[Int(scalar.value - 0x30A1)]
    case 0x3041...0x3096: base[Int(scalar.value - 0x3041)]
    // Small half-width kana are written large; the object mark ｦ has no place in a name.
    case 0xFF67...0xFF6B: [UInt8(scalar.value - 0xFF67 + 0xB1)]
    case 0xFF6C...0xFF6E: [UInt8(scalar.value - 0xFF6C + 0xD4)]
    case 0xFF6F: [0xC2]
    case 0xFF71...0xFF9F: [UInt8(scalar.value - 0xFF61 + 0xA1)]
    default: nil
    }
  }
}
