import Model

/// Turns a description into a profile and keeps every problem on the way.
struct ProfileChecker {
  private static let maxColumns = Int32(CSVScanner.maxColumns)
  private static let maxSkippedLines: Int32 = 1_000

  private let given: ProfileDescription
  private(set) var problems: [ProfileProblem] = []

  init(_ given: ProfileDescription) { self.given = given }

  mutating func profile() -> OwnProfile {
    checkID()
    checkLayout()
    let columns = self.columns()
    checkRoles(columns.map(\.role))
    let info = FormatInfo(
      id: given.id, kind: .statement, titleJa: given.titleJa.isEmpty ? given.id : given.titleJa,
      titleEn: given.titleEn.isEmpty ? given.id : given.titleEn, bankCode: given.bankCode,
      grade: "own", sources: [given.source], notes: given.notes)
    let profile = BankProfile(
      info, columns: columns, dates: dates(), quirks: quirks(), own: own(columns))
    return OwnProfile(info: info, replaces: given.replaces, profile: profile)
  }

  private mutating func add(_ key: String, _ value: String, _ kind: ProfileProblem.Kind) {
    problems.append(ProfileProblem(key: key, column: nil, value: value, kind: kind))
  }

  private mutating func add(column index: Int, _ value: String, _ kind: ProfileProblem.Kind) {
    problems.append(
      ProfileProblem(key: given.columns[index].role, column: index, value: value, kind: kind))
  }

  private mutating func checkID() {
    let builtIn = allFormats().map(\.id)
    let isWellFormed =
      !given.id.isEmpty && given.id.utf8.count <= 60
      && given.id.utf8.allSatisfy { byte in
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
      }
    if given.id.isEmpty {
      add("id", "", .missing)
    } else if !isWellFormed {
      add("id", given.id, .badForm(expected: "a-z, 0-9, -"))
    }
    if let replaced = given.replaces, !bankProfiles.contains(where: { $0.info.id == replaced }) {
      add("replaces", replaced, .unknownWord(allowed: bankProfiles.map(\.info.id).sorted()))
    }
    if builtIn.contains(given.id), given.replaces != given.id { add("id", given.id, .takenID) }
    if let bank = given.bankCode, let other = given.account?.bankCode, bank != other {
      add("account", other, .conflict(with: "bank: \"\(bank)\""))
    }
    if let bank = given.bankCode, !isDigits(bank, count: 4) {
      add("bank", bank, .badForm(expected: "\"0005\""))
    }
  }

  private mutating func checkLayout() {
    if !(0...Self.maxSkippedLines).contains(given.skipLines) {
      add("skip_lines", "\(given.skipLines)", .outOfRange(maximum: Self.maxSkippedLines))
    }
    if let separator = given.separator, !separatorWords.contains(where: { $0.word == separator }) {
      add("separator", separator, .unknownWord(allowed: separatorWords.map(\.word)))
    }
    switch (given.hasHeader, given.columnCount) {
    case (true, let count?): add("column_count", "\(count)", .conflict(with: "header: names"))
    case (false, nil): add("column_count", "", .missing)
    case (false, let count?) where !(3...Self.maxColumns).contains(count):
      add("column_count", "\(count)", .outOfRange(maximum: Self.maxColumns))
    default: break
    }
  }

  private mutating func columns() -> [ProfileColumn] {
    var columns: [ProfileColumn] = []
    var usedNames: Set<String> = []
    var usedNumbers: Set<Int32> = []
    for (index, column) in given.columns.enumerated() {
      guard let role = ColumnRole.allCases.first(where: { $0.word == column.role }) else {
        add(column: index, column.role, .unknownWord(allowed: OwnProfile.roleWords))
        continue
      }
      if role != .ignored, columns.contains(where: { $0.role == role }) {
        add(column: index, column.role, .repeated)
      }
      let names = column.names.map(foldHeader)
      if given.hasHeader {
        if column.number != nil || names.isEmpty || names.contains("") {
          add(column: index, column.names.first ?? "", .badForm(expected: "名前 / a name"))
        }
        for name in Set(names).sorted() where !usedNames.insert(name).inserted {
          add(column: index, name, .repeated)
        }
      } else if let number = column.number {
        if !(1...(given.columnCount ?? Self.maxColumns)).contains(number) {
          add(
            column: index, "\(number)", .outOfRange(maximum: given.columnCount ?? Self.maxColumns))
        }
        if !usedNumbers.insert(number).inserted { add(column: index, "\(number)", .repeated) }
      } else {
        add(column: index, names.first ?? "", .badForm(expected: "1, 2, 3 …"))
      }
      columns.append(
        ProfileColumn(
          role: role, names: names.isEmpty ? [column.number.map { "\($0)" } ?? ""] : names,
          isRequired: column.isRequired && role != .ignored))
    }
    return columns
  }

