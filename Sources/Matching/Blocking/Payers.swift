// Who paid. Every payer's text is read once; its letters lie in blocks that the book keeps.

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

  init(_ payer: PreparedPayer, text: UInt64, _ nature: EntryNature) {
    key = payer.key
    self.text = text
    numberLengths = payer.numbers.reduce(0) { $0 | 1 << UInt32($1.digits) }
    isIdentity =
      !payer.loose.isEmpty && !payer.isSurnameOnly && !payer.loose.contains(Code.kanji)
    isLatin = payer.isLatin
    self.nature = nature
  }
}

/// Some payers of a block.
private struct PayerPart {
  var payers: [PreparedPayer] = []
  var facts: [PayerFacts] = []
  let block = PayerBlock()
}

extension Book {
  func payer(_ entry: Int32) -> PreparedPayer { payers[Int(entry)] }

  /// The payer's text, read anew.
  func payerName(_ entry: Int32) -> PayerName {
    let e = Int(entry)
    return PayerName(
      payer: snapshot.entries[e].payerName, code: snapshot.entries[e].payerCode,
      edi: snapshot.entries[e].ediText)
  }

  /// A payer's identity: the hash of the loose name; 0 where the name is none.
  func payerKey(_ entry: Int32) -> UInt64 {
    let facts = payerFacts[Int(entry)]
    return facts.isIdentity ? facts.key : 0
  }

  /// Reads every payer once.
  mutating func readPayers() {
    let parts = readParts(ownNames: foldedOwnNames)
    payerFacts.reserveCapacity(snapshot.entries.count)
    payers.reserveCapacity(snapshot.entries.count)
    for part in parts {
      payerFacts += part.facts
      payers += part.payers
      payerBlocks.append(part.block)
    }
  }

  private func readParts(ownNames: Set<[UInt8]>) -> [PayerPart] {
    workers.gather(snapshot.entries.count) { range, out in
      var part = PayerPart()
      for i in range {
        let name = payerName(Int32(i))
        let payer = part.block.add(name, kanaSurnames: kanaSurnames)
        let entry = snapshot.entries[i]
        let text = TextKey(entry.payerName, entry.payerCode).a ^ mixed(TextKey(entry.ediText).a)
        part.facts.append(PayerFacts(payer, text: text, nature(of: Int32(i), name, ownNames)))
        part.payers.append(payer)
      }
      out.append(part)
    }
  }
}
