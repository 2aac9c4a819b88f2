/// A dated list of bank holidays that refuses to guess past its end.
public struct BankCalendar: Sendable {
  public var firstDay: Day
  public var lastDay: Day
  /// Weekday closings: national holidays and 31 December to 3 January. Sorted.
  public var closedDays: [Day]
  public var source: String

  public init(firstDay: Day, lastDay: Day, closedDays: [Day], source: String) {
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.closedDays = closedDays.sorted()
    self.source = source
  }

  /// Whether banks are open; nil outside the table's dates.
  public func isBusinessDay(_ day: Day) -> Bool? {
    guard day >= firstDay, day <= lastDay else { return nil }
    if day.weekday >= 5 { return false }
    var low = 0
    var high = closedDays.count
    while low < high {
      let middle = (low + high) / 2
      if closedDays[middle] < day { low = middle + 1 } else { high = middle }
    }
    return !(low < closedDays.count && closedDays[low] == day)
  }

  /// The nth business day after `day`; nil where the table ends before it.
  public func businessDay(_ n: Int, after day: Day) -> Day? {
    var current = day
    var left = n
    while left > 0 {
      current = current.adding(days: 1)
      guard let open = isBusinessDay(current) else { return nil }
      if open { left -= 1 }
    }
    return current
  }
}

/// A transfer fee that payers are known to deduct.
public struct TransferFee: Hashable, Sendable {
  public var amountYen: Int64
  /// Applies to billed amounts from here …
  public var fromYen: Int64
  /// … to here, inclusive.
  public var toYen: Int64
  public var note: String

  public init(amountYen: Int64, fromYen: Int64, toYen: Int64, note: String) {
    self.amountYen = amountYen
    self.fromYen = fromYen
    self.toYen = toYen
    self.note = note
  }
}

/// The dated fee set: membership decides, never "within N yen".
public struct FeeTable: Sendable {
  public var version: String
  /// Past this day nobody has looked at the prices again.
  public var validUntil: Day
  /// Sorted by amount, then range.
  public var fees: [TransferFee]

  public init(
    version: String, fees: [TransferFee], validUntil: Day = Day(year: 9999, month: 12, day: 31)!
  ) {
    self.version = version
    self.validUntil = validUntil
    self.fees = fees.sorted { ($0.amountYen, $0.fromYen) < ($1.amountYen, $1.fromYen) }
  }

  /// The table as it may be used on a day: past its end it knows no fee, and every shortage is
  /// asked about.
  public func usable(on day: Day) -> FeeTable {
    day <= validUntil ? self : FeeTable(version: version, fees: [], validUntil: validUntil)
  }

  /// Whether a shortage of `shortYen` on `dueYen` is a known fee. The ¥30,000 step is tested on
  /// the billed and on the net amount, because banks charge by what is sent.
  public func isFee(shortYen: Int64, dueYen: Int64) -> Bool {
    fees.contains { fee in
      guard fee.amountYen == shortYen else { return false }
      return (fee.fromYen...fee.toYen).contains(dueYen)
        || (fee.fromYen...fee.toYen).contains(dueYen - shortYen)
    }
  }
}

/// A dated percentage: the statutory interest rate (民法404).
public struct StatutoryRate: Sendable {
  public var perMille: Int64
  public var validUntil: Day
  public init(perMille: Int64, validUntil: Day) {
    self.perMille = perMille
    self.validUntil = validUntil
  }
}

/// The language of what people read.
public enum Language: String, Sendable, CaseIterable { case ja, en }

