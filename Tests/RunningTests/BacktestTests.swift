import Foundation
import Judging
import Model
import Running
import TestKit
import Testing

/// The JSON of a backtest.
private func figures(_ request: BacktestRequest) throws -> [String: Any] {
  var request = request
  request.isJSON = true
  let text = try backtest(request).lines.joined(separator: "\n")
  return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
}

private func number(_ json: [String: Any], _ path: String...) throws -> Int {
  var value: Any? = json
  for key in path { value = (value as? [String: Any])?[key] }
  return try #require(value as? Int, "\(path)")
}

private func write(_ world: World, to folder: URL) throws {
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  for (name, bytes) in [
    ("orders.csv", world.ordersCSV()), ("deposits.csv", world.depositsCSV()),
    ("truth.csv", world.truthCSV()), ("order_truth.csv", world.orderTruthCSV()),
  ] {
    try writeBytes(bytes, to: folder.appendingPathComponent(name))
  }
}

@Suite struct BacktestTests {
  static let world = World(seed: 21, orders: 1_200, profile: .hard)

  @Test("A world's files give the figures of the world itself")
  func knownTruth() throws {
    let world = BacktestTests.world
    let shop = try Shop(policy: "own_names: [\(world.holder)]\n")
    let folder = shop.folder.appendingPathComponent("truth")
    try write(world, to: folder)
    var request = BacktestRequest(workspace: shop.workspace)
    request.truthFolder = folder.path
    let json = try figures(request)
    let asOf = Moment(day: world.deposits.last!.bookingDay.adding(days: 1), hour: 18)
    let made = replay(world.snapshot(), policy: Policy(), asOf: asOf)
    let judged = judge(world.snapshot(), made.match, made.decided, world.known())
    #expect(try number(json, "result", "links_true") == judged.total.links)
    #expect(try number(json, "result", "links_made") == judged.madeLinks)
    #expect(try number(json, "result", "links_right") == judged.total.rightWithTwins)
    #expect(try number(json, "result", "false_release", "hits") == judged.falseReleases.count)
    #expect(try number(json, "result", "false_release", "of") == judged.released)
    #expect(try number(json, "result", "missed_release_clear", "hits") == judged.missedClear)
    #expect(try number(json, "result", "silent_ties") == judged.silentTies.count)
    #expect(try shop.inbox == [] && shop.report("none") == [:], "nothing was written")
  }

  @Test("A truth that does not fit its orders is refused with file and line")
  func brokenTruth() throws {
    let shop = try Shop(policy: "")
    let folder = shop.folder.appendingPathComponent("truth")
    try write(BacktestTests.world, to: folder)
    let file = folder.appendingPathComponent("order_truth.csv")
    try writeBytes(try readBytes(file) + Array("X1,1,1,1,1,order,0,open,\n".utf8), to: file)
    var request = BacktestRequest(workspace: shop.workspace)
    request.truthFolder = folder.path
    #expect {
      try backtest(request)
    } throws: { error in
      guard case RunError.truth(let place) = error else { return false }
      return place.hasPrefix("order_truth.csv:") && place.contains("X1")
    }
  }

  @Test("History matched again differs in nothing; a stricter policy loses and gains nothing")
  func history() throws {
    let world = World(seed: 22, orders: 700)
    let shop = try Shop(policy: "own_names: [\(world.holder)]\n")
    try shop.put("orders.csv", world.ordersCSV())
    try shop.put("zengin.txt", world.zenginFile())
    try shop.run(world.lastDay.adding(days: 1).iso + "T18:00")
    let before = try tree(shop.folder)
    let strict = shop.folder.deletingLastPathComponent()
      .appendingPathComponent("strict-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: strict) }
    try writeBytes(Array("policy:\n  automatic_from_ppm: 1000000\n".utf8), to: strict)
    var request = BacktestRequest(workspace: shop.workspace)
    request.otherPolicy = strict.path
    request.asOf = Moment(commandLine: world.lastDay.adding(days: 1).iso + "T18:00")
    let json = try figures(request)
    #expect((json["different_entries"] as? [String]) == [])
    let links = try number(json, "result", "links_true")
    #expect(links > 300)
    #expect(try number(json, "result", "links_right") == links)
    #expect(try number(json, "result", "false_release", "hits") == 0)
    let lost = try #require((json["comparison"] as? [String: Any])?["lost"] as? [String])
    #expect(lost.count > 15)
    #expect(try number(json, "comparison", "at_risk_yen") == 0)
    #expect(
      try tree(shop.folder).filter { !$0.hasPrefix(".keshikomi.lock") }
        == before.filter { !$0.hasPrefix(".keshikomi.lock") })
  }

  @Test("Evening by evening no order is released twice and hardly less is found")
  func byDay() throws {
    let world = World(seed: 23, orders: 900)
    let shop = try Shop(policy: "own_names: [\(world.holder)]\n")
    let folder = shop.folder.appendingPathComponent("truth")
    try write(world, to: folder)
    var request = BacktestRequest(workspace: shop.workspace)
    request.truthFolder = folder.path
    let whole = try figures(request)
    request.isDayByDay = true
    let daily = try figures(request)
    let all = try number(daily, "result", "links_true")
    #expect(try number(whole, "result", "links_true") == all)
    #expect(try number(daily, "result", "links_right") * 100 > all * 85)
    #expect(try number(daily, "result", "false_release", "hits") <= 3)
  }

  @Test("Both languages say the same numbers, and an empty ledger says what to do")
  func words() throws {
    let shop = try Shop(policy: "")
    let folder = shop.folder.appendingPathComponent("truth")
    try write(World(seed: 24, orders: 300), to: folder)
    let english = try shop.keshikomi(["backtest", "--truth", folder.path, "--lang", "en"])
    let japanese = try shop.keshikomi(["backtest", "--truth", folder.path, "--lang", "ja"])
    #expect(english.exitCode == 0 && japanese.exitCode == 0)
    #expect(english.output.contains("false releases"))
    #expect(japanese.output.contains("誤出荷"))
    let digits = { (text: String) in
      text.split { !"0123456789.".contains($0) }.map(String.init).filter { $0 != "." }
    }
    #expect(digits(english.output) == digits(japanese.output))
    let empty = try shop.keshikomi(["backtest"])
    #expect(empty.exitCode == 3)
    #expect(empty.errors.contains("keshikomi run") || empty.errors.contains("is no workspace"))
  }
}
