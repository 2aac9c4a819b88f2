import Model

/// What was imported since the ledger was opened or a run was recorded, as it lies in memory: a
/// snapshot takes these rows from here, where they share their texts with what was read, and only
/// older ones from the disk. It never says more than the ledger: each part is added when its
/// transaction has committed.
struct Fresh {
  /// A file's rows, and its accounts' row numbers.
  private struct StatementFile {
    var id: Int32
    var name: String
    var runOrdinal: Int64
    var accountIDs: [Int64]
    var rows: [StatementRow]
  }

  fileprivate struct Place {
    var file: Int32
    var row: Int32
  }

  /// Row numbers up to these were on record before.
  let lastOldEntry: Int64
  let lastOldOrder: Int64
  private var statements: [StatementFile] = []
  /// Entry `lastOldEntry + 1 + n`: where it was first seen.
  private var entries: [(publicID: String, place: Place)] = []
  /// Later sightings of entries of this list, in the order of the imports.
  private var repeats: [(entry: Int, place: Place)] = []
  private var exports: [(file: Int32, rows: [OrderRow])] = []
  /// Order `lastOldOrder + 1 + n`: the newest version.
  private var orders: [Place] = []
  /// Versions that are not as their file has them; `file` is −1.
  private var merged: [(file: Int32, row: OrderRow)] = []

  init(lastOldEntry: Int64, lastOldOrder: Int64) {
    self.lastOldEntry = lastOldEntry
    self.lastOldOrder = lastOldOrder
  }

  /// What one statement added.
  struct Statement {
    var entries: [(publicID: String, row: Int32)] = []
    var sightings: [(entryID: Int64, row: Int32)] = []
  }

  mutating func add(
    _ added: Statement, of file: ImportFile, id: Int64, accountIDs: [Int64], rows: [StatementRow]
  ) {
    let number = Int32(statements.count)
    statements.append(
      StatementFile(
        id: Int32(id), name: file.name, runOrdinal: file.runOrdinal, accountIDs: accountIDs,
        rows: rows))
    entries.reserveCapacity(entries.count + added.entries.count)
    for entry in added.entries {
      entries.append((entry.publicID, Place(file: number, row: entry.row)))
    }
    for seen in added.sightings where seen.entryID > lastOldEntry {
      let entry = Int(seen.entryID - lastOldEntry - 1)
      repeats.append((entry, Place(file: number, row: seen.row)))
    }
  }

  /// `version` gives a row number, the version's row of the file, and what else was accepted of it.
  mutating func add(
    _ rows: [OrderRow], of fileID: Int64, count: Int,
    _ version: (Int) -> (id: Int64, row: Int32, merged: OrderRow?)
  ) {
    let number = Int32(exports.count)
    exports.append((Int32(fileID), rows))
    for n in 0..<count {
      let (id, row, changed) = version(n)
      guard id > lastOldOrder else { continue }
      let order = Int(id - lastOldOrder - 1)
      if order == orders.count {
        orders.append(Place(file: number, row: row))
        continue
      }
      // The order keeps the name under which it is on record.
      let first = self.order(order)
      var newest = changed ?? rows[Int(row)]
      newest.orderID = first.orderID
      newest.shopID = first.shopID
      orders[order] = Place(file: -1, row: Int32(merged.count))
      merged.append((Int32(fileID), newest))
    }
  }

  func order(_ n: Int) -> OrderRow {
    let place = orders[n]
    return place.file < 0
      ? merged[Int(place.row)].row : exports[Int(place.file)].rows[Int(place.row)]
  }

  /// The ledger's highest row numbers are those that this knows of, or will be when what waits is
  /// written.
  func isWhole(
    _ database: OpaquePointer, entriesWaiting: Int, ordersWaiting: Int
  ) throws(LedgerError) -> Bool {
    let nextEntry = try nextID("entry", database)
    let nextOrder = try nextID("shop_order", database)
    return nextEntry == lastOldEntry + 1 + Int64(entries.count - entriesWaiting)
      && nextOrder == lastOldOrder + 1 + Int64(orders.count - ordersWaiting)
  }

  // MARK: As a snapshot has them

  /// Makes entries one by one; `n` counts from the first that is not old. What the first file did
  /// not say is taken from the first later one that does.
  struct EntryMaker {
    fileprivate let fresh: Fresh
    fileprivate let accountKeys: [String]
    fileprivate let runOrdinal: Int64
    fileprivate let repeats: [Int: [Place]]

    var count: Int { fresh.entries.count }

