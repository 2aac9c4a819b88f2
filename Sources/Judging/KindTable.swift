/// How often each kind was told rightly: of lines or orders of which the truth is known.
public struct KindTable: Sendable {
  /// One kind: how many there are, how many were told to be it, and how many both.
  public struct Row: Sendable, Hashable {
    public var kind: String
    public var inTruth: Int
    public var found: Int
    public var right: Int

    /// Told rightly of those that there are; 1 000 000 of none.
    public var recallPpm: Int { inTruth == 0 ? 1_000_000 : right * 1_000_000 / inTruth }
    /// Right of those that were told; 1 000 000 of none.
    public var precisionPpm: Int { found == 0 ? 1_000_000 : right * 1_000_000 / found }
  }

  /// Sorted by kind.
  public private(set) var rows: [Row] = []
  /// Nothing is wrong with them in truth, and they were told to be something else.
  public private(set) var accused = 0
  public private(set) var all = 0

  private static let blameless: Set<String> = ["ok", "refund", "partial_refund", "cancelled"]

  /// - Parameter pairs: what each is, and what it was told to be.
  public init(_ pairs: [(truth: String, found: String)]) {
    var counts: [String: Row] = [:]
    for (truth, found) in pairs {
      counts[truth, default: Row(kind: truth, inTruth: 0, found: 0, right: 0)].inTruth += 1
      counts[found, default: Row(kind: found, inTruth: 0, found: 0, right: 0)].found += 1
      if truth == found { counts[truth]!.right += 1 }
      if KindTable.blameless.contains(truth), truth != found { accused += 1 }
    }
    all = pairs.count
    rows = counts.values.sorted { $0.kind < $1.kind }
  }

  /// Kinds of which less than 995 in a thousand were told rightly, and whether more than one in a
  /// thousand was accused of what it is not. Empty: good enough.
  public var misses: [String] {
    var found = rows.filter { $0.recallPpm < 995_000 }.map {
      "\($0.kind): \($0.right) of \($0.inTruth)"
    }
    if accused * 1_000 > all { found.append("accused: \(accused) of \(all)") }
    return found
  }
}
