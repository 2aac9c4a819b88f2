public import Model

/// A profile worked out from a sample file, with what each part of it rests on. It holds names of
/// columns and counts; no cell of a row but words for the kind of a booking.
public struct ProfileProposal: Sendable {
  public var description: ProfileDescription
  public var encoding: TextEncoding
  /// Rows of the sample that were looked at.
  public var rowCount: Int32
  /// Parallel to `description.columns`.
  public var grounds: [Ground]
  /// What the sample does not tell; the profile cannot be used before they are answered.
  public var questions: [Question]
  /// Id of the format as which the file can be read without this profile; nil where none fits.
  public var knownAs: String?

  /// Why a column got its role.
  public enum Ground: Sendable, Equatable {
    /// The name is known from built-in formats.
    case knownName
    /// Days in so many rows.
    case days(Int32)
    /// So many transitions of the balance prove it.
    case balanceChain(Int32)
    /// Kana in so many rows.
    case kana(Int32)
    /// Words for kinds of bookings in so many rows.
    case kindWords(Int32)
    /// Branch, type and number of an account.
    case accountText
    case blank
    /// Nothing that a payment needs was found in it.
    case unused
  }

  /// An open question about columns.
  public struct Question: Sendable, Equatable {
    /// The roles that are looked for.
    public var roles: [String]
    /// Indices of the columns that may have them, from 0.
    public var candidates: [Int]
  }

  /// Names of the columns of the sample as in its header; `#1` … where there is none.
  public var columnNames: [String]

  /// Looks at a sample; nil where it is no CSV with a day and an amount per row.
  ///
  /// `asOf` settles dates without a year. Cost: linear in the first 3,000 lines.
  public init?(sample bytes: UnsafeRawBufferPointer, id: String, asOf: Day) {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard bytes.first != 0x3C, !looksLikeZengin(bytes),
      let table = SampleTable(bytes, from: start, asOf: asOf), table.rows.count > 0
    else { return nil }
    var proposing = Proposing(table, asOf: asOf)
    proposing.run()
    description = proposing.description(id: id)
    encoding = table.encoding
    rowCount = Int32(clamping: table.rows.count)
    columnNames = (0..<table.width).map { table.hasHeader ? table.names[$0] : "#\($0 + 1)" }
    grounds = proposing.sorted.map(\.ground)
    questions = proposing.questions
    let known = readFile(bytes, context: ReadingContext(asOf: asOf), sink: RowSink())
    knownAs = known.formatID.isEmpty || known.isRefused ? nil : known.formatID
  }
}