/// What the shop allows. Defaults are safe: nobody's money is waived without a policy.
public struct Policy: Sendable {
  /// Release an order that is short by exactly a fee of the table (A01), up to the ceiling.
  public var absorbsTransferFee: Bool
  public var feeCeilingYen: Int64
  /// Release when paid after the deadline and not cancelled (T02).
  public var releasesAfterExpiry: Bool
  /// Release on money that came into an account on or after a bank day of which no statement was
  /// seen (D03). Off by default: the day may hold the reversal of what was seen.
  public var releasesAfterMissingDay = false
  /// COD orders above this are held: carriers do not collect more.
  public var codLimitYen: Int64
  /// A card order that stands open in an export without a payment column counts as authorised.
  public var openCardOrderIsAuthorised: Bool
  /// How long before an order a payment may come and still be proposed for it.
  public var windowBeforeDays: Int32
  /// How long after an order a payment may come and still be matched to it.
  public var windowAfterDays: Int32
  /// An automatic link needs at least this probability.
  public var automaticFromPPM: Int32
  /// The same for a link that leaves the order short: it ships nothing, so less certainty will do.
  public var partialFromPPM: Int32
  /// What it costs that a person looks at a held payment, in yen of working time.
  public var lookCostYen: Int64
  /// What a held order costs on top, because it may miss its day.
  public var delayCostYen: Int64
  /// Freight and handling that are lost with goods shipped unpaid.
  public var freightLossYen: Int64
  /// Of the orders released by one run, so many per million may be expected to be unpaid at most.
  public var falseReleaseCeilingPPM: Int32
  /// Days before the desired delivery day on which goods must leave (carrier lead time + packing).
  public var leadTimeDays: Int32
  /// Hour of the day at which the warehouse stops taking releases for the same day.
  public var warehouseCutoffHour: Int32
  /// Whether what payers did before counts as evidence.
  public var aliases: AliasUse = .on
  /// An alias that was not used for longer than this ends.
  public var aliasExpiryDays: Int32 = 400
  /// Above these a second person has to confirm what one says.
  public var approval = ApprovalLimits()

  public init(
    absorbsTransferFee: Bool = false, feeCeilingYen: Int64 = 990,
    releasesAfterExpiry: Bool = true, codLimitYen: Int64 = 300_000,
    openCardOrderIsAuthorised: Bool = true, windowBeforeDays: Int32 = 3,
    windowAfterDays: Int32 = 60, automaticFromPPM: Int32 = 990_000,
    partialFromPPM: Int32 = 969_000, lookCostYen: Int64 = 300, delayCostYen: Int64 = 200,
    freightLossYen: Int64 = 1_000, falseReleaseCeilingPPM: Int32 = 500, leadTimeDays: Int32 = 2,
    warehouseCutoffHour: Int32 = 14
  ) {
    self.absorbsTransferFee = absorbsTransferFee
    self.feeCeilingYen = feeCeilingYen
    self.releasesAfterExpiry = releasesAfterExpiry
    self.codLimitYen = codLimitYen
    self.openCardOrderIsAuthorised = openCardOrderIsAuthorised
    self.windowBeforeDays = windowBeforeDays
    self.windowAfterDays = windowAfterDays
    self.automaticFromPPM = automaticFromPPM
    self.partialFromPPM = partialFromPPM
    self.lookCostYen = lookCostYen
    self.delayCostYen = delayCostYen
    self.freightLossYen = freightLossYen
    self.falseReleaseCeilingPPM = falseReleaseCeilingPPM
    self.leadTimeDays = leadTimeDays
    self.warehouseCutoffHour = warehouseCutoffHour
  }
}

extension Policy {
  /// Whether a link that releases goods may do without a person: its chance of being wrong, at the
  /// upper end of what is known of it, times what is lost then, against a look and the delay.
  public func isCheaperThanLook(errorUpperPPM: Int32, orderYen: Int64) -> Bool {
    let lostYen = min(max(orderYen, 0), 1_000_000_000_000) + max(freightLossYen, 0)
    return lostYen * Int64(errorUpperPPM) <= (lookCostYen + delayCostYen) * 1_000_000
  }
}

/// An account-period about which the statements are not whole.
public struct StatementGap: Hashable, Sendable {
  public var accountKey: String
  /// D02 (balance or control broken from a day on) or D03 (bank business days missing).
  public var code: FindingCode
  public var firstDay: Day
  public var lastDay: Day
  /// The file that shows it; empty for a missing day.
  public var sourceFile: String
  /// Set where a person had the file posted all the same: the gap then holds nothing back.
  public var override: OverrideNote?
  /// Nothing shows that money was booked on a missing day: no balance stands before or after it,
  /// and such files say nothing of a day without bookings.
  public var mayBeQuiet: Bool = false

  public init(
    accountKey: String, code: FindingCode, firstDay: Day, lastDay: Day, sourceFile: String = "",
    override: OverrideNote? = nil
  ) {
    self.accountKey = accountKey
    self.code = code
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.sourceFile = sourceFile
    self.override = override
  }
}
