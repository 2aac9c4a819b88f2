internal import Judging
internal import Matching
internal import Model

/// The sentences of a backtest.
struct BacktestWords {
  let language: Language

  private func words(_ ja: String, _ en: String) -> String { language == .ja ? ja : en }

  func heading(isWorld: Bool, isDayByDay: Bool, deposits: Int, orders: Int) -> String {
    let source = isWorld ? words("正解つきデータ", "known truth") : words("台帳の履歴", "history")
    let pace = isDayByDay ? words("一日ずつ", "day by day") : words("一括", "all at once")
    return words(
      "バックテスト(\(source)、\(pace)): 入金\(deposits)件、振込の注文\(orders)件",
      "Backtest (\(source), \(pace)): \(deposits) deposits, \(orders) transfer orders")
  }

  func figures(_ j: Judgement) -> [String] {
    [
      words("消込の再現率 ", "links found      ") + text(j.recall),
      words("消込の適合率 ", "links right      ") + text(j.precision),
      words("誤出荷       ", "false releases   ") + text(j.falseRelease)
        + words(" 不足\(j.falseReleaseYen)円", ", ¥\(j.falseReleaseYen) unpaid"),
      words("出荷漏れ     ", "missed releases  ") + text(j.missedRelease),
      words("  うち推測の要らない注文 ", "  of them, no guess needed ")
        + text(j.missedClearRelease),
      words("候補の先頭が正解 ", "held, best proposal right ") + text(j.firstProposal),
      words("候補の中に正解   ", "held, a proposal right    ") + text(j.shownProposal),
      words(
        "黙って決めた同点 \(j.silentTies.count)件",
        "ties broken without a word: \(j.silentTies.count)"),
    ]
  }

  /// `11395 / 11570 = 98.4875 % (98.2456 %–98.6947 %)`.
  private func text(_ share: Share) -> String {
    guard let ppm = share.ppm, let bounds = share.bounds else { return "0 / 0" }
    return "\(share.hits) / \(share.of) = \(percent(ppm)) "
      + "(\(percent(bounds.low))–\(percent(bounds.high)))"
  }

  func reliability(_ bins: [ReliabilityBin]) -> [String] {
    let rows = bins.map {
      [
        $0.label, String($0.links), String($0.wrong), percent($0.shownPPM),
        percent($0.seen.ppm ?? 0), percent($0.worstPPM),
      ]
    }
    let gap = largestGapPPM(bins).map(percent) ?? words("なし", "none")
    return [words("示した確度と実際", "Probability shown, and what was seen")]
      + columns(
        [
          language == .ja
            ? ["確度", "リンク", "誤り", "示した値", "正しい", "誤りの上限"]
            : ["from", "links", "wrong", "shown", "right", "wrong at most"]
        ] + rows)
      + [
        words(
          "300件以上の区分での最大の差: \(gap)", "largest gap of a bin with 300 links or more: \(gap)"),
        words("確度の出典: ", "probabilities were read off ") + calibrationSource,
      ]
  }

  func kinds(_ kinds: [String: KindCounts]) -> [String] {
    let sorted = kinds.sorted { ($1.value.deposits, $0.key) < ($0.value.deposits, $1.key) }
    let rows = sorted.map { kind, counts in
      [
        kind, String(counts.deposits), String(counts.links),
        Share(counts.rightWithTwins, of: counts.links).ppm.map(percent) ?? "–",
        String(counts.wrong),
      ]
    }
    return [words("種類別", "By kind")]
      + columns(
        [
          language == .ja
            ? ["種類", "入金", "リンク", "再現率", "誤り"] : ["kind", "deposits", "links", "found", "wrong"]
        ] + rows)
  }

  /// The first column to the left, the others to the right.
  private func columns(_ rows: [[String]]) -> [String] {
    let widths = rows[0].indices.map { column in rows.map { width($0[column]) }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let gap = String(repeating: " ", count: widths[column] - width(cell))
        return column == 0 ? "  " + cell + gap : gap + cell
      }.joined(separator: "  ")
    }
  }

  /// Columns of a terminal: kana and kanji take two.
  private func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 && $1.value < 0xFF61 ? 2 : 1) }
  }

  func differences(_ count: Int) -> String {
    words(
      "台帳と違う結果になる入金: \(count)件", "Entries that would end otherwise than in the ledger: \(count)")
  }

  func difference(entry: String, was: [String], is found: [String]) -> String {
    let now = found.isEmpty ? words("担当者へ", "left to a person") : found.joined(separator: ", ")
    return "  \(entry): \(was.joined(separator: ", ")) → \(now)"
  }

  var otherPolicy: String { words("比較する方針", "The other policy") }

  func comparison(_ c: PolicyComparison) -> [String] {
    [
      words(
        "新たに自動: \(c.gained.count)件(正しい\(c.gainedRight)、誤り\(c.gainedWrong)、未確認\(c.gainedUnproved))",
        "newly automatic: \(c.gained.count) (right \(c.gainedRight), wrong \(c.gainedWrong), "
          + "unproved \(c.gainedUnproved))"),
      words("自動でなくなる: \(c.lost.count)件", "no longer automatic: \(c.lost.count)"),
      words(
        "新たに出荷可: \(c.released.count)件、新たに保留: \(c.heldBack.count)件",
        "newly released: \(c.released.count), newly held: \(c.heldBack.count)"),
      words(
        "入金の裏付けのない出荷: \(c.atRiskYen)円(誤りと判明\(c.releasedWrong.count)件)",
        "released without proof of payment: ¥\(c.atRiskYen) (\(c.releasedWrong.count) proved wrong)"
      ),
    ]
  }

  func meaning(isWorld: Bool) -> [String] {
    isWorld
      ? [
        words(
          "架空のデータでの値です。自店での値は、台帳の履歴で確かめてください。",
          "Figures of an invented world: what they are for your shop, its own history says.")
      ]
      : [
        words(
          "台帳で消し込まれたものを正しいとみなします。誰も取り消していない誤りは正解に数えます。",
          "What the ledger cleared counts as right: an error that nobody undid is not seen here.")
      ]
  }
}
