// Who paid. Most payments are linked by their full name at once and their payers never looked at
// again, so of each payer only a few numbers are kept; the rest is read anew from the entry's text
// when asked for, and kept only for entries that still wait after the first stage.

import Model

/// What is kept of every entry's payer.
struct PayerFacts {
  /// Hash of the loose name.
  var key: UInt64
  /// Hash of all that the payer wrote.
  var text: UInt64
  /// Lengths of the numbers in the payer's text: bit n for n digits.
  var numberLengths: UInt32
  /// Whether the name tells one payer from others: no mere surname, no kanji, which all fold to
  /// one letter.
  var isIdentity: Bool
  var isLatin: Bool
  var nature: EntryNature

  init(_ prepared: PreparedPayer, text: UInt64, _ nature: EntryNature) {
    let name = prepared.payer.form.loose
    key = prepared.key
    self.text = text
    numberLengths = prepared.payer.numbers.reduce(0) { $0 | 1 << UInt32($1.digits) }
    isIdentity = !name.isEmpty && !prepared.isSurnameOnly && !name.contains(Code.kanji)
    isLatin = prepared.payer.isLatin
    self.nature = nature
  }
}

extension Book {
  /// The payer of an entry. Cost: some microseconds where it is not kept, so ask once.
  func payer(_ entry: Int32) -> PreparedPayer {
    let place = payerPlace[Int(entry)]
    return place >= 0 ? payers[Int(place)] : readPayer(entry)
  }

  /// A payer's identity: the hash of the loose name; 0 where the name is none.
  func payerKey(_ entry: Int32) -> UInt64 {
    let facts = payerFacts[Int(entry)]
    return facts.isIdentity ? facts.key : 0
  }

  private func readPayer(_ entry: Int32) -> PreparedPayer {
    let e = Int(entry)
    return PreparedPayer(
      PayerName(
        payer: snapshot.entries[e].payerName, code: snapshot.entries[e].payerCode,
        edi: snapshot.entries[e].ediText), kanaSurnames: kanaSurnames)
  }

  /// Reads every payer once.
  mutating func readPayers() {
    payerPlace = [Int32](repeating: -1, count: snapshot.entries.count)
    payerFacts = readFacts(ownNames: foldedOwnNames)
  }

  private func readFacts(ownNames: Set<[UInt8]>) -> [PayerFacts] {
    workers.map(snapshot.entries.count) { i in
      let prepared = readPayer(Int32(i))
      let entry = snapshot.entries[i]
      let text = TextKey(entry.payerName, entry.payerCode).a ^ mixed(TextKey(entry.ediText).a)
      return PayerFacts(prepared, text: text, nature(of: Int32(i), prepared.payer, ownNames))
    }
  }

  /// Keeps the payers of what still waits.
  mutating func keepPayers() {
    payers = readPayers(of: waiting)
    for (place, entry) in waiting.enumerated() { payerPlace[Int(entry)] = Int32(place) }
  }

  private func readPayers(of entries: [Int32]) -> [PreparedPayer] {
    workers.map(entries.count) { readPayer(entries[$0]) }
  }
}
