import Foundation
import Model
import Reporting
import TestKit

/// A bad day: as many open cases as asked for, each of an order held with a payment under another
/// name and two candidates with evidence. How long the page and the workbook take, and how large
/// they are; the words of the cases are given, so what choosing them takes is not in the figures.
/// `--into` keeps the files, for a browser and a spreadsheet program to open.
func benchReport(_ arguments: Arguments) throws {
  let count = arguments.number("cases", 20_000)
  let report = Report(badDay(count))
  try withTemporaryFolder { temporary in
    let folder = arguments.options["into"].map { URL(fileURLWithPath: $0) } ?? temporary
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    print("| file | cases | wall ms | bytes |")
    print("|---|---|---|---|")
    for make in report.makers {
      var files: [ReportFile] = []
      let (making, _) = microseconds { files = make() }
      for file in files where file.name == "report.html" || file.name == "exceptions.csv" {
        var bytes: [UInt8] = []
        let (writing, _) = microseconds { bytes = file.bytes }
        try writeBytes(bytes, to: folder.appendingPathComponent(file.name))
        print("| \(file.name) | \(count) | \((making + writing) / 1_000) | \(bytes.count) |")
      }
    }
    let book = folder.appendingPathComponent("report.xlsx")
    try? FileManager.default.removeItem(at: book)
    let (time, _) = try microseconds { try writeWorkbook(report, toPath: book.path) }
    let size = try Data(contentsOf: book).count
    print("| report.xlsx | \(count) | \(time / 1_000) | \(size) |")
  }
}

private func badDay(_ count: Int) -> ReportInput {
  let today = Day(iso: "2026-11-24")!
  var entries: [LedgerEntry] = []
  var orders: [LedgerOrder] = []
  var outcomes: [EntryOutcome] = []
  var decisions: [OrderDecision] = []
  var uses: [EntryUse] = []
  var cases: [ExceptionCase] = []
  for n in 0..<Int32(count) {
    let yen = Int64(1_000 + n % 977 * 53)
    let shipBy = Moment(day: today.adding(days: n % 9), hour: 14)
    orders.append(
      LedgerOrder(
        row: OrderRow(
          record: n + 1, line: n + 2, orderID: "H\(20_000_000 + n)", shopID: "hana",
          orderedAt: Moment(day: today.adding(days: -4), hour: 11), paymentMethod: .bankTransfer,
          customerName: "山田 太郎\(n)", amountDueYen: yen, status: .open)))
    entries.append(
      LedgerEntry(
        id: "e\(n)", accountKey: "0005-123-1-1234567", bookingDay: today, direction: .credit,
        amountYen: yen, payerName: "ｶ)ﾐﾄﾞﾘｼﾖｳｼﾞ\(n)", sourceRef: "\(n)",
        sourceFile: "zengin_20261124.txt", record: n + 1))
    let evidence = [
      Evidence(.prior, -11_300), Evidence(.amountExact, 9_800), Evidence(.nameDifferent, -4_200),
    ]
    let next = (n + 1) % Int32(count)
    outcomes.append(
      EntryOutcome(
        entryIndex: n, verdict: .held,
        candidates: [n, next].map { MatchCandidate(orderIndices: [$0], evidence: evidence) },
        candidateCount: 2, codes: [.N02], marginMillibits: 0))
    uses.append(EntryUse(entryIndex: n, suspenseYen: yen, reason: "N02"))
    decisions.append(
      OrderDecision(
        orderIndex: n, decision: .holdAsk, codes: [.N02], dueYen: yen, clearedYen: 0,
        shipBy: shipBy))
    cases.append(
      ExceptionCase(
        caseID: "N02-\(n)", code: .N02, codes: [.N02], orderIndex: n, entryIndex: n,
        otherOrders: [next], decision: .holdAsk, dueYen: yen, paidYen: yen, atRiskGrossYen: yen,
        atRiskNetYen: yen / 2, firstBearer: .payer, until: shipBy, deadlineRule: "DL-SHIP"))
  }
  let note = NoteText(
    title: "名義が注文者と違います", basis: "民法474(高)",
    nextAction: "注文者に、この入金が本人の指図によるものかを確認する。",
    note: "金額は一致しますが名義が違います。返金が必要になった場合は送金元口座へ戻します。",
    evidence: "明細の記録、注文の記録、確認の連絡")
  let file = FileLine(
    name: "zengin_20261124.txt", sha256: "", sizeBytes: 1,
    reading: FileReading(kind: .statement, formatID: "zengin-01"))
  return ReportInput(
    runID: "20261124T0900-1", asOf: Moment(day: today, hour: 9), language: .ja,
    snapshot: Snapshot(entries: entries, orders: orders), outcomes: outcomes,
    decided: Decided(decisions: decisions, uses: uses, cases: cases),
    texts: Made(count: count) { _ in CaseText(note: note, liability: LiabilityNote()) },
    drafts: Made(count: count) { _ in [] }, files: [file], engineVersion: "bench")
}
