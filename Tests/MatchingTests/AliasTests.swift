import Matching
import Model
import TestKit
import Testing

private let start = Day(year: 2026, month: 4, day: 1)!

/// `day` counts from 1 April; so does the run.
private func event(
  _ kind: PayerEvent.Kind, _ entry: String, day: Int32, payer: String = "ﾔﾏﾀﾞ ﾊﾅｺ",
  customer: String = "key:a", shop: String = "S1", bank: String = "", branch: String = ""
) -> PayerEvent {
  PayerEvent(
    kind: kind, runOrdinal: Int64(day), day: start.adding(days: day), entryID: entry,
    shopID: shop, customer: customer, payerName: payer, payerBank: bank, payerBranch: branch)
}

/// `S1 ヤマタハナコ → key:a: active 2`, one per alias.
private func told(_ events: [PayerEvent], today: Int32 = 30) -> [String] {
  payerAliases(events, today: start.adding(days: today), expiryDays: 400).map { a in
    let bank = [a.payerBank, a.payerBranch].filter { !$0.isEmpty }.joined(separator: "-")
    return "\(a.shopID) \(bank.isEmpty ? "" : bank + " ")→ \(a.customer): "
      + "\(a.state.rawValue) \(a.votes)"
  }
}

private struct Story: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var events: [PayerEvent]
  var today: Int32 = 30
  var aliases: [String]
}

