import Model

/// Settles which account of ours each file speaks of. Pure: it works on what the ledger knows and
/// lists what is to be written. The order of the files plays no part, and neither does the order
/// of imports: what nobody has said is not concluded from what happens to be known already.
struct AccountBook {
  struct Account: Equatable {
    var id: Int64
    /// Oldest first.
    var keys: [String]
    /// Components known so far; `number` nil for an anonymous account.
    var ref: AccountRef
    var holders: [String]
    /// Formats of the files on record for it.
    var fileFormats: Set<String> = []
    var isNew = false
  }

  /// A named account of this import that is not written down, so that its money cannot count
  /// twice, and what a person has to say first.
  struct Held {
    var account: Account
    var question: AccountQuestion
  }

  /// What settling adds to the ledger.
  enum Addition: Equatable {
    case account(id: Int64)
    case name(accountID: Int64, version: Int, key: String, ref: AccountRef)
    case holder(accountID: Int64, holder: String)
    case format(formatID: String, accountID: Int64)
  }

  var accounts: [Account]
  /// Accounts chosen earlier for formats whose files name none.
  private(set) var formatAccounts: [String: Int64]
  var additions: [Addition] = []
  var held: [Held] = []
  /// What a person said: the key of a format's account.
  private(set) var configured: [String: String] = [:]
  /// Formats that a person gives to another account than the one in which their money is on
  /// record, with the key of the latter.
  var moved: [String: String] = [:]
  /// Accounts of the ledger that a file or the configuration names in this import.
  private(set) var namedNow: Set<Int64> = []

  /// - Parameter banks: the bank of each format that is of one bank.
  init(accounts: [Account], formatAccounts: [String: Int64], banks: [String: String] = [:]) {
    self.accounts = accounts
    self.formatAccounts = formatAccounts
    for n in accounts.indices where accounts[n].ref.isAnonymous && accounts[n].ref.bankCode == nil {
      // The bank may have been added to a profile after its first files.
      let known = Set(formats(of: n).map { banks[$0] })
      if known.count == 1, let bank = known.first { self.accounts[n].ref.bankCode = bank }
    }
  }

  /// One choice per request and account. `configured` maps a format to an account key.
  mutating func settle(
    _ requests: [AccountRequest], configured: [String: String]
  ) -> [[AccountChoice]] {
    self.configured = configured
    let firstNew = accounts.count
    for ref in namedRefs(requests) { learn(ref) }
    separate(newFrom: firstNew)
    for n in firstNew..<max(firstNew, accounts.count) where accounts[n].isNew { open(n) }
    settleAnonymous(requests)
    return requests.map { request in
      request.accounts.map { choice(for: AccountBook.filled($0, request), request.formatID) }
    }
  }

  // MARK: Named accounts

  /// Distinct refs with a number, the most telling first: a ref that says less then meets all it
  /// could belong to. What is configured for a format counts once files of it are there.
  private func namedRefs(_ requests: [AccountRequest]) -> [AccountRef] {
    var refs: [AccountRef] = []
    for request in requests {
      for ref in request.accounts where !ref.isAnonymous {
        refs.append(AccountBook.filled(ref, request))
      }
    }
    let seen = Set(requests.filter { $0.accounts.contains(where: \.isAnonymous) }.map(\.formatID))
      .union(formatAccounts.keys)
    for formatID in seen.sorted() {
      if let ref = configured[formatID].flatMap(AccountKey.ref) { refs.append(ref) }
    }
    let sorted = refs.map { ($0, AccountKey.known($0), AccountKey.text($0), $0.holder ?? "") }
      .sorted { ($1.1, $0.2, $0.3) < ($0.1, $1.2, $1.3) }
    return sorted.map(\.0)
  }

