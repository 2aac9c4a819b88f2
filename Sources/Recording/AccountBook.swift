import Model

/// Settles which account of ours each file speaks of. Pure: it works on what the ledger knows and
/// lists what is to be written. The order of the files plays no part.
struct AccountBook {
  struct Account: Equatable {
    var id: Int64
    /// Oldest first.
    var keys: [String]
    /// Components known so far; `number` nil for an anonymous account.
    var ref: AccountRef
    var holders: [String]
    var isNew = false
  }

  /// What settling adds to the ledger.
  enum Addition: Equatable {
    case account(id: Int64)
    case name(accountID: Int64, version: Int, key: String, ref: AccountRef)
    case holder(accountID: Int64, holder: String)
    case format(formatID: String, accountID: Int64)
  }

  private(set) var accounts: [Account]
  /// Accounts chosen earlier for formats whose files name none.
  private(set) var formatAccounts: [String: Int64]
  private(set) var additions: [Addition] = []
  /// Named accounts of this import that may be an anonymous one: not written down, so that their
  /// money cannot count twice.
  private var held: [Account] = []

  init(accounts: [Account], formatAccounts: [String: Int64]) {
    self.accounts = accounts
    self.formatAccounts = formatAccounts
  }

  /// One choice per request and account. `configured` maps a format to an account key.
  mutating func settle(
    _ requests: [AccountRequest], configured: [String: String]
  ) -> [[AccountChoice]] {
    let firstNew = accounts.count
    for ref in namedRefs(requests, configured) { learn(ref) }
    adopt(newFrom: firstNew, configured)
    for n in firstNew..<max(firstNew, accounts.count) where accounts[n].isNew { open(n) }
    settleAnonymous(requests, configured)
    return requests.map { request in
      request.accounts.map { choice(for: AccountBook.filled($0, request), request.formatID) }
    }
  }

  // MARK: Named accounts

