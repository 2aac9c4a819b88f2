// Names that a bank shows in kanji (ゆうちょ 送金). Folding makes one code of every kanji, because
// the text does not tell how they sound; here they are kept, with the forms of one letter that
// registers and key boards mix up brought together.

import Model

enum KanjiLetters {
  /// Two bytes a letter, blanks and legal forms left out; empty where no letter is a kanji.
  static func key(_ text: [UInt32]) -> [UInt8] {
    guard text.contains(where: isUnread) else { return [] }
    var out: [UInt8] = []
    for s in text where s != 0x20 && s != 0x3000 && s != 0xA0 {
      let letter = usual[s] ?? s
      // Letters of the first plane; the few beyond it share a code, as names hardly have them.
      out.append(UInt8(truncatingIfNeeded: letter >> 8))
      out.append(UInt8(truncatingIfNeeded: letter))
    }
    return out
  }

  static func key(ofPayer text: String) -> [UInt8] {
    let letters = Array(scalars(text).prefix(PayerName.mostCodes))
    return key(LegalForms.strippedKanji(letters) ?? letters)
  }

  /// Whether any payer of some entries is written in kanji. Cost: one look at each byte.
  static func areWritten(in entries: [LedgerEntry], _ range: Range<Int>) -> Bool {
    range.contains { isWritten(entries[$0].payerName) }
  }

  private static func isWritten(_ name: borrowing String) -> Bool {
    withBytes(of: name) { bytes in bytes.contains { $0 >= 0xE4 && $0 <= 0xE9 } }
  }

  /// Old and registered forms → the usual one.
  private static let usual: [UInt32: UInt32] = {
    var table: [UInt32: UInt32] = [:]
    let pairs = scalars(
      "髙高﨑崎碕崎嵜崎邊辺邉辺齋斎齊斉澤沢濱浜濵浜櫻桜廣広嶋島嶌島國国髮髪德徳眞真惠恵彌弥龍竜條条榮栄實実壽寿藏蔵圓円縣県冨富曻昇桒桑舘館槇槙")
    for i in stride(from: 0, to: pairs.count - 1, by: 2) { table[pairs[i]] = pairs[i + 1] }
    return table
  }()
}
