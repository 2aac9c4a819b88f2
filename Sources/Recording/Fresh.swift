import Model

/// What was imported since the ledger was opened or a run was recorded, as it lies in memory: a
/// snapshot takes these rows from here, where they share their texts with what was read, and only
/// older ones from the disk. It never says more than the ledger: each part is added when its
/// transaction has committed.
struct Fresh {
  /// A file's rows, and its accounts' row numbers.
  private struct StatementFile {
    var name: String
    var runOrdinal: Int64
    var accountIDs: [Int64]
    var rows: [StatementRow]
  }

  private struct Place {
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
  private var exports: [[OrderRow]] = []
  /// Order `lastOldOrder + 1 + n`: the newest version.
  private var orders: [Place] = []
  /// Versions that are not as their file has them; `file` is −1.
  private var merged: [OrderRow] = []

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
    _ added: Statement, of file: ImportFile, accountIDs: [Int64], rows: [StatementRow]
  ) {
    let number = Int32(statements.count)
    statements.append(
      StatementFile(
        name: file.name, runOrdinal: file.runOrdinal, accountIDs: accountIDs, rows: rows))
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
    _ rows: [OrderRow], count: Int, _ version: (Int) -> (id: Int64, row: Int32, merged: OrderRow?)
  ) {
    let number = Int32(exports.count)
    exports.append(rows)
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
      merged.append(newest)
    }
  }

  private func order(_ n: Int) -> OrderRow {
    let place = orders[n]
    return place.file < 0 ? merged[Int(place.row)] : exports[Int(place.file)][Int(place.row)]
  }

  /// The ledger's highest row numbers are those that this knows of, or will be when what waits is
  /// written.
  func isWhole(
    _ database: OpaquePointer, ordersWaiting: Int
  ) throws(LedgerError) -> Bool {
    let nextEntry = try nextID("entry", database)
    let nextOrder = try nextID("shop_order", database)
    return nextEntry == lastOldEntry + 1 + Int64(entries.count)
      && nextOrder == lastOldOrder + 1 + Int64(orders.count - ordersWaiting)
  }

  // MARK: As a snapshot has them

  /// By row number. What the first file did not say is taken from the first later one that does.
  func ledgerEntries(accountKeys: [String], runOrdinal: Int64) -> [LedgerEntry] {
    var list: [LedgerEntry] = []
    list.reserveCapacity(entries.count)
    for entry in entries {
      let file = Int(entry.place.file)
      let row = Int(entry.place.row)
      list.append(
        statements[file].rows[row].entry(
          id: entry.publicID,
          accountKey: accountKeys[
            Int(statements[file].accountIDs[Int(statements[file].rows[row].accountIndex)])],
          sourceFile: statements[file].name,
          isNew: statements[file].runOrdinal == runOrdinal))
    }
    for seen in repeats {
      list[seen.entry].enrich(statements[Int(seen.place.file)].rows[Int(seen.place.row)])
    }
    return list
  }

  /// By row number, with the row numbers; old ones that are settled are left out.
  func ledgerOrders(since earliest: Int64) -> (list: [LedgerOrder], ids: [Int64]) {
    var list: [LedgerOrder] = []
    var ids: [Int64] = []
    list.reserveCapacity(orders.count)
    ids.reserveCapacity(orders.count)
    for n in orders.indices {
      let row = order(n)
      if row.orderedAt.secondsTokyo < earliest, row.status != .open { continue }
      list.append(LedgerOrder(row: row, clearedYen: 0, lastDecision: nil, isReleased: false))
      ids.append(lastOldOrder + 1 + Int64(n))
    }
    return (list, ids)
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
      direction: StatementImport.direction(self), amountYen: amountYen, mark: mark,
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
