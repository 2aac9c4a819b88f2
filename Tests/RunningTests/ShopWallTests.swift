import Foundation
import Model
import Running
import TestKit
import Testing

private let two = [("1111111", "shop: S1"), ("2222222", "shop: S2")]
private let answerHead = "entry_id,answer,order_ids\n"

/// Two shops with an account each; a customer of S2 pays into the account of S1.
private func strayed() throws -> WallShops {
  let shops = try WallShops(two)
  shops.order("AS001", "S1", 5_500, "ミカミ　ケンジ", on: "2026-11-16")
  shops.order("BS007", "S2", 8_200, "オオツカ　ナオコ", on: "2026-11-16")
  shops.order("BS008", "S2", 3_100, "ムロイ　シズエ", on: "2026-11-16")
  shops.pay("1111111", 5_500, "ﾐｶﾐ ｹﾝｼﾞ", on: "2026-11-17", for: ["S1"])
  // S1 sees who paid into its account.
  shops.pay("1111111", 8_200, "ｵｵﾂｶ ﾅｵｺ", on: "2026-11-17", for: ["S1"])
  shops.pay("2222222", 3_100, "ﾑﾛｲ ｼｽﾞｴ", on: "2026-11-17", for: ["S2"])
  try shops.run("2026-11-17")
  return shops
}

@Test("Money that fits only another shop's order is D05 for both, and neither sees the other's")
func strayedMoneyIsToldToBoth() throws {
  let shops = try strayed()
  #expect(try shops.decisions() == ["AS001 release", "BS007 hold D05", "BS008 release"])
  #expect(try shops.decisions("S1") == ["AS001 release"])
  #expect(try shops.decisions("S2") == ["BS007 hold D05", "BS008 release"])
  let whole = try #require(try shops.cases().first { $0["code"] == "D05" })
  #expect(whole["order_id"] == "BS007" && whole["entry_id"]?.hasPrefix("20261117-") == true)
  let first = try #require(try shops.cases("S1").first)
  #expect(
    first["code"] == "D05" && first["order_id"] == "" && first["entry_id"] == whole["entry_id"])
  #expect(first["note"]?.contains("fits no order of this shop; it may belong to another") == true)
  let second = try #require(try shops.cases("S2").first)
  #expect(
    second["case_id"] == "O-BS007" && second["order_id"] == "BS007" && second["entry_id"] == "")
  #expect(second["note"]?.contains("was received in another shop's account: ¥8,200") == true)
  try shops.expectNoLeaks()
  #expect(try shops.files.count == 20)
  #expect(try shops.shop.isProved)
}

@Test("A person moves strayed money to the other shop's order: it ships, and both shops see it")
func strayedMoneyIsMoved() throws {
  let shops = try strayed()
  let entry = try shops.entry(8_200)
  let told = try shops.resolve(answerHead + "\(entry),assign,BS007\n", on: "2026-11-18")
  #expect(told.exitCode == 0, "\(told.lines)")
  try shops.run("2026-11-18")
  #expect(try shops.decisions() == ["BS007 release D05"])
  #expect(try shops.decisions("S2") == ["BS007 release D05"])
  #expect(try shops.note("D05", "S1")?.contains("was given to an order of another shop") == true)
  #expect(try shops.note("D05", "S2")?.contains("was given ¥8,200") == true)
  #expect(try shops.note("D05")?.contains("lies on another shop's account") == true)
  try shops.expectNoLeaks()
  let given = try shops.shop.table("shops/S2/clearings.csv")
  #expect(
    given.map { [$0["entry_id"], $0["order_id"], $0["allocated_yen"]] } == [["", "BS007", "8200"]])
  #expect(try shops.shop.isProved)
}

@Test("What was moved can be taken back, and is D05 no more than any money that people took back")
func movedMoneyIsTakenBack() throws {
  let shops = try strayed()
  let entry = try shops.entry(8_200)
  _ = try shops.resolve(answerHead + "\(entry),assign,BS007\n", on: "2026-11-18")
  try shops.run("2026-11-18")
  _ = try undoEntry(
    entry, reason: "wrong", person: "Aoki", shops.shop.request("2026-11-19T12:00"))
  for day in ["2026-11-19", "2026-11-20"] {
    try shops.run(day)
    #expect(try shops.decisions() == ["BS007 stop B01"], "\(day)")
    #expect(try shops.decisions("S2") == ["BS007 stop B01"], "\(day)")
    #expect(try shops.decisions("S1").isEmpty)
    // The shop whose account has the money again asks about it once, and has nothing to hand over.
    let own = try shops.cases("S1").filter { $0["entry_id"] == entry }
    #expect(own.map { $0["code"] } == ["N01"], "\(day)")
  }
  try shops.expectNoLeaks()
  #expect(try shops.shop.isProved)
}

