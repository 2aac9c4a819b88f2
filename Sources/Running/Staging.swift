internal import Glibc
internal import Model
internal import Reporting

/// Writes all files of a run into its hidden folder, `run.json` last.
struct Staging: Sendable {
  let publisher: Publisher
  let input: ReportInput
  let timings: Timings
  let feeTable: String
  let calendarUntil: Day

  /// The workbook is written beside the other files: neither needs the other.
  func write() throws(RunError) {
    var timings = timings
    let folder = publisher.stagingFolder(input.runID)
    try publisher.begin(input.runID)
    let book = Background { () throws(RunError) in
      var own = Timings()
      try own.measure("workbook") { () throws(RunError) in try writeBook(folder) }
      return own
    }
    defer { book.wait() }
    let files = timings.measure("report") { reportFiles(input) }
    try publisher.stage(files, runID: input.runID)
    for (name, time) in try book.result().milliseconds { timings.add(name, time) }
    var outputs = files.map { file in
      (file.name, file.bytes.withUnsafeBytes { SHA256.hex(of: $0) }, Int64(file.bytes.count))
    }
    let bookFile = try MappedFile(folder + "/report.xlsx")
    outputs.append(("report.xlsx", SHA256.hex(of: bookFile.bytes), Int64(bookFile.bytes.count)))
    let run = runDocument(outputs.sorted { $0.0 < $1.0 }, timings)
    try withBytes(run) { (raw) throws(RunError) in try Posix.write(raw, to: folder + "/run.json") }
    try Posix.syncFolder(folder)
  }

  private func writeBook(_ folder: String) throws(RunError) {
    let path = folder + "/report.xlsx"
    do throws(WorkbookError) {
      try writeWorkbook(input, toPath: path)
    } catch {
      // The library says only that writing failed; a full disk is what it means in practice.
      throw .system(action: "write the workbook (\(error.reason))", path: path, errno: ENOSPC)
    }
    chmod(path, 0o600)
    let fd = open(path, O_RDONLY)
    guard fd >= 0 else { throw Posix.fail("open", path) }
    defer { close(fd) }
    if fsync(fd) != 0 { throw Posix.fail("write to disk", path) }
  }

  private func runDocument(
    _ outputs: [(name: String, sha256: String, size: Int64)], _ timings: Timings
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
      "calendar_until": .text(calendarUntil.iso), "inputs": .list(inputs),
      "outputs": .list(written),
      "timings_ms": .object(timings.milliseconds.mapValues { .number($0) }),
    ]).document()
  }
}
