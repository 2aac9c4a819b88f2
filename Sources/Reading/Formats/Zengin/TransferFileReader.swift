/// What a transfer file (総合振込, kind 21) says, once its trailer agrees with its records.
public struct TransferReading: Hashable, Sendable {
  public var count: Int
  public var totalYen: Int64
  /// Bank, branch, type, number, holder as bytes of JIS X 0201, and yen of each transfer.
  public var items: [Item]

  public struct Item: Hashable, Sendable {
    public var bank: String
    public var branch: String
    public var accountType: Int32
    public var number: String
    public var holder: [UInt8]
    public var yen: Int64
  }
}

private enum TransferField: Hashable {
  case kind, subkind, bank, branch, accountType, number, holder, yen, count, total, other
}

private let transferHead = FixedLengthLayout<TransferField>([
  FixedField(.kind, 1, .digits), FixedField(.subkind, 2, .digits), FixedField(.other, 117, .filler),
])
private let transferItem = FixedLengthLayout<TransferField>([
  FixedField(.kind, 1, .digits), FixedField(.bank, 4, .digits), FixedField(.other, 15, .text),
  FixedField(.branch, 3, .digits), FixedField(.other, 15, .text), FixedField(.other, 4, .digits),
  FixedField(.accountType, 1, .digits), FixedField(.number, 7, .digits),
  FixedField(.holder, 30, .text), FixedField(.yen, 10, .digits), FixedField(.other, 30, .filler),
])
private let transferTrailer = FixedLengthLayout<TransferField>([
  FixedField(.kind, 1, .digits), FixedField(.count, 6, .digits), FixedField(.total, 12, .digits),
  FixedField(.other, 101, .filler),
])

/// Reads a transfer file by the layout's table; nil where it is none, where a byte has no place in
/// a transfer, or where count or sum of the trailer are not those of the records.
public func readTransferFile(_ bytes: [UInt8]) -> TransferReading? {
  precondition(
    [transferHead.length, transferItem.length, transferTrailer.length] == [120, 120, 120])
  var records: [ArraySlice<UInt8>] = []
  var at = 0
  while at < bytes.count {
    guard at + 120 <= bytes.count else { return nil }
    records.append(bytes[at..<(at + 120)])
    at += 120
    while at < bytes.count, bytes[at] == 0x0D || bytes[at] == 0x0A { at += 1 }
  }
  guard records.count >= 3, records.allSatisfy({ $0.allSatisfy(isTransferByte) }),
    digits(records[0], transferHead, .kind) == "1",
    digits(records[0], transferHead, .subkind) == "21",
    digits(records[records.count - 1], transferHead, .kind) == "9"
  else { return nil }
  let trailer = records[records.count - 2]
  guard digits(trailer, transferTrailer, .kind) == "8",
    let count = digits(trailer, transferTrailer, .count).flatMap({ Int($0) }),
    let total = digits(trailer, transferTrailer, .total).flatMap({ Int64($0) })
  else { return nil }
  var items: [TransferReading.Item] = []
  for record in records[1..<(records.count - 2)] {
    guard let item = item(record) else { return nil }
    items.append(item)
  }
  guard items.count == count, items.reduce(0, { $0 + $1.yen }) == total else { return nil }
  return TransferReading(count: count, totalYen: total, items: items)
}

private func item(_ record: ArraySlice<UInt8>) -> TransferReading.Item? {
  guard digits(record, transferItem, .kind) == "2",
    let bank = digits(record, transferItem, .bank),
    let branch = digits(record, transferItem, .branch),
    let type = digits(record, transferItem, .accountType).flatMap({ Int32($0) }),
    let number = digits(record, transferItem, .number),
    let yen = digits(record, transferItem, .yen).flatMap({ Int64($0) })
  else { return nil }
  var holder = Array(field(record, transferItem, .holder))
  while holder.last == 0x20 { holder.removeLast() }
  return TransferReading.Item(
    bank: bank, branch: branch, accountType: type, number: number, holder: holder, yen: yen)
}

private func field(
  _ record: ArraySlice<UInt8>, _ layout: FixedLengthLayout<TransferField>, _ name: TransferField
) -> ArraySlice<UInt8> {
  let slot = layout.slot(name)
  return record[(record.startIndex + slot.offset)..<(record.startIndex + slot.offset + slot.length)]
}

private func digits(
  _ record: ArraySlice<UInt8>, _ layout: FixedLengthLayout<TransferField>, _ name: TransferField
) -> String? {
  let bytes = field(record, layout, name)
  guard bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
  return String(decoding: bytes, as: UTF8.self)
}

/// Blank, digits, capitals, ( ) - . and half-width kana without small ones, the long-vowel and the
/// object mark.
private func isTransferByte(_ byte: UInt8) -> Bool {
  switch byte {
  case 0x20, 0x28, 0x29, 0x2D, 0x2E, 0x30...0x39, 0x41...0x5A, 0xB1...0xDF: true
  default: false
  }
}
