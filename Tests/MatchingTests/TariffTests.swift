import Model
import TestKit
import Testing

@testable import Matching

/// What providers charge, learned from their own lines.
@Suite("Tariffs that are learned")
struct TariffTests {
  private let usual = FeeRule(rate: 150_000, fixedYen: 20, rounding: .nearest)
  private let brands = ["Amex", "Master", "Visa"]

  /// Sales of three brands at the usual rate, a card in `every` at another of the rates.
  private func month(
    _ seed: UInt64, other rates: [Int64], every: Int, count: Int = 900
  ) -> [(method: String, samples: [FeeSample])] {
    var random = SeededRandom(seed: seed)
    var samples: [String: [FeeSample]] = [:]
    for n in 0..<count {
      let gross = Int64([1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 12_000][random.below(7)])
      var rule = usual
      if !rates.isEmpty, n % every == 0 { rule.rate = rates[n / every % rates.count] }
      samples[random.pick(brands), default: []].append(
        FeeSample(grossYen: gross, feeYen: rule.feeYen(of: gross)))
    }
    return samples.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func unexplained(
    _ methods: [(method: String, samples: [FeeSample])], _ found: [LearnedFee]
  ) -> [FeeSample] {
    let rules = found.flatMap(\.rules)
    return methods.flatMap { item in
      item.samples.filter { sample in
        !rules.contains {
          $0.methodText == item.method && ($0.fromYen...$0.toYen).contains(sample.grossYen)
            && $0.feeYen(of: sample.grossYen) == sample.feeYen
        }
      }
    }
  }

  @Test(
    "Dearer foreign and cheaper own cards are rates, in whichever brand they come",
    arguments: 1...20)
  func otherRates(seed: Int) {
    let methods = month(UInt64(seed), other: [325_000, 120_000, 250_000], every: 25)
    let found = learnTariffs(methods)
    #expect(found.count == 3 && unexplained(methods, found) == [])
  }

  @Test("One large payment at a round rate of its own is a further price", arguments: 1...10)
  func singleRate(seed: Int) {
    var methods = month(UInt64(seed), other: [325_000, 120_000], every: 30)
    methods[2].samples.append(FeeSample(grossYen: 35_000, feeYen: 685))
    #expect(unexplained(methods, learnTariffs(methods)) == [])
  }

  @Test(
    "Beside other rates a fee one yen off, and a surcharge on small and large, stay mistakes",
    arguments: 1...20)
  func faultsAmongRates(seed: Int) {
    var methods = month(UInt64(seed), other: [325_000, 120_000], every: 30)
    var wrong: [FeeSample] = []
    for (n, more) in [1, -1, 40, 40, 40, 73].enumerated() {
      let gross = Int64(7_300 + 2_170 * n)
      wrong.append(FeeSample(grossYen: gross, feeYen: usual.feeYen(of: gross) + Int64(more)))
      methods[n % 3].samples.append(wrong[n])
    }
    let left = unexplained(methods, learnTariffs(methods))
    #expect(Set(left) == Set(wrong))
  }

  @Test(
    "Without a column that tells cards apart, odd fees of all sorts are mistakes", arguments: 1...20
  )
  func unnamed(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let rule = FeeRule(rate: 360_000)
    var samples: [FeeSample] = []
    for n in 0..<2_000 {
      let gross = Int64(1_000 + random.below(59_000))
      let more = n % 100 == 0 ? Int64(40 + random.below(60)) : 0
      samples.append(FeeSample(grossYen: gross, feeYen: rule.feeYen(of: gross) + more))
    }
    let methods = [(method: "", samples: samples)]
    let found = learnTariffs(methods)
    #expect(found.map(\.rules.count) == [1])
    #expect(unexplained(methods, found).count == 20)
  }

  @Test("Where stamp duty begins depends on the receipt: both fees are right there, no third is")
  func stamps() {
    var samples: [FeeSample] = []
    for n in 0..<200 as Range<Int64> {
      let gross = 1_000 + n * 490
      let step: Int64 = gross <= 10_000 ? 330 : gross <= 30_000 ? 440 : 660
      samples.append(FeeSample(grossYen: gross, feeYen: step + (gross >= 52_000 ? 200 : 0)))
    }
    let methods = [(method: "", samples: samples)]
    #expect(unexplained(methods, learnTariffs(methods)) == [])
    let strange = FeeSample(grossYen: 51_000, feeYen: 661)
    let with = [(method: "", samples: samples + [strange])]
    #expect(unexplained(with, learnTariffs(with)) == [strange])
  }
}
