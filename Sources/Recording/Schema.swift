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
    return migrator
  }
}
