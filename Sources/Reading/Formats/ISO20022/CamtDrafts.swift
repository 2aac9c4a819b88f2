import Model

/// A statement (`Rpt`, `Stmt`, `Ntfctn`) while it is read.
struct CamtStatement {
  var line: Int32 = 0
  var firstRecord: Int32 = 1
  var id = ""
  var electronicNumber: Int64?
  var legalNumber: Int64?
  var copyKind: String?
  var pageNumber: Int64?
  var isLastPage: Bool?
  var firstDay: Day?
  var lastDay: Day?
  var rowFirstDay: Day?
  var rowLastDay: Day?
  var iban: String?
  var otherAccount: String?
  var accountType: Int32?
  var currency: String?
  var accountName: String?
  var ownerName: String?
  var bankScheme: String?
  var bankCode: String?
  var branchCode: String?
  var accountIndex: Int32?
  /// Final balances, and those of a page of a divided statement (`SubTp` INTM).
  var balances = CamtBalances()
  var pageBalances = CamtBalances()
  var summary = CamtSummary()
  /// The currency that is summed: the account's, else that of the first entry.
  var summedCurrency: String?
  var booked = CamtTotals()
  var all = CamtTotals()
  var hasUnbooked = false
  /// Batches with details, and those whose details prove them.
  var batches: Int64 = 0
  var provedBatches: Int64 = 0
}

struct CamtBalance {
  var kind = ""
  var subkind = ""
  var amount: CamtAmount?
  var isDebit = false
  /// Neither credit nor debit: the balance says nothing.
  var isBad = false
  var day: Day?

  var dayNumber: Int32 { day?.number ?? Int32.min }

  /// Nil where the amount cannot be read.
  var signed: CamtDecimal? {
    guard !isBad, case .amount(let value, _) = amount else { return nil }
    return isDebit ? value.negated : value
  }

  var currency: String? {
    if case .amount(_, let currency) = amount { currency } else { nil }
  }

  /// Whole yen, nil for anything else.
  var yen: Int64? { isBad ? nil : amount?.yen.map { isDebit ? -$0 : $0 } }
}

/// The booked balances of a statement: of several the first opening and the last closing one.
struct CamtBalances {
  private(set) var opening: CamtBalance?
  /// PRCD: the closing balance of the day before, which some banks give instead of an opening one.
  private(set) var previous: CamtBalance?
  private(set) var closing: CamtBalance?

  mutating func take(_ balance: CamtBalance) {
    switch balance.kind {
    case "OPBD": opening = CamtBalances.first(opening, balance)
    case "PRCD": previous = CamtBalances.first(previous, balance)
    case "CLBD": closing = CamtBalances.last(closing, balance)
    default: break
    }
  }

  mutating func take(_ other: CamtBalances) {
    for balance in [other.opening, other.previous, other.closing] {
      if let balance { take(balance) }
    }
  }

  private static func first(_ a: CamtBalance?, _ b: CamtBalance) -> CamtBalance {
    guard let a, a.dayNumber <= b.dayNumber else { return b }
    return a
  }

  private static func last(_ a: CamtBalance?, _ b: CamtBalance) -> CamtBalance {
    guard let a, a.dayNumber > b.dayNumber else { return b }
    return a
  }
}

/// `TxsSummry` as stated. A value that is there and cannot be read is `.some(nil)`.
struct CamtSummary: Equatable {
  var isPresent = false
  var totalCount: Int64??
  var totalSum: CamtDecimal??
  var creditCount: Int64??
  var creditSum: CamtDecimal??
  var debitCount: Int64??
  var debitSum: CamtDecimal??
  var netAmount: CamtDecimal??
  var isNetDebit = false
}

struct CamtTotals: Equatable {
  var creditCount: Int64 = 0
  var creditSum = CamtDecimal.zero
  var debitCount: Int64 = 0
  var debitSum = CamtDecimal.zero