  /// Distinct refs with a number, the most telling first: a ref that says less then meets all it
  /// could belong to.
  private func namedRefs(
    _ requests: [AccountRequest], _ configured: [String: String]
  ) -> [AccountRef] {
    var refs: [AccountRef] = []
    for request in requests {
      for ref in request.accounts where !ref.isAnonymous {
        refs.append(AccountBook.filled(ref, request))
      }
      if request.accounts.contains(where: \.isAnonymous), let key = configured[request.formatID],
        account(withKey: key) == nil, let ref = AccountKey.ref(key)
      {
        refs.append(ref)
      }
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
          id: (accounts.map(\.id).max() ?? 0) + 1, keys: [AccountKey.text(ref)], ref: canonical,
          holders: [], isNew: true))
      note(holder: ref.holder, of: accounts.count - 1)
    } else if fitting.count == 1 {
      merge(ref, into: fitting[0])
    }
  }

  private mutating func merge(_ ref: AccountRef, into n: Int) {
    var merged = accounts[n].ref
    merged.bankCode = merged.bankCode ?? ref.bankCode
    merged.branchCode = merged.branchCode ?? ref.branchCode
    merged.accountType = merged.accountType ?? ref.accountType
    merged.number = merged.number ?? ref.number.map(AccountKey.number)
    let key = AccountKey.text(merged)
    accounts[n].ref = merged
    if accounts[n].isNew {
      accounts[n].keys = [key]
    } else if accounts[n].keys.last != key {
      accounts[n].keys.append(key)
      additions.append(
        .name(accountID: accounts[n].id, version: accounts[n].keys.count, key: key, ref: merged))
    }
    note(holder: ref.holder, of: n)
  }

  private mutating func note(holder: String?, of n: Int) {
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

  // MARK: Adoption

  /// An anonymous account becomes the new named account where each fits only the other: another
  /// name for the same account, so its entries stay what they are. Where configuration says what
  /// it is, nothing else fits it. New accounts that may or may not be it are held back.
  private mutating func adopt(newFrom firstNew: Int, _ configured: [String: String]) {
    let nameless = (0..<firstNew).filter { accounts[$0].ref.isAnonymous }
    var fitting: [Int: [Int]] = [:]
    var isConfigured: [Int: Bool] = [:]
    for n in nameless {
      let all = named(agreeing: accounts[n].ref)
      let chosen = configuredAccount(of: accounts[n].id, configured)
      fitting[n] = chosen.map { chosen in all.filter { $0 == chosen } } ?? all
      isConfigured[n] = chosen != nil
    }
    var gone: [Int] = []
    for new in firstNew..<max(firstNew, accounts.count) {
      let fits = nameless.filter { fitting[$0]!.contains(new) }
      guard let first = fits.first else { continue }
      gone.append(new)
      let isSole = fits.count == 1 && fitting[first]!.count == 1
      if isSole || fits.allSatisfy({ isConfigured[$0]! }) {
        merge(accounts[new].ref, into: first)
        for holder in accounts[new].holders { note(holder: holder, of: first) }
      } else {
        held.append(accounts[new])
      }
    }
    for n in gone.reversed() { accounts.remove(at: n) }
    // Row numbers follow the list, so that they do not depend on what was adopted.
    var id = accounts[..<firstNew].map(\.id).max() ?? 0
    for n in firstNew..<max(firstNew, accounts.count) {
      id += 1
      accounts[n].id = id
    }
  }

  /// The named account that configuration gives to a format of this account; of several formats
  /// the first by name decides.
  private func configuredAccount(of id: Int64, _ configured: [String: String]) -> Int? {
    for formatID in formatAccounts.keys.sorted() where formatAccounts[formatID] == id {
      guard let key = configured[formatID], let ref = AccountKey.ref(key) else { continue }
      let fitting = account(withKey: key).map { [$0] } ?? named(fitting: ref)
      if fitting.count == 1 { return fitting[0] }
    }
    return nil
  }

  // MARK: Anonymous files

  private mutating func settleAnonymous(
    _ requests: [AccountRequest], _ configured: [String: String]
  ) {
    let sorted = requests.filter { $0.accounts.contains(where: \.isAnonymous) }
      .sorted { ($0.formatID, $0.bankCode ?? "") < ($1.formatID, $1.bankCode ?? "") }
    for request in sorted {
      if let key = configured[request.formatID] {
        let ref = AccountKey.ref(key)
        let fitting = account(withKey: key).map { [$0] } ?? ref.map { named(fitting: $0) } ?? []
        if fitting.count == 1 { decide(request.formatID, fitting[0]) }
        continue
      }
      if formatAccounts[request.formatID] != nil { continue }
      for ref in request.accounts where ref.isAnonymous {
        let filled = AccountBook.filled(ref, request)
        let fitting = agreeing(filled)
        if fitting.isEmpty, heldKeys(filled, withNumber: false).isEmpty {
          decide(request.formatID, openAnonymous(request.formatID, filled))
        } else if fitting.count == 1, heldKeys(filled, withNumber: false).isEmpty,
          isJoined(filled, accounts[fitting[0]].ref)
        {
          decide(request.formatID, fitting[0])
        }
        break
      }
    }
  }

  /// Two files that name no account are of one where both or neither say the bank: more would be
  /// a guess, less would count the same money twice.
  private func isJoined(_ ref: AccountRef, _ other: AccountRef) -> Bool {
    !other.isAnonymous || (ref.bankCode == nil) == (other.bankCode == nil)
  }

  private mutating func decide(_ formatID: String, _ n: Int) {
    guard formatAccounts[formatID] != accounts[n].id else { return }
    formatAccounts[formatID] = accounts[n].id
    additions.append(.format(formatID: formatID, accountID: accounts[n].id))
  }

  private mutating func openAnonymous(_ formatID: String, _ ref: AccountRef) -> Int {
    accounts.append(
      Account(
        id: (accounts.map(\.id).max() ?? 0) + 1, keys: ["anonymous/\(formatID)"], ref: ref,
        holders: [], isNew: true))
    note(holder: ref.holder, of: accounts.count - 1)
    open(accounts.count - 1)
    return accounts.count - 1
  }

  // MARK: Looking up

  private func choice(for ref: AccountRef, _ formatID: String) -> AccountChoice {
    let decided = ref.isAnonymous ? formatAccounts[formatID] : nil
    if let n = decided.flatMap({ id in accounts.firstIndex { $0.id == id } }) {
      return .account(id: accounts[n].id, key: accounts[n].keys.last!)
    }
    let fitting = ref.isAnonymous ? agreeing(ref) : named(fitting: ref)
    let heldKeys = heldKeys(ref, withNumber: !ref.isAnonymous)
    guard fitting.count == 1, heldKeys.isEmpty, !ref.isAnonymous else {
      return .unclear(keys: (fitting.map { accounts[$0].keys.last! } + heldKeys).sorted())
    }
    return .account(id: accounts[fitting[0]].id, key: accounts[fitting[0]].keys.last!)
  }

  private func account(withKey key: String) -> Int? {
    accounts.firstIndex { $0.keys.contains(key) }
  }

  private func named(fitting ref: AccountRef) -> [Int] {
    accounts.indices.filter {
      !accounts[$0].ref.isAnonymous && AccountKey.agree(accounts[$0].ref, ref, withNumber: true)
    }
  }

  private func named(agreeing ref: AccountRef) -> [Int] {
    accounts.indices.filter {
      !accounts[$0].ref.isAnonymous && AccountKey.agree(accounts[$0].ref, ref, withNumber: false)
    }
  }

  private func agreeing(_ ref: AccountRef) -> [Int] {
    accounts.indices.filter { AccountKey.agree(accounts[$0].ref, ref, withNumber: false) }
  }

  /// All held accounts where one of them fits: that one is to be chosen among them.
  private func heldKeys(_ ref: AccountRef, withNumber: Bool) -> [String] {
    guard held.contains(where: { AccountKey.agree($0.ref, ref, withNumber: withNumber) }) else {
      return []
    }
    return held.map { $0.keys.last! }
  }

  private static func filled(_ ref: AccountRef, _ request: AccountRequest) -> AccountRef {
    var filled = ref
    filled.bankCode = ref.bankCode ?? request.bankCode
    return filled
  }
}
