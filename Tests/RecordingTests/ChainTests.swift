import Model
import TestKit
import Testing

@testable import Recording

private func failures(_ ledger: Ledger) throws -> [String] {
  try ledger.read { database in
    var proof = ChainProof(database)
    try proof.run()
    return proof.failures
  }
}

private func column(_ bench: Bench, _ table: String, where condition: String) throws -> String? {
  try bench.ledger.read { database in
    let sql = try SQL(
      database, "SELECT name FROM pragma_table_info('\(table)') WHERE \(condition) LIMIT 1")
    return try sql.next() ? sql.text(0) : nil
  }
}

private func count(_ bench: Bench, _ query: String) throws -> Int64 {
  try bench.ledger.read { database in
    let sql = try SQL(database, query)
    _ = try sql.next()
    return sql.int64(0)
  }
}

private let factTables =
  Schema0001.tables + Schema0002.tables + Schema0003.tables + Schema0004.tables
  + Schema0005.tables + Schema0006.tables + Schema0007.tables

@Test("What is changed or taken out past the ledger breaks the chain, in every table with rows")
func rowsAreChained() throws {
  let bench = try filled()
  #expect(try failures(bench.ledger) == [])
  try bench.ledger.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
  var changed = 0
  for table in factTables where try count(bench, "SELECT count(*) FROM \(table)") > 0 {
    let last = try column(bench, table, where: "pk = 0") ?? column(bench, table, where: "1")!
    let isText =
      try count(
        bench, "SELECT type = 'TEXT' FROM pragma_table_info('\(table)') WHERE name = '\(last)'")
      == 1
    let change = isText ? "\(last) || 'x'" : "coalesce(\(last), 0) + 100"
    for sql in ["UPDATE \(table) SET \(last) = \(change)", "DELETE FROM \(table)"] {
      try bench.ledger.rehearse {
        try bench.ledger.execute(
          "DROP TRIGGER \(table)_no_update; DROP TRIGGER \(table)_no_delete; \(sql);")
        let found = try failures(bench.ledger)
        #expect(found.contains { $0.contains(table) }, "\(sql): \(found)")
      }
      changed += 1
    }
  }
  #expect(changed >= 30)
  #expect(try failures(bench.ledger) == [])
}

@Test("Rows that are told make the event that SQLite's own word of them makes")
func toldRows() throws {
  var random = SeededRandom(seed: 11)
  let texts = ["", "a", "ﾔﾏﾀﾞ ﾀﾛｳ", "a\0b", String(repeating: "長い", count: 90)]
  for _ in 0..<40 {
    // In the order of the key, or not.
    let isSorted = random.below(2) == 0
    var keys = (0..<Int64(1 + random.below(60))).map { $0 + 1 }
    if !isSorted { for n in keys.indices { keys.swapAt(n, random.below(keys.count)) } }
    let rows = keys.map { key in
      (key, texts[random.below(texts.count)] + "x\(key)", texts[random.below(texts.count)])
    }
    func events(_ insert: (OpaquePointer, Ledger) throws(LedgerError) -> Void) throws -> [String] {
      let bench = try Bench()
      try bench.ledger.write { database in try insert(database, bench.ledger) }
      #expect(try failures(bench.ledger) == [])
      return try bench.ledger.texts(
        "SELECT sha256 FROM event_part UNION ALL SELECT sha256 FROM event")
    }
    let told = try events { database, ledger throws(LedgerError) in
      var insertion = try RowInsertion(
        into: "shop_order", columns: 3, database, ledger.recorder)
      for row in rows {
        insertion.add(row.0)
        insertion.add(row.1)
        insertion.add(row.2)
        try insertion.insert()
      }
    }
    let seen = try events { database, _ throws(LedgerError) in
      let sql = try SQL(database, "INSERT INTO shop_order VALUES (?,?,?)")
      for row in rows {
        sql.bind(1, row.0)
        sql.bind(2, row.1)
        sql.bind(3, row.2)
        try sql.run()
      }
    }
    #expect(told == seen)
  }
}

