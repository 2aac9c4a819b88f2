public import Model

/// Why an override is refused: it would say nothing, or more than it may.
public enum OverrideRefusal: Sendable, Equatable {
  case noReason
  /// No control of the file fails: it is posted without anybody's word.
  case nothingFailed
  /// These very bytes have been posted.
  case alreadyPosted
  /// An override of these bytes and controls is on record.
  case alreadyOverridden
  /// Nothing of the file can be read.
  case fileRefused
  /// Something other than a count, a sum or a balance stops it.
  case otherFaults([DataFault])
}
