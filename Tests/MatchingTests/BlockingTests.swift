import Model
import TestKit
import Testing

@testable import Matching

@Suite struct BlockingTests {
  /// Names of a few letters, so that slips and near misses are common.
  private static func name(_ random: inout Lottery, _ longest: Int) -> [UInt8] {
    let letters: [UInt8] = [0x02, 0x0B, 0x15, 0x1F, 0x2A, 0x49]
    return (0..<(random.next(longest) + 1)).map { _ in letters[random.next(letters.count)] }
  }

  private static func signature(_ name: [UInt8]) -> (Signature, NameBlock) {
    let draft = FormDraft(tight: name, loose: name, source: .kana)
    let block = NameBlock([NameDraft(forms: [draft], isCompany: false)])
    return (Signature(block.names[0].forms[0], isSpelled: false), block)
  }

  private static func query(_ name: [UInt8]) -> Sieve.Query {
    let text = String(String.UnicodeScalarView(name.map { Unicode.Scalar(0x30A0 + UInt32($0))! }))
    let payer = PayerName(payer: text, code: "", edi: "")
    let block = PayerBlock()
    return withExtendedLifetime(block) {
      Sieve([]).query(block.add(payer, kanaSurnames: KeyTable()))
    }
  }

  @Test("Whatever is one slip apart passes as one slip", arguments: 1...40)
  func slips(_ seed: Int) {
    var random = Lottery(seed: UInt64(seed))
    for _ in 0..<100 {
      let payer = BlockingTests.name(&random, 13)
      var other = BlockingTests.name(&random, 13)
      if random.next(2) == 0 {
        other = payer
        let at = random.next(other.count)
        switch random.next(4) {
        case 0: other.insert(0x49, at: at)
        case 1 where other.count > 1: other.remove(at: at)
        case 2 where at + 1 < other.count: other.swapAt(at, at + 1)
        default: other[at] = 0x0B
        }
      }
      let query = BlockingTests.query(payer)
      let (signature, block) = BlockingTests.signature(other)
      withExtendedLifetime(block) {
        if DistancePattern(loose(payer)).distance(to: other) <= 1 {
          #expect(query.isOneSlipFrom(signature), "\(payer) \(other)")
        }
        let hasLostTooMuch = abs(loose(payer).count - other.count) > 2
        if hasLostTooMuch { #expect(!query.isOneSlipFrom(signature)) }
      }
    }
  }

  @Test("Names lie in their block as they were drafted", arguments: 1...50)
  func block(_ seed: Int) {
    var random = Lottery(seed: UInt64(seed))
    let drafts = (0..<20).map { _ in
      NameDraft(
        forms: (0..<random.next(3)).map { _ in
          FormDraft(
            tight: BlockingTests.name(&random, 9), loose: BlockingTests.name(&random, 9),
            surname: random.next(2) == 0 ? [] : BlockingTests.name(&random, 4),
            swapped: random.next(2) == 0 ? [] : BlockingTests.name(&random, 9),
            source: .contact)
        }, isCompany: random.next(2) == 0)
    }
    let block = NameBlock(drafts)
    for (name, draft) in zip(block.names, drafts) {
      #expect(name.isCompany == draft.isCompany)
      #expect(name.forms.count == draft.forms.count)
      for (form, wanted) in zip(name.forms, draft.forms) {
        #expect(form.tight == wanted.tight && form.loose == wanted.loose)
        #expect(form.surname == wanted.surname && form.swapped == wanted.swapped)
        #expect(form.looseKey == hashed(wanted.loose))
        #expect(form.surnameKey == surnameKey(wanted.surname))
        #expect(form.source == wanted.source)
        #expect(!(form.tight == wanted.tight + [0x02]))
        #expect(form.tight.starts(with: wanted.tight.dropLast()))
        #expect(!form.tight.starts(with: wanted.tight + [0x02]))
      }
    }
  }

  @Test("Of the orders of an amount, none that resembles is overlooked", arguments: [3, 4])
  func likenesses(_ seed: UInt64) {
    let world = World(seed: seed, orders: 5_000, deposits: 3_000)
    var book = Book(
      world.snapshot(), policy: Policy(), fees: Shop.fees, weights: EvidenceWeights(),
      workers: .one)
    book.setAside()
    book.findLikenesses()
    var compared = 0
    for e in book.waiting.prefix(600) {
      let alike = book.likenesses[e]!
      let more = book.namesakes(
        of: e, AmountPlace(book, e), [.waiting, .closed, .reserved], .all, besides: alike)
      let found = (alike + more).sorted { $0.order < $1.order }
      #expect(zip(found, found.dropFirst()).allSatisfy { $0.order < $1.order })
      let prepared = book.payer(e)
      for o in book.amounts.orders(book.amount(e), days: book.window(e)) {
        let match = compare(prepared, book.name(o))
        if match.level == .nameDifferent || match.level == .nameAbsent { continue }
        // A slip that makes or unmakes a long vowel may change more letters than the sieve allows.
        if match.level == .nameTypo { continue }
        compared += 1
        #expect(found.contains { $0.order == o }, "\(Array(prepared.loose)) \(match.level)")
      }
      let listing = book.looseListing(e, among: [.waiting, .closed, .reserved])
      let all = book.looseCandidates(e, among: [.waiting, .closed, .reserved], namesakes: .all)
        .sorted { ($1.weight, $0.order) < ($0.weight, $1.order) }
      #expect(listing.count == all.count && listing.unweighed == 0)
      #expect(listing.best.map(\.order) == all.prefix(8).map(\.order))
      #expect(book.hasLikeness(e, among: [.waiting, .closed, .reserved]) == !all.isEmpty)
    }
    #expect(compared > 300)
  }

  @Test("A crowd under one name and amount is held and counted, and numbers still decide")
  func crowd() {
    var shop = Shop()
    for i in 0..<600 { shop.order("A\(10_000_000 + i)", 3_980, "佐藤 一", "サトウ ハジメ", key: "k") }
    for i in 0..<600 {
      shop.pay(3_980, "ｻﾄｳ ﾊｼﾞﾒ", edi: i < 50 ? "\(10_000_000 + i)" : "")
    }
    let outcomes = shop.outcomes()
    for (i, outcome) in outcomes.enumerated() {
      if i < 50 {
        #expect(outcome.links.map(\.orderIndex) == [Int32(i)])
      } else {
        #expect(outcome.verdict == .held && outcome.codes == [.N03])
        #expect(outcome.candidateCount == 550 && outcome.unweighedCount == 550)
        #expect(outcome.candidates.count == 8 && outcome.links.isEmpty)
      }
    }
  }

  @Test("Forty-eight identical customers are linked all or not at all; one payment less ties them")
  func identical() {
    for missing in 0...1 {
      var shop = Shop()
      for i in 0..<48 {
        shop.order("B\(20_000_000 + i)", 2_980, "鈴木 花", "スズキ ハナ", key: "k\(i)")
      }
      for _ in 0..<(48 - missing) { shop.pay(2_980, "ｽｽﾞｷ ﾊﾅ") }
      let outcomes = shop.outcomes()
      let linked = Set(outcomes.flatMap { $0.links.map(\.orderIndex) })
      #expect(linked.count == 0 || missing == 0 && linked.count == 48)
      if missing == 1 {
        #expect(outcomes.allSatisfy { $0.verdict == .held && $0.candidateCount == 48 })
      }
    }
  }
}
