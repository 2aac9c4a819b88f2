internal import Hashing
internal import Recording

/// Keeps in the archive what a run goes by besides the inbox, so that the run can be done again:
/// the policy file, the formats and weights of the workspace.
struct RunBasis {
  let frame: RunFrame
  let archive: String

  /// All that the run was given. Files of the inbox that could not be read at all are left out, and
  /// so is what a ZIP holds: it is in the ZIP.
  func keep(_ intakes: [IntakeFile]) throws(RunError) -> [RunFile] {
    var inputs: [RunFile] = []
    for intake in intakes where !intake.file.sha256.isEmpty && intake.file.zipPath == nil {
      inputs.append(
        RunFile(
          name: intake.file.name, sha256: intake.file.sha256, sizeBytes: intake.file.sizeBytes))
    }
    for name in try settingNames() { inputs.append(try keep(setting: name)) }
    return inputs
  }

  private func settingNames() throws(RunError) -> [String] {
    var names = ["keshikomi.yaml"]
    if let weights = frame.settings.weightsFile { names.append(weights) }
    if Posix.isFolder(frame.workspace.formats) {
      names += try Posix.names(in: frame.workspace.formats).map { "formats/" + $0 }
    }
    return names.filter { Posix.exists(frame.workspace.root + "/" + $0) }
  }

  private func keep(setting name: String) throws(RunError) -> RunFile {
    let mapped = try MappedFile(frame.workspace.root + "/" + name)
    let hash = SHA256.hex(of: mapped.bytes)
    let kept = archive + "/" + hash
    if !Posix.exists(kept) {
      let temporary = archive + "/.incoming"
      try Posix.write(mapped.bytes, to: temporary)
      try Posix.rename(temporary, kept)
      try Posix.syncFolder(archive)
    }
    return RunFile(
      name: name, sha256: hash, sizeBytes: Int64(mapped.bytes.count), isSetting: true)
  }
}
