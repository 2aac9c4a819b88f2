import Foundation
import Model
import Running
import TestKit
import Testing

private let asOf = "2026-11-19T10:30"

/// Two accounts, so that what is wrong with one says nothing of the other.
private let policy = """
  accounts:
    - bank: "9900"
      branch: "101"
      type: 1
      number: "7654321"
      formats: [generic-two-columns, neutral-deposits]
    - {bank: "0005", branch: "001", type: 1, number: "1111111", formats: [mufg-personal]}
  """

private let goodOrders = """
  order_id,shop_id,ordered_at,payment_method,customer_name,customer_kana,amount_due,status
  GOOD-1,SX,2026-11-16T09:00:00+09:00,bank_transfer,良品　花子,リョウヒン　ハナコ,5432,open

  """

/// camt of an account of its own: the deposit that pays GOOD-1.
private let goodStatement = """
  <?xml version="1.0" encoding="UTF-8"?>
  <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>\
  <MsgId>GOOD</MsgId><CreDtTm>2026-11-19T06:00:00+09:00</CreDtTm></GrpHdr><Stmt><Id>G1</Id>\
  <CreDtTm>2026-11-18T23:00:00+09:00</CreDtTm><Acct><Id><Othr><Id>000500111111111</Id></Othr></Id>\
  <Ccy>JPY</Ccy></Acct>\
  <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">1000</Amt>\
  <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-18</Dt></Dt></Bal>\
  <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="JPY">6432</Amt>\
  <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-18</Dt></Dt></Bal>\
  <Ntry><Amt Ccy="JPY">5432</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
  <BookgDt><Dt>2026-11-18</Dt></BookgDt><ValDt><Dt>2026-11-18</Dt></ValDt>\
  <AcctSvcrRef>G-0001</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>ﾘﾖｳﾋﾝ ﾊﾅｺ</Nm></Pty>\
  </Dbtr></RltdPties></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>
  """

/// The other account, on which nothing was booked: without it its day would be missing.
private let quietStatement = """
  <?xml version="1.0" encoding="UTF-8"?>
  <Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr>\
  <MsgId>QUIET</MsgId><CreDtTm>2026-11-19T06:00:00+09:00</CreDtTm></GrpHdr><Stmt><Id>Q1</Id>\
  <CreDtTm>2026-11-18T23:00:00+09:00</CreDtTm><FrToDt><FrDtTm>2026-11-18T00:00:00+09:00</FrDtTm>\
  <ToDtTm>2026-11-18T23:59:59+09:00</ToDtTm></FrToDt><Acct><Id><Othr><Id>990010117654321</Id>\
  </Othr></Id><Ccy>JPY</Ccy></Acct></Stmt></BkToCstmrStmt></Document>
  """

private func shopWithGoodFiles() throws -> Shop {
  let shop = try Shop(policy: policy)
  try shop.put("good-orders.csv", Array(goodOrders.utf8))
  try shop.put("good-statement.xml", Array(goodStatement.utf8))
  try shop.put("good-quiet.xml", Array(quietStatement.utf8))
  return shop
}

/// The other files of the inbox were taken, cleared and decided as if they were alone.
private func expectGoodFilesDone(_ shop: Shop) throws {
  let cleared = try shop.table("clearings.csv").filter { $0["order_id"] == "GOOD-1" }
  #expect(cleared.map { $0["allocated_yen"] } == ["5432"])
  let decided = try shop.table("decisions.csv").filter { $0["order_id"] == "GOOD-1" }
  #expect(decided.map { $0["decision"] } == ["release"])
  #expect(shop.inbox.filter { $0.hasPrefix("good-") } == [])
}

@Test(
  "A bad file is named with place, expectation and advice in both languages", arguments: badFiles)
