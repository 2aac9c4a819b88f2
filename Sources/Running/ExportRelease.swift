internal import Glibc
import Model
internal import Reading
internal import Recording
internal import Hashing

/// What `keshikomi export release` is asked to write.
public struct ReleaseRequest: Sendable {
  /// The shop's own shipping file for all open orders; nil writes a plain list.
  public var carrierFile: String?
  /// Name of the column with the order number, for files of no known carrier.
  public var keyColumn: String?
  /// Name of the column with the amount to collect at the door, for such files.
  public var amountColumn: String?
  /// Only orders of this shop; needed where two shops have an order of one number.
  public var shopID: String?
  /// Must not be there yet.
  public var output: String
  /// Write the rows of an earlier export once more, from the same file.
  public var repeatsExport: Int64?
  public var isDryRun = false

  public init(output: String) { self.output = output }
}

/// Writes the rows of released orders out of the shop's own shipping file, byte for byte, each
/// order at most once per release over all runs. What is written is on record before the file has
/// its name; `repeatsExport` makes it again where that was the last thing to happen.
///
/// Exit code 1 where rows were left out that somebody has to look at.
public func exportRelease(_ release: ReleaseRequest, _ request: RunRequest) throws -> RunSummary {
  try request.checkWorkspace(writing: release.output)
  return try request.onLedger("export") { frame in
    let orders = try ledgerCall { () throws(LedgerError) in
      try frame.ledger.releasedOrders(purpose: ReleasePurpose.shipping)
    }
    let export = ReleaseWriting(frame: frame, release: release, orders: orders)
    return try release.carrierFile == nil ? export.list() : export.passThrough()
  }
}

/// Words under which the ledger keeps what an export was for.
enum ReleasePurpose {
  static let shipping = "shipping"
  static func status(_ template: String) -> String { "status:" + template }
}

struct ReleaseWriting {
  let frame: RunFrame
  let release: ReleaseRequest
  let orders: [ReleasedOrder]

  private func say(_ ja: String, _ en: String) -> String { frame.language == .ja ? ja : en }

  /// Orders that may be written now, in the ledger's order.
  private func isDue(_ order: ReleasedOrder) -> Bool {
    if let shop = release.shopID, !shop.isExactly(order.shopID) { return false }
    guard order.status == .open else { return false }
    return order.exportID == release.repeatsExport
  }

  func passThrough() throws(RunError) -> RunSummary {
    let scratch = try ScratchFolder()
    let file = try Inbox(folder: "", archive: scratch.path)
      .keep(release.carrierFile!, name: lastComponent(release.carrierFile!))
    if let fault = file.fault {
      throw .usage("\(release.carrierFile!): \(fault.value ?? "?") — 読めません / cannot be read")
    }
    let mapped = try MappedFile(scratch.path + "/" + file.sha256)
    let layout = release.keyColumn.map {
      CarrierLayout.named(key: $0, amount: release.amountColumn)
    }
    let carrier: CarrierFile
    do throws(CarrierFault) {
      carrier = try readCarrierFile(mapped.bytes, as: layout)
    } catch {
      throw .usage(sentence(for: error, lastComponent(release.carrierFile!)))
    }
    var pick = RowPick(carrier, orders, release.shopID, isDue)
    try pick.run()
    let written = pick.written
    var lines = pick.lines(frame.language)
    if !written.isEmpty {
      let id = try write(mapped.bytes, carrier, pick.rows, written, file.sha256)
      lines.insert(told(id, written.count, pick.rows.count), at: 0)
    } else {
      lines.insert(say("書き出す注文はありません。", "Nothing to write."), at: 0)
    }
    return RunSummary(lines: lines, exitCode: pick.needsPerson ? 1 : 0)
  }

  private func told(_ id: Int64?, _ orders: Int, _ rows: Int) -> String {
    let number = id.map { say("(出力番号 \($0))", " (export \($0))") } ?? ""
    return say(
      "出荷可 \(orders)件・\(rows)行を書き出しました: \(release.output)\(number)",
      "Wrote \(rows) rows of \(orders) released orders: \(release.output)\(number)")
  }

  /// The header and the rows, cut from the original; neighbours go in one piece.
  private func write(
    _ bytes: UnsafeRawBufferPointer, _ carrier: CarrierFile, _ rows: [Int],
    _ written: [ReleasedOrder], _ sha256: String
  ) throws(RunError) -> Int64? {
    var pieces: [Range<Int>] = [0..<carrier.headerEnd]
    for n in rows {
      let row = carrier.rows[n]
      if pieces[pieces.count - 1].upperBound == row.start {
        pieces[pieces.count - 1] = pieces[pieces.count - 1].lowerBound..<row.end
      } else {
        pieces.append(row.start..<row.end)
      }
    }
    let output = NewFile(release.output)
    try output.write(pieces.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) })
    return try record(output, written, layout: carrier.layout.id, sha256)
  }

  /// On record first, then under its name: a file that nobody knows of could be sent twice.
  private func record(
    _ output: NewFile, _ written: [ReleasedOrder], layout: String, _ sha256: String
  ) throws(RunError) -> Int64? {
    if release.isDryRun {
      try output.discard()
      return nil
    }
    if release.repeatsExport == nil {
      let export = ReleaseExport(
        purpose: ReleasePurpose.shipping, layout: layout, sourceSHA256: sha256,
        outputSHA256: output.sha256, outputName: lastComponent(release.output),
        asOf: frame.request.asOf, wallSeconds: Int64(time(nil)))
      let id = try ledgerCall { () throws(LedgerError) in
        try frame.ledger.record(export, of: written)
      }
      try output.publish()
      return id
    }
    try output.publish()
    return release.repeatsExport
  }

  /// A list for people: one row per order that is released and not written out yet.
  func list() throws(RunError) -> RunSummary {
    let due = orders.filter(isDue).sorted { ($0.orderID, $0.shopID) < ($1.orderID, $1.shopID) }
    guard !due.isEmpty else {
      return RunSummary(lines: [say("書き出す注文はありません。", "Nothing to write.")], exitCode: 0)
    }
    var table = ListWriter(frame.language)
    for order in due { table.add(order) }
    let output = NewFile(release.output)
    try withBytes(table.bytes) { (raw) throws(RunError) in try output.write([raw]) }
    let id = try record(output, due, layout: "list", "")
    return RunSummary(lines: [told(id, due.count, due.count)], exitCode: 0)
  }

  private func sentence(for fault: CarrierFault, _ name: String) -> String {
    switch fault {
    case .unknownHeader:
      """
      \(name): 見出しが B2クラウド・e飛伝Ⅲ・ゆうパックプリントR のものではありません。\
      注文番号の列名を --key-column で指定してください。
      \(name): the header is of no known carrier. Name the column with the order number: \
      --key-column NAME
      """
    case .doubledColumn(let column):
      "\(name): 「\(column)」の列が二つあります / the column “\(column)” stands there twice"
    case .missingColumn(let column):
      "\(name): 「\(column)」の列がありません / there is no column “\(column)”"
    case .brokenRow(let line):
      "\(name): \(line)行目の引用符などが壊れています。何も書き出していません / line \(line) is broken; nothing was written"
    case .tooManyColumns(let line):
      "\(name): \(line)行目の列が見出しより多いため止めました / line \(line) has more columns than the header"
    case .unreadableKey(let line):
      "\(name): \(line)行目の注文番号を読めません / the order number of line \(line) cannot be read"
    }
  }
}
