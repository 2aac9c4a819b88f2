import Model

/// One account group while it is read: header, data records, then the trailer that proves them.
struct ZenginGroup {
  var part: StatementPart
  var hasOpeningOverdraftMark = false
  /// True where the data layout is not the one this reader knows: records are counted only.
  var isUnreadable = false
  var credit = ZenginTotal()
  var debit = ZenginTotal()
  var cancelled = ZenginTotal()
  var records: Int64 = 0
  var rowFirstDay: Day?
  var rowLastDay: Day?
  var outsidePeriod: Int64 = 0

  mutating func note(_ day: Day) {
    if let first = part.firstDay, day < first { outsidePeriod += 1 }
    if let last = part.lastDay, day > last { outsidePeriod += 1 }
    rowFirstDay = earlier(rowFirstDay, day)
    rowLastDay = later(rowLastDay, day)
  }
}

struct ZenginTotal: Equatable {
  var count: Int64 = 0
  var sumYen: Int64 = 0

  mutating func add(_ yen: Int64) {
    count &+= 1
    sumYen = saturatingSum(sumYen, yen)
  }

  /// Both lists together.
  func with(_ other: ZenginTotal) -> ZenginTotal {
    ZenginTotal(count: count + other.count, sumYen: saturatingSum(sumYen, other.sumYen))
  }
}

extension ZenginReader {
  /// 01: 振込合計 and 取消合計.
  ///
  /// Whether 振込合計 includes the cancelled records is not settled by the standard, and writers of
  /// both kinds exist. Either is accepted, but count and sum must fit the same reading.
  mutating func checkNoticeTrailer(_ record: FixedRecord, _ group: ZenginGroup) {
    let layout = layouts.noticeTrailer
    let count = record.start.number(layout.slot(.creditCount)).value
    let sum = record.start.number(layout.slot(.creditSum)).value
    let all = group.credit.with(group.cancelled)
    var computed = group.credit
    var reading = ""
    if group.cancelled.count > 0 {
      let includes = count == all.count && (sum == all.sumYen || count != group.credit.count)
      reading = includes ? "including cancelled records" : "without cancelled records"
      if includes { computed = all }
    }
    let part = group.part
    check(
      .creditCount, record, layout.slot(.creditCount), "振込合計件数", computed: computed.count,
      reading: reading, in: part)
    check(
      .creditSum, record, layout.slot(.creditSum), "振込合計金額", computed: computed.sumYen,
      reading: reading, in: part)
    let cancelCount = layout.slot(.cancelCount)
    let cancelSum = layout.slot(.cancelSum)
    // A bank that does not supply an optional number leaves it blank or writes zeros.
    let isFiller =
      group.cancelled.count > 0 && record.start.number(cancelCount).value == 0
      && record.start.number(cancelSum).value == 0
    if isFiller {
      book.absent(.cancelCount, computed: group.cancelled.count, in: part)
      book.absent(.cancelSum, computed: group.cancelled.sumYen, in: part)
      return
    }
    check(
      .cancelCount, record, cancelCount, "取消合計件数", computed: group.cancelled.count, in: part,
      isOptional: true)
    check(
      .cancelSum, record, cancelSum, "取消合計金額", computed: group.cancelled.sumYen, in: part,
      isOptional: true)
  }

  /// A number of a trailer or end record against what was computed. A blank one proves nothing:
  /// it is absent, and told where the standard demands it.
  private mutating func check(
    _ kind: ControlKind, _ record: FixedRecord, _ slot: FixedSlot, _ name: String,
    computed: Int64, reading: String = "", in part: StatementPart, isOptional: Bool = false
  ) {
    let stated = record.start.number(slot)
    guard stated == .absent else {
      return book.check(
        kind, stated: stated.value, computed: computed, reading: reading, in: part,
        place: place(record, name))
    }
    book.absent(kind, computed: computed, reading: reading, in: part)
    if isOptional { return }
    book.add(
      DataFinding(
        .missingValue, .note, place: place(record, name), expected: String(computed),
        accountIndex: part.accountIndex))
  }

