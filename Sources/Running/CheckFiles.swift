import Glibc
public import Model
import Reading
import Reporting
import Tables

/// Reads files without a workspace and says what each is: format, control values, every fault.
/// Writes nothing. Exit code 2 where a file is refused or its posting would stop.
///
/// - Parameter own: formats of the user, asked before the built-in ones.
public func checkFiles(
  _ paths: [String], asOf: Day, language: Language, own: OwnFormats = OwnFormats()
) -> RunSummary {
  var summary = RunSummary(lines: [], exitCode: 0)
  for line in paths.flatMap({ checkFile($0, asOf, own) }) {
    summary.lines += fileReport(
      line, language: language, isMasked: true, isChecked: true)
    if line.reading.findings.contains(where: { $0.severity >= .rejectsRow }) {
      summary.exitCode = 2
    }
  }
  return summary
}

/// One file, or a ZIP and what it holds.
private func checkFile(_ path: String, _ asOf: Day, _ own: OwnFormats) -> [FileLine] {
  let name = lastComponent(path)
  do throws(RunError) {
    // The file may change while it is read, so it is mapped only through a private copy.
    let copy = try PrivateCopy(of: path)
    let mapped = try MappedFile(copy.path)
    guard ZipFile.isOne(mapped.bytes) else { return [checkCopy(mapped, name, asOf, own)] }
    let scratch = try ScratchFolder()
    var zip = FileLine(
      name: name, sha256: "", sizeBytes: Int64(mapped.bytes.count),
      reading: FileReading(formatID: "zip"))
    switch try ZipFile.unpack(copy.path, into: scratch.path) {
    case .officeDocument: return [checkCopy(mapped, name, asOf, own)]
    case .refused(let finding):
      zip.reading = FileReading(findings: [finding])
      return [zip]
    case .members(let members):
      var lines = [zip]
      for member in members {
        lines.append(checkCopy(try MappedFile(member.path), "\(name) › \(member.name)", asOf, own))
      }
      return lines
    }
  } catch {
    let reason: String
    if case .system(_, _, let code) = error { reason = Posix.reason(code) } else { reason = "" }
    let finding = DataFinding(.unreadableFile, .refusesFile, value: reason)
    return [
      FileLine(name: name, sha256: "", sizeBytes: 0, reading: FileReading(findings: [finding]))
    ]
  }
}

private func checkCopy(
  _ mapped: MappedFile, _ name: String, _ asOf: Day, _ own: OwnFormats
) -> FileLine {
  var rows: Int32 = 0
  let context = ReadingContext(
    asOf: asOf, consumed: MappedFile.dropper(mapped.bytes), ownProfiles: own.profiles,
    fileName: lastComponent(name))
  let sink = RowSink(
    statement: { _ in rows += 1 }, order: { _ in rows += 1 }, settlement: { _ in rows += 1 })
  var reading = readFile(mapped.bytes, context: context, sink: sink)
  reading.proveParts(bankCalendar())
  var stopped: Int32 = 0
  if reading.accounts.contains(where: { $0.stopsFromRecord != nil }) {
    // Where posting stops is known at the end only, and rows are not kept: they are read again.
    let counting = RowSink(
      statement: { [accounts = reading.accounts] row in
        if !accounts[Int(row.accountIndex)].mayPost(row.record) { stopped += 1 }
      }, order: { _ in })
    _ = readFile(mapped.bytes, context: context, sink: counting)
  }
  return FileLine(
    name: name, sha256: "", sizeBytes: Int64(mapped.bytes.count), reading: reading, newRows: rows,
    notPostedRows: stopped)
}

/// A copy of a file in the temporary folder that vanishes with the value.
final class PrivateCopy {
  let path: String

  init(of source: String) throws(RunError) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/keshikomi-XXXXXX").utf8CString)
    let target = mkstemp(&template)
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    guard target >= 0 else { throw Posix.fail("create a temporary file in", folder) }
    defer { close(target) }
    let fd = open(source, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard fd >= 0 else { throw Posix.fail("read", source) }
    defer { close(fd) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let n = read(fd, buffer.baseAddress, buffer.count)
      if n < 0 { throw Posix.fail("read", source) }
      if n == 0 { break }
      try Posix.writeAll(UnsafeRawBufferPointer(rebasing: buffer[0..<n]), target, path)
    }
  }

  deinit { unlink(path) }
}