    func id(_ n: Int) -> String { fresh.entries[n].publicID }
    func rowNumber(_ n: Int) -> Int64 { fresh.lastOldEntry + 1 + Int64(n) }
    /// Row number of the file that showed it first.
    func file(_ n: Int) -> Int32 { fresh.statements[Int(fresh.entries[n].place.file)].id }

    func time(_ n: Int) -> (day: Day, record: Int32) {
      let place = fresh.entries[n].place
      let file = Int(place.file)
      let row = Int(place.row)
      return (fresh.statements[file].rows[row].bookingDay, fresh.statements[file].rows[row].record)
    }

    func entry(_ n: Int) -> LedgerEntry {
      let place = fresh.entries[n].place
      let file = Int(place.file)
      let row = Int(place.row)
      let account = fresh.statements[file].accountIDs[
        Int(fresh.statements[file].rows[row].accountIndex)]
      var entry = fresh.statements[file].rows[row].entry(
        id: fresh.entries[n].publicID, accountKey: accountKeys[Int(account)],
        sourceFile: fresh.statements[file].name,
        isNew: fresh.statements[file].runOrdinal == runOrdinal)
      if repeats.isEmpty { return entry }
      for seen in repeats[n] ?? [] {
        entry.enrich(fresh.statements[Int(seen.file)].rows[Int(seen.row)])
      }
      return entry
    }
  }

  func entryMaker(accountKeys: [String], runOrdinal: Int64) -> EntryMaker {
    EntryMaker(
      fresh: self, accountKeys: accountKeys, runOrdinal: runOrdinal,
      repeats: Dictionary(grouping: repeats, by: \.entry).mapValues { $0.map(\.place) })
  }

  /// Orders but for old ones that are settled, counted from the first that is not on record before.
  func orders(since earliest: Int64) -> [Int] {
    orders.indices.filter { field($0) { $0.isWanted(since: earliest) } }
  }

  func orderedAt(_ n: Int) -> Moment { field(n) { $0.orderedAt } }
  func orderID(_ n: Int) -> String { field(n) { $0.orderID } }
  func shopID(_ n: Int) -> String { field(n) { $0.shopID } }

  /// Looks at a row where it lies: to hand over a row is to count all its texts.
  @inline(__always) private func field<T>(_ n: Int, _ read: (borrowing OrderRow) -> T) -> T {
    let place = orders[n]
    return place.file < 0
      ? read(merged[Int(place.row)].row) : read(exports[Int(place.file)].rows[Int(place.row)])
  }

  /// Row number of the file that the newest version is of.
  func file(ofOrder n: Int) -> Int32 {
    let place = orders[n]
    return place.file < 0 ? merged[Int(place.row)].file : exports[Int(place.file)].file
  }

  func rowNumber(ofOrder n: Int) -> Int64 { lastOldOrder + 1 + Int64(n) }
}

extension OrderRow {
  fileprivate func isWanted(since earliest: Int64) -> Bool {
    orderedAt.secondsTokyo >= earliest || status == .open
  }
}

extension Ledger {
  /// Before the first import of several, inside its transaction.
  func beginFresh(_ database: OpaquePointer) throws(LedgerError) {
    guard fresh == nil else { return }
    fresh = Fresh(
      lastOldEntry: try nextID("entry", database) - 1,
      lastOldOrder: try nextID("shop_order", database) - 1)
  }
}

extension StatementRow {
  fileprivate func entry(
    id: String, accountKey: String, sourceFile: String, isNew: Bool
  ) -> LedgerEntry {
    LedgerEntry(
      id: id, accountKey: accountKey, bookingDay: bookingDay, valueDay: valueDay,
      direction: ledgerDirection, amountYen: amountYen, mark: mark,
      payerName: payerName, kindText: kindText, payerBank: payerBank, payerBranch: payerBranch,
      payerCode: payerCode, ediText: ediText, unclearedYen: unclearedYen, sourceRef: reference,
      sourceFile: sourceFile, record: record, isNew: isNew, standing: .open, owedBackYen: 0)
  }
}

extension LedgerEntry {
  fileprivate mutating func enrich(_ row: StatementRow) {
    if valueDay == nil { valueDay = row.valueDay }
    if mark == .none { mark = row.mark }
    if payerName.isEmpty { payerName = row.payerName }
    if kindText.isEmpty { kindText = row.kindText }
    if payerBank.isEmpty { payerBank = row.payerBank }
    if payerBranch.isEmpty { payerBranch = row.payerBranch }
    if payerCode.isEmpty { payerCode = row.payerCode }
    if ediText.isEmpty { ediText = row.ediText }
  }
}
