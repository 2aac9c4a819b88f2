import Model

/// Works out what the columns of a sample mean: by their names where built-in formats know them,
/// else by what stands in them.
struct Proposing {
  struct Choice {
    var column: Int
    var role: ColumnRole
    var ground: ProfileProposal.Ground
  }

  let table: SampleTable
  let cells: CellReader
  /// What the header says; nil where the name is not known, or means different things.
  private let hints: [ColumnRole?]
  private var choices: [Choice] = []
  private(set) var questions: [ProfileProposal.Question] = []
  private var styles: DateStyles = []
  private var quirks: [String] = []
  private var creditWords: [String] = []
  private var debitWords: [String] = []

  init(_ table: SampleTable, asOf: Day) {
    self.table = table
    cells = CellReader(asOf: asOf)
    hints = (0..<table.width).map { index in
      table.hasHeader ? knownRole(foldHeader(table.names[index])) : nil
    }
  }

  /// By column.
  var sorted: [Choice] {
    choices.sorted { ($0.column, $0.role.rawValue) < ($1.column, $1.role.rawValue) }
  }

  mutating func run() {
    findDays()
    findMoney()
    findByName()
    findKindsAndAccount()
    findText()
    // A column without name and contents is only a comma at the end of each line.
    for index in 0..<table.width where isFree(index) && !(isUnnamed(index) && isBlank(index)) {
      let isAsked = questions.contains { $0.candidates.contains(index) }
      if !isAsked { choose(index, .ignored, isBlank(index) ? .blank : .unused) }
    }
  }

  private func isFree(_ index: Int) -> Bool { !choices.contains { $0.column == index } }

  private func has(_ role: ColumnRole) -> Bool { choices.contains { $0.role == role } }

  private func filled(_ index: Int) -> [String] { table.column(index).filter { !$0.isEmpty } }

  private func isUnnamed(_ index: Int) -> Bool { table.hasHeader && table.names[index].isEmpty }

  private func isBlank(_ index: Int) -> Bool { filled(index).isEmpty }

  private mutating func choose(
    _ index: Int, _ role: ColumnRole, _ ground: ProfileProposal.Ground
  ) {
    choices.append(Choice(column: index, role: role, ground: ground))
  }

  private mutating func ask(_ roles: [ColumnRole], _ candidates: [Int]) {
    questions.append(
      ProfileProposal.Question(roles: roles.map(\.word), candidates: candidates))
  }

  // MARK: Days

  /// The styles that all cells of a column have in common, the clearest only; empty: no column of
  /// days. Several where no single one covers all.
  private func styles(of index: Int) -> DateStyles {
    let all = filled(index).map(cells.styles)
    guard !all.isEmpty, all.allSatisfy({ !$0.isEmpty }) else { return [] }
    for (_, style) in DateStyles.words where all.allSatisfy({ $0.contains(style) }) {
      return style
    }
    return all.reduce([]) { $0.union($1) }
  }

  private mutating func findDays() {
    if findSplitDay() { return }
    let rows = Int32(clamping: table.rows.count)
    let found = (0..<table.width).map { (index: $0, styles: styles(of: $0)) }
      .filter { !$0.styles.isEmpty }
    // Numbers without marks are days only where nothing else is, or the name says so.
    let clear = found.filter { $0.styles != .eraDigits || hints[$0.index] == .date }
    let days = clear.isEmpty ? found : clear
    let full = days.filter { filled($0.index).count == table.rows.count }
    if let named = full.first(where: { hints[$0.index] == .date }) {
      styles = named.styles
      choose(named.index, .date, .knownName)
    } else if full.count == 1 || full.first.map({ $0.styles != .eraDigits }) == true {
      let others = full.dropFirst().filter { hints[$0.index] == nil }
      if others.isEmpty, let first = full.first {
        styles = first.styles
        choose(first.index, .date, .days(rows))
      } else {
        ask([.date, .valueDay], full.map(\.index))
        styles = full.reduce([]) { $0.union($1.styles) }
      }
    } else {
      ask([.date], full.map(\.index))
    }
    // A day that stands in some rows only is the one that differs from the booking day.
    let partly = days.filter { isFree($0.index) && filled($0.index).count < table.rows.count }
    if partly.count == 1, let other = partly.first, hints[other.index] ?? .valueDay == .valueDay {
      styles.formUnion(other.styles)
      choose(other.index, .valueDay, .days(Int32(clamping: filled(other.index).count)))
    }
  }

