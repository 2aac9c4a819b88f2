internal import Dispatch
internal import Matching
internal import Synchronization

extension Workers {
  /// As many at once as there are cores.
  static let cores = Workers { pieces, work in
    DispatchQueue.concurrentPerform(iterations: pieces) { work($0) }
  }
}

/// `transform` of each of `0 ..< total`, on all cores, in their order; so many at once are a piece.
func mapOnAllCores<R: Sendable>(
  _ total: Int, piece: Int = 1_024, _ transform: @Sendable (Int) -> R
) -> [R] {
  [R](unsafeUninitializedCapacity: total) { buffer, count in
    nonisolated(unsafe) let places = buffer
    DispatchQueue.concurrentPerform(iterations: (total + piece - 1) / piece) { number in
      for n in (number * piece)..<min((number + 1) * piece, total) {
        places.initializeElement(at: n, to: transform(n))
      }
    }
    count = total
  }
}

/// One piece of work on a second thread, started at once.
final class Background<Value: Sendable>: Sendable {
  private let group = DispatchGroup()
  private let outcome = Mutex<Result<Value, RunError>?>(nil)

  init(_ work: @escaping @Sendable () throws(RunError) -> Value) {
    DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in
      let result: Result<Value, RunError>
      do throws(RunError) { result = .success(try work()) } catch { result = .failure(error) }
      outcome.withLock { $0 = result }
    }
  }

  /// Blocks until the work is done.
  func wait() { group.wait() }

  /// What the work came to, when it is done.
  func result() throws(RunError) -> Value {
    wait()
    return try outcome.withLock { $0! }.get()
  }
}

/// Leaves a large value to another thread to take apart; the end of the process may come first.
func letGo(_ value: consuming some Sendable) {
  let last = value
  DispatchQueue.global(qos: .utility).async { withExtendedLifetime(last) {} }
}