@Test("The bank takes moved money back: the other shop's order stops")
func movedMoneyIsReversed() throws {
  let shops = try strayed()
  let entry = try shops.entry(8_200)
  _ = try shops.resolve(answerHead + "\(entry),assign,BS007\n", on: "2026-11-18")
  try shops.run("2026-11-18")
  shops.pay("1111111", -8_200, "ｸﾐﾓﾄﾞｼ ｵｵﾂｶ ﾅｵｺ", on: "2026-11-19", for: ["S1"])
  try shops.run("2026-11-19", .zengin)
  let whole = try shops.decisions()
  #expect(whole == ["BS007 stop B01"])
  #expect(try shops.decisions("S2") == whole)
  try shops.expectNoLeaks()
  #expect(try shops.shop.isProved)
}

@Test("Namesakes with one amount in both shops are paid by the account they paid into")
func namesakesStayApart() throws {
  let shops = try WallShops(two)
  for (id, shop) in [("AS001", "S1"), ("BS001", "S2")] {
    shops.order(id, shop, 4_400, "サトウ　カズコ", on: "2026-11-16")
  }
  shops.pay("2222222", 4_400, "ｻﾄｳ ｶｽﾞｺ", on: "2026-11-17", for: ["S1", "S2"])
  try shops.run("2026-11-17")
  #expect(try shops.decisions() == ["AS001 hold", "BS001 release"])
  #expect(try shops.cases().isEmpty)
  try shops.expectNoLeaks()
}

@Test("A number of another shop's order does not reach over the wall either")
func numbersStayApart() throws {
  let shops = try WallShops(two)
  shops.order("A10000001", "S1", 4_400, "サトウ　カズコ", on: "2026-11-16")
  shops.order("B20000002", "S2", 9_900, "ハヤミ　ゴロウ", on: "2026-11-16")
  shops.pay("1111111", 9_900, "B20000002 ﾊﾔﾐ ｺﾞﾛｳ", on: "2026-11-17", for: ["S1"])
  try shops.run("2026-11-17")
  #expect(try shops.decisions() == ["A10000001 hold", "B20000002 hold D05"])
}

@Test("An account of two shops pays both; what may be either's is shown to neither by name")
func sharedAccounts() throws {
  let shops = try WallShops([("3333333", "shops: [S2, S1]"), ("4444444", "shop: S3")])
  shops.order("AS001", "S1", 5_500, "ミカミ　ケンジ", on: "2026-11-16")
  shops.order("AS002", "S1", 7_000, "ホシノ　トオル", on: "2026-11-16")
  shops.order("BS002", "S2", 7_000, "ホシノ　トオル", on: "2026-11-16")
  shops.order("CS003", "S3", 2_750, "ウエスギ　マリ", on: "2026-11-16")
  shops.pay("3333333", 5_500, "ﾐｶﾐ ｹﾝｼﾞ", on: "2026-11-17", for: ["S1"])
  shops.pay("3333333", 7_000, "ﾎｼﾉ ﾄｵﾙ", on: "2026-11-17", for: [])
  shops.pay("3333333", 6_660, "ﾀﾞﾚｶ ﾜｶﾗﾇ", on: "2026-11-17", for: [])
  shops.pay("4444444", 2_750, "ｳｴｽｷﾞ ﾏﾘ", on: "2026-11-17", for: ["S3"])
  try shops.run("2026-11-17")
  #expect(
    try shops.decisions() == [
      "AS001 release", "AS002 hold_ask N03", "BS002 hold_ask N03", "CS003 release",
    ])
  try shops.expectNoLeaks()
  #expect(try shops.cases("S1").map { $0["case_id"] } == ["O-AS002"])
  #expect(try shops.cases("S3").isEmpty)
  let entries = try shops.shop.table("shops/S1/entries.csv")
  #expect(Set(entries.map { $0["payer_name"] }) == ["ﾐｶﾐ ｹﾝｼﾞ", ""])
}

@Test("One payment for orders of two shops shows each shop its own part")
func partsOfAPayment() throws {
  let shops = try WallShops([("3333333", "shops: [S1, S2]")])
  shops.order("AS001", "S1", 5_123, "ツジムラ　アカネ", on: "2026-11-16")
  shops.order("BS001", "S2", 6_001, "ツジムラ　アカネ", on: "2026-11-16")
  shops.pay("3333333", 11_124, "ﾂｼﾞﾑﾗ ｱｶﾈ", on: "2026-11-17", for: [])
  try shops.run("2026-11-17")
  #expect(try shops.decisions("S1") == ["AS001 release M01"])
  for (shop, yen) in [("S1", "5123"), ("S2", "6001")] {
    let entries = try shops.shop.table("shops/\(shop)/entries.csv")
    #expect(entries.map { $0["amount_yen"] } == [yen] && entries[0]["payer_name"] == "")
    let text = String(
      decoding: try shops.shop.report()["shops/\(shop)/report.html"] ?? [], as: UTF8.self)
    let isWholeTold = text.contains("11,124") || text.contains("11124")
    #expect(!isWholeTold)
  }
}