@Test("A changed event, a missing one and one that is not the last break the chain")
func linksAreChained() throws {
  let breaks = [
    ("UPDATE event SET sha256 = replace(sha256, 'a', 'b') WHERE id = 2", "event 2"),
    ("UPDATE event SET sealed_sha256 = previous_sha256 WHERE id = 3", "event 3"),
    ("DELETE FROM event_part WHERE event_id = 2", "event 2"),
    ("DELETE FROM event WHERE id = 1", "event 2"),
    ("UPDATE event_part SET rows = rows + 1 WHERE event_id = 3 AND table_name = 'entry'", "entry"),
  ]
  let bench = try filled()
  try bench.ledger.execute("PRAGMA foreign_keys = OFF")
  for (sql, expected) in breaks {
    try bench.ledger.rehearse {
      try bench.ledger.execute(
        """
        DROP TRIGGER event_no_update; DROP TRIGGER event_part_no_update;
        DROP TRIGGER event_no_delete; DROP TRIGGER event_part_no_delete; \(sql);
        """)
      #expect(try failures(bench.ledger).contains { $0.contains(expected) }, "\(sql)")
    }
  }
}

@Test("A row that is put in past the ledger is a row of no event")
func strangeRow() throws {
  let bench = try filled()
  try bench.ledger.execute("INSERT INTO account VALUES (9)")
  #expect(try failures(bench.ledger) == ["account: 1 rows of no event"])
}

@Test("The clock is in the sealed hash only, so that the same inputs have the same hash")
func clocks() throws {
  let first = try filled()
  let second = try filled()
  #expect(try first.ledger.head().sha256 == second.ledger.head().sha256)
  try first.ledger.recordRun(run(2), of: first.view(run: 2))
  var late = run(2)
  late.wallSeconds = 77
  try second.ledger.recordRun(late, of: second.view(run: 2))
  #expect(try first.ledger.head().sha256 == second.ledger.head().sha256)
  #expect(try first.ledger.head().sealedSHA256 != second.ledger.head().sealedSHA256)
}

@Test("Rows hash alike in whatever order they are inserted, few or too many to be kept")
func anyOrder() throws {
  var random = SeededRandom(seed: 8)
  for (rows, text) in [(1, 4), (2, 4), (7, 30), (60, 4), (900, 3_000)] {
    var heads: Set<String> = []
    for round in 0..<4 {
      let bench = try Bench()
      var ids = (1...rows).map { Int64($0) }
      // The first rows in order and the last one out of order: a part is hashed when it comes.
      if round == 1 { ids = ids.dropFirst() + [1] }
      if round > 1 { random.shuffle(&ids) }
      try bench.ledger.write { try insertOrders(ids, text, $0) }
      heads.insert(try bench.ledger.head().sha256)
      #expect(try failures(bench.ledger) == [], "\(rows) rows in round \(round)")
    }
    #expect(heads.count == 1, "\(rows) rows")
  }
}

private func insertOrders(
  _ ids: [Int64], _ textBytes: Int, _ database: OpaquePointer
) throws(LedgerError) {
  let hash = String(repeating: "0", count: 64)
  try SQL(
    database, "INSERT INTO source_file VALUES (1,'\(hash)',1,1,'f',1,'orders','o',0,0,0,0)"
  ).run()
  let order = try SQL(database, "INSERT INTO shop_order VALUES (?, 'A' || ?1, 'S')")
  let version = try SQL(
    database,
    "INSERT INTO order_version VALUES (?,1,1,1,1,0,'open','x','x','',?,'','',0,0,NULL,NULL)")
  version.bind(2, String(repeating: "名", count: textBytes / 3))
  for id in ids {
    order.bind(1, id)
    try order.run()
    version.bind(1, id)
    try version.run()
  }
}
