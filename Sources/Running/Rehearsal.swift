internal import Glibc
internal import Model
internal import Recording

/// A dry run: everything is computed on the real ledger inside a transaction that is taken back,
/// and private copies go to a temporary folder that vanishes.
func rehearseDaily(_ request: RunRequest) throws -> RunSummary {
  guard Posix.isFolder(request.workspace.inbox) else {
    throw RunError.noWorkspace(request.workspace.root)
  }
  let scratch = try ScratchFolder()
  let hasLedger = Posix.exists(request.workspace.ledgerPath)
  let body = {
    let path = hasLedger ? request.workspace.ledgerPath : scratch.path + "/ledger.sqlite"
    let frame = try RunFrame(request, ledgerPath: path)
    return try frame.ledger.rehearse {
      var run = DailyRun(frame: frame, archive: scratch.path)
      var summary = try run.compute().summary(frame)
      summary.lines.append(
        frame.language == .ja ? "試行のため、何も書いていません。" : "This was a dry run: nothing was written.")
      return summary
    }
  }
  return hasLedger
    ? try request.workspace.locked(asOfNote: "dry run as of \(request.asOf.iso)", body)
    : try body()
}

/// A private temporary folder that vanishes with the value.
final class ScratchFolder {
  let path: String

  init() throws(RunError) {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/keshikomi-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw Posix.fail("create a folder in", base) }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit { try? Posix.removeFolder(path) }
}