@Test("A shop without an account sees what came for it elsewhere; its orders wait")
func shopWithoutAccount() throws {
  let shops = try WallShops([("1111111", "shop: S1")])
  shops.order("AS001", "S1", 5_500, "ミカミ　ケンジ", on: "2026-11-16")
  shops.order("CS001", "S3", 8_800, "ウエスギ　マリ", on: "2026-11-16")
  shops.pay("1111111", 8_800, "ｳｴｽｷﾞ ﾏﾘ", on: "2026-11-17", for: ["S1"])
  try shops.run("2026-11-17")
  #expect(try shops.decisions() == ["AS001 hold", "CS001 hold D05"])
  #expect(try shops.note("D05", "S3")?.contains("¥8,800") == true)
  try shops.expectNoLeaks()
}

@Test("An account described in part has its walls all the same")
func accountKnownInPart() throws {
  let shops = try WallShops(two)
  try writeBytes(
    Array("language: en\naccounts:\n  - {number: \"1111111\", shop: S1}\n".utf8),
    to: shops.shop.folder.appendingPathComponent("keshikomi.yaml"))
  shops.order("AS001", "S1", 5_500, "ミカミ　ケンジ", on: "2026-11-16")
  shops.order("BS001", "S2", 8_800, "ウエスギ　マリ", on: "2026-11-16")
  shops.pay("1111111", 8_800, "ｳｴｽｷﾞ ﾏﾘ", on: "2026-11-17", for: ["S1"])
  try shops.run("2026-11-17")
  #expect(try shops.decisions() == ["AS001 hold", "BS001 hold D05"])
}

@Test("Accounts without a shop collect for every shop, and no folders of shops are made")
func noWallsByDefault() throws {
  let shops = try WallShops([("1111111", "owner: shop"), ("2222222", "")])
  shops.order("AS001", "S1", 5_500, "ミカミ　ケンジ", on: "2026-11-16")
  shops.order("BS001", "S2", 8_800, "ウエスギ　マリ", on: "2026-11-16")
  shops.pay("1111111", 8_800, "ｳｴｽｷﾞ ﾏﾘ", on: "2026-11-17", for: [])
  try shops.run("2026-11-17")
  #expect(try shops.decisions() == ["AS001 hold", "BS001 release"])
  #expect(try shops.files.isEmpty)
}

@Test("Shops' reports come without walls too where they are asked for")
func reportsOnRequest() throws {
  let shops = try WallShops([("1111111", "")], more: "shop_reports: true\n")
  shops.order("AS001", "S1", 5_500, "ミカミ　ケンジ", on: "2026-11-16")
  shops.order("BS001", "S2", 8_800, "ウエスギ　マリ", on: "2026-11-16")
  shops.pay("1111111", 8_800, "ｳｴｽｷﾞ ﾏﾘ", on: "2026-11-17", for: ["S2"])
  shops.pay("1111111", 1_234, "ﾅｿﾞﾉ ﾋﾄ", on: "2026-11-17", for: [])
  try shops.run("2026-11-17")
  #expect(try shops.decisions("S2") == ["BS001 release"])
  try shops.expectNoLeaks()
}

@Test(
  "A shop that nobody knows is refused before anything is matched; one that is announced is not")
func unknownShops() throws {
  for (terms, isRefused) in [("", true), ("terms_of_shop: {S9: {policy: {}}}\n", false)] {
    let shops = try WallShops([("1111111", "shop: S9")], more: terms)
    shops.order("AS001", "S1", 5_500, "ミカミ　ケンジ", on: "2026-11-16")
    shops.pay("1111111", 5_500, "ﾐｶﾐ ｹﾝｼﾞ", on: "2026-11-17", for: ["S9"])
    if isRefused {
      #expect {
        try shops.run("2026-11-17")
      } throws: { error in
        guard case RunError.configuration(let faults) = error else { return false }
        return faults.count == 1 && faults[0].contains("“S9”") && faults[0].contains("S1")
          && !faults[0].contains("1111111")
      }
      #expect(shops.shop.inbox.count == 2)
    } else {
      try shops.run("2026-11-17")
      #expect(try shops.decisions() == ["AS001 hold D05"])
    }
  }
}