  /// One way to tell the day, one way to tell the amount, somebody who paid.
  private mutating func checkRoles(_ roles: [ColumnRole]) {
    let has = { (role: ColumnRole) in roles.contains(role) }
    let parts: [ColumnRole] = [.year, .month, .dayOfMonth]
    let split = parts.filter(has)
    if has(.date) {
      for part in split { add(part.word, part.word, .conflict(with: "date")) }
    } else if split.isEmpty {
      add("date", "", .missing)
    } else {
      for part in parts where !has(part) { add(part.word, "", .missing) }
    }
    if has(.signedAmount) {
      for side in [ColumnRole.debit, .credit] where has(side) {
        add(side.word, side.word, .conflict(with: "amount"))
      }
    } else if !has(.debit), !has(.credit) {
      add("amount", "", .missing)
    } else {
      for side in [ColumnRole.debit, .credit] where !has(side) { add(side.word, "", .missing) }
    }
    if has(.direction), !has(.signedAmount) { add("amount", "", .missing) }
    if !has(.text), !has(.payer) { add("text", "", .missing) }
    if given.account != nil, has(.account) || has(.accountNumber) {
      add("account", "", .conflict(with: has(.account) ? "columns: account" : "account_number"))
    }
    checkDirectionWords(has)
  }

  private mutating func checkDirectionWords(_ has: (ColumnRole) -> Bool) {
    guard !given.creditWords.isEmpty || !given.debitWords.isEmpty else { return }
    if !has(.direction) { add("direction", "", .missing) }
    if given.creditWords.isEmpty { add("credit_words", "", .missing) }
    if given.debitWords.isEmpty { add("debit_words", "", .missing) }
    let credit = Set(given.creditWords.map(foldHeader))
    for word in given.debitWords where credit.contains(foldHeader(word)) {
      add("debit_words", word, .conflict(with: "credit_words"))
    }
  }

  private mutating func dates() -> DateStyles {
    var styles: DateStyles = []
    for word in given.dates {
      if let found = DateStyles.words.first(where: { $0.word == word }) {
        styles.insert(found.style)
      } else {
        add("dates", word, .unknownWord(allowed: DateStyles.words.map(\.word)))
      }
    }
    let isSplit = given.columns.contains { $0.role == ColumnRole.year.word }
    if given.dates.isEmpty, !isSplit { add("dates", "", .missing) }
    return isSplit && styles.isEmpty ? .yearMonthDay : styles
  }

  private mutating func quirks() -> [Quirk] {
    var quirks: [Quirk] = []
    for word in given.quirks {
      if let found = Quirk.words.first(where: { $0.word == word }) {
        quirks.append(found.quirk)
      } else {
        add("quirks", word, .unknownWord(allowed: Quirk.words.map(\.word)))
      }
    }
    return quirks
  }

  private func own(_ columns: [ProfileColumn]) -> OwnLayout {
    var positions: [(ColumnRole, Int)] = []
    for (column, made) in zip(given.columns, columns) where !given.hasHeader {
      if let number = column.number { positions.append((made.role, Int(number) - 1)) }
    }
    let separator = separatorWords.first { $0.word == given.separator }?.byte
    return OwnLayout(
      separator: separator, skipLines: Int(given.skipLines),
      columnCount: given.hasHeader ? nil : given.columnCount.map { Int($0) },
      positions: positions, account: given.account,
      creditWords: given.creditWords.map(foldHeader), debitWords: given.debitWords.map(foldHeader))
  }
}

private func isDigits(_ text: String, count: Int) -> Bool {
  text.utf8.count == count && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
}
