/// The words with which banks begin the text of a row to say what kind of booking it is. Closed:
/// a word that is not here stays part of the name.
enum KindWords {
  /// A word found at the start of a text, and how many bytes it takes with what separates it.
  struct Found {
    var word: KindWord
    var length: Int
  }

  /// The longest word at the start of `text` that stands alone: followed by the end, a space or an
  /// asterisk of either width, after at most two digits (口座振替３).
  static func find(in text: UnsafeRawBufferPointer) -> Found? {
    guard text.count >= 3 else { return nil }
    let head = headOf(text)
    for entry in table[Int(head % buckets)] where entry.head == head {
      guard entry.bytes.count <= text.count else { continue }
      guard entry.bytes.indices.allSatisfy({ entry.bytes[$0] == text[$0] }) else { continue }
      if let length = separatorEnd(text, from: entry.bytes.count) {
        return Found(word: entry.word, length: length)
      }
    }
    return nil
  }

  /// A whole cell as a kind: the word of the list that it is, without the digit or asterisk some
  /// banks put behind it (振込１), else the cell as it stands.
  static func whole(_ text: UnsafeRawBufferPointer) -> KindWord {
    if let found = find(in: text), found.length == text.count { return found.word }
    return KindWord(text: validString(text), isCancellation: isCancellation(text))
  }

  private struct Entry {
    var head: UInt32
    var bytes: [UInt8]
    var word: KindWord
  }

  private static let words = [
    "振込", "振込入金", "振込取消", "振込手数料", "振込資金返却", "給料振込", "給与振込", "賞与振込",
    "都度振込", "総合振込", "カード振込", "フリコミ", "振替", "振替入金", "口座振替", "自動振替", "口振",
    "自払", "送金", "入金", "出金", "現金", "預入", "引出", "利息", "受取利子", "受取利息", "手数料", "料金",
    "税金", "取消", "取り消し", "訂正", "組戻", "組戻し", "振込組戻", "資金返却", "ｸﾐﾓﾄﾞｼ", "クミモドシ",
    "ｼｷﾝﾍﾝｷﾔｸ", "シキンヘンキヤク", "返金", "カード", "キャッシュカード", "デビット", "ことら送金",
    "定額自動入金", "定額自動送金", "ＡＴＭ", "ATM", "ﾌﾘｺﾐ", "ﾌﾘｺﾐﾄﾘｹｼ", "ﾌﾘｺﾐﾆﾕｳｷﾝ", "ﾌﾘｶｴ",
    "ｺｳｻﾞﾌﾘｶｴ", "ｿｳｷﾝ", "ﾘｿｸ", "ﾃｽｳﾘﾖｳ", "ﾄﾘｹｼ", "ﾆﾕｳｷﾝ", "ｼﾕﾂｷﾝ", "ｶ-ﾄﾞ", "リソク", "テスウリヨウ",
    "コウザフリカエ", "フリカエ", "給料", "給与", "賞与", "年金", "配当金", "電話料", "電気料", "ガス料", "水道料",
  ]

  private static let buckets: UInt32 = 61

  /// By the first three bytes; in each bucket the longest first, so that the first hit is the
  /// longest.
  private static let table: [[Entry]] = {
    var table = [[Entry]](repeating: [], count: Int(buckets))
    for entry in entries { table[Int(entry.head % buckets)].append(entry) }
    return table
  }()

  private static let entries: [Entry] =
    words
    .map { word in
      let bytes = Array(word.utf8)
      return bytes.withUnsafeBytes {
        Entry(
          head: headOf($0), bytes: bytes,
          word: KindWord(text: word, isCancellation: isCancellation($0)))
      }
    }
    .sorted { ($1.bytes.count, $0.word.text) < ($0.bytes.count, $1.word.text) }

  private static func headOf(_ text: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(text[0]) << 16 | UInt32(text[1]) << 8 | UInt32(text[2])
  }

  /// Behind digits and separators at `start`; nil where a word goes on there.
  private static func separatorEnd(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    var at = start
    var digits = 0
    while at < text.count, digits < 2 {
      if text[at] >= 0x30, text[at] <= 0x39 {
        at += 1
      } else if isFullWidth(text, at, 0xEF, 0xBC, 0x90...0x99) {
        at += 3
      } else {
        break
      }
      digits += 1
    }
    let wordEnd = at
    while at < text.count, isSeparator(text, at) { at += text[at] < 0x80 ? 1 : 3 }
    return at == text.count || at > wordEnd ? at : nil
  }

  /// A space or an asterisk of either width.
  static func isSeparator(_ text: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    text[at] == 0x20 || text[at] == 0x2A || isFullWidth(text, at, 0xE3, 0x80, 0x80...0x80)
      || isFullWidth(text, at, 0xEF, 0xBC, 0x8A...0x8A)
  }

  private static func isFullWidth(
    _ text: UnsafeRawBufferPointer, _ at: Int, _ first: UInt8, _ second: UInt8,
    _ third: ClosedRange<UInt8>
  ) -> Bool {
    at + 3 <= text.count && text[at] == first && text[at + 1] == second
      && third.contains(text[at + 2])
  }

  /// Whether a kind says that the row undoes another one: it ends in a word for that.
  static func isCancellation(_ kind: UnsafeRawBufferPointer) -> Bool {
    cancellations.contains { ends(kind, in: $0) } || returns.contains { ends(kind, in: $0) }
  }

  /// Whether a kind says that a transfer was given back: by us or to us.
  static func isReturn(_ kind: String) -> Bool {
    var kind = kind
    return kind.withUTF8 { kind in
      returns.contains { ends(UnsafeRawBufferPointer(kind), in: $0) }
    }
  }

  private static func ends(_ kind: UnsafeRawBufferPointer, in word: [UInt8]) -> Bool {
    kind.count >= word.count
      && word.indices.allSatisfy { kind[kind.count - word.count + $0] == word[$0] }
  }

  private static let cancellations = ["取消", "取り消し", "取消し", "ﾄﾘｹｼ", "トリケシ"].map { Array($0.utf8) }
  private static let returns = [
    "組戻", "組戻し", "資金返却", "ｸﾐﾓﾄﾞｼ", "クミモドシ", "ｼｷﾝﾍﾝｷﾔｸ", "シキンヘンキヤク",
  ].map { Array($0.utf8) }
}

/// Finds kind words and remembers the last one with its separator: most rows of a file begin as
/// the row before. No word holds a separator, so no longer word can be meant.
struct KindPrefix {
  private var bytes: [UInt8] = []
  private var word = KindWord()

  mutating func find(in text: UnsafeRawBufferPointer) -> KindWords.Found? {
    if !bytes.isEmpty, text.count > bytes.count, startsAsBefore(text),
      !KindWords.isSeparator(text, bytes.count)
    {
      return KindWords.Found(word: word, length: bytes.count)
    }
    guard let found = KindWords.find(in: text) else { return nil }
    // A word without a separator behind it is only itself at the end of the text.
    if found.length < text.count {
      bytes = Array(text[..<found.length])
      word = found.word
    }
    return found
  }

  @inline(__always)
  private func startsAsBefore(_ text: UnsafeRawBufferPointer) -> Bool {
    for i in bytes.indices where bytes[i] != text[i] { return false }
    return true
  }
}
