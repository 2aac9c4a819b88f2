public import Model

/// A file as it comes to the inbox.
public struct DownloadedFile: Sendable {
  public var content: DownloadContent
  public var bytes: [UInt8]
  /// The day of the inbox.
  public var arrival: Day
  /// Whether some row was changed by somebody: not a row of the truth.
  public var isTampered = false
}

/// What a shop's people download of a `DownloadWorld`, and when it comes to the inbox: each account
/// in two to four formats, each with habits of its own, over 60 days.
public struct DownloadPlan: Sendable {
  public let world: DownloadWorld
  /// By arrival, in no order within it.
  public private(set) var files: [DownloadedFile] = []

  /// How one format of one account is downloaded.
  private struct Habit {
    var format: DownloadFormat
    var account: Int
    var everyDays: Int
    /// Of files that hold whole days: how many days back a file goes.
    var daysBack: Int
    /// Of files of new rows: from the last download on; else the whole of the day.
    var isSinceLast: Bool
    var hasNumbers: Bool
    /// Twice a day.
    var isOften: Bool
    var lastSecond: Int64 = 0
  }

  private struct Instant {
    var day: Int
    var second: Int
    var total: Int64 { Int64(day) * 86_400 + Int64(second) }
  }

  private var random: SeededRandom
  private var byAccount: [[DownloadBooking]] = []
  private var edition = 0

  public init(seed: UInt64) {
    world = DownloadWorld(seed: seed)
    random = SeededRandom(seed: seed ^ 0x5D0_1A0D)
    for account in 0..<world.accountCount {
      byAccount.append(world.bookings.filter { $0.account == account })
    }
    var habits = makeHabits()
    let awayFrom = random.chance(perMille: 600) ? random.within(10...45) : 99
    let away = awayFrom..<(awayFrom + random.within(2...6))
    for day in 0..<(DownloadWorld.days + 1) where !away.contains(day) {
      for n in habits.indices where random.below(habits[n].everyDays) == 0 {
        if random.chance(perMille: 40) { continue }
        let hour = random.pick([9, 10, 12, 14, 16, 18, 22])
        download(&habits[n], Instant(day: day, second: hour * 3600))
        if habits[n].isOften, hour < 16 {
          download(&habits[n], Instant(day: day, second: (hour + 4) * 3600))
        }
      }
    }
    files.sort { $0.arrival < $1.arrival }
  }

  private mutating func makeHabits() -> [Habit] {
    var habits: [Habit] = []
    for account in 0..<world.accountCount {
      var formats = DownloadFormat.offered[account]
      random.shuffle(&formats)
      for format in formats.prefix(random.within(2...min(4, formats.count))) {
        habits.append(
          Habit(
            format: format, account: account, everyDays: random.pick([1, 1, 1, 2, 3, 5]),
            daysBack: random.pick([0, 1, 2, 3, 7, 14]),
            isSinceLast: random.chance(perMille: 500),
            hasNumbers: format == .neutral || !random.chance(perMille: 150),
            isOften: random.chance(perMille: 300)))
      }
    }
    return habits
  }

  // MARK: One download

  private mutating func download(_ habit: inout Habit, _ now: Instant) {
    var from = Int64(now.day - (random.chance(perMille: 150) ? random.below(20) : habit.daysBack))
    from *= 86_400
    if habit.format.isIncremental {
      let isSinceLast = random.chance(perMille: 100) ? !habit.isSinceLast : habit.isSinceLast
      from = isSinceLast ? habit.lastSecond : Int64(now.day - random.below(2)) * 86_400
      if random.chance(perMille: 30) { from = Int64(now.day) * 86_400 + 12 * 3600 }
    } else if random.chance(perMille: 150) {
      // Yesterday alone, or this day alone.
      from = Int64(now.day) * 86_400 - (now.second < 43_200 ? 86_400 : 0)
    }
    from = max(0, from)
    habit.lastSecond = now.total
    guard let content = content(habit, from, now.total) else { return }
    let arrival = DownloadWorld.firstDay.adding(days: Int32(now.day))
    deliver(content, arrival)
    if random.chance(perMille: 60) { deliver(content, arrival) }
    if random.chance(perMille: 60) {
      var again = content
      edition += 1
      again.edition = edition
      deliver(again, arrival)
    }
    if random.chance(perMille: 8) { tamper(content, arrival) }
    if random.chance(perMille: 6), habit.format == .zengin01 {
      var again = content
      again.numberOffset = 500
      deliver(again, arrival)
    }
  }

  /// The bookings from `from` to before `until`, in seconds of the world; nil where there are none.
  private mutating func content(
    _ habit: Habit, _ from: Int64, _ until: Int64
  ) -> DownloadContent? {
    let all = byAccount[habit.account]
    func second(_ booking: DownloadBooking) -> Int64 {
      Int64(booking.day.number - DownloadWorld.firstDay.number) * 86_400 + Int64(booking.second)
    }
    let shown = all.filter { second($0) >= from && second($0) < until && habit.format.shows($0) }
    guard !shown.isEmpty else { return nil }
    let before = all.last { second($0) < from }
    var content = DownloadContent(
      format: habit.format, account: habit.account, firstDay: shown.first!.day,
      lastDay: shown.last!.day, bookings: shown,
      openingBalanceYen: before?.balanceAfterYen ?? DownloadWorld.openingBalanceYen)
    content.hasNumbers = habit.hasNumbers
    if !habit.format.isIncremental, random.chance(perMille: 300) {
      content.firstDay = DownloadWorld.firstDay.adding(days: Int32(from / 86_400))
    }
    edition += 1
    content.edition = edition / 2 * 2
    return content
  }

  /// Somebody changed a row: its payer, or its amount where no balance and no sum gives it away.
  private mutating func tamper(_ content: DownloadContent, _ arrival: Day) {
    var again = content
    edition += 1
    again.edition = edition
    let row = random.below(again.bookings.count)
    guard again.bookings[row].kind == .transfer else { return }
    // In a notice without numbers a changed row is a row like any other.
    if again.format.isIncremental, !again.hasNumbers { return }
    if again.format.hasBalances || random.chance(perMille: 500) {
      again.bookings[row].payer = (again.bookings[row].payer + 7) % DownloadWorld.interestPayer
    } else {
      again.bookings[row].amountYen += 111
    }
    deliver(again, arrival, isTampered: true)
  }

  private mutating func deliver(
    _ content: DownloadContent, _ arrival: Day, isTampered: Bool = false
  ) {
    // A changed row comes after the true one, else nobody could say which is which.
    let delay = isTampered ? 6 : random.weighted([70, 90, 93, 96, 98, 100])
    files.append(
      DownloadedFile(
        content: content, bytes: content.bytes(), arrival: arrival.adding(days: Int32(delay)),
        isTampered: isTampered))
  }
}
