import Foundation
import Model
import Running
import TestKit
import Testing

/// 1,000 changes take minutes: `make tamper`, or KESHIKOMI_LONG=1 here.
private let isLong = ProcessInfo.processInfo.environment["KESHIKOMI_LONG"] == "1"

/// A byte of the ledger or of an original, changed in one to eight of its bits.
private struct Tampering: CustomStringConvertible {
  var path: String
  var offset: Int
  var mask: UInt8

  var description: String { "\(path) byte \(offset) ^ \(mask)" }

  /// What `verify` must name: the page, or the original by its name in the inbox; a kept policy
  /// file, which has none, by its hash.
  func isLocated(_ lines: [String], names: [String: Set<String>]) -> Bool {
    guard path == "ledger.sqlite" else {
      let hash = String(path.dropFirst("archive/".count))
      let known = names[hash] ?? [hash]
      return lines.contains { line in
        line.contains("FAILED") && known.contains { line.contains($0) }
      }
    }
    let page = offset / 8_192 + 1
    return lines.contains { $0.contains("FAILED") && $0.contains("page \(page)") }
  }
}

/// One test at a time: each verifies many times.
@Suite(.serialized) struct TamperTests {
  @Test("Every changed byte of ledger and archive is found, and its page or file is named")
  func everyByte() throws {
    let shop = try Shop()
    for day in FixtureDay.all { try shop.run(day) }
    #expect(try shop.isProved)
    var originals: [String: [UInt8]] = [:]
    for path in filesBelow(shop.folder) where path == "ledger.sqlite" || path.hasPrefix("archive/")
    {
      originals[path] = try readBytes(shop.folder.appendingPathComponent(path))
    }
    var names: [String: Set<String>] = [:]
    for file in FixtureDay.all.flatMap({ day in day.files.map { (day, $0) } }) {
      let hash = originals.first { $0.value == (try? file.0.bytes(file.1)) }?.key ?? ""
      names[String(hash.dropFirst("archive/".count)), default: []].insert(file.1)
    }
    var random = SeededRandom(seed: 1_000)
    let paths = originals.keys.sorted()
    var found = 0
    var total = 0
    for round in 0..<(isLong ? 1_000 : 40) {
      // Every other change hits the ledger, every tenth of those its header.
      var path = round % 2 == 0 ? "ledger.sqlite" : random.pick(paths)
      if originals[path]!.isEmpty { path = "ledger.sqlite" }
      let size = originals[path]!.count
      let offset = round % 20 == 0 ? random.below(100) : random.below(size)
      let tampering = Tampering(
        path: path, offset: offset % size, mask: UInt8(random.within(1...255)))
      total += 1
      if try isFound(tampering, shop, originals[path]!, names) { found += 1 }
    }
    print("bytes changed \(total), found and located \(found)")
    #expect(found == total)
    #expect(try shop.isProved)
  }

  private func isFound(
    _ tampering: Tampering, _ shop: Shop, _ original: [UInt8], _ names: [String: Set<String>]
  ) throws -> Bool {
    let url = shop.folder.appendingPathComponent(tampering.path)
    var bytes = original
    bytes[tampering.offset] ^= tampering.mask
    try writeBytes(bytes, to: url)
    defer { try? writeBytes(original, to: url) }
    let summary = try verify(shop.workspace, language: .en)
    let isLocated = tampering.isLocated(summary.lines, names: names)
    if summary.exitCode != 2 || !isLocated {
      Issue.record("\(tampering): \(summary.exitCode) \(summary.lines)")
      return false
    }
    return true
  }

  @Test("A ledger that is older than its reports is found by what they print")
  func rolledBack() throws {
    let shop = try Shop()
    try shop.run(.eve)
    let ledger = shop.folder.appendingPathComponent("ledger.sqlite")
    let old = try readBytes(ledger)
    try shop.run(.day)
    try writeBytes(old, to: ledger)
    let lines = try verify(shop.workspace, language: .en).lines
    #expect(lines.contains("heads printed in reports: 2 – FAILED: 2026-11-20-0002"), "\(lines)")
  }

  @Test("A run on an older ledger that was put back is refused: it would release once more")
  func runOnOlderLedger() throws {
    let shop = try Shop()
    try shop.run(.eve)
    let ledger = shop.folder.appendingPathComponent("ledger.sqlite")
    let old = try readBytes(ledger)
    try shop.run(.day)
    let released = try shop.table("release.csv").count
    try writeBytes(old, to: ledger)
    try shop.put(.day)
    let later = "2026-11-24T10:30"
    let refused = #expect(throws: RunError.self) { try shop.run(later) }
    guard case .ledger(let why) = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    #expect(why.contains("reports/2026-11-20-0002"))
    #expect(try readBytes(ledger) == old, "nothing was written")
    let reports = shop.folder.appendingPathComponent("reports")
    try FileManager.default.moveItem(
      at: reports.appendingPathComponent("2026-11-20-0002"),
      to: shop.folder.appendingPathComponent("away"))
    try writeBytes([], to: reports.appendingPathComponent("2026-11-20-9999.txt"))
    try shop.run(later)
    #expect(try shop.table("release.csv").count >= released && released > 0)
  }

  @Test("The head that a report prints is the ledger's own, and follows from the inputs alone")
  func printedHead() throws {
    var pages: Set<String> = []
    for _ in 0..<2 {
      let shop = try Shop()
      try shop.run(.eve)
      let totals = String(decoding: try shop.report()["totals.json"] ?? [], as: UTF8.self)
      let mark = try #require(totals.range(of: "\"ledger_sha256\": \""))
      let head = String(totals[mark.upperBound...].prefix(64))
      let page = String(decoding: try shop.report()["report.html"] ?? [], as: UTF8.self)
      #expect(page.contains(head))
      pages.insert(head)
    }
    #expect(pages.count == 1)
  }
}
