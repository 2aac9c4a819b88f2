// How letters that no data of the shop explain may be read: pieces that the shop taught first,
// then words of the lexicon, then letters one by one. A reading made so is a guess that has to be
// confirmed by a payer who writes exactly it, so it costs nothing to make several.

struct KanjiReader {
  /// What the shop's own data taught; asked before the lexicon.
  let learned: ReadingTable

  private struct Partial {
    /// Lower is likelier: lexicon below learned, single letters below words.
    var cost: Int32
    var kana: [UInt8]
    /// Of the last piece: 々 repeats it.
    var last: [UInt8]
  }

  private static let longestPiece = 7
  private static let beam = 8
  private static let mark: UInt32 = 0x3005

  static let words = table(KanjiLexicon.words)
  static let surnames = table(KanjiLexicon.surnames)
  static let givenNames = table(KanjiLexicon.givenNames)

  private static func table(_ pieces: [KanjiLexicon.Piece]) -> ReadingTable {
    var table = ReadingTable()
    for piece in pieces {
      for reading in piece.readings { table.add(reading, for: piece.letters[...]) }
    }
    return table
  }

  /// At most `limit` readings, likeliest first, no two of one loose key; empty where a letter has
  /// none. `names` is asked for the whole text first. Cost: linear in the letters.
  func readings(_ text: ArraySlice<UInt32>, names: ReadingTable? = nil, limit: Int) -> [[UInt8]] {
    var out: [[UInt8]] = []
    var keys: [[UInt8]] = []
    func add(_ kana: [UInt8]) {
      let key = loose(kana)
      if out.count < limit, !key.isEmpty, !keys.contains(key) {
        out.append(kana)
        keys.append(key)
      }
    }
    for r in learned[text] { add(r.kana) }
    for r in names?[text] ?? [] { add(r.kana) }
    if out.count < limit { for partial in partials(text) { add(partial.kana) } }
    return out
  }

  private func partials(_ text: ArraySlice<UInt32>) -> [Partial] {
    let letters = Array(text)
    var at = [[Partial]](repeating: [], count: letters.count + 1)
    at[0] = [Partial(cost: 0, kana: [], last: [])]
    for start in letters.indices where !at[start].isEmpty {
      for end in (start + 1)...min(letters.count, start + KanjiReader.longestPiece) {
        for piece in pieces(letters[start..<end]) {
          extend(&at, start, end, cost: piece.cost, piece.kana)
        }
      }
      if letters[start] == KanjiReader.mark {
        for p in at[start] where !p.last.isEmpty {
          at[start + 1].append(
            Partial(cost: p.cost + 1, kana: p.kana + p.last, last: p.last))
        }
      }
    }
    return KanjiReader.best(at[letters.count])
  }

  private func extend(
    _ at: inout [[Partial]], _ start: Int, _ end: Int, cost: Int32, _ piece: [UInt8]
  ) {
    for p in KanjiReader.best(at[start]) {
      at[end].append(
        Partial(cost: p.cost + cost, kana: p.kana + piece, last: piece))
    }
  }

  private static func best(_ partials: [Partial]) -> [Partial] {
    let sorted = partials.sorted { a, b in
      a.cost != b.cost ? a.cost < b.cost : a.kana.lexicographicallyPrecedes(b.kana)
    }
    return Array(sorted.prefix(beam))
  }

  private func pieces(_ text: ArraySlice<UInt32>) -> [(cost: Int32, kana: [UInt8])] {
    if !text.contains(where: isUnread) {
      if text.count > 1 { return [] }
      let itself: (cost: Int32, kana: [UInt8]) = (0, tight(fold(Array(text))))
      return [itself]
    }
    var out: [(cost: Int32, kana: [UInt8])] = []
    for (i, r) in learned[text].enumerated() { out.append((2 + Int32(i), r.kana)) }
    let base: Int32 = text.count == 1 ? 8 : 4
    for (i, r) in KanjiReader.words[text].enumerated() {
      out.append((base + Int32(i) * 2, r.kana))
    }
    if text.count > 1 {
      for (i, r) in KanjiReader.surnames[text].enumerated() { out.append((5 + Int32(i), r.kana)) }
    }
    return out
  }
}