  mutating func add(_ direction: Direction, _ amount: CamtDecimal) {
    if direction == .credit {
      creditCount += 1
      creditSum = creditSum + amount
    } else {
      debitCount += 1
      debitSum = debitSum + amount
    }
  }

  mutating func add(_ other: CamtTotals) {
    creditCount += other.creditCount
    creditSum = creditSum + other.creditSum
    debitCount += other.debitCount
    debitSum = debitSum + other.debitSum
  }

  var count: Int64 { creditCount + debitCount }
  var gross: CamtDecimal { creditSum + debitSum }
  var net: CamtDecimal { creditSum - debitSum }
}

/// One `Ntry` while it is read: one object for all of them, so that nothing is copied.
final class CamtEntry {
  var line: Int32 = 0
  var amount: CamtAmount?
  var direction: Direction?
  var directionText = ""
  var isReversal = false
  /// `RvslInd` that is neither true nor false; nil where it is one of them, or not given.
  var badReversal: String?
  /// An amount or a direction stands twice: which one counts is not known.
  var isRepeating = false
  var status: String?
  /// nil: not given; `.some(nil)`: given, and no date.
  var bookingDay: Day??
  var valueDay: Day??
  /// `AcctSvcrRef`: lasting by its definition.
  var reference = ""
  /// `NtryRef`: a number of the file or the day.
  var number = ""
  var kindDomain = ""
  var kindFamily = ""
  var kindSubfamily = ""
  var kindProprietary = ""
  var text = ""
  var batchCount: Int64?
  var hasBadBatch = false
  var batchAmount: CamtDecimal?
  var detailCount: Int64 = 0

  func reset(line: Int32) {
    self.line = line
    amount = nil
    direction = nil
    directionText = ""
    isReversal = false
    badReversal = nil
    isRepeating = false
    status = nil
    bookingDay = nil
    valueDay = nil
    reference = ""
    number = ""
    kindDomain = ""
    kindFamily = ""
    kindSubfamily = ""
    kindProprietary = ""
    text = ""
    batchCount = nil
    hasBadBatch = false
    batchAmount = nil
    detailCount = 0
  }

  /// `PMNT-RCDT-DMCT`, the bank's own code, or its words.
  var kindText: String {
    if kindDomain.isEmpty { return kindProprietary.isEmpty ? text : kindProprietary }
    var kind = kindDomain
    if !kindFamily.isEmpty { kind += "-" + kindFamily }
    if !kindSubfamily.isEmpty { kind += "-" + kindSubfamily }
    return kind
  }
}

/// One `TxDtls` while it is read; the objects are used again for the next entry.
final class CamtDetail {
  var amount: CamtAmount?
  var transactionAmount: CamtAmount?
  var direction: Direction?
  var reference = ""
  let debtor = CamtParty()
  let creditor = CamtParty()
  var remittance = ""
  /// Lines of a base64 document in `Ustrd`, while they come in; nil where there is none.
  var document: [UInt8]?
  var text = ""

  func reset() {
    amount = nil
    transactionAmount = nil
    direction = nil
    reference = ""
    debtor.reset()
    creditor.reset()
    remittance = ""
    document = nil
    text = ""
  }

  /// .02 has no `TxDtls/Amt`.
  var amountUsed: CamtAmount? { amount ?? transactionAmount }
}

/// A side of a transaction with its bank.
final class CamtParty {
  var name = ""
  var agentName = ""
  var ultimateName = ""
  var bankName = ""
  var bankCode = ""
  var branchName = ""
  var branchCode = ""

  func reset() {
    name = ""
    agentName = ""
    ultimateName = ""
    bankName = ""
    bankCode = ""
    branchName = ""
    branchCode = ""
  }

  var bank: String { bankName.isEmpty ? bankCode : bankName }
  var branch: String { branchName.isEmpty ? branchCode : branchName }

  /// The real buyer first: who pays through a collecting service stands in `UltmtDbtr`.
  var best: String {
    if !ultimateName.isEmpty { return ultimateName }
    return name.isEmpty ? agentName : name
  }
}