  /// 03: both directions, the number of data records, and the balance.
  mutating func checkDetailTrailer(_ record: FixedRecord, _ group: inout ZenginGroup) {
    let layout = layouts.detailTrailer
    let values: [(ControlKind, ZenginItem, Int64)] = [
      (.creditCount, .creditCount, group.credit.count),
      (.creditSum, .creditSum, group.credit.sumYen),
      (.debitCount, .debitCount, group.debit.count),
      (.debitSum, .debitSum, group.debit.sumYen),
      (.recordCount, .recordCount, group.records),
    ]
    for (kind, item, computed) in values {
      check(kind, record, layout.slot(item), item.rawValue, computed: computed, in: group.part)
    }
    checkBalance(record, &group)
  }

  private mutating func checkBalance(_ record: FixedRecord, _ group: inout ZenginGroup) {
    let layout = layouts.detailTrailer
    let (closing, hasMark) = balance(record, layout.slot(.closingBalance), layout)
    let net = saturatingDifference(group.credit.sumYen, group.debit.sumYen)
    if record.start.number(layout.slot(.closingBalance)) == .bad {
      return book.check(
        .closingBalance, stated: nil,
        computed: saturatingSum(group.part.openingBalanceYen ?? 0, net),
        in: group.part, place: place(record, ZenginItem.closingBalance.rawValue),
        fault: .balanceBreak)
    }
    let opening = group.part.openingBalanceYen
    // Two zeros without 貸越区分 that do not fit are the zeros of a bank that gives no balances.
    let isFiller =
      opening == 0 && closing == 0 && net != 0 && !hasMark && !group.hasOpeningOverdraftMark
    guard let opening, let closing, !isFiller else {
      if isFiller { group.part.openingBalanceYen = nil }
      group.part.closingBalanceYen = isFiller ? nil : closing
      book.absent(.closingBalance, computed: net, in: group.part)
      return
    }
    group.part.closingBalanceYen = closing
    book.check(
      .closingBalance, stated: closing, computed: saturatingSum(opening, net), in: group.part,
      place: place(record, ZenginItem.closingBalance.rawValue), fault: .balanceBreak)
  }

  /// A balance with its sign; nil where it is blank. 貸越区分 2 is minus.
  func balance(
    _ record: FixedRecord, _ slot: FixedSlot, _ layout: ZenginLayout
  ) -> (yen: Int64?, hasMark: Bool) {
    let mark = record.start.number(layout.slot(.overdraft)).value
    let yen = record.start.number(slot).value
    return (mark == 2 ? yen.map { -$0 } : yen, mark == 1 || mark == 2)
  }

  /// 勘定日 of every record inside 勘定日（自）-（至）.
  mutating func checkPeriod(_ record: FixedRecord, _ group: ZenginGroup) {
    guard group.part.firstDay != nil || group.part.lastDay != nil else {
      return book.absent(.dayRange, computed: 0, in: group.part)
    }
    book.check(
      .dayRange, stated: 0, computed: group.outsidePeriod, in: group.part,
      place: place(record, ZenginItem.bookingDay.rawValue), fault: .dayOutOfPeriod)
  }

  /// 03: レコード総件数 and 口座数 of the whole file, absent without an end record. A failure means
  /// that records or whole groups were added or taken away somewhere, so no account is proved.
  mutating func checkDetailEnd(_ record: FixedRecord?) {
    guard let part = lastPart else { return }
    let layout = layouts.detailEnd
    let failedBefore = book.controls.count { $0.outcome == .failed }
    let values: [(ControlKind, ZenginItem, Int64)] = [
      (.recordCount, .recordCount, recordsInFile),
      (.accountCount, .accountCount, groupsInFile),
    ]
    for (kind, item, computed) in values {
      if let record {
        check(
          kind, record, layout.slot(item), item.rawValue, computed: computed,
          reading: "whole file", in: part)
      } else {
        book.absent(kind, computed: computed, reading: "whole file", in: part)
      }
    }
    if book.controls.count(where: { $0.outcome == .failed }) > failedBefore { book.stopAll() }
  }
}
