internal import Model
internal import Reading
internal import Recording

/// A file of the inbox with what the ledger knows of its bytes: all that reading it needs.
struct FileToRead: Sendable {
  var file: InboxFile
  /// Of the private copy.
  var path: String
  var asOf: Day
  var own: [OwnProfile]
  var known: KnownFile?
  /// This very run recorded it before it broke off: it is read as if it were new.
  var isResumed = false

  func read() throws(RunError) -> IntakeFile {
    if let fault = file.fault {
      return IntakeFile(file: file, reading: FileReading(findings: [fault]))
    }
    if file.isZip { return IntakeFile(file: file, reading: FileReading(formatID: "zip")) }
    if let known, !isResumed {
      var intake = IntakeFile(
        file: file, reading: FileReading(kind: known.kind, formatID: known.formatID))
      intake.markKnown(as: known.name)
      return intake
    }
    var intake = try readIntake(file, at: path, asOf: asOf, own: own)
    intake.dropRepeatedRows()
    intake.refuseContradictions()
    if let known {
      intake.isRecorded = true
      intake.newRows = known.rowsNew
      intake.knownRows = known.rowsKnown
    }
    return intake
  }
}
