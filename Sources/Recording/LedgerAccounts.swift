public import Model

extension Ledger {
  /// All accounts, by row number.
  public func accounts() throws(LedgerError) -> [LedgerAccount] {
    try read { database in
      try Ledger.loadAccounts(database).map {
        LedgerAccount(id: $0.id, key: $0.keys.last!, keys: $0.keys, account: $0.ref)
      }
    }
  }

  /// Settles the accounts of all files of an import at once, so that the order of the files plays
  /// no part, and writes down accounts and names that are new. Call it once per import, with
  /// every statement of the inbox; the result is parallel to `files` and their accounts.
  ///
  /// Two descriptions are of one account if their numbers are equal by value and no component
  /// that both state differs. A file that names no account goes, in this order, to: the account
  /// `configured` for its format (format id → account key); the one it went to before; an anonymous
  /// account of its own, unless another account of the ledger or the import could be it, which is
  /// one whose bank is not known to be another. Then it is unclear, and so is a new named account
  /// that could be an anonymous one of the ledger: that two are one only `configured` says. An
  /// account without a name of its own takes the name that is configured for its format. A format
  /// that is configured for another account than the one that has its money is unclear.
  ///
  /// - Parameter banks: format id → bank, for formats of one bank.
  public func resolveAccounts(
    for files: [AccountRequest], configured: [String: String], banks: [String: String] = [:]
  ) throws(LedgerError) -> [[AccountChoice]] {
    try write { database in
      var book = AccountBook(
        accounts: try Ledger.loadAccounts(database),
        formatAccounts: try Ledger.loadFormatAccounts(database), banks: banks)
      let choices = book.settle(files, configured: configured)
      try Ledger.save(book.additions, database)
      return choices
    }
  }

  /// Days that imported files cover for an account, merged where they touch, oldest first. Days
  /// from an account's break on are not covered, nor is a day of which only a part was seen.
  public func coverage(accountID: Int64) throws(LedgerError) -> [CoveredDays] {
    try read { database in
      let sql = try SQL(
        database,
        """
        SELECT DISTINCT a.first_day, a.last_day FROM file_account a
        WHERE a.account_id = ? AND a.first_day IS NOT NULL AND NOT EXISTS
          (SELECT 1 FROM file_trail t
            WHERE t.file_id = a.file_id AND t.account_index = a.account_index)
        """)
      sql.bind(1, accountID)
      var periods: [CoveredDays] = []
      while try sql.next() {
        periods.append(
          CoveredDays(firstDay: Day(number: sql.int32(0)), lastDay: Day(number: sql.int32(1))))
      }
      let trails = try Ledger.loadTrails(database, accountID)
      periods += trails.flatMap(CoveredDays.periods)
      var covered = CoveredDays.merged(periods)
      // A row that waits says that a file which is believed may not have all of its day. A file
      // that comes later has the last word.
      for trail in trails {
        for days in trail.untoldDays where days.kind == .waiting {
          let isSettled = trails.contains {
            $0.runOrdinal > trail.runOrdinal && $0.firstDay <= days.firstDay
              && $0.wholeThrough >= days.lastDay
          }
          if isSettled { continue }
          covered = covered.flatMap { $0.without(days.firstDay, days.lastDay) }
        }
      }
      return covered
    }
  }

  /// Days of which a row could not be read or waits: they are in doubt also where the bank rests.
  public func daysInDoubt(accountID: Int64) throws(LedgerError) -> [UntoldDays] {
    try read { database in
      try Ledger.loadTrails(database, accountID).flatMap(\.untoldDays)
        .filter { $0.kind != .missing }
    }
  }

  static func loadAccounts(_ database: OpaquePointer) throws(LedgerError) -> [AccountBook.Account] {
    var accounts: [AccountBook.Account] = []
    let names = try SQL(
      database,
      """
      SELECT account_id, account_key, bank_code, branch_code, account_type, number
      FROM account_name ORDER BY account_id, version
      """)
    while try names.next() {
      let ref = AccountRef(
        bankCode: names.textOrNil(2), branchCode: names.textOrNil(3),
        accountType: names.isNull(4) ? nil : names.int32(4), number: names.textOrNil(5))
      if accounts.last?.id == names.int64(0) {
        accounts[accounts.count - 1].keys.append(names.text(1))
        accounts[accounts.count - 1].ref = ref
      } else {
        accounts.append(
          AccountBook.Account(id: names.int64(0), keys: [names.text(1)], ref: ref, holders: []))
      }
    }
    let holders = try SQL(
      database, "SELECT account_id, holder FROM account_holder ORDER BY account_id, holder")
    while try holders.next() {
      guard let n = accounts.firstIndex(where: { $0.id == holders.int64(0) }) else { continue }
      accounts[n].holders.append(holders.text(1))
      if accounts[n].ref.holder == nil { accounts[n].ref.holder = holders.text(1) }
    }
    let formats = try SQL(
      database,
      """
      SELECT DISTINCT a.account_id, f.format_id
      FROM file_account a JOIN source_file f ON f.id = a.file_id
      """)
    while try formats.next() {
      guard let n = accounts.firstIndex(where: { $0.id == formats.int64(0) }) else { continue }
      accounts[n].fileFormats.insert(formats.text(1))
    }
    return accounts
  }

  private static func loadFormatAccounts(
    _ database: OpaquePointer
  ) throws(LedgerError) -> [String: Int64] {
    var found: [String: Int64] = [:]
    let sql = try SQL(
      database, "SELECT format_id, account_id FROM format_account ORDER BY format_id, version")
    while try sql.next() { found[sql.text(0)] = sql.int64(1) }
    return found
  }

  private static func save(
    _ additions: [AccountBook.Addition], _ database: OpaquePointer
  ) throws(LedgerError) {
    let account = try SQL(database, "INSERT INTO account VALUES (?)")
    let name = try SQL(database, "INSERT INTO account_name VALUES (?,?,?,?,?,?,?)")
    let holderRow = try SQL(database, "INSERT INTO account_holder VALUES (?,?)")
    let format = try SQL(
      database,
      """
      INSERT INTO format_account
      VALUES (?1, 1 + (SELECT count(*) FROM format_account WHERE format_id = ?1), ?2)
      """)
    for addition in additions {
      switch addition {
      case .account(let id):
        account.bind(1, id)
        try account.run()
      case .name(let accountID, let version, let key, let ref):
        name.bind(1, accountID)
        name.bind(2, Int64(version))
        name.bind(3, key)
        name.bind(4, ref.bankCode)
        name.bind(5, ref.branchCode)
        name.bind(6, ref.accountType)
        name.bind(7, ref.number)
        try name.run()
      case .holder(let accountID, let holder):
        holderRow.bind(1, accountID)
        holderRow.bind(2, holder)
        try holderRow.run()
      case .format(let formatID, let accountID):
        format.bind(1, formatID)
        format.bind(2, accountID)
        try format.run()
      }
    }
  }
}

extension Ledger {
  /// Every shop that ever had an order. Cost: one pass over the orders.
  public func shopIDs() throws(LedgerError) -> Set<String> {
    try read { database in
      let sql = try SQL(database, "SELECT DISTINCT shop_id FROM shop_order")
      var shops: Set<String> = []
      while try sql.next() { shops.insert(sql.text(0)) }
      return shops
    }
  }
}
