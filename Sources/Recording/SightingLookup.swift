import Model

/// What a statement import reads from the file and from the ledger before it matches them.
extension StatementImport {
  mutating func incomingRows() -> [IncomingRow] {
    var incoming: [IncomingRow] = []
    incoming.reserveCapacity(rows.count)
    keys.reserveCapacity(rows.count * 32)
    for (n, row) in rows.enumerated() {
      guard isPosted(row) else {
        count.notPosted += 1
        continue
      }
      let start = Int32(keys.count)
      var name = row.payerName
      name.withUTF8 { PayerKey.append($0, to: &keys) }
      incoming.append(self.incoming(Int32(n), key: start..<Int32(keys.count)))
    }
    incoming.sort { IncomingRow.isBefore(keys, $0, $1) }
    return incoming
  }

  func incoming(_ n: Int32, key: Range<Int32>) -> IncomingRow {
    let row = rows[Int(n)]
    let reference = file.hasStableReferences ? row.reference : ""
    return IncomingRow(
      row: n, accountID: accountIDs[Int(row.accountIndex)], day: row.bookingDay.number,
      direction: row.ledgerDirection.rawValue, amountYen: row.amountYen, key: key,
      reference: reference, isLasting: row.isReferenceLasting && !reference.isEmpty,
      balanceYen: row.balanceAfterYen)
  }

  /// Entries of the file's accounts on the file's days, with their sightings.
  mutating func knownEntries(_ incoming: [IncomingRow]) throws(LedgerError) -> [KnownEntry] {
    var known: [KnownEntry] = []
    let entries = try SQL(
      database,
      """
      SELECT id, booking_day, direction, amount_yen, payer_key, occurrence FROM entry
      WHERE account_id = ? AND booking_day BETWEEN ? AND ?
      ORDER BY account_id, booking_day, direction, amount_yen, payer_key, occurrence
      """)
    let sightings = try SQL(
      database,
      """
      SELECT f.format_id = ?, s.reference, s.balance_after_yen, s.file_id, s.record,
        x.is_incremental IS NOT 1, s.payer_name
      FROM sighting s JOIN source_file f ON f.id = s.file_id
        LEFT JOIN file_extent x ON x.file_id = s.file_id AND x.account_index = 0
      WHERE s.entry_id = ? ORDER BY s.file_id
      """)
    var n = 0
    while n < incoming.count {
      let accountID = incoming[n].accountID
      entries.bind(1, accountID)
      entries.bind(2, incoming[n].day)
      while n < incoming.count, incoming[n].accountID == accountID { n += 1 }
      entries.bind(3, incoming[n - 1].day)
      while try entries.next() {
        let start = Int32(keys.count)
        entries.withBytes(4) { keys.append(contentsOf: $0) }
        var entry = KnownEntry(
          id: entries.int64(0), accountID: accountID, day: entries.int32(1),
          direction: entries.int32(2), amountYen: entries.int64(3),
          key: start..<Int32(keys.count), nameKey: start..<Int32(keys.count),
          occurrence: entries.int32(5))
        sightings.bind(1, file.formatID)
        sightings.bind(2, entry.id)
        while try sightings.next() { note(sightings, &entry) }
        known.append(entry)
      }
    }
    known.sort { KnownEntry.isBefore(keys, $0, $1) }
    return known
  }

  /// Adds a sighting to its entry, and the name it has there where it is another one.
  private mutating func note(_ sql: borrowing SQL, _ entry: inout KnownEntry) {
    let isSameFormat = sql.int64(0) == 1
    let start = Int32(keys.count)
    sql.withBytes(6) { PayerKey.append($0.bindMemory(to: UInt8.self), to: &keys) }
    var name = start..<Int32(keys.count)
    let spelled = ([entry.key] + entry.otherKeys).first {
      KeyBytes.compare(keys, $0, name) == 0
    }
    if let spelled {
      keys.removeLast(name.count)
      name = spelled
    } else {
      entry.otherKeys.append(name)
    }
    if isSameFormat, !entry.isSeenInFormat { entry.nameKey = name }
    entry.sightings.append(
      KnownSighting(
        fileID: sql.int64(3), record: sql.int32(4), isSameFormat: isSameFormat,
        isWholeDay: sql.int64(5) == 1, reference: file.hasStableReferences ? sql.text(1) : "",
        balanceYen: sql.int64OrNil(2)))
  }

