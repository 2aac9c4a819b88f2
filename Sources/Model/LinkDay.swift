/// What the runs of one day linked, and what people took back on it: for the picture of how much
/// settles by itself.
public struct LinkDay: Hashable, Sendable {
  public var day: Day
  /// Links of entries to orders that nobody had to make.
  public var automatic: Int64
  /// Links that a person made.
  public var byHand: Int64
  /// Links that a person took back.
  public var corrections: Int64

  public init(day: Day, automatic: Int64 = 0, byHand: Int64 = 0, corrections: Int64 = 0) {
    self.day = day
    self.automatic = automatic
    self.byHand = byHand
    self.corrections = corrections
  }

  /// The counts of another day; the day stays.
  public mutating func add(_ other: LinkDay) {
    automatic += other.automatic
    byHand += other.byHand
    corrections += other.corrections
  }
}
