internal import Glibc
public import Model
internal import Recording

/// Copies a workspace, while runs may go on, into a new folder that is a workspace itself: ledger,
/// originals, policy, formats, weights and reports. The copy is opened and proved before it is
/// called a backup; restoring is putting the folder in the place of the old one.
///
/// Linear in the workspace. Exit code 2 where the copy does not prove.
public func backup(
  _ workspace: Workspace, to folder: String, language: Language?
) throws -> RunSummary {
  guard Posix.exists(workspace.ledgerPath) else { throw RunError.noWorkspace(workspace.root) }
  if Posix.exists(folder) { throw RunError.exists(folder) }
  let language = language ?? (try? RunFrame.loadSettings(workspace).language) ?? .ja
  let copy = Workspace(root: folder)
  try Posix.makeFolder(folder)
  for name in ["inbox", "archive", "reports"] { try Posix.makeFolder(folder + "/" + name) }
  // The ledger first: what it names is in the archive before it is in the ledger.
  let ledger = try RunFrame.openLedger(workspace.ledgerPath)
  try ledgerCall { () throws(LedgerError) in try ledger.backup(to: copy.ledgerPath) }
  for name in ["archive", "formats", "weights", "reports"] {
    try copyTree(workspace.root + "/" + name, folder + "/" + name)
  }
  if Posix.exists(workspace.policyPath) {
    try Posix.copy(workspace.policyPath, to: copy.policyPath)
  }
  try Posix.syncFolder(folder)
  let proof = try verify(copy, language: language)
  let done =
    proof.exitCode == 0
    ? (language == .ja ? "バックアップを作り、証明しました: " : "backed up and proved: ")
    : (language == .ja ? "バックアップは証明できません: " : "the backup does not prove: ")
  return RunSummary(lines: proof.lines + [done + folder], exitCode: proof.exitCode)
}

/// Files below a folder, without hidden ones (they are unfinished) and links.
private func copyTree(_ from: String, _ to: String) throws(RunError) {
  guard Posix.isFolder(from) else { return }
  try Posix.makeFolder(to)
  for name in try Posix.names(in: from) {
    let path = from + "/" + name
    if Posix.isLink(path) {
      try Posix.copyLink(path, to: to + "/" + name)
    } else if Posix.isFolder(path) {
      try copyTree(path, to + "/" + name)
    } else {
      try Posix.copy(path, to: to + "/" + name)
    }
  }
  try Posix.syncFolder(to)
}

extension Posix {
  static func isLink(_ path: String) -> Bool {
    var info = stat()
    return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFLNK
  }

  static func copyLink(_ from: String, to: String) throws(RunError) {
    var target = [CChar](repeating: 0, count: 4_096)
    let count = readlink(from, &target, 4_095)
    if count < 0 { throw fail("read the link", from) }
    let text = String(decoding: target[0..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    if symlink(text, to) != 0 { throw fail("link", to) }
  }

  /// Copies a plain file into a private one and syncs it.
  static func copy(_ from: String, to: String) throws(RunError) {
    let mapped = try MappedFile(from)
    try write(mapped.bytes, to: to)
  }

  /// Removes a folder with all that is in it; for temporary folders only.
  static func removeTree(_ path: String) throws(RunError) {
    for name in try allNames(in: path) {
      let inner = path + "/" + name
      if isFolder(inner), !isLink(inner) { try removeTree(inner) } else { try remove(inner) }
    }
    if rmdir(path) != 0 && errno != ENOENT { throw fail("remove the folder", path) }
  }
}
