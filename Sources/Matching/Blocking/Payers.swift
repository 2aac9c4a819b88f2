// Who paid. Every payer's text is read once; its letters lie in blocks that the book keeps.

import Model

/// What is kept of every entry's payer.
struct PayerFacts {
  /// Hash of the loose name.
  var key: UInt64
  /// Hash of all that the payer wrote.
  var text: UInt64
  /// Whether there are numbers in the payer's text.
  var hasNumber: Bool
  /// Whether the name tells one payer from others: no mere surname, no kanji, which all fold to
  /// one letter.
  var isIdentity: Bool
  var isLatin: Bool
  var nature: EntryNature

  init(_ payer: PreparedPayer, text: UInt64, _ nature: EntryNature) {
    key = payer.key
    self.text = text
    hasNumber = !payer.numbers.isEmpty
    isIdentity =
      !payer.loose.isEmpty && !payer.isSurnameOnly && !payer.loose.contains(Code.kanji)
    isLatin = payer.isLatin
    self.nature = nature
  }
}

/// Some payers of a block.
struct PayerPart: Sendable {
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

  /// Reads every payer once; `beside` is done at the same time.
  func readPayers<A: Sendable>(_ beside: @Sendable () -> A) -> (A, [PayerPart]) {
    let ownNames = foldedOwnNames
    return workers.gather(snapshot.entries.count, beside: beside) {
      [entries = snapshot.entries, kanaSurnames] range, out in
      var part = PayerPart()
      var kinds = KindTexts()
      for i in range {
        let (payer, nature) =
          plainPayer(entries[i], kanaSurnames, ownNames, &kinds, part.block)
          ?? anyPayer(i, ownNames, part.block)
        let text =
          TextKey(entries[i].payerName, entries[i].payerCode).a
          ^ mixed(TextKey(entries[i].ediText).a)
        part.facts.append(PayerFacts(payer, text: text, nature))
        part.payers.append(payer)
      }
      out.append(part)
    }
  }

  mutating func take(_ parts: [PayerPart]) {
    payerFacts.reserveCapacity(snapshot.entries.count)
    payers.reserveCapacity(snapshot.entries.count)
    for part in parts {
      payerFacts += part.facts
      payers += part.payers
      payerBlocks.append(part.block)
    }
  }

  private func anyPayer(
    _ entry: Int, _ ownNames: Set<[UInt8]>, _ block: PayerBlock
  ) -> (PreparedPayer, EntryNature) {
    let name = payerName(Int32(entry))
    let payer = block.add(name, kanaSurnames: kanaSurnames)
    return (payer, nature(of: Int32(entry), name, ownNames))
  }
}

/// The same for a customer of whom the bank tells nothing but a plain name, as of nearly all; nil
/// for others. Not a method of the book: a closure in it would copy the book for every payer.
private func plainPayer(
  _ entry: LedgerEntry, _ kanaSurnames: KeyTable, _ ownNames: Set<[UInt8]>,
  _ kinds: inout KindTexts, _ block: PayerBlock
) -> (PreparedPayer, EntryNature)? {
  guard entry.payerCode.isEmpty, entry.ediText.isEmpty else { return nil }
  let isOpen = entry.standing == .open
  if isOpen, entry.direction != .credit || entry.mark != .none || !kinds.isPlain(entry.kindText) {
    return nil
  }
  return PlainName.read(entry.payerName) { name in
    guard LegalForms.areNone(in: name.codes), ExtraWords.areNone(behind: name),
      !isOpen || SetAside.isCustomer(name, ownNames) && !ReversalWords.areMentioned(in: name)
    else { return nil }
    return (block.add(name, kanaSurnames: kanaSurnames), isOpen ? .customer : .later)
  }
}

/// What banks call their bookings: mostly the same, one after the other.
private struct KindTexts {
  private var last = ""
  private var isLastPlain = true

  /// Whether a text says neither that money is no customer's nor that anything was taken back.
  mutating func isPlain(_ text: String) -> Bool {
    if text != last {
      last = text
      isLastPlain = SetAside.kindReason(text) == nil && !ReversalWords.isMentioned(in: text)
    }
    return isLastPlain
  }
}