private let stories: [Story] = [
  Story(
    testDescription: "one payment linked by likeness teaches nothing",
    events: [event(.paid(.likeness), "e1", day: 1)], aliases: ["S1 → key:a: learning 1"]),
  Story(
    testDescription: "two on one day are still one",
    events: [
      event(.paid(.likeness), "e1", day: 1), event(.paid(.likeness), "e2", day: 1),
    ], aliases: ["S1 → key:a: learning 1"]),
  Story(
    testDescription: "two on different days are proof",
    events: [
      event(.paid(.likeness), "e1", day: 1), event(.paid(.likeness), "e2", day: 2),
    ], aliases: ["S1 → key:a: active 2"]),
  Story(
    testDescription: "a person's word is proof", events: [event(.paid(.person), "e1", day: 1)],
    aliases: ["S1 → key:a: active 2"]),
  Story(
    testDescription: "an order number in full is proof",
    events: [event(.paid(.number), "e1", day: 1)], aliases: ["S1 → key:a: active 2"]),
  Story(
    testDescription: "what an alias linked itself proves nothing more",
    events: [
      event(.paid(.likeness), "e1", day: 1), event(.paid(.history), "e2", day: 2),
      event(.paid(.history), "e3", day: 3),
    ], aliases: ["S1 → key:a: learning 1"]),
  Story(
    testDescription: "what the bank took back proves nothing",
    events: [
      event(.paid(.likeness), "e1", day: 1), event(.paid(.likeness), "e2", day: 2),
      event(.reversed, "e2", day: 3),
    ], aliases: ["S1 → key:a: learning 1"]),
  Story(
    testDescription: "an undo forgets all that was learned until then",
    events: [
      event(.paid(.person), "e1", day: 1), event(.paid(.likeness), "e2", day: 2),
      event(.undone, "e2", day: 3),
    ], aliases: ["S1 → key:a: forgotten 0"]),
  Story(
    testDescription: "after an undo likeness is no proof any more",
    events: [
      event(.paid(.likeness), "e1", day: 1), event(.undone, "e1", day: 3),
      event(.paid(.likeness), "e2", day: 4), event(.paid(.likeness), "e3", day: 5),
    ], aliases: ["S1 → key:a: forgotten 0"]),
  Story(
    testDescription: "after an undo a person's word is",
    events: [
      event(.paid(.likeness), "e1", day: 1), event(.undone, "e1", day: 3),
      event(.paid(.person), "e2", day: 4),
    ], aliases: ["S1 → key:a: active 2"]),
  Story(
    testDescription: "a payer of two customers is weak for both",
    events: [
      event(.paid(.person), "e1", day: 1), event(.paid(.person), "e2", day: 2, customer: "key:b"),
    ], aliases: ["S1 → key:a: weak 2", "S1 → key:b: weak 2"]),
  Story(
    testDescription: "a single payment for another customer is a contradiction too",
    events: [
      event(.paid(.person), "e1", day: 1), event(.paid(.likeness), "e2", day: 2, customer: "key:b"),
    ], aliases: ["S1 → key:a: weak 2", "S1 → key:b: learning 1"]),
  Story(
    testDescription: "a contradiction that was undone is none",
    events: [
      event(.paid(.person), "e1", day: 1), event(.paid(.person), "e2", day: 2, customer: "key:b"),
      event(.undone, "e2", day: 3, customer: "key:b"),
    ], aliases: ["S1 → key:a: active 2", "S1 → key:b: forgotten 0"]),
  Story(
    testDescription: "shops do not learn from each other",
    events: [
      event(.paid(.likeness), "e1", day: 1), event(.paid(.likeness), "e2", day: 2, shop: "S2"),
    ], aliases: ["S1 → key:a: learning 1", "S2 → key:a: learning 1"]),
  Story(
    testDescription: "shops do not contradict each other",
    events: [
      event(.paid(.person), "e1", day: 1),
      event(.paid(.person), "e2", day: 2, customer: "key:b", shop: "S2"),
    ], aliases: ["S1 → key:a: active 2", "S2 → key:b: active 2"]),
  Story(
    testDescription: "namesakes at different branches are two payers",
    events: [
      event(.paid(.person), "e1", day: 1, bank: "A", branch: "1"),
      event(.paid(.person), "e2", day: 2, customer: "key:b", bank: "A", branch: "2"),
    ], aliases: ["S1 A-1 → key:a: active 2", "S1 A-2 → key:b: active 2"]),
  Story(
    testDescription: "a format that names no bank counts for every bank",
    events: [
      event(.paid(.likeness), "e1", day: 1, bank: "A", branch: "1"),
      event(.paid(.likeness), "e2", day: 2),
    ], aliases: ["S1 → key:a: active 2", "S1 A-1 → key:a: active 2"]),
  Story(
    testDescription: "an alias that nobody uses ends",
    events: [event(.paid(.person), "e1", day: 1)], today: 402,
    aliases: ["S1 → key:a: expired 2"]),
  Story(
    testDescription: "an alias that is used does not",
    events: [event(.paid(.person), "e1", day: 1), event(.paid(.history), "e2", day: 300)],
    today: 402, aliases: ["S1 → key:a: active 2"]),
  Story(
    testDescription: "an ended alias contradicts nobody",
    events: [
      event(.paid(.person), "e1", day: 1),
      event(.paid(.person), "e2", day: 300, customer: "key:b"),
    ], today: 500, aliases: ["S1 → key:a: expired 2", "S1 → key:b: active 2"]),
  Story(
    testDescription: "half and full width, blanks and small kana are one payer",
    events: [
      event(.paid(.likeness), "e1", day: 1, payer: "ｼﾖｳﾀﾞ ﾘﾖｳ"),
      event(.paid(.likeness), "e2", day: 2, payer: "ショウダリョウ"),
    ], aliases: ["S1 → key:a: active 2"]),
  Story(
    testDescription: "a name in kanji, or none, tells no payer",
    events: [
      event(.paid(.person), "e1", day: 1, payer: "山田 花子"),
      event(.paid(.person), "e2", day: 1, payer: ""),
    ], aliases: []),
]

@Test("An alias comes and goes by its events", arguments: stories)
private func story(_ story: Story) {
  #expect(told(story.events, today: story.today) == story.aliases)
}

/// The rules word by word, from all events at once.
private struct PlainAliases {
  let events: [PayerEvent]
  let today: Day
  let expiryDays: Int32

  private func mayBe(_ a: PayerEvent, _ b: PayerEvent) -> Bool {
    a.payerBank == "" || b.payerBank == ""
      || a.payerBank == b.payerBank
        && (a.payerBranch == "" || b.payerBranch == "" || a.payerBranch == b.payerBranch)
  }

  private func isSameRelation(_ a: PayerEvent, _ b: PayerEvent) -> Bool {
    a.shopID == b.shopID && a.payerName == b.payerName && a.customer == b.customer
  }

