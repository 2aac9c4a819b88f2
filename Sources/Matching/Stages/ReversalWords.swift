// Texts with which banks take money back, where no column says so.

import Model

enum ReversalWords {
  private static let kinds = ["組戻", "資金返却", "振込取消", "入金取消", "取消", "訂正"].map { Array($0.utf8) }
  private static let fee = [Array("手数料".utf8), Array("テスウリヨウ".utf8)]
  private static let names = [
    "クミモドシ", "シキンヘンキヤク", "フリコミトリケシ", "ニユウキントリケシ", "フリコミクミモドシ",
  ].map { stripVoicing(tight(fold($0))) }
  /// Anywhere in a text: no name of a person or company holds them.
  private static let mentioned = [
    "組戻", "返却", "取消", "取り消し", "訂正", "戻り", "戻入", "不能", "返金",
  ].map { Array($0.utf8) }
  /// As a word of its own.
  private static let mentionedWords =
    names
    + ["トリケシ", "テイセイ", "ヘンキン", "ヘンキヤク", "フリコミヘンキン", "フリコミフノウ"].map {
      stripVoicing(tight(fold($0)))
    }

  static func isMeant(byKind text: String) -> Bool {
    if text.isEmpty { return false }
    let letters = Array(text.utf8)
    return kinds.contains { SetAside.contains(letters, $0) } && !isFee(letters)
  }

  /// The first word of what stands where a name would.
  static func isMeant(byName form: NameForm) -> Bool {
    form.parts.first.map { names.contains(stripVoicing($0)) } ?? false
  }

  /// Whether kind or name speak of something taken back or put right, in whatever form: enough to
  /// doubt a booking, not to know what it undoes.
  static func areMentioned(in entry: LedgerEntry, _ form: NameForm) -> Bool {
    if isMentioned(in: entry.kindText) || isMentioned(in: entry.payerName) { return true }
    return form.parts.contains { isMentionedWord($0) }
  }

  /// The same of a plain name.
  static func areMentioned(in name: PlainName) -> Bool {
    isMentionedWord(name.first) || isMentionedWord(name.last)
  }

  static func isMentioned(in text: String) -> Bool {
    guard mayHoldKanji(text) else { return false }
    let letters = Array(text.utf8)
    return mentioned.contains { SetAside.contains(letters, $0) } && !isFee(letters)
  }

  private static func isMentionedWord(_ part: some Collection<UInt8>) -> Bool {
    mentionedWords.contains { word in
      word.count == part.count && zip(word, part).allSatisfy { $0 == Kana.unvoiced[Int($1)] }
    }
  }

  /// A word of a name that is the bank's: one of the list, or one in kanji, which payers' names in
  /// kana have none of.
  static func isWord(_ part: [UInt8]) -> Bool {
    part.allSatisfy { $0 == Code.kanji } || isMentionedWord(part)
  }

  private static func isFee(_ letters: [UInt8]) -> Bool {
    fee.contains { SetAside.contains(letters, $0) }
  }

  /// Told by the first bytes of the letters: nearly all names are kana.
  private static func mayHoldKanji(_ text: String) -> Bool {
    text.utf8.contains { $0 >= 0xE4 && $0 <= 0xE9 }
  }
}
