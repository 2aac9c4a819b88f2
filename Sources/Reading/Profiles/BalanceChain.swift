import Model

/// Proves the running balance of one account row by row, in constant memory.
///
/// Whether a file runs from old to new or from new to old is not known before its end, so both
/// are followed, and the one that holds is the file's order. Amounts stay below 10^14, so wrapping
/// arithmetic can only turn a hopeless chain into a reported break, never hide one.
struct BalanceChain {
  struct Break {
    var record: Int32
    var line: Int32
    var otherLine: Int32
    var differenceYen: Int64
  }

  enum Order: String { case oldestFirst = "oldest-first", newestFirst = "newest-first", unclear }

  struct Outcome {
    var order: Order
    var breakCount: Int
    /// The first of them, in file order.
    var breaks: [Break]
    /// Of the last break, which may be beyond those kept in `breaks`; nil where there is none.
    var lastBreakRecord: Int32?
    var openingYen: Int64?
    var closingYen: Int64?
    /// False where no row carried a balance.
    var hasBalances: Bool
    /// True where one balance stood beside another: a single one proves nothing.
    var isCompared = false
  }

  private static let keptBreaks = 20

  private var rows = 0
  private var balances = 0
  private var lastLine: Int32 = 0
  private var firstDay: Day?
  private var lastDay: Day?

  // Old to new: the balance after the row before, and where it began.
  private var after: Int64?
  private var opening: Int64?
  private var pending: Int64 = 0
  private var forwardCount = 0
  private var forward: [Break] = []

  // New to old: the balance before the row before, and where it ended.
  private var before: Int64?
  private var newest: Int64?
  private var backwardCount = 0
  private var backward: [Break] = []
  private var lastForward: Int32?
  private var lastBackward: Int32?

  /// One row: `deltaYen` is positive for money in. Rows without a balance are carried along.
  mutating func add(
    deltaYen: Int64, balanceYen: Int64?, record: Int32, line: Int32, day: Day?
  ) {
    rows += 1
    if let day {
      if firstDay == nil { firstDay = day }
      lastDay = day
    }
    defer { lastLine = line }
    guard let balance = balanceYen else {
      pending &+= deltaYen
      after = after.map { $0 &+ deltaYen }
      before = before.map { $0 &- deltaYen }
      return
    }
    balances += 1
    if let known = after {
      let difference = balance &- (known &+ deltaYen)
      if difference != 0 {
        forwardCount += 1
        lastForward = record
        if forward.count < Self.keptBreaks {
          forward.append(
            Break(record: record, line: line, otherLine: lastLine, differenceYen: difference))
        }
      }
    } else {
      opening = balance &- deltaYen &- pending
    }
    after = balance
    if let known = before {
      let difference = balance &- known
      if difference != 0 {
        backwardCount += 1
        lastBackward = record
        if backward.count < Self.keptBreaks {
          backward.append(
            Break(record: record, line: line, otherLine: lastLine, differenceYen: difference))
        }
      }
    } else {
      newest = balance &+ pending
    }
    before = balance &- deltaYen
  }

  /// The balance behind the last row, as far as the rows tell.
  var balanceYen: Int64? { after }

  func finish() -> Outcome {
    guard balances > 0 else {
      return Outcome(
        order: daysOrder ?? .oldestFirst, breakCount: 0, breaks: [], openingYen: nil,
        closingYen: nil, hasBalances: false)
    }
    let order: Order
    if forwardCount != backwardCount {
      order = forwardCount < backwardCount ? .oldestFirst : .newestFirst
    } else {
      order = daysOrder ?? (forwardCount == 0 ? .oldestFirst : .unclear)
    }
    switch order {
    case .oldestFirst, .unclear:
      return Outcome(
        order: order, breakCount: forwardCount, breaks: forward,
        lastBreakRecord: lastForward, openingYen: opening, closingYen: after, hasBalances: true,
        isCompared: balances > 1)
    case .newestFirst:
      return Outcome(
        order: order, breakCount: backwardCount, breaks: backward,
        lastBreakRecord: lastBackward, openingYen: before, closingYen: newest, hasBalances: true,
        isCompared: balances > 1)
    }
  }

  /// What the days say; nil where first and last are the same.
  private var daysOrder: Order? {
    guard let firstDay, let lastDay, firstDay != lastDay else { return nil }
    return firstDay < lastDay ? .oldestFirst : .newestFirst
  }
}
