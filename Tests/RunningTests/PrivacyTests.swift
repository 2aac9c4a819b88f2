import Foundation
import Model
import Running
import TestKit
import Testing

/// Every name and account number that the fixture days hold.
func personalWords(_ shop: Shop) throws -> Set<String> {
  var words: Set<String> = ["7654321"]
  for run in ["2026-11-19-0001", "2026-11-20-0002"] {
    for row in try shop.table("entries.csv", run: run) where row["direction"] == "credit" {
      if let name = row["payer_name"], !name.isEmpty { words.insert(name) }
    }
  }
  for day in FixtureDay.all {
    for row in csvRows(try day.bytes("orders-zakka.csv")) {
      words.insert(row["customer_name"]!)
      words.insert(row["customer_kana"]!)
    }
  }
  return words
}

@Test("Logs and messages hold no name and no account number")
func nothingPersonalInLogs() throws {
  let shop = try Shop()
  var texts: [String] = []
  for day in FixtureDay.all {
    try shop.put(day)
    // A row that cannot be read, with a name in it, must not be quoted either.
    try shop.put("bad.csv", Array("取引日,摘要,お支払金額,お預り金額,残高\nｱｶﾂｷ ﾉｿﾞﾐ,暁　望,x,y,z\n".utf8))
    let result = try shop.keshikomi(["run", "--log-json", "--as-of", day.asOf])
    #expect(result.errors.contains("\"message\":\"run complete\""))
    texts += [result.output, result.errors]
  }
  for bad in badFiles {
    let file = shop.folder.appendingPathComponent("check/\(bad.name)")
    try writeBytes(try bad.bytes(), to: file)
    let result = try runKeshikomi(["check", "--as-of", "2026-11-19", file.path])
    texts += [result.output, result.errors]
  }
  let words = try personalWords(shop)
  #expect(words.count > 60)
  for word in words {
    #expect(texts.allSatisfy { !$0.contains(word) }, "\(word)")
  }
}

@Test("The log is one JSON object per line")
func logLines() throws {
  let shop = try Shop()
  try shop.put(.eve)
  let result = try shop.keshikomi(["run", "--log-json", "--as-of", FixtureDay.eve.asOf])
  let lines = result.errors.split(separator: "\n")
  #expect(lines.count == FixtureDay.eve.files.count + 1)
  for line in lines {
    let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
    #expect(fields?["level"] != nil && fields?["message"] != nil)
  }
}

@Test("Only the owner can read a workspace: files 0600, folders 0700")
func permissions() throws {
  let shop = try Shop()
  for day in FixtureDay.all {
    try shop.put(day)
    _ = try shop.keshikomi(["run", "--as-of", day.asOf])
  }
  let manager = FileManager.default
  let own = try manager.subpathsOfDirectory(atPath: shop.folder.path)
    // What people put there keeps their permissions.
    .filter { !$0.hasPrefix("inbox/") && $0 != "keshikomi.yaml" }
  #expect(own.count > 30)
  for path in own {
    let attributes = try manager.attributesOfItem(
      atPath: shop.folder.appendingPathComponent(path).path)
    let mode = attributes[.posixPermissions] as? Int
    switch attributes[.type] as? FileAttributeType {
    case .typeDirectory?: #expect(mode == 0o700, "\(path)")
    case .typeRegular?: #expect(mode == 0o600, "\(path)")
    default: #expect(path == "reports/latest")
    }
  }
  try withTemporaryFolder { folder in
    let fresh = folder.appendingPathComponent("fresh")
    _ = try initialise(Workspace(root: fresh.path))
    for path in [".", "keshikomi.yaml", "ledger.sqlite", "inbox"] {
      let attributes = try manager.attributesOfItem(
        atPath: fresh.appendingPathComponent(path).path)
      let isFile = attributes[.type] as? FileAttributeType == .typeRegular
      #expect(attributes[.posixPermissions] as? Int == (isFile ? 0o600 : 0o700), "\(path)")
    }
  }
}
