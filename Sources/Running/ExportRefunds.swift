internal import Deciding
internal import Glibc
internal import Hashing
public import Model
internal import Reading
internal import Recording
internal import Reporting

/// What `keshikomi export refunds` is asked to write.
public struct RefundRequest: Sendable {
  /// The shop's file with the customers' accounts.
  public var accountsFile: String
  /// Must not be there yet.
  public var output: String
  /// The day on which the bank is to send it.
  public var sentOn: Day
  public var person: String
  /// Only refunds of this shop's money; the rest waits.
  public var shopID: String?
  /// Write an earlier file once more, from the same accounts.
  public var repeatsExport: Int64?

  public init(accountsFile: String, output: String, sentOn: Day, person: String) {
    self.accountsFile = accountsFile
    self.output = output
    self.sentOn = sentOn
    self.person = person
  }
}

/// Writes the refunds that two people want into a transfer file for the bank. Each goes into one
/// file ever: it is on record before the file has its name, and `repeatsExport` makes the same
/// bytes again where that was the last thing to happen. Exit code 1 where an account is missing.
public func exportRefunds(_ refund: RefundRequest, _ request: RunRequest) throws -> RunSummary {
  try request.checkWorkspace(writing: refund.output)
  return try request.onLedger("export refunds") { frame in
    return try RefundWriting(frame: frame, refund: refund).run()
  }
}

private struct RefundWriting {
  let frame: RunFrame
  let refund: RefundRequest

  private func say(_ ja: String, _ en: String) -> String { frame.language == .ja ? ja : en }

  func run() throws(RunError) -> RunSummary {
    guard let sender = frame.settings.refundSender else {
      throw .usage(
        "keshikomi.yaml に refund_sender がありません / refund_sender is missing in keshikomi.yaml")
    }
    let mapped = try MappedFile(refund.accountsFile)
    let accounts = try RefundAccounts(mapped.bytes, name: lastComponent(refund.accountsFile))
    let hash = SHA256.hex(of: mapped.bytes)
    let before = try earlier(hash)
    let (due, left) = try ofShop(due(before))
    let told = try ledgerCall { () throws(LedgerError) in try frame.ledger.notices() }
    let found = try foundOnStatements(told)
    var items: [TransferItem] = []
    var written: [(answer: SaidAnswer, holder: String)] = []
    var missing: [String] = []
    for answer in due {
      let orders = try origin(of: answer.entryID).orders
      if before == nil, let stop = stop(of: orders, told) ?? found {
        missing.append(
          say(
            "停止中(\(stop)): A-\(answer.id) \(answer.entryID) \(answer.yen)円",
            "stopped (\(stop)): A-\(answer.id) \(answer.entryID) ¥\(answer.yen)"))
        continue
      }
      guard let account = try account(accounts, answer.entryID, orders) else {
        missing.append(
          say(
            "口座が必要: A-\(answer.id) \(answer.entryID) \(answer.yen)円",
            "account needed: A-\(answer.id) \(answer.entryID) ¥\(answer.yen)"))
        continue
      }
      items.append(
        TransferItem(account: account, yen: answer.yen, customerCode: String(answer.id)))
      written.append((answer, account.holder))
    }
    let rest =
      left == 0
      ? []
      : [
        say(
          "ほかの店舗の、または一つの店舗に決まらない返金 \(left)件は残しています。",
          "\(left) refunds of other shops, or of no one shop, wait.")
      ]
    let exitCode: Int32 = missing.isEmpty ? 0 : 1
    guard !items.isEmpty else {
      let nothing = say("書き出す返金はありません。", "No refund to write.")
      return RunSummary(lines: [nothing] + missing + rest, exitCode: exitCode)
    }
    let day = before?.sentOn ?? refund.sentOn
    let file = try bytes(sender, day, items)
    let id = try publish(file, written, before, hash)
    let total = items.reduce(0) { $0 + $1.yen }
    let head = say(
      "返金 \(items.count)件・\(total)円を書き出しました: \(refund.output)(出力番号 \(id))",
      "Wrote \(items.count) refunds, ¥\(total): \(refund.output) (export \(id))")
    return RunSummary(lines: [head] + missing + rest, exitCode: exitCode)
  }