  private func isWrong(_ e: PayerEvent) -> Bool { e.kind == .undone || e.kind == .forgotten }

  private func votes(_ v: PayerEvent) -> Int32 {
    var days: Set<Day> = []
    var certain: Int32 = 0
    for (i, e) in events.enumerated() where isSameRelation(e, v) && mayBe(e, v) {
      guard case .paid(let proof) = e.kind, proof != .history else { continue }
      let isCertain = proof == .person || proof == .number
      let ended = events[(i + 1)...].contains {
        isSameRelation($0, e)
          && (isWrong($0) && mayBe($0, e) || $0.kind == .reversed && $0.entryID == e.entryID)
      }
      let doubted = events[..<i].contains { isSameRelation($0, e) && isWrong($0) && mayBe($0, e) }
      if ended || doubted && !isCertain { continue }
      if isCertain { certain += 2 } else { days.insert(e.day) }
    }
    return certain + Int32(days.count)
  }

  private func isPaid(_ e: PayerEvent) -> Bool {
    if case .paid = e.kind { return true }
    return false
  }

  private func isCurrent(_ v: PayerEvent) -> Bool {
    events.contains {
      isPaid($0) && isSameRelation($0, v) && mayBe($0, v)
        && $0.day.adding(days: expiryDays) >= today
    }
  }

  var told: [String] {
    var out: Set<String> = []
    for v in events where isPaid(v) {
      let votes = votes(v)
      let customers = Set(
        events.filter { $0.shopID == v.shopID && $0.payerName == v.payerName }.map(\.customer))
      let others = customers.subtracting([v.customer]).count { customer in
        var other = v
        other.customer = customer
        return self.votes(other) > 0 && isCurrent(other)
      }
      let wrong = events.contains { isSameRelation($0, v) && isWrong($0) && mayBe($0, v) }
      let state: AliasState =
        votes < 2
        ? (wrong ? .forgotten : .learning)
        : !isCurrent(v) ? .expired : others > 0 ? .weak : .active
      out.insert(
        "\(v.shopID)|\(v.payerName)|\(v.payerBank)|\(v.payerBranch)|\(v.customer)|\(votes)|\(others)|\(state)"
      )
    }
    return out.sorted()
  }
}

@Test("Folding events equals applying the rules to all of them, in 2,000 histories")
private func foldsLikeTwin() {
  for seed in 1...2_000 {
    var random = SeededRandom(seed: UInt64(seed))
    var events: [PayerEvent] = []
    for n in 0..<random.within(1...24) {
      let day = Int32(n * random.within(0...40))
      let draw = random.below(12)
      var kind: PayerEvent.Kind = .paid(random.pick(PayerProof.allCases))
      var entry = "e\(n)"
      if draw >= 8, let earlier = events.last(where: { _ in random.chance(perMille: 500) }) {
        var e = earlier
        e.kind = draw == 8 ? .reversed : draw == 9 ? .undone : draw == 10 ? .forgotten : e.kind
        e.runOrdinal = Int64(n)
        events.append(e)
        continue
      }
      if draw == 7 { kind = .paid(.likeness); entry = "e0" }
      events.append(
        PayerEvent(
          kind: kind, runOrdinal: Int64(n), day: start.adding(days: day), entryID: entry,
          shopID: random.pick(["S1", "S2"]), customer: random.pick(["key:a", "key:b", "key:c"]),
          payerName: random.pick(["ｱｵｷ", "ﾍﾞﾂﾌﾟ"]), payerBank: random.pick(["", "A", "B"]),
          payerBranch: random.pick(["", "1"])))
    }
    let today = start.adding(days: Int32(random.within(0...1_200)))
    let folded = payerAliases(events, today: today, expiryDays: 400)
    let lines = folded.map {
      "\($0.shopID)|\($0.payerName)|\($0.payerBank)|\($0.payerBranch)|\($0.customer)|\($0.votes)"
        + "|\($0.contradictions)|\($0.state)"
    }
    let plain = PlainAliases(events: events, today: today, expiryDays: 400).told
    #expect(lines.sorted() == plain, "seed \(seed)")
    #expect(Set(folded.map(\.id)).count == folded.count)
  }
}
