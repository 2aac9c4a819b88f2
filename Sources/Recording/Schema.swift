internal import GRDB

/// All schemas, oldest first. A ledger of any earlier version is brought up by what it lacks.
enum Schema {
  /// `KSKH` in the file's header: tells a ledger from any other SQLite file.
  static let applicationID: Int64 = 0x4B53_4B48

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration(Schema0001.name) { try $0.execute(sql: Schema0001.sql) }
    migrator.registerMigration(Schema0002.name) { try $0.execute(sql: Schema0002.sql) }
    migrator.registerMigration(Schema0003.name) { try $0.execute(sql: Schema0003.sql) }
    migrator.registerMigration(Schema0004.name) { try $0.execute(sql: Schema0004.sql) }
    migrator.registerMigration(Schema0005.name) { try $0.execute(sql: Schema0005.sql) }
    migrator.registerMigration(Schema0006.name) { try $0.execute(sql: Schema0006.sql) }
    migrator.registerMigration(Schema0007.name) { try $0.execute(sql: Schema0007.sql) }
    migrator.registerMigration(Schema0008.name) { try $0.execute(sql: Schema0008.sql) }
    migrator.registerMigration(Schema0009.name) { try $0.execute(sql: Schema0009.sql) }
    migrator.registerMigration(Schema0010.name) { db in
      try db.execute(sql: Schema0010.sql)
      try Chain.adopt(db.sqliteConnection!)
    }
    migrator.registerMigration(Schema0011.name) { try $0.execute(sql: Schema0011.sql) }
    migrator.registerMigration(Schema0012.name) { try $0.execute(sql: Schema0012.sql) }
    migrator.registerMigration(Schema0013.name) { try $0.execute(sql: Schema0013.sql) }
    return migrator
  }

  /// Makes an empty file a ledger of an earlier version, as tests of migrations want one.
  static func migrate(_ ledger: Ledger, upTo name: String) throws {
    try migrator.migrate(ledger.queue, upTo: name)
  }

  /// A table, index or trigger as its ledger has it.
  struct Text: Hashable {
    var name: String
    var sql: String
  }

  /// Of a ledger as this version makes it.
  static func texts() throws -> [Text] {
    let queue = try DatabaseQueue()
    try migrator.migrate(queue)
    return try queue.inDatabase { try texts($0.sqliteConnection!) }
  }

  static func texts(_ database: OpaquePointer) throws(LedgerError) -> [Text] {
    let sql = try SQL(
      database, "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
    var texts: [Text] = []
    while try sql.next() { texts.append(Text(name: sql.text(0), sql: sql.text(1))) }
    return texts
  }
}
