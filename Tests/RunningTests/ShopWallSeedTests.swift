import Foundation
import Model
import TestKit
import Testing

/// 300 seeds take minutes: KESHIKOMI_LONG=1.
private let isLong = ProcessInfo.processInfo.environment["KESHIKOMI_LONG"] == "1"

/// Kana and what a bank makes of it; no two shops share a customer.
private let people = [
  ("アベ　アキラ", "ｱﾍﾞ ｱｷﾗ"), ("イケダ　ミキ", "ｲｹﾀﾞ ﾐｷ"), ("ウノ　タクミ", "ｳﾉ ﾀｸﾐ"),
  ("エトウ　リサ", "ｴﾄｳ ﾘｻ"), ("オカベ　ジュン", "ｵｶﾍﾞ ｼﾞﾕﾝ"), ("カワイ　サトシ", "ｶﾜｲ ｻﾄｼ"),
  ("キムラ　ユイ", "ｷﾑﾗ ﾕｲ"), ("クドウ　ヒロシ", "ｸﾄﾞｳ ﾋﾛｼ"), ("コバヤシ　メイ", "ｺﾊﾞﾔｼ ﾒｲ"),
  ("サカイ　ケン", "ｻｶｲ ｹﾝ"), ("シミズ　アオイ", "ｼﾐｽﾞ ｱｵｲ"), ("スギヤマ　トモ", "ｽｷﾞﾔﾏ ﾄﾓ"),
]

@Test("Whatever is paid into whichever account, no shop's folder names another's customers")
func noLeaksOnSeeds() throws {
  for seed in 1...(isLong ? 300 : 4) {
    var random = SeededRandom(seed: UInt64(seed))
    let sharing = ["", "shops: [S1, S2]", "shops: [S2, S3]"]
    let isOwn = random.chance(perMille: 500)
    let shops = try WallShops([
      ("1111111", "shop: S1"), ("2222222", isOwn ? "shop: S2" : ""),
      ("3333333", sharing[random.below(3)]),
    ])
    var owed: [(shop: Int, yen: Int64, payer: String)] = []
    for n in 0..<12 {
      let shop = n % 3 + 1
      let person = people[n]
      let yen = Int64(3_000 + 500 * random.below(4))
      shops.order("K\(seed)X\(n)0", "S\(shop)", yen, person.0, on: "2026-11-16")
      owed.append((shop, yen, person.1))
    }
    for day in ["2026-11-17", "2026-11-18"] {
      for debt in owed where random.chance(perMille: 500) {
        let account = ["1111111", "2222222", "3333333"][random.below(3)]
        // Cut, garbled or for two: whatever it looks like, it is of this shop's customer.
        let name = random.chance(perMille: 250) ? String(debt.payer.dropLast(2)) + "ﾝﾇ" : debt.payer
        let yen = random.chance(perMille: 250) ? debt.yen + 500 : debt.yen
        let only = account == "1111111" ? ["S1", "S\(debt.shop)"] : ["S\(debt.shop)"]
        shops.pay(account, yen, name, on: day, for: only)
        if account == "2222222", isOwn { shops.know(name, "S2") }
      }
      try shops.run(day)
      let found = try shops.leaks()
      #expect(found == [], "seed \(seed)")
    }
    #expect(try shops.shop.isProved)
  }
}