  /// The export to be made again; it needs the accounts that it was made from.
  private func earlier(_ hash: String) throws(RunError) -> RefundExport? {
    guard let number = refund.repeatsExport else { return nil }
    if refund.shopID != nil { throw .repeatsWhole }
    let found = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.refundExport(number)
    }
    guard let found else { throw .notFound("\(number)") }
    guard found.accountsSHA256 == hash else {
      throw .usage(
        "出力 \(number) は別の口座ファイルから作られました / export \(number) was made from another file of accounts")
    }
    return found
  }

  /// Refunds in force that are in no file yet, or those of the file that is made again.
  private func due(_ before: RefundExport?) throws(RunError) -> [SaidAnswer] {
    let answers = try ledgerCall { () throws(LedgerError) in try frame.ledger.answers() }
    let sent = try ledgerCall { () throws(LedgerError) in try frame.ledger.sentRefunds() }
    let exportOf = Dictionary(uniqueKeysWithValues: sent.map { ($0.answerID, $0.exportID) })
    return answers.filter { answer in
      guard answer.word == .refund, answer.isInForce else { return false }
      return exportOf[answer.id] == refund.repeatsExport
    }
  }

  /// The shop's, and how many are not.
  private func ofShop(_ due: [SaidAnswer]) throws(RunError) -> (own: [SaidAnswer], left: Int) {
    guard let shop = refund.shopID else { return (due, 0) }
    try frame.checkShop(shop)
    let shops = try ShopsOfMoney(frame)
    var own: [SaidAnswer] = []
    for answer in due {
      let origin = try origin(of: answer.entryID)
      let owners = Set(origin.orders.map { ExactText($0.shopID) })
      let owner =
        owners.isEmpty ? shops.shop(ofAccount: origin.accountKey) : owners.first?.text
      if owners.count <= 1, owner?.isExactly(shop) == true { own.append(answer) }
    }
    return (own, due.count - own.count)
  }

  /// The account that the money goes to. A number that orders of two shops bear says nothing
  /// without its shop: that of its row, or the one that is asked for.
  private func account(
    _ accounts: RefundAccounts, _ entry: String, _ orders: [OrderKey]
  ) throws(RunError) -> PayeeAccount? {
    var clear: [OrderKey] = []
    for order in orders where refund.shopID == nil {
      let bearers = try ledgerCall { () throws(LedgerError) in
        try frame.ledger.history(ofOrder: order.orderID)
      }
      if bearers.count == 1 { clear.append(order) }
    }
    return accounts.account(
      entry: entry, orders: orders, withoutShop: refund.shopID == nil ? clear : orders)
  }

  /// What was told that stops a refund of these orders, in a word; nil where nothing does.
  private func stop(of orders: [OrderKey], _ told: [NoticeRecord]) -> String? {
    let notices = told.map { notice in
      Notice(
        kind: notice.kind,
        orderIndex: notice.orderID.isEmpty ? nil : isAbout(notice, orders) ? 0 : 1,
        reference: String(notice.id), day: notice.toldOn)
    }
    return refundStops(notices, order: 0).first.map { notice in
      say(
        "連絡 \(notice.reference)・\(notice.kind.word)",
        "notice \(notice.reference), \(notice.kind.word)")
    }
  }

  private func isAbout(_ notice: NoticeRecord, _ orders: [OrderKey]) -> Bool {
    orders.contains { $0.orderID.isExactly(notice.orderID) }
  }

  /// R01 or R03 that the newest run found on a statement, nobody having told of it: it is open
  /// until a run no longer finds it, and names no order, so that it stops every refund.
  private func foundOnStatements(_ told: [NoticeRecord]) throws(RunError) -> String? {
    for code in ["R01", "R03"] {
      let cases = try ledgerCall { () throws(LedgerError) in
        try frame.ledger.openCaseIDs(prefix: "N-\(code)-")
      }
      let subjects = told.flatMap { [$0.orderID, $0.reference] }
      let isTold = Set(subjects.map { "N-\(code)-\($0)" })
      if let first = cases.first(where: { !isTold.contains($0) }) {
        return say("案件 \(first)", "case \(first)")
      }
    }
    return nil
  }

  /// The orders that the entry was given to, and its account.
  private func origin(
    of entry: String
  ) throws(RunError) -> (orders: [OrderKey], accountKey: String) {
    let history = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.history(ofEntry: entry)
    }
    var orders: [OrderKey] = []
    for case .cleared(_, let clearing) in history?.events ?? [] {
      let order = OrderKey(orderID: clearing.orderID, shopID: clearing.shopID)
      if !orders.contains(order) { orders.append(order) }
    }
    return (orders, history?.accountKey ?? "")
  }

  private func bytes(
    _ sender: RefundSender, _ day: Day, _ items: [TransferItem]
  ) throws(RunError) -> [UInt8] {
    let file: [UInt8]
    do throws(TransferFault) {
      file = try transferFile(from: sender, on: day, items)
    } catch {
      throw .usage(
        "「\(error.value)」は総合振込の \(error.field.rawValue) に書けません。何も書き出していません / "
          + "“\(error.value)” cannot stand in \(error.field.rawValue); nothing was written"
      )
    }
    // Read back by a reader that shares nothing with the writer, before anybody sends it.
    let total = items.reduce(0) { $0 + $1.yen }
    let proved = readTransferFile(file)
    guard proved?.count == items.count, proved?.totalYen == total else {
      preconditionFailure("a transfer file does not read back as it was written")
    }
    return file
  }

  private func publish(
    _ file: [UInt8], _ written: [(answer: SaidAnswer, holder: String)], _ before: RefundExport?,
    _ hash: String
  ) throws(RunError) -> Int64 {
    let output = NewFile(refund.output)
    try withBytes(file) { (raw) throws(RunError) in try output.write([raw]) }
    if let before, let number = refund.repeatsExport {
      guard before.outputSHA256 == output.sha256 else {
        try output.discard()
        throw .usage(
          "出力 \(number) と同じ内容になりません。設定が変わっていないか確かめてください / "
            + "it would not be export \(number) again: have the settings changed?")
      }
      try output.publish()
      return number
    }
    let export = RefundExport(
      accountsSHA256: hash, outputSHA256: output.sha256, outputName: lastComponent(refund.output),
      sentOn: refund.sentOn, person: refund.person, asOf: frame.request.asOf,
      wallSeconds: Int64(time(nil)))
    let id = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.record(export, written)
    }
    try output.publish()
    return id
  }
}
