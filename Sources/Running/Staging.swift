internal import Glibc
internal import Model
internal import Reporting
internal import Hashing

/// Writes all files of a run into its hidden folder, `run.json` last.
struct Staging: Sendable {
  let publisher: Publisher
  let report: Report
  /// What each shop may see of it, in a folder of its own.
  var shops: [ShopReport] = []
  let input: ReportInput
  let timings: Timings
  let feeTable: String
  let calendarUntil: Day
  /// Which table of weights was used.
  let weightsID: String

  /// All files at once, as many as there are cores: none needs another. Gives all but `run.json`,
  /// which tells the time that steps took.
  func write() throws(RunError) -> [StagedFile] {
    var timings = timings
    let folder = publisher.stagingFolder(input.runID)
    try publisher.begin(input.runID)
    let started = Clock.monotonicMilliseconds()
    var outputs = try stage(report, in: folder)
    if !shops.isEmpty { try Posix.makeFolder(folder + "/" + ShopReport.folder) }
    for shop in shops {
      let inner = folder + "/" + shop.name
      try Posix.makeFolder(inner)
      for var file in try stage(shop.report, in: inner) {
        file.name = shop.name + "/" + file.name
        outputs.append(file)
      }
      try Posix.syncFolder(inner)
    }
    if !shops.isEmpty { try Posix.syncFolder(folder + "/" + ShopReport.folder) }
    timings.add("report", Clock.monotonicMilliseconds() - started)
    outputs.sort { $0.name < $1.name }
    let run = runDocument(outputs, timings)
    try withBytes(run) { (raw) throws(RunError) in try Posix.write(raw, to: folder + "/run.json") }
    try Posix.syncFolder(folder)
    // The name of the folder too, before the ledger says that there is a run: after a power cut
    // nothing could be published of it.
    try Posix.syncFolder(publisher.workspace.reports)
    return outputs
  }

  private func stage(_ report: Report, in folder: String) throws(RunError) -> [StagedFile] {
    let book = Background { () throws(RunError) in try writeBook(report, folder) }
    defer { book.wait() }
    let files = report.makers.map { make in
      Background { () throws(RunError) in try publisher.stage(make(), in: folder) }
    }
    defer { for file in files { file.wait() } }
    var outputs = [try book.result()]
    for some in files { outputs += try some.result() }
    return outputs
  }

  private func writeBook(_ report: Report, _ folder: String) throws(RunError) -> StagedFile {
    let path = folder + "/report.xlsx"
    try keepBook(path) { path throws(WorkbookError) in try writeWorkbook(report, toPath: path) }
    let bytes = try MappedFile(path)
    return StagedFile(
      name: "report.xlsx", sha256: SHA256.hex(of: bytes.bytes), size: Int64(bytes.bytes.count))
  }

  private func runDocument(
    _ outputs: [StagedFile], _ timings: Timings
  ) -> [UInt8] {
    let inputs = input.files.map { file in
      var members: [String: JSONValue] = [
        "name": .text(file.name), "sha256": .text(file.sha256),
        "size_bytes": .number(file.sizeBytes), "format": .text(file.reading.formatID),
        "new_rows": .number(Int64(file.newRows)), "known_rows": .number(Int64(file.knownRows)),
      ]
      if let note = file.override {
        members["override"] = .object([
          "by": .text(note.person), "as_of": .text(note.moment.iso), "reason": .text(note.reason),
          "faults": .list(note.faults.map { .text($0.rawValue) }),
        ])
      }
      return JSONValue.object(members)
    }
    let written = outputs.map { file in
      JSONValue.object([
        "name": .text(file.name), "sha256": .text(file.sha256), "size_bytes": .number(file.size),
      ])
    }
    return JSONValue.object([
      "run_id": .text(input.runID), "as_of": .text(input.asOf.iso),
      "engine_version": .text(engineVersion), "fee_table": .text(feeTable),
      "calendar_until": .text(calendarUntil.iso), "weights": .text(weightsID),
      "inputs": .list(inputs),
      "ledger_head": .text("\(input.ledgerEvent) \(input.ledgerSHA256)"),
      "outputs": .list(written),
      "timings_ms": .object(timings.milliseconds.mapValues { .number($0) }),
    ]).document()
  }
}

/// Has a workbook written, makes it the user's own and waits until the disk has it.
func keepBook(
  _ path: String, _ write: (String) throws(WorkbookError) -> Void
) throws(RunError) {
  do throws(WorkbookError) {
    try write(path)
  } catch {
    // The library says only that writing failed; a full disk is what it means in practice.
    throw .system(action: "write the workbook (\(error.reason))", path: path, errno: ENOSPC)
  }
  chmod(path, 0o600)
  let file = open(path, O_RDONLY)
  guard file >= 0 else { throw Posix.fail("open", path) }
  defer { close(file) }
  if fsync(file) != 0 { throw Posix.fail("write to disk", path) }
}