@Test("Shops' folders are the same whatever the files are called and in whatever order they come")
func shopsDoNotHangOnNames() throws {
  func files(_ names: (String) -> String) throws -> [String: [UInt8]] {
    let shops = try WallShops(two)
    shops.order("AS001", "S1", 5_500, "ミカミ　ケンジ", on: "2026-11-16")
    shops.order("BS007", "S2", 8_200, "オオツカ　ナオコ", on: "2026-11-16")
    shops.pay("1111111", 8_200, "ｵｵﾂｶ ﾅｵｺ", on: "2026-11-17", for: ["S1"])
    shops.pay("2222222", 700, "ｵｵﾂｶ ﾅｵｺ", on: "2026-11-17", for: ["S2"])
    try shops.run("2026-11-17", names: names)
    // Where files are named they are named otherwise.
    return try shops.shop.report().filter {
      $0.key.hasSuffix("decisions.csv") || $0.key.hasPrefix("shops/") && $0.key.hasSuffix("ns.csv")
    }
  }
  let plain = try files { $0 }
  let shuffled = try files { "\(String($0.reversed()))" }
  #expect(plain.count == 5 && differing(plain, shuffled) == [])
}

@Test("Two shops may number alike: both orders have their case")
func equalNumbers() throws {
  let shops = try WallShops(two)
  for shop in ["S1", "S2"] {
    shops.order("1001", shop, 5_500, shop == "S1" ? "ミカミ　ケンジ" : "ウエスギ　マリ", on: "2026-11-16")
  }
  shops.pay("1111111", 5_000, "ﾐｶﾐ ｹﾝｼﾞ", on: "2026-11-17", for: ["S1"])
  shops.pay("2222222", 5_000, "ｳｴｽｷﾞ ﾏﾘ", on: "2026-11-17", for: ["S2"])
  try shops.run("2026-11-17")
  #expect(try shops.cases("S1").count == 1)
  #expect(try shops.cases("S2").count == 1)
  #expect(try shops.cases().count == 2)
  try shops.expectNoLeaks()
  #expect(try shops.shop.isProved)
}

@Test(
  "A shop's id never leads out of its folder",
  arguments: [
    ("S1", "S1"), ("", "_"), ("../../x", "%2E.%2F..%2Fx"), ("..", "%2E."), (".hidden", "%2Ehidden"),
    ("-rf", "%2Drf"), ("a_b", "a_b"), ("_", "%5F"), ("店", "%E5%BA%97"), ("a\nb", "a%0Ab"),
  ])
func shopFolders(_ id: String, _ name: String) throws {
  #expect(shopFolder(of: id) == name)
}

@Test("Long shop ids are cut, and stay apart")
func longShopIDs() {
  let long = String(repeating: "店", count: 300)
  #expect(shopFolder(of: long).utf8.count == 125)
  #expect(shopFolder(of: long) != shopFolder(of: long + "x"))
}

@Test("An account that is not listed collects for every shop, and each run says so until it is")
func unlistedAccountIsTold() throws {
  let shops = try WallShops([("1111111", "shop: S1")], more: "terms_of_shop: {S2: {}}\n")
  shops.order("AS001", "S1", 4_400, "サトウ　カズコ", on: "2026-11-16")
  shops.order("BS007", "S2", 8_200, "オオツカ　ナオコ", on: "2026-11-16")
  let other = TrueAccount(
    openingYen: 0, bookings: [Booking("2026-11-17", 8_200, "ｵｵﾂｶ ﾅｵｺ")], number: "3333333")
  try shops.shop.put("other.xml", other.file(.camt, "2026-11-17", "2026-11-17"))
  let told =
    "Account …3333 is not listed in keshikomi.yaml: its money is matched to orders of every shop "
    + "(S1, S2). List it under accounts: with shop: or shops:."
  #expect(try shops.run("2026-11-17").lines.contains(told))
  #expect(try shops.decisions() == ["AS001 hold", "BS007 release"])
  func page(_ folder: String) throws -> String {
    String(decoding: try shops.shop.report()[folder + "report.html"] ?? [], as: UTF8.self)
  }
  #expect(try page("").contains("Account …3333 is not listed"))
  #expect(
    try !page("shops/S1/").contains("not listed") && !page("shops/S2/").contains("not listed"))
  #expect(try shops.run("2026-11-18").lines.contains(told))
  // Said to be every shop's, it is no question any more.
  let path = shops.shop.folder.appendingPathComponent("keshikomi.yaml")
  let listed =
    "  - {bank: \"9900\", branch: \"101\", type: 1, number: \"3333333\", shops: [S1, S2]}\n"
  try writeBytes(readBytes(path) + Array(listed.utf8), to: path)
  #expect(try !shops.run("2026-11-19").lines.contains { $0.contains("not listed") })
}