  /// The entries behind lasting references that this format has used before.
  func findLasting(_ incoming: inout [IncomingRow]) throws(LedgerError) {
    guard incoming.contains(where: \.isLasting) else { return }
    let sql = try SQL(
      database,
      """
      SELECT e.id, e.booking_day, e.direction, e.amount_yen, r.payer_name
      FROM lasting_reference r JOIN entry e ON e.id = r.entry_id
      WHERE r.account_id = ? AND r.format_id = ? AND r.reference = ?
      """)
    for n in incoming.indices where incoming[n].isLasting {
      let row = incoming[n]
      sql.bind(1, row.accountID)
      sql.bind(2, file.formatID)
      sql.bind(3, row.reference)
      guard try sql.next() else { continue }
      let key = keys[Int(row.key.lowerBound)..<Int(row.key.upperBound)]
      var name: [UInt8] = []
      sql.withBytes(4) { PayerKey.append($0.bindMemory(to: UInt8.self), to: &name) }
      incoming[n].lasting = LastingEntry(
        id: sql.int64(0), day: sql.int32(1), direction: sql.int32(2), amountYen: sql.int64(3),
        hasSameName: key.elementsEqual(name))
      sql.reset()
    }
  }

  // MARK: Whole days

  func matchFile(_ incoming: [IncomingRow]) throws(LedgerError) -> MatchFile {
    var match = MatchFile(isIncremental: reading.isIncremental)
    match.ownWholeDays = reading.accounts.indices.compactMap { wholeDays($0) }
    for (n, account) in reading.accounts.enumerated() where account.stopsFromRecord == nil {
      match.openings[accountIDs[n]] = account.openingBalanceYen
    }
    let sql = try SQL(
      database,
      """
      SELECT whole_first_day, whole_last_day, is_proved FROM file_extent
      WHERE account_id = ? AND whole_last_day >= ? AND whole_first_day <= ?
      """)
    var n = 0
    while n < incoming.count {
      let accountID = incoming[n].accountID
      sql.bind(1, accountID)
      sql.bind(2, incoming[n].day)
      while n < incoming.count, incoming[n].accountID == accountID { n += 1 }
      sql.bind(3, incoming[n - 1].day)
      while try sql.next() {
        match.knownWholeDays.append(
          WholeDays(
            accountID: accountID, firstDay: sql.int32(0), lastDay: sql.int32(1),
            isProved: sql.int64(2) == 1))
      }
    }
    return match
  }

  /// The days of which the file holds every row: from its first to the day before that of its last
  /// row. Of the last it may hold a part, and a stated period may end on a day still to come.
  private func wholeDays(_ n: Int) -> WholeDays? {
    let account = reading.accounts[n]
    guard !reading.isIncremental, reading.rowsRejected == 0, account.stopsFromRecord == nil,
      let lastRow = rows.lazy.filter({ $0.accountIndex == Int32(n) }).map(\.bookingDay).max(),
      let firstDay = account.firstDay, firstDay < lastRow
    else { return nil }
    return WholeDays(
      accountID: accountIDs[n], firstDay: firstDay.number, lastDay: lastRow.number - 1,
      isProved: account.openingBalanceYen != nil && account.closingBalanceYen != nil)
  }

  func saveExtents(_ match: SightingMatch) throws(LedgerError) {
    let sql = try SQL(database, "INSERT INTO file_extent VALUES (?,?,?,?,?,?,?)")
    for n in reading.accounts.indices {
      var days = count.notPosted == 0 ? wholeDays(n) : nil
      if let cut = match.cutDays[accountIDs[n]], days != nil {
        days!.firstDay = cut + 1
        if days!.firstDay > days!.lastDay { days = nil }
      }
      sql.bind(1, fileID)
      sql.bind(2, Int64(n))
      sql.bind(3, accountIDs[n])
      sql.bind(4, Int64(reading.isIncremental ? 1 : 0))
      sql.bind(5, days?.firstDay)
      sql.bind(6, days?.lastDay)
      sql.bind(7, Int64(days?.isProved == true ? 1 : 0))
      try sql.run()
    }
  }
}
