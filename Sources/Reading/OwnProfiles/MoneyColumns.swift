/// What the columns of a sample say about money, found by trying which of them make the balance
/// chain: nothing else tells money in from money out for sure.
struct MoneyColumns: Equatable {
  /// How the amount of a row is told.
  enum Amounts: Equatable {
    case signed(Int, positiveIsDebit: Bool)
    case two(debit: Int, credit: Int)
    case coded(amount: Int, direction: Int, creditWord: String)
  }

  var amounts: Amounts
  var balance: Int
  /// Transitions from row to row that hold, of those that move money.
  var proved: Int
}

/// Finds every reading of the columns under which each balance follows from its neighbour.
struct MoneySearch {
  private static let maxColumns = 10

  private let table: SampleTable
  /// Amounts by column and row; nil where the cell is blank or no amount.
  private let yen: [[Int64?]]
  /// Columns in which all cells that are not blank are amounts.
  let pure: [Int]
  /// Columns that hold amounts and texts: しんきん puts the name into the unused one.
  private let mixed: [Int]
  /// Rows of one account, where a column tells accounts apart: balances chain within each.
  private let groups: [[Int]]

  init(_ table: SampleTable, _ cells: CellReader, besides days: Set<Int>, account: Int?) {
    self.table = table
    yen = (0..<table.width).map { index in table.column(index).map(cells.yen) }
    var pure: [Int] = []
    var mixed: [Int] = []
    for index in 0..<table.width where !days.contains(index) {
      let filled = table.rows.count { !$0[index].isEmpty }
      let amounts = yen[index].count { $0 != nil }
      if amounts == 0 { continue }
      if amounts == filled { pure.append(index) } else { mixed.append(index) }
    }
    var byAccount: [String: [Int]] = [:]
    for row in table.rows.indices {
      byAccount[account.map { table.rows[row][$0] } ?? "", default: []].append(row)
    }
    groups = byAccount.values.sorted { $0[0] < $1[0] }
    self.pure = Array(pure.prefix(Self.maxColumns))
    self.mixed = Array(mixed.prefix(Self.maxColumns))
  }

  /// All readings that hold, best proved first. Cost: rows times the cube of the columns, both
  /// bounded.
  func solutions() -> [MoneyColumns] {
    var found: [MoneyColumns] = []
    for balance in pure {
      for amounts in candidates(balance) {
        guard let deltas = deltas(amounts), let proved = proof(deltas, balance) else { continue }
        found.append(MoneyColumns(amounts: amounts, balance: balance, proved: proved))
      }
    }
    // Columns of pure amounts before mixed ones.
    let isMixed = { (money: MoneyColumns) in
      if case .two(let debit, let credit) = money.amounts {
        return mixed.contains(debit) || mixed.contains(credit)
      }
      return false
    }
    return found.contains { !isMixed($0) } ? found.filter { !isMixed($0) } : found
  }

  private func candidates(_ balance: Int) -> [MoneyColumns.Amounts] {
    var all: [MoneyColumns.Amounts] = []
    let amounts = pure.filter { $0 != balance }
    for index in amounts where !yen[index].contains(nil) {
      all.append(.signed(index, positiveIsDebit: false))
      all.append(.signed(index, positiveIsDebit: true))
      for direction in 0..<table.width where direction != index && direction != balance {
        all += directionWords(direction).map {
          .coded(amount: index, direction: direction, creditWord: $0)
        }
      }
    }
    let sides = amounts + mixed
    for debit in sides {
      for credit in sides where credit != debit { all.append(.two(debit: debit, credit: credit)) }
    }
    return all
  }

  /// The two words of a column that has two words for a direction; none otherwise. Two payers are
  /// none: a proposal repeats these words.
  func directionWords(_ column: Int) -> [String] {
    let words = Set(table.column(column))
    return words.count == 2 && words.allSatisfy(isDirection) ? words.sorted() : []
  }

  private func isDirection(_ word: String) -> Bool {
    let isSign = word.utf8.count == 1 && word.utf8.allSatisfy { $0 < 0x80 }
    let signs: [Unicode.Scalar] = ["入", "出", "預", "払", "借", "貸"]
    return isSign
      || (word.utf8.count <= 12 && word.unicodeScalars.contains(where: signs.contains)
        && word.unicodeScalars.allSatisfy {
          (0x3040...0x309F).contains($0.value) || (0x4E00...0x9FFF).contains($0.value)
        })
  }

  /// What each row does to the balance; nil where a row does not fit the reading.
  /// The delta is nil where the row moves no money.
  private func deltas(_ amounts: MoneyColumns.Amounts) -> [Int64?]? {
    var deltas: [Int64?] = []
    for row in table.rows.indices {
      switch amounts {
      case .signed(let column, let isDebit):
        guard let amount = yen[column][row] else { return nil }
        deltas.append(isDebit ? -amount : amount)
      case .coded(let column, let direction, let word):
        guard let amount = yen[column][row], amount >= 0 else { return nil }
        deltas.append(table.rows[row][direction] == word ? amount : -amount)
      case .two(let debit, let credit):
        let (out, into) = (yen[debit][row], yen[credit][row])
        guard out ?? 0 == 0 || into ?? 0 == 0 else { return nil }
        deltas.append(out == nil && into == nil ? nil : (into ?? 0) - (out ?? 0))
      }
    }
    return deltas
  }

  /// How many transitions that move money hold, where all hold in one of the two directions; nil
  /// where one does not, or none is there.
  private func proof(_ deltas: [Int64?], _ balance: Int) -> Int? {
    var forward: Int? = 0
    var backward: Int? = 0
    for group in groups {
      var last: (balance: Int64, delta: Int64)?
      for row in group {
        guard let delta = deltas[row] else { continue }
        guard let here = yen[balance][row] else { return nil }
        defer { last = (here, delta) }
        guard let last else { continue }
        let step = here - last.balance
        forward = step == delta ? forward.map { $0 + (step == 0 ? 0 : 1) } : nil
        backward = -step == last.delta ? backward.map { $0 + (step == 0 ? 0 : 1) } : nil
      }
    }
    let best = max(forward ?? 0, backward ?? 0)
    return best > 0 ? best : nil
  }
}