  private mutating func findSplitDay() -> Bool {
    let hasWholeDay = (0..<table.width).contains {
      !styles(of: $0).subtracting([.eraDigits, .compact]).isEmpty
    }
    guard !hasWholeDay, table.width >= 3,
      let first = (0...(table.width - 3)).first(where: { index in
        table.rows.allSatisfy { cells.isSplitDay($0, at: index) }
      })
    else { return false }
    let rows = Int32(clamping: table.rows.count)
    for (offset, role) in [ColumnRole.year, .month, .dayOfMonth].enumerated() {
      choose(first + offset, role, .days(rows))
    }
    return true
  }

  // MARK: Money

  private mutating func findMoney() {
    let account = (0..<table.width).first { index in
      !isBlank(index) && filled(index).allSatisfy(isAccountText)
    }
    let search = MoneySearch(
      table, cells, besides: Set(choices.map(\.column)), account: account)
    let solutions = search.solutions()
    let most = solutions.map(\.proved).max() ?? 0
    let best = solutions.filter { $0.proved == most }
    if let named = best.first(where: fitsNames), best.count == 1 || hintsMoney {
      take(named)
    } else if best.count == 1 {
      take(best[0])
    } else if !takeNamedMoney(search) {
      askForMoney(search)
    }
  }

  private var hintsMoney: Bool {
    hints.contains(.signedAmount) || (hints.contains(.debit) && hints.contains(.credit))
  }

  /// Whether no name speaks against what the balance says.
  private func fitsNames(_ money: MoneyColumns) -> Bool {
    func agrees(_ index: Int, _ role: ColumnRole) -> Bool { hints[index] ?? role == role }
    guard agrees(money.balance, .balance) else { return false }
    return switch money.amounts {
    case .signed(let column, _): agrees(column, .signedAmount)
    case .two(let debit, let credit): agrees(debit, .debit) && agrees(credit, .credit)
    case .coded(let column, let direction, _):
      agrees(column, .signedAmount) && agrees(direction, .direction)
    }
  }

  private mutating func take(_ money: MoneyColumns) {
    let ground = ProfileProposal.Ground.balanceChain(Int32(clamping: money.proved))
    choose(money.balance, .balance, ground)
    switch money.amounts {
    case .signed(let column, let positiveIsDebit):
      choose(column, .signedAmount, ground)
      if positiveIsDebit { quirks.append("positive_is_debit") }
    case .two(let debit, let credit):
      choose(debit, .debit, ground)
      choose(credit, .credit, ground)
      let holdsText = [debit, credit].contains { index in
        filled(index).contains { cells.yen($0) == nil }
      }
      if holdsText { quirks.append("name_in_unused_amount_column") }
    case .coded(let column, let direction, let creditWord):
      choose(column, .signedAmount, ground)
      choose(direction, .direction, ground)
      creditWords = [creditWord]
      debitWords = Set(table.column(direction)).subtracting([creditWord]).sorted()
    }
  }

  /// Without a balance that proves it: names that are known and columns that hold amounts or
  /// nothing.
  private mutating func takeNamedMoney(_ search: MoneySearch) -> Bool {
    func named(_ role: ColumnRole) -> Int? {
      let places = hints.indices.filter { hints[$0] == role && isFree($0) }
      guard places.count == 1, let place = places.first else { return nil }
      return search.pure.contains(place) || isBlank(place) ? place : nil
    }
    if let signed = named(.signedAmount) {
      choose(signed, .signedAmount, .knownName)
    } else if let debit = named(.debit), let credit = named(.credit) {
      choose(debit, .debit, .knownName)
      choose(credit, .credit, .knownName)
    } else {
      return false
    }
    if let balance = named(.balance) { choose(balance, .balance, .knownName) }
    return true
  }

  private mutating func askForMoney(_ search: MoneySearch) {
    // A number of the row or a branch is an amount by its looks: whoever knows the bank tells.
    let blank = (0..<table.width).filter { isFree($0) && isBlank($0) && hints[$0] == nil }
    let amounts = search.pure.filter { isFree($0) && (hints[$0].map(isMoney) ?? true) }
    ask([.debit, .credit, .signedAmount, .balance], (amounts + blank).sorted())
  }

  private func isMoney(_ role: ColumnRole) -> Bool {
    [.debit, .credit, .signedAmount, .balance].contains(role)
  }

  // MARK: Texts

