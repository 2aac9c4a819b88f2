public import Model

/// Creates a workspace with commented settings, an inbox and an empty ledger. False where it was
/// one already; nothing that exists is changed.
public func initialise(_ workspace: Workspace, language: Language = .ja) throws -> Bool {
  let hadLedger = Posix.exists(workspace.ledgerPath)
  let isNew = try workspace.create(language: language)
  _ = try RunFrame.openLedger(workspace.ledgerPath)
  return isNew || !hadLedger
}

/// The system's own words for an error number.
public func systemReason(_ code: Int32) -> String { Posix.reason(code) }
