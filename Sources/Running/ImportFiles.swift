internal import Glibc
internal import Model
internal import Reporting

/// Imports given files without matching or deciding, and says what each was taken for. The files
/// stay where they are; the archive keeps a copy.
public func importFiles(_ paths: [String], _ request: RunRequest) throws -> RunSummary {
  try request.workspace.checkWhole()
  try request.workspace.create()
  return try request.workspace.locked(asOfNote: "import") {
    let workspace = request.workspace
    let frame = try RunFrame(request, ledgerPath: workspace.ledgerPath)
    try frame.finishInterruptedRuns()
    let inbox = Inbox(folder: "", archive: workspace.archive)
    var files: [InboxFile] = []
    for path in paths { files += try inbox.keepAll(path, name: lastComponent(path)) }
    var timings = Timings()
    let intakes = try TakingIn(frame: frame, archive: workspace.archive, resumes: false)
      .run(files, &timings)
    var summary = RunSummary(lines: [], exitCode: 0)
    for intake in intakes {
      summary.lines += fileReport(intake.line, language: frame.language, isMasked: true)
      if intake.reading.findings.contains(where: { $0.severity >= .rejectsRow }) {
        summary.exitCode = 2
      }
    }
    return summary
  }
}

/// What one file is and how it fared, for a terminal.
func fileReport(
  _ file: FileLine, language: Language, isMasked: Bool, isChecked: Bool = false
) -> [String] {
  var lines = [fileLine(file, language: language, isChecked: isChecked)]
  lines += file.reading.controls.map {
    "  \(sign($0.outcome)) " + describe(control: $0, language: language)
  }
  lines += file.reading.findings.prefix(50).map {
    "  " + describe($0, fileName: file.name, language: language, masked: isMasked)
  }
  let more = file.reading.findings.count - 50
  if more > 0 {
    lines.append(language == .ja ? "  ほか \(more) 件" : "  and \(more) more")
  }
  return lines
}

/// Agrees, fails, not stated: to be told apart at a glance.
private func sign(_ outcome: ControlOutcome) -> String {
  switch outcome {
  case .ok: "✓"
  case .failed: "✕"
  case .absent: "–"
  }
}
