public import Model

/// What the record-keeping law wants transactions to be found by: day, amount, counterparty, each
/// as a range or alone, and any two or three of them together.
public struct FindQuery: Hashable, Sendable {
  public var days: ClosedRange<Day>?
  public var yen: ClosedRange<Int64>?
  /// Part of a name; width, case and blanks do not matter.
  public var counterparty: String?

  public init(
    days: ClosedRange<Day>? = nil, yen: ClosedRange<Int64>? = nil, counterparty: String? = nil
  ) {
    self.days = days
    self.yen = yen
    self.counterparty = counterparty
  }
}

/// One transaction on record, with the file that tells of it.
public struct FoundRecord: Hashable, Sendable {
  public enum Kind: String, Sendable { case deposit, withdrawal, order, settlement }
  public var kind: Kind
  /// Id of the entry, the order, or the settlement line.
  public var id: String
  public var day: Day
  public var yen: Int64
  public var counterparty: String
  public var fileName: String
  public var sha256: String
  /// Counted from 1 in the file.
  public var record: Int32
}

extension Ledger {
  /// All transactions that fit, by day, kind, id and file. Cost: one pass over the ledger.
  public func find(_ query: FindQuery) throws(LedgerError) -> [FoundRecord] {
    try read { database in
      var found: [FoundRecord] = []
      for text in Ledger.findQueries {
        let sql = try SQL(database, text)
        sql.bind(1, query.days?.lowerBound.number ?? .min)
        sql.bind(2, query.days?.upperBound.number ?? .max)
        sql.bind(3, query.yen?.lowerBound ?? .min)
        sql.bind(4, query.yen?.upperBound ?? .max)
        let wanted = query.counterparty.map(plainName)
        while try sql.next() {
          let name = sql.text(4)
          if let wanted, !contains(plainName(name), wanted) { continue }
          found.append(
            FoundRecord(
              kind: FoundRecord.Kind(rawValue: sql.text(0))!, id: sql.text(1),
              day: Day(number: sql.int32(2)), yen: sql.int64(3), counterparty: name,
              fileName: sql.text(5), sha256: sql.text(6), record: sql.int32(7)))
        }
      }
      return found.sorted { a, b in
        (a.day.number, a.kind.rawValue, a.id, a.sha256, a.record)
          < (b.day.number, b.kind.rawValue, b.id, b.sha256, b.record)
      }
    }
  }

  private static let findQueries = [
    """
    SELECT iif(e.direction = 1, 'deposit', 'withdrawal'), e.public_id, e.booking_day, e.amount_yen,
      s.payer_name, f.name, f.sha256, s.record
    FROM entry e JOIN sighting s ON s.entry_id = e.id JOIN source_file f ON f.id = s.file_id
    WHERE e.booking_day BETWEEN ?1 AND ?2 AND e.amount_yen BETWEEN ?3 AND ?4
    """,
    """
    SELECT 'order', o.order_id, (v.ordered_at - ((v.ordered_at % 86400) + 86400) % 86400) / 86400,
      v.amount_due_yen, v.customer_name || ' ' || v.customer_kana, f.name, f.sha256, v.record
    FROM order_version v JOIN shop_order o ON o.id = v.order_id
      JOIN source_file f ON f.id = v.file_id
    WHERE (v.ordered_at - ((v.ordered_at % 86400) + 86400) % 86400) / 86400 BETWEEN ?1 AND ?2
      AND v.amount_due_yen BETWEEN ?3 AND ?4
    """,
    """
    SELECT 'settlement', iif(l.line_id = '', l.order_key, l.line_id), l.day, abs(l.gross_yen),
      l.provider || ' ' || l.order_key, f.name, f.sha256, l.record
    FROM settlement_line l JOIN settlement_file f ON f.id = l.file_id
    WHERE l.day BETWEEN ?1 AND ?2 AND abs(l.gross_yen) BETWEEN ?3 AND ?4
    """,
  ]
}

/// A name as it is looked for: half-width kana and full-width letters in one form, large, without
/// blanks.
private func plainName(_ text: String) -> [UInt32] {
  var out: [UInt32] = []
  for scalar in text.unicodeScalars {
    let value = scalar.value
    switch value {
    case 0x20, 0x3000: continue
    case 0x61...0x7A: out.append(value - 0x20)
    case 0xFF01...0xFF5E:
      let ascii = value - 0xFF01 + 0x21
      out.append((0x61...0x7A).contains(ascii) ? ascii - 0x20 : ascii)
    case 0x3041...0x3096: out.append(value + 0x60)
    case 0xFF9E: voice(&out, by: 1)
    case 0xFF9F: voice(&out, by: 2)
    case 0xFF66...0xFF9D: out.append(wideKana[Int(value - 0xFF66)])
    default: out.append(value)
    }
  }
  return out.map { smallKana[$0] ?? $0 }
}

/// The mark behind a kana makes it another one, one or two places on.
private func voice(_ out: inout [UInt32], by step: UInt32) {
  guard let last = out.last, (0x30AB...0x30DB).contains(last) else { return }
  out[out.count - 1] = last + step
}

/// Full-width forms of ｦ to ﾝ.
private let wideKana: [UInt32] =
  "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
  .unicodeScalars.map(\.value)

private let smallKana: [UInt32: UInt32] = {
  var large: [UInt32: UInt32] = [0x2D: 0x30FC, 0x2212: 0x30FC]
  for (small, big) in zip("ァィゥェォッャュョヮ".unicodeScalars, "アイウエオツヤユヨワ".unicodeScalars) {
    large[small.value] = big.value
  }
  return large
}()

private func contains(_ text: [UInt32], _ part: [UInt32]) -> Bool {
  if part.isEmpty { return true }
  guard text.count >= part.count else { return false }
  return (0...(text.count - part.count)).contains { start in
    text[start..<(start + part.count)].elementsEqual(part)
  }
}
