import Model

/// What becomes of accounts that are named for the first time where the ledger has money of files
/// that name none.
extension AccountBook {
  /// Gives accounts the names that a person said are theirs, and holds back those that may or may
  /// not be an account on record. `firstNew` is the index of the first account of this import.
  mutating func separate(newFrom firstNew: Int) {
    let adopted = adoptConfigured(newFrom: firstNew)
    noteMoved(before: firstNew)
    var gone = adopted
    for new in firstNew..<max(firstNew, accounts.count) where !adopted.contains(new) {
      if let question = question(about: new, before: firstNew) {
        held.append(Held(account: accounts[new], question: question))
        gone.insert(new)
      }
    }
    for n in gone.sorted().reversed() { accounts.remove(at: n) }
    // Row numbers follow the list, so that they do not depend on what was adopted.
    var id = accounts[..<firstNew].map(\.id).max() ?? 0
    for n in firstNew..<max(firstNew, accounts.count) {
      id += 1
      accounts[n].id = id
    }
  }

  /// An account on record becomes the one that a person names for its formats: another name for
  /// the same account, so that its entries stay what they are. That holds for an anonymous account,
  /// and for one that no file has named but only an earlier word of the person.
  private mutating func adoptConfigured(newFrom firstNew: Int) -> Set<Int> {
    var adopted: Set<Int> = []
    for n in 0..<firstNew {
      let targets = Set(formats(of: n).compactMap { target(of: $0) })
      guard targets.count == 1, let new = targets.first, new >= firstNew, !adopted.contains(new)
      else { continue }
      if accounts[n].ref.isAnonymous {
        guard AccountKey.agree(accounts[n].ref, accounts[new].ref, withNumber: false) else {
          continue
        }
      } else {
        let isOnlySaid =
          !accounts[n].fileFormats.isEmpty && !namedNow.contains(accounts[n].id)
          && accounts[n].fileFormats.allSatisfy { target(of: $0) == new }
        guard isOnlySaid else { continue }
        accounts[n].ref = AccountRef(holder: accounts[n].ref.holder)
      }
      adopted.insert(new)
      let name = accounts[new]
      accounts[new].keys = []
      merge(name.ref, into: n)
      for holder in name.holders { note(holder: holder, of: n) }
    }
    return adopted
  }

  /// Money of a format that is on record in one account must not come a second time into another.
  private mutating func noteMoved(before firstNew: Int) {
    for n in 0..<firstNew {
      for formatID in formats(of: n) where accounts[n].fileFormats.contains(formatID) {
        guard configured[formatID] != nil, !isNamed(n, by: formatID) else { continue }
        moved[formatID] = accounts[n].keys.last!
      }
    }
  }

  private func isNamed(_ n: Int, by formatID: String) -> Bool {
    guard let key = configured[formatID] else { return false }
    guard let ref = AccountKey.ref(key) else { return accounts[n].keys.contains(key) }
    return AccountKey.agree(accounts[n].ref, ref, withNumber: true)
  }

  /// What a person has to say before a new account can be written down; nil where it is surely
  /// none that is on record.
  private func question(about new: Int, before firstNew: Int) -> AccountQuestion? {
    let key = accounts[new].keys.last!
    if let formatID = moved.keys.sorted().first(where: { isNamed(new, by: $0) }) {
      return AccountQuestion(
        keys: [key, moved[formatID]!].sorted(), formatIDs: [formatID],
        recordedKey: moved[formatID])
    }
    let maybe = (0..<firstNew).filter { n in
      accounts[n].ref.isAnonymous && !formats(of: n).contains { configured[$0] != nil }
        && AccountKey.agree(accounts[n].ref, accounts[new].ref, withNumber: false)
    }
    guard !maybe.isEmpty else { return nil }
    return AccountQuestion(
      keys: ([key] + maybe.map { accounts[$0].keys.last! }).sorted(),
      formatIDs: maybe.flatMap(formats).sorted())
  }
}
