/// Items of the 全銀協 records for statements, by the standard's own names.
enum ZenginItem: String, Sendable, CaseIterable {
  case recordKind = "データ区分"
  case fileKind = "種別コード"
  case codeKind = "コード区分"
  case createdDay = "作成日"
  case firstDay = "勘定日（自）"
  case lastDay = "勘定日（至）"
  case bankCode = "銀行コード"
  case bankName = "銀行名"
  case branchCode = "支店コード"
  case branchName = "支店名"
  case accountType = "預金種目"
  case accountNumber = "口座番号"
  case holder = "口座名"
  case overdraft = "貸越区分"
  case passbook = "通帳・証書区分"
  case openingBalance = "取引前残高"
  case closingBalance = "取引後残高"
  case reference = "照会番号"
  case bookingDay = "勘定日"
  case valueDay = "起算日"
  case direction = "入払区分"
  case transactionKind = "取引区分"
  case amount = "金額"
  case uncleared = "うち他店券金額"
  case amount2 = "金額(2)"
  case uncleared2 = "うち他店券金額(2)"
  case presentedDay = "交換呈示日"
  case returnedDay = "不渡返還日"
  case chequeKind = "手形・小切手区分"
  case chequeNumber = "手形・小切手番号"
  case sisterBranch = "僚店番号"
  case payerCode = "振込依頼人コード"
  case payerName = "振込依頼人名"
  case payerBank = "仕向銀行名"
  case payerBranch = "仕向店名"
  case cancellation = "取消区分"
  case remark = "摘要内容"
  case ediText = "EDI情報"
  case creditCount = "入金件数"
  case creditSum = "入金額合計"
  case debitCount = "出金件数"
  case debitSum = "出金額合計"
  case cancelCount = "取消合計件数"
  case cancelSum = "取消合計金額"
  case recordCount = "レコード件数"
  case accountCount = "口座数"
  case filler = "ダミー"
  case filler2 = "ダミー(2)"
}

typealias ZenginLayout = FixedLengthLayout<ZenginItem>
private typealias F = FixedField<ZenginItem>

/// The records of 全銀協規定形式 for 01 振込入金通知 and 03 入出金取引明細: lengths as published in
/// 「適用業務およびレコード・フォーマット」. Each adds up to `recordLength`.
enum ZenginLayouts {
  static let recordLength = 200

  static let noticeHeader = ZenginLayout([
    F(.recordKind, 1, .digits), F(.fileKind, 2, .digits), F(.codeKind, 1, .digits),
    F(.createdDay, 6, .digits), F(.firstDay, 6, .digits), F(.lastDay, 6, .digits),
    F(.bankCode, 4, .digits), F(.bankName, 15, .text), F(.branchCode, 3, .digits),
    F(.branchName, 15, .text), F(.accountType, 1, .digits), F(.accountNumber, 7, .digits),
    F(.holder, 40, .text), F(.filler, 93, .filler),
  ])

  static let noticeDataA = ZenginLayout([
    F(.recordKind, 1, .digits), F(.reference, 6, .digits), F(.bookingDay, 6, .digits),
    F(.valueDay, 6, .digits), F(.amount, 10, .digits), F(.uncleared, 10, .digits),
    F(.payerCode, 10, .digits), F(.payerName, 48, .text), F(.payerBank, 15, .text),
    F(.payerBranch, 15, .text), F(.cancellation, 1, .digits), F(.ediText, 20, .text),
    F(.filler, 52, .filler),
  ])

  static let noticeDataB = ZenginLayout([
    F(.recordKind, 1, .digits), F(.reference, 6, .digits), F(.bookingDay, 6, .digits),
    F(.valueDay, 6, .digits), F(.amount, 10, .digits), F(.uncleared, 10, .digits),
    F(.payerCode, 10, .digits), F(.payerName, 48, .text), F(.payerBank, 15, .text),
    F(.payerBranch, 15, .text), F(.cancellation, 1, .digits), F(.amount2, 12, .digits),
    F(.uncleared2, 12, .digits), F(.ediText, 20, .text), F(.filler, 28, .filler),
  ])

  static let noticeTrailer = ZenginLayout([
    F(.recordKind, 1, .digits), F(.creditCount, 6, .digits), F(.creditSum, 12, .digits),
    F(.cancelCount, 6, .digits), F(.cancelSum, 12, .digits), F(.filler, 163, .filler),
  ])

  static let noticeEnd = ZenginLayout([F(.recordKind, 1, .digits), F(.filler, 199, .filler)])

  static let detailHeader = ZenginLayout([
    F(.recordKind, 1, .digits), F(.fileKind, 2, .digits), F(.codeKind, 1, .digits),
    F(.createdDay, 6, .digits), F(.firstDay, 6, .digits), F(.lastDay, 6, .digits),
    F(.bankCode, 4, .digits), F(.bankName, 15, .text), F(.branchCode, 3, .digits),
    F(.branchName, 15, .text), F(.filler, 3, .filler), F(.accountType, 1, .digits),
    F(.accountNumber, 10, .digits), F(.holder, 40, .text), F(.overdraft, 1, .digits),
    F(.passbook, 1, .digits), F(.openingBalance, 14, .digits), F(.filler2, 71, .filler),
  ])

  static let detailData = ZenginLayout([
    F(.recordKind, 1, .digits), F(.reference, 8, .digits), F(.bookingDay, 6, .digits),
    F(.valueDay, 6, .digits), F(.direction, 1, .digits), F(.transactionKind, 2, .digits),
    F(.amount, 12, .digits), F(.uncleared, 12, .digits), F(.presentedDay, 6, .digits),
    F(.returnedDay, 6, .digits), F(.chequeKind, 1, .digits), F(.chequeNumber, 7, .digits),
    F(.sisterBranch, 3, .digits), F(.payerCode, 10, .digits), F(.payerName, 48, .text),
    F(.payerBank, 15, .text), F(.payerBranch, 15, .text), F(.remark, 20, .text),
    F(.ediText, 20, .text), F(.filler, 1, .filler),
  ])

  static let detailTrailer = ZenginLayout([
    F(.recordKind, 1, .digits), F(.creditCount, 6, .digits), F(.creditSum, 13, .digits),
    F(.debitCount, 6, .digits), F(.debitSum, 13, .digits), F(.overdraft, 1, .digits),
    F(.closingBalance, 14, .digits), F(.recordCount, 7, .digits), F(.filler, 139, .filler),
  ])

  static let detailEnd = ZenginLayout([
    F(.recordKind, 1, .digits), F(.recordCount, 10, .digits), F(.accountCount, 5, .digits),
    F(.filler, 184, .filler),
  ])

  /// 取引区分 of 03. 19 is a correction: its direction is that of the correcting booking.
  static let transactionKinds: [Int64: String] = [
    10: "現金", 11: "振込", 12: "他店券入金", 13: "交換", 14: "振替", 15: "継続", 18: "その他",
    19: "訂正",
  ]

  /// The kinds of Zengin file that carry no bookings of ours.
  static let otherKinds: [String: String] = [
    "04": "04 残高通知", "11": "11 給与振込", "12": "12 賞与振込", "21": "21 総合振込",
    "91": "91 預金口座振替",
  ]
}
