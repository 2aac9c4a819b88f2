import Model

/// Which column of a file has which role; -1 where there is none. Resolved once per file.
struct ResolvedColumns {
  private var indices = [Int](repeating: -1, count: ColumnRole.allCases.count)
  /// Names as folded, for findings.
  let names: [String]

  init(names: [String]) { self.names = names }

  subscript(role: ColumnRole) -> Int {
    get { indices[role.rawValue] }
    set { indices[role.rawValue] = newValue }
  }

  func name(of role: ColumnRole) -> String {
    let index = self[role]
    return index >= 0 ? names[index] : ""
  }

  /// How many columns a row needs at least.
  var width: Int { (indices.max() ?? -1) + 1 }
}

/// A profile that fits a header.
struct HeaderMatch {
  let profile: BankProfile
  let columns: ResolvedColumns
  /// Named columns of the file that the profile does not know.
  let unknownNames: [String]
  fileprivate let matched: Int
}

/// What a header came closest to when no profile fitted: for the finding.
struct NearMiss {
  let profile: BankProfile
  let missing: [String]
  let matched: Int
}

/// The profile that fits a header best: fewest unknown columns, then most known ones, then the
/// order of the list. A family (`otherColumns`) comes after every single bank.
func matchBankHeader(_ names: [String], profiles: [BankProfile]) -> HeaderMatch? {
  var best: HeaderMatch?
  for profile in profiles {
    guard let match = resolve(names, profile) else { continue }
    if let known = best, !isBetter(match, than: known) { continue }
    best = match
  }
  return best
}

private func isBetter(_ a: HeaderMatch, than b: HeaderMatch) -> Bool {
  let aFamily = a.profile.has(.otherColumns)
  let bFamily = b.profile.has(.otherColumns)
  if a.unknownNames.count != b.unknownNames.count, aFamily == bFamily {
    return a.unknownNames.count < b.unknownNames.count
  }
  if aFamily != bFamily { return bFamily }
  return a.matched > b.matched
}

/// Nil where a required column is missing, or where two columns could have the same role.
private func resolve(_ names: [String], _ profile: BankProfile) -> HeaderMatch? {
  var columns = ResolvedColumns(names: names)
  var taken = [Bool](repeating: false, count: names.count)
  for column in profile.columns {
    let places = names.indices.filter { column.names.contains(names[$0]) }
    guard places.count <= 1 || column.role == .ignored else { return nil }
    guard let place = places.first else {
      if column.isRequired { return nil }
      continue
    }
    for index in places { taken[index] = true }
    if column.role != .ignored {
      guard columns[column.role] < 0 else { return nil }
      columns[column.role] = place
    }
  }
  let unknown = names.indices.filter { !taken[$0] && !names[$0].isEmpty }
  return HeaderMatch(
    profile: profile, columns: columns, unknownNames: unknown.map { names[$0] },
    matched: taken.filter { $0 }.count)
}

/// The profile of which most columns are there though not all that are needed: at least three, and
/// at least two in three.
func nearestBankHeader(_ names: [String], profiles: [BankProfile]) -> NearMiss? {
  var best: NearMiss?
  for profile in profiles where !profile.has(.otherColumns) {
    let required = profile.columns.filter(\.isRequired)
    let missing = required.filter { column in !column.names.contains { names.contains($0) } }
    let matched = required.count - missing.count
    guard matched >= 3, matched * 3 >= required.count * 2, matched > best?.matched ?? 0 else {
      continue
    }
    best = NearMiss(profile: profile, missing: missing.map { $0.names[0] }, matched: matched)
  }
  return best
}
