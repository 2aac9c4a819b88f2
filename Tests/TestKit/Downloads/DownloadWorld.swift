public import Model

/// A payer, or what stands in its place on rows that are nobody's transfer.
public struct DownloadPayer: Sendable {
  /// Full-width kana with a space between the names.
  public var kana: String
  /// As a bank writes it that knows the kanji; equal to `kana` for companies' short forms.
  public var kanji: String
  /// `kana` in half width.
  public var half: String

  init(kana: String, kanji: String) {
    self.kana = kana
    self.kanji = kanji
    half = Kana.halfWidth(kana)
  }
}

/// What a booking is.
public enum DownloadKind: Int, Sendable { case transfer, interest, payment, undone }

/// One true booking of an account.
public struct DownloadBooking: Sendable {
  public var account: Int
  public var day: Day
  /// Of the day; bookings of an account and day are in its order.
  public var second: Int
  /// Among the bookings of its account and day, from 1.
  public var number: Int
  public var kind: DownloadKind
  /// Index into `DownloadWorld.payers`.
  public var payer: Int
  public var direction: Direction
  public var amountYen: Int64
  public var balanceAfterYen: Int64
  /// Of this booking alone, for good.
  public var lastingID: String
}

/// An account of an invented shop, with 60 days of true bookings in each: what any download of any
/// of its accounts is a part of. Many prices are equal and many payers alike, so that rows are
/// taken for each other where they can be: this world is harsher than a real one.
public struct DownloadWorld: Sendable {
  public static let days = 60
  public static let firstDay = Day(year: 2026, month: 9, day: 1)!
  public static let accounts = [
    AccountRef(
      bankCode: "9900", branchCode: "101", accountType: 1, number: "0012345", holder: "ｶ)ﾐﾅﾓ"),
    AccountRef(
      bankCode: "0005", branchCode: "202", accountType: 1, number: "0023456", holder: "ｶ)ﾐﾅﾓ"),
    AccountRef(
      bankCode: "0036", branchCode: "303", accountType: 1, number: "0034567", holder: "ｶ)ﾐﾅﾓ"),
  ]
  public static let openingBalanceYen: Int64 = 3_000_000

  public let seed: UInt64
  /// How many of `accounts` are in use.
  public let accountCount: Int
  /// By account, day and second.
  public private(set) var bookings: [DownloadBooking] = []

  private static let prices: [Int64] = [
    1980, 2480, 2980, 3300, 3980, 4980, 5500, 5980, 6600, 7980, 9800, 12_800,
  ]
  private static let surnames = [
    ("アカツキ", "暁"), ("カワノ", "河野"), ("ヤマダ", "山田"), ("シロタ", "城田"), ("ミドリカワ", "緑川"),
    ("ハヤシ", "林"), ("ツキオカ", "月岡"), ("モリ", "森"),
  ]
  private static let givenNames = [
    ("ノゾミ", "望"), ("タロウ", "太郎"), ("ハナコ", "花子"), ("ケンイチロウ", "健一郎"), ("リョウ", "涼"),
  ]

  /// Transfers' payers first, then the texts of rows without a payer.
  public static let payers: [DownloadPayer] = {
    var list: [DownloadPayer] = []
    for surname in surnames {
      for given in givenNames {
        list.append(
          DownloadPayer(
            kana: surname.0 + "　" + given.0, kanji: surname.1 + "　" + given.1))
      }
    }
    for company in ["カ)ミナトショウジ", "ユ)アオバフーズ", "カ)ヒガシノリンギョウホクブエイギョウショ"] {
      list.append(DownloadPayer(kana: company, kanji: company))
    }
    list.append(DownloadPayer(kana: "リソク", kanji: "利息"))
    list.append(DownloadPayer(kana: "デンキ", kanji: "電気"))
    return list
  }()
  public static let interestPayer = payers.count - 2
  static let powerPayer = payers.count - 1

  public init(seed: UInt64) {
    self.seed = seed
    var random = SeededRandom(seed: seed)
    accountCount = 1 + random.weighted([55, 85, 100])
    for account in 0..<accountCount {
      var balance = DownloadWorld.openingBalanceYen
      for day in 0..<DownloadWorld.days {
        addDay(account, DownloadWorld.firstDay.adding(days: Int32(day)), &balance, &random)
      }
    }
  }

  private mutating func addDay(
    _ account: Int, _ day: Day, _ balance: inout Int64, _ random: inout SeededRandom
  ) {
    let isWeekend = day.weekday >= 5
    let count = isWeekend ? random.weighted([7, 9, 10]) : random.within(2...8)
    var seconds = (0..<count).map { _ in random.within(8 * 3600...20 * 3600) }
    seconds.sort()
    let start = bookings.count
    for (n, second) in seconds.enumerated() {
      var booking = DownloadBooking(
        account: account, day: day, second: second, number: n + 1, kind: .transfer,
        payer: random.below(DownloadWorld.interestPayer), direction: .credit,
        amountYen: random.pick(DownloadWorld.prices), balanceAfterYen: 0,
        lastingID: "\(WorldText.compact(day))\(account)\(WorldText.padded(Int64(n + 1), 4))")
      let earlier = bookings[start...].filter { $0.kind == .transfer }
      switch random.below(100) {
      case ..<16 where !earlier.isEmpty:
        // A genuine twin: the same payer pays the same amount again.
        let twin = random.pick(earlier)
        booking.payer = twin.payer
        booking.amountYen = twin.amountYen
      case 16..<22:
        // Another payer with the amount of an earlier one.
        if let other = earlier.last { booking.amountYen = other.amountYen }
      case 22..<27 where !earlier.isEmpty:
        let undone = random.pick(earlier)
        booking.kind = .undone
        booking.direction = .debit
        booking.payer = undone.payer
        booking.amountYen = undone.amountYen
      case 27..<31:
        booking.kind = .interest
        booking.payer = DownloadWorld.interestPayer
        booking.amountYen = Int64(random.within(1...40))
      case 31..<39:
        booking.kind = .payment
        booking.payer = DownloadWorld.powerPayer
        booking.direction = .debit
        booking.amountYen = Int64(random.within(3000...3040))
      default: break
      }
      balance += booking.direction == .credit ? booking.amountYen : -booking.amountYen
      booking.balanceAfterYen = balance
      bookings.append(booking)
    }
  }
}
