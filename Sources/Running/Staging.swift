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

  /// Begins to write all files: none needs another. `finish` has to be asked for them, or the work
  /// be stopped.
  func begin() throws(RunError) -> StagingWork {
    let folder = publisher.stagingFolder(input.runID)
    try publisher.begin(input.runID)
    if !shops.isEmpty { try Posix.makeFolder(folder + "/" + ShopReport.folder) }
    for shop in shops { try Posix.makeFolder(folder + "/" + shop.name) }
    let pieces = pieces
    let files = WorkList(count: pieces.count) { place throws(RunError) in
      try write(pieces[place], in: folder)
    }
    return StagingWork(staging: self, files: files)
  }

  /// Files that are made together.
  private struct Piece: Sendable {
    let report: Report
    /// In the run's folder; empty for the operator's.
    let folder: String
    /// nil is the workbook.
    let make: (@Sendable () -> [ReportFile])?
  }

  private var pieces: [Piece] {
    let reports = [("", report)] + shops.map { ($0.name, $0.report) }
    return reports.flatMap { folder, report in
      var pieces = report.makers.map { Piece(report: report, folder: folder, make: $0) }
      // What takes long comes first: only two others take longer than the workbook.
      pieces.insert(Piece(report: report, folder: folder, make: nil), at: min(2, pieces.count))
      return pieces
    }
  }

  private func write(_ piece: Piece, in folder: String) throws(RunError) -> [StagedFile] {
    let isShops = !piece.folder.isEmpty
    let path = isShops ? folder + "/" + piece.folder : folder
    var files =
      if let make = piece.make {
        try publisher.stage(make(), in: path)
      } else {
        [try writeBook(piece.report, path)]
      }
    if isShops {
      for place in files.indices { files[place].name = piece.folder + "/" + files[place].name }
    }
    return files
  }

  /// Gives all but `run.json`, which tells the time that steps took.
  fileprivate func finish(
    _ files: WorkList<[StagedFile]>, _ started: Int64
  ) throws(RunError) -> [StagedFile] {
    let folder = publisher.stagingFolder(input.runID)
    let outputs = try files.results().flatMap(\.self).sorted { $0.name < $1.name }
    for file in outputs { try file.syncing?.result() }
    for shop in shops { try Posix.syncFolder(folder + "/" + shop.name) }
    if !shops.isEmpty { try Posix.syncFolder(folder + "/" + ShopReport.folder) }
    var timings = timings
    timings.add("report", Clock.monotonicMilliseconds() - started)
    let run = runDocument(outputs, timings)
    try withBytes(run) { (raw) throws(RunError) in try Posix.write(raw, to: folder + "/run.json") }
    try Posix.syncFolder(folder)
    // The name of the folder too, before the ledger says that there is a run: after a power cut
    // nothing could be published of it.
    try Posix.syncFolder(publisher.workspace.reports)
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

/// The files of a run on their way to the disk.
struct StagingWork: Sendable {
  fileprivate let staging: Staging
  fileprivate let files: WorkList<[StagedFile]>
  private let started = Clock.monotonicMilliseconds()

  fileprivate init(staging: Staging, files: WorkList<[StagedFile]>) {
    self.staging = staging
    self.files = files
  }

  /// All files with the disk; helps to write them until then.
  func finish() throws(RunError) -> [StagedFile] { try staging.finish(files, started) }

  /// Writes no more.
  func stop() { files.stop() }
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
  try Posix.sync(path)
}
