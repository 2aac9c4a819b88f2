/// Who does pieces of work that do not need each other, perhaps several at once. What comes of the
/// work does not depend on it.
public struct AtOnce: Sendable {
  private let perform: @Sendable (_ pieces: Int, _ work: @Sendable (Int) -> Void) -> Void
  /// Tests cut small work into many pieces.
  private let rowsPerPiece: Int

  /// `perform` has to call `work` once with each of `0 ..< pieces`, in any order, and to return
  /// when all calls have.
  public init(perform: @escaping @Sendable (_ pieces: Int, _ work: @Sendable (Int) -> Void) -> Void)
  {
    self.init(rowsPerPiece: 16_384, perform: perform)
  }

  init(
    rowsPerPiece: Int,
    perform: @escaping @Sendable (_ pieces: Int, _ work: @Sendable (Int) -> Void) -> Void
  ) {
    self.rowsPerPiece = rowsPerPiece
    self.perform = perform
  }

  /// One piece after the other.
  public static let never = AtOnce { pieces, work in
    for piece in 0..<pieces { work(piece) }
  }

  /// What `make` gives for ranges that make up `0 ..< count`, in their order.
  func pieces<R: Sendable>(of count: Int, _ make: @Sendable (Range<Int>) -> R) -> [R] {
    let pieces = (count + rowsPerPiece - 1) / rowsPerPiece
    if pieces == 0 { return [] }
    return [R](unsafeUninitializedCapacity: pieces) { buffer, made in
      nonisolated(unsafe) let places = buffer
      perform(pieces) { n in
        places.initializeElement(
          at: n, to: make(n * rowsPerPiece..<min(count, (n + 1) * rowsPerPiece)))
      }
      made = pieces
    }
  }
}