  private mutating func learn(_ ref: AccountRef) {
    let fitting = named(fitting: ref)
    if fitting.isEmpty {
      var canonical = ref
      canonical.number = ref.number.map(AccountKey.number)
      accounts.append(
        Account(
          id: (accounts.map(\.id).max() ?? 0) + 1, keys: [freeKey(AccountKey.text(ref))],
          ref: canonical, holders: [], isNew: true))
      note(holder: ref.holder, of: accounts.count - 1)
    } else if fitting.count == 1 {
      if !accounts[fitting[0]].isNew { namedNow.insert(accounts[fitting[0]].id) }
      merge(ref, into: fitting[0])
    }
  }

  /// A key is unique for ever; the name of a corrected mistake may come to be of another account.
  private func freeKey(_ text: String) -> String {
    var key = text
    var count = 2
    while accounts.contains(where: { $0.keys.contains(key) }) {
      key = "\(text) (\(count))"
      count += 1
    }
    return key
  }

  mutating func merge(_ ref: AccountRef, into n: Int) {
    var merged = accounts[n].ref
    merged.bankCode = merged.bankCode ?? ref.bankCode
    merged.branchCode = merged.branchCode ?? ref.branchCode
    merged.accountType = merged.accountType ?? ref.accountType
    merged.number = merged.number ?? ref.number.map(AccountKey.number)
    if merged == accounts[n].ref {
      note(holder: ref.holder, of: n)
      return
    }
    accounts[n].ref = merged
    let key = freeKey(AccountKey.text(merged))
    if accounts[n].isNew {
      accounts[n].keys = [key]
    } else {
      accounts[n].keys.append(key)
      additions.append(
        .name(accountID: accounts[n].id, version: accounts[n].keys.count, key: key, ref: merged))
    }
    note(holder: ref.holder, of: n)
  }

  mutating func note(holder: String?, of n: Int) {
    guard let holder, !holder.isEmpty, !accounts[n].holders.contains(holder) else { return }
    accounts[n].holders.append(holder)
    if accounts[n].ref.holder == nil { accounts[n].ref.holder = holder }
    if !accounts[n].isNew {
      additions.append(.holder(accountID: accounts[n].id, holder: holder))
    }
  }

  /// Writes a new account down.
  private mutating func open(_ n: Int) {
    let account = accounts[n]
    additions.append(.account(id: account.id))
    additions.append(
      .name(accountID: account.id, version: 1, key: account.keys[0], ref: account.ref))
    for holder in account.holders {
      additions.append(.holder(accountID: account.id, holder: holder))
    }
    accounts[n].isNew = false
  }

  // MARK: Anonymous files

  /// A file that names no account is of the account that a person gave to its format, or of the
  /// one its format had before. Only where no other account could be it is it one of its own: that
  /// two are one is said by nobody but a person. Formats of a known bank come first, since they
  /// could be fewer.
  private mutating func settleAnonymous(_ requests: [AccountRequest]) {
    let sorted = requests.filter { $0.accounts.contains(where: \.isAnonymous) }
      .map { (request: $0, rank: ($0.bankCode == nil ? 1 : 0, $0.formatID)) }
      .sorted { $0.rank < $1.rank }.map(\.request)
    settleSaid(requests)
    for request in sorted where moved[request.formatID] == nil {
      if configured[request.formatID] != nil {
        if let n = target(of: request.formatID) { decide(request.formatID, n) }
        continue
      }
      guard formatAccounts[request.formatID] == nil,
        let ref = request.accounts.first(where: \.isAnonymous)
      else { continue }
      let filled = AccountBook.filled(ref, request)
      if agreeing(filled).isEmpty, heldAgreeing(filled, withNumber: false).isEmpty {
        decide(request.formatID, openAnonymous(request.formatID, filled))
      }
    }
  }

  /// A profile may name the account in the file's place: it is on record as the format's own, so
  /// that a corrected word is known for one.
  private mutating func settleSaid(_ requests: [AccountRequest]) {
    for request in requests where moved[request.formatID] == nil {
      for ref in request.accounts.map({ AccountBook.filled($0, request) })
      where !ref.isAnonymous && isConfigured(ref, request.formatID) {
        let fitting = named(fitting: ref)
        if fitting.count == 1, heldAgreeing(ref, withNumber: true).isEmpty {
          decide(request.formatID, fitting[0])
        }
      }
    }
  }

