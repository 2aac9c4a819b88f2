internal import Dispatch
internal import Matching
internal import Synchronization

extension Workers {
  /// As many at once as there are cores.
  static let cores = Workers { pieces, work in
    DispatchQueue.concurrentPerform(iterations: pieces) { work($0) }
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
