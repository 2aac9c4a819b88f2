import Model

/// A statement (`Rpt`, `Stmt`, `Ntfctn`) while it is read.
struct CamtStatement {
  var line: Int32 = 0
  var firstRecord: Int32 = 1
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
  var balances: [CamtBalance] = []
  var summary = CamtSummary()
  var booked = CamtTotals()
  var all = CamtTotals()
  var unbookedStatus: String?
  var unbookedRecord: Int32?
}

struct CamtBalance {
  var kind = ""
  var amount: CamtAmount?
  var isDebit = false
  var day: Day?

  var yen: Int64? { amount?.yen.map { isDebit ? -$0 : $0 } }
}

/// `TxsSummry` as stated. A value that is there and cannot be read is `.some(nil)`.
struct CamtSummary {
  var isPresent = false
  var totalCount: Int64??
  var totalSum: Int64??
  var creditCount: Int64??
  var creditSum: Int64??
  var debitCount: Int64??
  var debitSum: Int64??
  var netAmount: Int64??
  var isNetDebit = false
}

struct CamtTotals: Equatable {
  var creditCount: Int64 = 0
  var creditSum: Int64 = 0
  var debitCount: Int64 = 0
  var debitSum: Int64 = 0

  mutating func add(_ direction: Direction, _ yen: Int64) {
    if direction == .credit {
      creditCount += 1
      creditSum = saturatingSum(creditSum, yen)
    } else {
      debitCount += 1
      debitSum = saturatingSum(debitSum, yen)
    }
  }

  var count: Int64 { creditCount + debitCount }
  var gross: Int64 { saturatingSum(creditSum, debitSum) }
  var net: Int64 { saturatingDifference(creditSum, debitSum) }
}

/// One `Ntry` while it is read.
struct CamtEntry {
  var line: Int32 = 0
  var amount: CamtAmount?
  var direction: Direction?
  var directionText = ""
  var isReversal = false
  var status: String?
  /// nil: not given; `.some(nil)`: given, and no date.
  var bookingDay: Day??
  var valueDay: Day??
  var reference = ""
  var kindDomain = ""
  var kindFamily = ""
  var kindSubfamily = ""
  var kindProprietary = ""
  var text = ""
  var batchCount: Int64?
  var hasBadBatch = false
  var batchAmount: Int64?
  var detailCount: Int64 = 0

  /// `PMNT-RCDT-DMCT`, the bank's own code, or its words.
  var kindText: String {
    if kindDomain.isEmpty { return kindProprietary.isEmpty ? text : kindProprietary }
    var kind = kindDomain
    if !kindFamily.isEmpty { kind += "-" + kindFamily }
    if !kindSubfamily.isEmpty { kind += "-" + kindSubfamily }
    return kind
  }
}

/// One `TxDtls` while it is read.
struct CamtDetail {
  var amount: CamtAmount?
  var transactionAmount: CamtAmount?
  var direction: Direction?
  var reference = ""
  var debtor = CamtParty()
  var creditor = CamtParty()
  var remittance = ""
  var text = ""

  /// .02 has no `TxDtls/Amt`.
  var yen: Int64? { amount == nil ? transactionAmount?.yen : amount?.yen }
}

/// A side of a transaction with its bank.
struct CamtParty {
  var name = ""
  var agentName = ""
  var ultimateName = ""
  var bankName = ""
  var bankCode = ""
  var branchName = ""
  var branchCode = ""

  var bank: String { bankName.isEmpty ? bankCode : bankName }
  var branch: String { branchName.isEmpty ? branchCode : branchName }

  /// The real buyer first: who pays through a collecting service stands in `UltmtDbtr`.
  var best: String {
    if !ultimateName.isEmpty { return ultimateName }
    return name.isEmpty ? agentName : name
  }
}
