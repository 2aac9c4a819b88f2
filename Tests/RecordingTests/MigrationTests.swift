import Foundation
import Model
import TestKit
import Testing

@testable import Recording

/// Schemas of each of which a small ledger is kept as text; those up to the ninth are from before
/// the chain of events, which makes one event of all that they hold.
private let versions = (1...9).map { String(repeating: "0", count: 3) + String($0) } + ["0011"]

private func kept(_ version: String) -> URL { repoFile("fixtures/ledgers/\(version).sql") }

@Test(
  "A ledger of every earlier version is brought up with all its rows, and proves",
  arguments: versions)
func migrated(_ version: String) throws {
  let text = String(decoding: try readBytes(kept(version)), as: UTF8.self)
  try withTemporaryFolder { folder in
    let path = folder.appendingPathComponent("ledger.sqlite").path
    let old = try Ledger.open(path: path, asCopy: true)
    try old.execute(text)
    let before = try rows(old)
    #expect(before.count > 10)
    try old.close()
    let ledger = try Ledger.open(path: path)
    let after = Set(try rows(ledger))
    for row in before where !row.hasPrefix("grdb_migrations") {
      // A later version may have added columns behind those that there were.
      #expect(after.contains(row) || after.contains { $0.hasPrefix(row.dropLast(1)) }, "\(row)")
    }
    let head = try ledger.head()
    #expect(version <= "0009" ? head.number == 1 : head.number > 1)
    #expect(try ledger.verify().filter { !$0.isOK } == [])
    try ledger.writeBack()
    #expect(try Ledger.scanPages(path: path).failures == [])
    try ledger.close()
    // Opened once more nothing changes.
    let again = try Ledger.open(path: path)
    #expect(try again.head() == head)
    #expect(Set(try rows(again)) == after)
  }
}

/// Writes what is missing; what is there was written by that version's own schema and stays.
@Test("Each version's ledger is kept", .enabled(if: KeptLedgers.isRecording))
func keepLedgers() throws {
  for version in versions where !FileManager.default.fileExists(atPath: kept(version).path) {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("ledger.sqlite").path
      let old = try Ledger.open(path: path, asCopy: true)
      try Schema.migrate(old, upTo: version)
      try KeptLedgers.fill(old, from: filled().ledger)
      try writeBytes(Array(try KeptLedgers.dump(old).utf8), to: kept(version))
    }
  }
}

private func rows(_ ledger: Ledger) throws -> [String] {
  try KeptLedgers.tables(ledger).flatMap { table in
    try KeptLedgers.rows(table, ledger).map { "\(table) \($0)" }
  }
}

/// Ledgers as SQL text.
enum KeptLedgers {
  static var isRecording: Bool { ProcessInfo.processInfo.environment["KESHIKOMI_RECORD"] == "1" }

  static func tables(_ ledger: Ledger) throws -> [String] {
    try column("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid", ledger)
      .filter { !$0.hasPrefix("sqlite_") }
  }

  static func columns(_ table: String, _ ledger: Ledger) throws -> [String] {
    try column("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid", ledger)
  }

  /// `[1, 'text', NULL]` of each row.
  static func rows(_ table: String, _ ledger: Ledger) throws -> [String] {
    let list = try columns(table, ledger).map { "quote(\"\($0)\")" }.joined(
      separator: " || ', ' || ")
    return try column("SELECT '[' || \(list) || ']' FROM \"\(table)\" ORDER BY 1", ledger)
  }

  /// Copies the rows of tables that both have, in the columns that both have.
  static func fill(_ old: Ledger, from new: Ledger) throws {
    for table in try tables(old) where table != "grdb_migrations" {
      let shared = try columns(table, old)
      let list = shared.map { "quote(\"\($0)\")" }.joined(separator: " || ', ' || ")
      for row in try column("SELECT \(list) FROM \"\(table)\" ORDER BY 1", new) {
        try old.execute(
          "INSERT INTO \"\(table)\" (\(shared.joined(separator: ", "))) VALUES (\(row))")
      }
    }
  }

  static func dump(_ ledger: Ledger) throws -> String {
    var text = "PRAGMA application_id = \(Schema.applicationID);\n"
    let isMade = "sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    for sql in try column(
      "SELECT sql FROM sqlite_schema WHERE type = 'table' AND \(isMade) ORDER BY rowid", ledger)
    {
      text += sql + ";\n"
    }
    for table in try tables(ledger) {
      for row in try rows(table, ledger) {
        text += "INSERT INTO \"\(table)\" VALUES (\(row.dropFirst().dropLast()));\n"
      }
    }
    for sql in try column(
      "SELECT sql FROM sqlite_schema WHERE type <> 'table' AND \(isMade) ORDER BY rowid", ledger)
    {
      text += sql + ";\n"
    }
    return text
  }

  private static func column(_ query: String, _ ledger: Ledger) throws -> [String] {
    try ledger.read { database in
      let sql = try SQL(database, query)
      var values: [String] = []
      while try sql.next() { values.append(sql.text(0)) }
      return values
    }
  }
}