func badFileIsNamed(_ bad: BadFile) throws {
  try withTemporaryFolder { folder in
    let file = folder.appendingPathComponent(bad.name)
    try writeBytes(try bad.bytes(), to: file)
    let day = Moment(commandLine: asOf)!.day
    for (language, words) in [(Language.ja, bad.japanese), (.en, bad.english)] {
      let checked = checkFiles([file.path], asOf: day, language: language)
      let text = checked.lines.joined(separator: "\n")
      for word in words { #expect(text.contains(word), "\(text)") }
      #expect(checked.exitCode == bad.exitCode)
    }
  }
}

@Test("A bad file stops nothing but itself, is kept, and is told again", arguments: badFiles)
func badFileStopsNothingElse(_ bad: BadFile) throws {
  let shop = try shopWithGoodFiles()
  let bytes = try bad.bytes()
  try shop.put(bad.name, bytes)
  let first = try shop.run(asOf)
  try expectGoodFilesDone(shop)
  #expect(first.exitCode == bad.exitCode)
  #expect(try shop.archiveHolds(bytes))
  #expect(try shop.fileTotals(bad.name)?["rows_new"] as? Int == bad.posted)
  #expect(try shop.isProved)
  let stays = bad.exitCode == 2
  #expect(shop.inbox == (stays ? [bad.name] : []))
  if stays {
    #expect(first.lines.contains { $0.contains(bad.name) && $0.contains(bad.japanese[1]) })
    let again = try shop.run(asOf, .en)
    #expect(again.exitCode == 2)
    #expect(again.lines.contains { $0.contains(bad.name) && $0.contains(bad.english[1]) })
    #expect(try shop.fileTotals(bad.name)?["rows_new"] as? Int == 0)
    #expect(shop.inbox == [bad.name])
  }
}

@Test("What cannot be opened in the inbox is named and left there, the rest is done")
func unreadableThings() throws {
  let shop = try shopWithGoodFiles()
  let manager = FileManager.default
  let inbox = shop.inboxFolder
  try manager.createDirectory(
    at: inbox.appendingPathComponent("folder"), withIntermediateDirectories: true)
  for (link, target) in [("loop", "loop"), ("dangling", "nowhere"), ("link", "/etc/passwd")] {
    try manager.createSymbolicLink(
      atPath: inbox.appendingPathComponent(link).path, withDestinationPath: target)
  }
  try #require(mkfifo(inbox.appendingPathComponent("pipe").path, 0o600) == 0)
  let summary = try shop.run(asOf, .en)
  try expectGoodFilesDone(shop)
  #expect(summary.exitCode == 2)
  for name in ["folder", "loop", "dangling", "link", "pipe"] {
    let told = summary.lines.filter { $0.hasPrefix("\(name): the file cannot be read") }
    #expect(told.count == 1, "\(name): \(summary.lines)")
  }
  #expect(shop.inbox == ["dangling", "folder", "link", "loop", "pipe"])
}

@Test("An inbox that cannot be read ends the run with the path, and nothing is written")
func unreadableInbox() throws {
  let shop = try Shop()
  try FileManager.default.removeItem(at: shop.inboxFolder)
  try writeBytes([1], to: shop.inboxFolder)
  let result = try shop.keshikomi(["run", "--as-of", asOf])
  #expect(result.exitCode == 4)
  #expect(result.errors.contains(shop.inboxFolder.path), "\(result.errors)")
  #expect(result.errors.contains("権限とパスを確かめて"))
  #expect(result.errors.contains("Check the path and its permissions"))
  #expect(filesBelow(shop.folder.appendingPathComponent("reports")) == [])
}

@Test("A line without end is refused after a megabyte, whatever its length")
func endlessLine() throws {
  // The whole gigabyte takes its time to archive: on request only.
  let isLong = ProcessInfo.processInfo.environment["KESHIKOMI_LONG"] == "1"
  let megabytes = isLong ? 1_024 : 64
  let shop = try shopWithGoodFiles()
  let path = shop.inboxFolder.appendingPathComponent("line.csv")
  try writeBytes(Array("取引日,摘要,お支払金額,お預り金額,残高\n".utf8), to: path)
  let handle = try FileHandle(forWritingTo: path)
  try handle.seekToEnd()
  let piece = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
  for _ in 0..<megabytes { try handle.write(contentsOf: piece) }
  try handle.close()
  let summary = try shop.run(asOf, .en)
  try expectGoodFilesDone(shop)
  #expect(summary.exitCode == 2)
  #expect(
    summary.lines.contains {
      $0.contains("line.csv") && $0.contains("line 2") && $0.contains("longer than the limit")
        && $0.contains("Export a shorter period")
    }, "\(summary.lines)")
  #expect(shop.inbox == ["line.csv"])
}

@Test("A sparse file of NUL bytes is refused, whatever its size")
func sparseGigabyte() throws {
  try withTemporaryFolder { folder in
    let file = folder.appendingPathComponent("sparse.csv")
    try writeBytes([], to: file)
    let isLong = ProcessInfo.processInfo.environment["KESHIKOMI_LONG"] == "1"
    try #require(truncate(file.path, isLong ? 1 << 30 : 1 << 26) == 0)
    let checked = checkFiles([file.path], asOf: Day(iso: "2026-11-19")!, language: .en)
    #expect(checked.exitCode == 2)
    #expect(checked.lines.contains { $0.contains("sparse.csv") && $0.contains("NUL byte") })
  }
}

@Test("An order whose newest row cannot be read is held until a newer export reads it")
func unreadableOrderIsHeld() throws {
  func row(_ id: String, _ day: String, _ rest: String) -> String {
    "\(id),SX,2026-11-\(day)T09:00:00+09:00,bank_transfer,良品　花子,リョウヒン　ハナコ,\(rest)\n"
  }
  let heading = goodOrders.prefix { $0 != "\n" } + "\n"
  let shop = try shopWithGoodFiles()
  // The shop cancels the order, but the amount of the row is damaged.
  let damaged = heading + row("GOOD-1", "16", "54x2,cancelled") + row("OTHER-1", "17", "999,open")
  try shop.put("a-damaged.csv", Array(damaged.utf8))
  #expect(try shop.run(asOf).exitCode == 2)
  let held = try shop.table("decisions.csv").filter { $0["order_id"] == "GOOD-1" }
  #expect(held.map { $0["decision"] } == ["hold"])
  #expect(held.map { $0["codes"] } == ["D04"])
  #expect(shop.inbox == ["a-damaged.csv"])

  let newer = heading + row("GOOD-1", "16", "5432,open") + row("OTHER-2", "18", "998,open")
  try shop.put("newer.csv", Array(newer.utf8))
  try shop.run(asOf)
  let decided = try shop.table("decisions.csv").filter { $0["order_id"] == "GOOD-1" }
  #expect(decided.map { $0["decision"] } == ["release"])
}