  private mutating func decide(_ formatID: String, _ n: Int) {
    guard formatAccounts[formatID] != accounts[n].id else { return }
    formatAccounts[formatID] = accounts[n].id
    additions.append(.format(formatID: formatID, accountID: accounts[n].id))
  }

  private mutating func openAnonymous(_ formatID: String, _ ref: AccountRef) -> Int {
    accounts.append(
      Account(
        id: (accounts.map(\.id).max() ?? 0) + 1, keys: [freeKey("anonymous/\(formatID)")], ref: ref,
        holders: [], isNew: true))
    note(holder: ref.holder, of: accounts.count - 1)
    open(accounts.count - 1)
    return accounts.count - 1
  }

  // MARK: Looking up

  private func choice(for ref: AccountRef, _ formatID: String) -> AccountChoice {
    if let key = moved[formatID], ref.isAnonymous || isConfigured(ref, formatID) {
      return .unclear(
        AccountQuestion(
          keys: [key, configured[formatID] ?? ""].sorted(), formatIDs: [formatID],
          recordedKey: key))
    }
    let waiting = heldAgreeing(ref, withNumber: !ref.isAnonymous)
    if ref.isAnonymous {
      let decided = formatAccounts[formatID]
      if let n = decided.flatMap({ id in accounts.firstIndex { $0.id == id } }) {
        return .account(id: accounts[n].id, key: accounts[n].keys.last!)
      }
      let fitting = agreeing(ref)
      // Where a bank is known, the bank of the account that a person names settles the rest.
      let nameless = fitting.filter {
        accounts[$0].ref.isAnonymous && accounts[$0].ref.bankCode == nil
      }
      return .unclear(
        AccountQuestion(
          keys: (fitting.map { accounts[$0].keys.last! } + waiting.map { $0.account.keys.last! })
            .sorted(),
          formatIDs: Set(nameless.flatMap(formats) + [formatID]).sorted()))
    }
    if let first = waiting.first { return .unclear(first.question) }
    let fitting = named(fitting: ref)
    guard fitting.count == 1 else {
      return .unclear(
        AccountQuestion(keys: fitting.map { accounts[$0].keys.last! }.sorted(), formatIDs: []))
    }
    return .account(id: accounts[fitting[0]].id, key: accounts[fitting[0]].keys.last!)
  }

  /// Formats whose files name no account and were taken for this one.
  func formats(of n: Int) -> [String] {
    formatAccounts.filter { $0.value == accounts[n].id }.map(\.key).sorted()
  }

  /// The account that a person gave to a format; nil where there is none, or several fit.
  func target(of formatID: String) -> Int? {
    guard let key = configured[formatID] else { return nil }
    let fitting =
      AccountKey.ref(key).map { named(fitting: $0) }
      ?? accounts.indices.filter { accounts[$0].keys.contains(key) }
    return fitting.count == 1 ? fitting[0] : nil
  }

  private func isConfigured(_ ref: AccountRef, _ formatID: String) -> Bool {
    guard let key = configured[formatID] else { return false }
    guard let other = AccountKey.ref(key) else { return AccountKey.text(ref) == key }
    return AccountKey.agree(ref, other, withNumber: true)
  }

  private func named(fitting ref: AccountRef) -> [Int] {
    accounts.indices.filter {
      !accounts[$0].ref.isAnonymous && AccountKey.agree(accounts[$0].ref, ref, withNumber: true)
    }
  }

  private func agreeing(_ ref: AccountRef) -> [Int] {
    accounts.indices.filter { AccountKey.agree(accounts[$0].ref, ref, withNumber: false) }
  }

  private func heldAgreeing(_ ref: AccountRef, withNumber: Bool) -> [Held] {
    held.filter { AccountKey.agree($0.account.ref, ref, withNumber: withNumber) }
  }

  private static func filled(_ ref: AccountRef, _ request: AccountRequest) -> AccountRef {
    var filled = ref
    filled.bankCode = ref.bankCode ?? request.bankCode
    return filled
  }
}
