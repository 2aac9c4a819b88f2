// How independent pieces of work are shared out. Matching has no threads of its own: whoever calls
// it may bring some. A piece never sees what another one does and writes to a place of its own, so
// the answer does not depend on how many hands there are.

/// Runs independent pieces of work, perhaps several at once.
public struct Workers: Sendable {
  private let perform: @Sendable (_ pieces: Int, _ work: @Sendable (Int) -> Void) -> Void
  /// No piece is larger: tests cut small work into many pieces.
  private let mostAtOnce: Int

  /// `perform` has to call `work` once with each of `0 ..< pieces`, in any order, and to return
  /// when all calls have.
  public init(perform: @escaping @Sendable (_ pieces: Int, _ work: @Sendable (Int) -> Void) -> Void)
  {
    self.init(mostAtOnce: .max, perform: perform)
  }

  init(
    mostAtOnce: Int,
    perform: @escaping @Sendable (_ pieces: Int, _ work: @Sendable (Int) -> Void) -> Void
  ) {
    self.mostAtOnce = mostAtOnce
    self.perform = perform
  }

  /// One piece after the other.
  public static let one = Workers { pieces, work in
    for piece in 0..<pieces { work(piece) }
  }

  /// What `body` appends for the ranges that make up `0 ..< count`, in the order of the ranges,
  /// each of at most `size`: small where one may take long.
  func gather<T: Sendable>(
    _ count: Int, atOnce size: Int = 1_024,
    _ body: @Sendable (_ range: Range<Int>, _ out: inout [T]) -> Void
  ) -> [T] {
    let size = min(size, mostAtOnce)
    let pieces = (count + size - 1) / size
    if pieces <= 1 {
      var out: [T] = []
      body(0..<count, &out)
      return out
    }
    var parts = [[T]](repeating: [], count: pieces)
    parts.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let places = buffer.baseAddress!
      perform(pieces) { piece in
        var part: [T] = []
        body((piece * size)..<min((piece + 1) * size, count), &part)
        places[piece] = part
      }
    }
    return joined(&parts)
  }

  /// The parts one after the other, and none of them any more. Each is copied by whoever is free.
  private func joined<T: Sendable>(_ parts: inout [[T]]) -> [T] {
    var first: [Int] = [0]
    for part in parts { first.append(first[first.count - 1] + part.count) }
    return parts.withUnsafeMutableBufferPointer { parts in
      nonisolated(unsafe) let parts = parts
      return filled(first[parts.count]) { [first] room in
        nonisolated(unsafe) let room = room
        perform(parts.count) { piece in
          (room + first[piece]).initialize(from: parts[piece], count: parts[piece].count)
          parts[piece] = []
        }
      }
    }
  }

  /// An array whose places `fill` fills, all of them.
  private func filled<T>(_ count: Int, _ fill: (UnsafeMutablePointer<T>) -> Void) -> [T] {
    if count == 0 { return [] }
    return [T](unsafeUninitializedCapacity: count) { buffer, used in
      fill(buffer.baseAddress!)
      used = count
    }
  }

  /// The same while something else is done that cannot be shared out.
  func gather<A: Sendable, T: Sendable>(
    _ count: Int, atOnce size: Int = 1_024, beside other: @Sendable () -> A,
    _ body: @Sendable (_ range: Range<Int>, _ out: inout [T]) -> Void
  ) -> (A, [T]) {
    let size = min(size, mostAtOnce)
    var result: A?
    var parts = [[T]](repeating: [], count: (count + size - 1) / size)
    withUnsafeMutablePointer(to: &result) { result in
      parts.withUnsafeMutableBufferPointer { parts in
        nonisolated(unsafe) let places = (result: result, parts: parts)
        perform(parts.count + 1) { piece in
          if piece == 0 {
            places.result.pointee = other()
          } else {
            let first = (piece - 1) * size
            body(first..<min(first + size, count), &places.parts[piece - 1])
          }
        }
      }
    }
    return (result!, joined(&parts))
  }

  /// Calls `body` with the ranges that make up `0 ..< count`; every call writes to places of its
  /// own.
  func each(_ count: Int, atOnce size: Int = 1_024, _ body: @Sendable (Range<Int>) -> Void) {
    let size = min(size, mostAtOnce)
    perform((count + size - 1) / size) { piece in
      body((piece * size)..<min((piece + 1) * size, count))
    }
  }

  /// Two independent pieces side by side.
  func both<A: Sendable, B: Sendable>(
    _ first: @Sendable () -> A, _ second: @Sendable () -> B
  ) -> (A, B) {
    var a: A?
    var b: B?
    withUnsafeMutablePointer(to: &a) { a in
      withUnsafeMutablePointer(to: &b) { b in
        nonisolated(unsafe) let places = (a, b)
        perform(2) { piece in
          if piece == 0 { places.0.pointee = first() } else { places.1.pointee = second() }
        }
      }
    }
    return (a!, b!)
  }

  /// `transform` of each of `0 ..< count`.
  func map<T: Sendable>(
    _ count: Int, atOnce size: Int = 1_024, _ transform: @Sendable (Int) -> T
  ) -> [T] {
    filled(count) { room in
      nonisolated(unsafe) let room = room
      each(count, atOnce: size) { range in
        for i in range { (room + i).initialize(to: transform(i)) }
      }
    }
  }
}
