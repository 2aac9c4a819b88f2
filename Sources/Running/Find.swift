internal import Glibc
internal import Hashing
public import Model
internal import Recording

/// What `keshikomi find` is asked for.
public struct FindRequest: Sendable {
  public var days: ClosedRange<Day>?
  public var yen: ClosedRange<Int64>?
  public var counterparty: String?
  /// Folder for the originals of what was found; made, and never over anything.
  public var originals: String?
  /// Tell all that happened to each.
  public var withHistory = false

  public init() {}
}

/// Finds transactions as the record-keeping law asks (電子帳簿保存法: day, amount, counterparty, ranges,
/// conditions together), each with the file, the record in it and, if asked for, the original's
/// bytes and its history. Names stand in clear: who can read the workspace can read them.
public func find(_ query: FindRequest, _ request: RunRequest) throws -> RunSummary {
  guard Posix.exists(request.workspace.ledgerPath) else {
    throw RunError.noWorkspace(request.workspace.root)
  }
  guard query.days != nil || query.yen != nil || query.counterparty != nil else {
    throw RunError.usage(
      "--date・--amount・--counterparty のどれかを指定してください / give a date, an amount or a counterparty")
  }
  let frame = try RunFrame(request, ledgerPath: request.workspace.ledgerPath)
  let found = try ledgerCall { () throws(LedgerError) in
    try frame.ledger.find(
      FindQuery(days: query.days, yen: query.yen, counterparty: query.counterparty))
  }
  var lines: [String] = []
  for record in found {
    lines.append(
      "\(record.day.iso)  \(record.kind.rawValue)  \(record.id)  ¥\(record.yen)  "
        + "\(record.counterparty)  \(record.fileName)#\(record.record)  \(record.sha256)")
    if query.withHistory, record.kind != .settlement {
      lines += try explain(record.id, in: request.workspace, language: frame.language)
        .map { "    " + $0 }
    }
  }
  let isJapanese = frame.language == .ja
  lines.append(isJapanese ? "\(found.count)件" : "\(found.count) found")
  if let folder = query.originals, !found.isEmpty {
    let count = try copyOriginals(found, to: folder, request.workspace)
    lines.append(
      isJapanese
        ? "原本 \(count)件を \(folder) に写しました。" : "\(count) originals were copied to \(folder).")
  }
  return RunSummary(lines: lines, exitCode: 0)
}

/// Each original once, under its hash, byte for byte, with an index of what was found in it.
private func copyOriginals(
  _ found: [FoundRecord], to folder: String, _ workspace: Workspace
) throws(RunError) -> Int {
  if Posix.exists(folder) { throw .exists(folder) }
  try Posix.makeFolder(folder)
  var copied: Set<String> = []
  for record in found where copied.insert(record.sha256).inserted {
    let original = try MappedFile(workspace.archive + "/" + record.sha256)
    guard SHA256.hex(of: original.bytes) == record.sha256 else {
      throw .ledger("the archive's \(record.sha256) is not what was imported / 保管ファイルが変わっている")
    }
    try Posix.write(original.bytes, to: folder + "/" + record.sha256)
  }
  var index = "date,kind,id,yen,counterparty,file,record,sha256\r\n"
  for record in found {
    let cells = [
      record.day.iso, record.kind.rawValue, record.id, String(record.yen), record.counterparty,
      record.fileName, String(record.record), record.sha256,
    ]
    index += cells.map(csvCell).joined(separator: ",") + "\r\n"
  }
  try withBytes([0xEF, 0xBB, 0xBF] + Array(index.utf8)) { (raw) throws(RunError) in
    try Posix.write(raw, to: folder + "/index.csv")
  }
  return copied.count
}

/// Quoted where needed; what a spreadsheet might run as a formula gets an apostrophe.
private func csvCell(_ text: String) -> String {
  var out = ["=", "+", "-", "@"].contains { text.hasPrefix($0) } ? "'" : ""
  guard text.utf8.contains(where: { [0x22, 0x2C, 0x0D, 0x0A].contains($0) }) else {
    return out + text
  }
  out = "\"" + out
  for scalar in text.unicodeScalars {
    if scalar == "\"" { out += "\"" }
    out.unicodeScalars.append(scalar)
  }
  return out + "\""
}