  /// Names that are known, for columns whose contents need no proof.
  private mutating func findByName() {
    let roles: Set<ColumnRole> = [
      .kind, .text, .payer, .payerBank, .payerBranch, .payerCode, .edi, .detailKind, .account,
      .bankCode, .branchCode, .accountType, .accountNumber, .accountHolder, .direction,
      .tradeCode, .uncleared, .ignored,
    ]
    // Of two columns that could hold the name neither is taken by its own name.
    let names: Set<ColumnRole> = [.text, .payer]
    for index in 0..<table.width where isFree(index) {
      guard let role = hints[index], roles.contains(role), role == .ignored || !has(role) else {
        continue
      }
      if names.contains(role), hints.count(where: { $0.map(names.contains) ?? false }) > 1 {
        continue
      }
      if role == .direction, !has(.signedAmount) { continue }
      if role == .direction || role == .tradeCode, !isCode(index) { continue }
      choose(index, role, .knownName)
    }
  }

  private func isCode(_ index: Int) -> Bool {
    filled(index).allSatisfy { $0.utf8.count <= 2 && cells.yen($0) != nil }
  }

  private mutating func findKindsAndAccount() {
    for index in 0..<table.width where isFree(index) && !isBlank(index) {
      let texts = filled(index)
      if !has(.detailKind), texts.allSatisfy({ ["取消", "欠番", "訂正"].contains($0) }) {
        choose(index, .detailKind, .kindWords(Int32(clamping: texts.count)))
      } else if !has(.account), texts.allSatisfy(isAccountText) {
        choose(index, .account, .accountText)
      } else if !has(.kind) {
        let kinds = texts.count(where: isWholeKind)
        if kinds * 5 >= texts.count * 4 {
          choose(index, .kind, .kindWords(Int32(clamping: kinds)))
        }
      }
    }
  }

  private func isWholeKind(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      return KindWords.find(in: raw)?.length == raw.count
    }
  }

  private func startsWithKind(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      guard let found = KindWords.find(in: raw) else { return false }
      return found.length < raw.count
    }
  }

  /// 支店名（店番） 種別 番号 in one cell.
  private func isAccountText(_ text: String) -> Bool {
    let account = accountFromText(foldHeader(text))
    return account.number != nil && account.branchCode != nil && account.accountType != nil
  }

  private mutating func findText() {
    if !has(.text), !has(.payer) {
      let candidates = (0..<table.width).filter { index in
        isFree(index) && filled(index).contains { hasLetters($0) && !cells.isDay($0) }
      }
      let kana = candidates.filter { index in filled(index).contains(where: hasKana) }
      if let only = kana.count == 1 ? kana.first : candidates.count == 1 ? candidates.first : nil {
        let rows = filled(only).count(where: hasKana)
        choose(only, .text, .kana(Int32(clamping: rows)))
      } else {
        ask([.text], kana.isEmpty ? candidates : kana)
      }
    }
    guard !has(.kind), let text = choices.first(where: { $0.role == .text })?.column else { return }
    let isInText = filled(text).contains(where: startsWithKind)
    if isInText || quirks.contains("name_in_unused_amount_column") { quirks.append("kind_in_text") }
  }

  private func hasLetters(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.value >= 0x80 || ("A"..."z").contains($0) }
  }

  private func hasKana(_ text: String) -> Bool {
    text.unicodeScalars.contains {
      (0x30A1...0x30FA).contains($0.value) || (0xFF66...0xFF9D).contains($0.value)
    }
  }

  // MARK: The result

  func description(id: String) -> ProfileDescription {
    var profile = ProfileDescription()
    profile.id = id
    profile.hasHeader = table.hasHeader
    if !table.hasHeader {
      profile.skipLines = table.skipLines
      profile.columnCount = Int32(clamping: table.width)
    }
    profile.separator = separatorWords.first { $0.byte == table.separator }?.word
    profile.dates = DateStyles.words.filter { styles.contains($0.style) }.map(\.word)
    profile.columns = sorted.map { choice in
      ProfileDescription.Column(
        role: choice.role.word, names: table.hasHeader ? [table.names[choice.column]] : [],
        number: table.hasHeader ? nil : Int32(clamping: choice.column + 1),
        isRequired: choice.role != .ignored)
    }
    profile.quirks = quirks
    profile.creditWords = creditWords
    profile.debitWords = debitWords
    return profile
  }
}

/// What built-in formats take a column of this name for; nil where they do not know it, or less
/// than two in three agree.
private func knownRole(_ name: String) -> ColumnRole? {
  guard !name.isEmpty else { return nil }
  var counts: [ColumnRole: Int] = [:]
  for profile in bankProfiles {
    for column in profile.columns where column.names.contains(name) {
      counts[column.role, default: 0] += 1
    }
  }
  let all = counts.values.reduce(0, +)
  return counts.first { $0.value * 3 >= all * 2 }?.key
}
