/// The part of JSON that our files need: no fractions, no null. Objects are written with their keys
/// sorted, so equal values give equal bytes.
public enum JSONValue {
  case number(Int64)
  case text(String)
  case flag(Bool)
  case list([JSONValue])
  case object([String: JSONValue])

  /// The document with two blanks of indent and a final line feed.
  public func document() -> [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes, indent: 0)
    bytes.append(0x0A)
    return bytes
  }

  private func write(to bytes: inout [UInt8], indent: Int) {
    switch self {
    case .number(let number): bytes.append(contentsOf: String(number).utf8)
    case .flag(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    case .text(let text): JSONValue.write(text, to: &bytes)
    case .list(let values):
      JSONValue.write(values, "[", "]", to: &bytes, indent: indent) { value, bytes in
        value.write(to: &bytes, indent: indent + 1)
      }
    case .object(let members):
      // Keys of ours are ASCII; bytes order them alike everywhere.
      let sorted = members.sorted { $0.key < $1.key }
      JSONValue.write(sorted, "{", "}", to: &bytes, indent: indent) { member, bytes in
        JSONValue.write(member.key, to: &bytes)
        bytes.append(contentsOf: ": ".utf8)
        member.value.write(to: &bytes, indent: indent + 1)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: String, _ close: String, to bytes: inout [UInt8], indent: Int,
    _ writeItem: (Item, inout [UInt8]) -> Void
  ) {
    bytes.append(contentsOf: open.utf8)
    for (place, item) in items.enumerated() {
      bytes.append(contentsOf: (place == 0 ? "\n" : ",\n").utf8)
      bytes.append(contentsOf: repeatElement(0x20, count: 2 * (indent + 1)))
      writeItem(item, &bytes)
    }
    if !items.isEmpty {
      bytes.append(0x0A)
      bytes.append(contentsOf: repeatElement(0x20, count: 2 * indent))
    }
    bytes.append(contentsOf: close.utf8)
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes.append(contentsOf: [0x5C, byte])
      case 0x00...0x1F, 0x7F:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(contentsOf: [hex[Int(byte >> 4)], hex[Int(byte & 15)]])
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }
}
