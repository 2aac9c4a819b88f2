import Model

/// A number of a statement (`ElctrncSeqNb`, `LglSeqNb`) with what is needed to put it in order.
struct CamtNumber {
  var field: String
  var accountIndex: Int32
  var day: Day
  var place: Int
  var number: Int64
  var line: Int32
}

/// The pages of a divided statement, as far as they have come.
struct CamtPages {
  struct Key: Hashable {
    var accountIndex: Int32
    var id: String
  }

  /// The pages joined into one statement.
  private(set) var statement = CamtStatement()
  private(set) var numbers: [Int64] = []
  private(set) var lastNumber: Int64?
  /// Summaries that fit their own page count that page; others count all of them.
  private var pageSummaries = true

  /// Every page from 1 to the last is there, each once.
  var isWhole: Bool {
    guard let lastNumber, numbers.count == Int(clamping: lastNumber) else { return false }
    return numbers.sorted() == Array(1...max(1, lastNumber))
  }

  var shownNumbers: String { numbers.sorted().map { String($0) }.joined(separator: ", ") }

  var shownExpected: String { lastNumber.map { $0 > 1 ? "1-\($0)" : "1" } ?? "LastPgInd" }

  consuming func joined(_ page: CamtStatement) -> CamtPages {
    var pages = self
    let number = page.pageNumber ?? 1
    if pages.numbers.count < CamtPages.maxPages { pages.numbers.append(number) }
    if page.isLastPage == true { pages.lastNumber = number }
    if pages.numbers.count == 1 {
      pages.statement = page
      pages.pageSummaries = page.summary.fits(page.all)
    } else {
      pages.join(page)
    }
    return pages
  }

  /// More pages than any statement has.
  private static let maxPages = 100_000

  private mutating func join(_ page: CamtStatement) {
    pageSummaries = pageSummaries && page.summary.fits(page.all)
    statement.firstRecord = min(statement.firstRecord, page.firstRecord)
    statement.copyKind = statement.copyKind ?? page.copyKind
    statement.firstDay = earlier(statement.firstDay, page.firstDay)
    statement.lastDay = later(statement.lastDay, page.lastDay)
    statement.rowFirstDay = earlier(statement.rowFirstDay, page.rowFirstDay)
    statement.rowLastDay = later(statement.rowLastDay, page.rowLastDay)
    statement.currency = statement.currency ?? page.currency
    statement.summedCurrency = statement.summedCurrency ?? page.summedCurrency
    statement.balances.take(page.balances)
    statement.pageBalances.take(page.pageBalances)
    statement.all.add(page.all)
    statement.booked.add(page.booked)
    statement.batches += page.batches
    statement.provedBatches += page.provedBatches
    // Pages that count themselves are added up; else the last summary speaks for all pages.
    if !page.summary.isPresent { return }
    statement.summary = pageSummaries ? statement.summary + page.summary : page.summary
  }
}

extension CamtSummary {
  static func + (a: CamtSummary, b: CamtSummary) -> CamtSummary {
    var sum = CamtSummary()
    sum.isPresent = a.isPresent || b.isPresent
    sum.totalCount = added(a.totalCount, b.totalCount) { saturatingSum($0, $1) }
    sum.creditCount = added(a.creditCount, b.creditCount) { saturatingSum($0, $1) }
    sum.debitCount = added(a.debitCount, b.debitCount) { saturatingSum($0, $1) }
    sum.totalSum = added(a.totalSum, b.totalSum) { $0 + $1 }
    sum.creditSum = added(a.creditSum, b.creditSum) { $0 + $1 }
    sum.debitSum = added(a.debitSum, b.debitSum) { $0 + $1 }
    sum.netAmount = added(a.signedNet, b.signedNet) { $0 + $1 }
    return sum
  }

  private var signedNet: CamtDecimal?? { netAmount.map { $0.map { isNetDebit ? $0.negated : $0 } } }

  /// A value that one of the two lacks cannot be had for both.
  private static func added<T>(_ a: T??, _ b: T??, _ plus: (T, T) -> T) -> T?? {
    guard let a, let b else { return nil }
    guard let a, let b else { return .some(nil) }
    return .some(plus(a, b))
  }
}
