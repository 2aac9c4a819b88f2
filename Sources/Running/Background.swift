internal import Deciding
internal import Dispatch
internal import Glibc
internal import Matching
internal import Synchronization

extension Workers {
  /// As many at once as there are cores.
  static let cores = Workers(perform: onAllCores)
}

extension AtOnce {
  /// As many at once as there are cores.
  static let cores = AtOnce(perform: onAllCores)
}

/// Pieces of work that do not need each other, as many at once as there are cores.
@Sendable private func onAllCores(_ pieces: Int, _ work: @Sendable (Int) -> Void) {
  DispatchQueue.concurrentPerform(iterations: pieces) { work($0) }
}

/// `transform` of each of `0 ..< total`, on all cores, in their order; so many at once are a piece.
func mapOnAllCores<R: Sendable>(
  _ total: Int, piece: Int = 1_024, _ transform: @Sendable (Int) -> R
) -> [R] {
  if total == 0 { return [] }
  return [R](unsafeUninitializedCapacity: total) { buffer, count in
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

/// Pieces of work that do not need each other, begun at once in their order on all cores but one,
/// which whoever began them has something else for; it helps as soon as it asks for the results.
final class WorkList<Value: Sendable>: Sendable {
  private let count: Int
  private let work: @Sendable (Int) throws(RunError) -> Value
  private let group = DispatchGroup()
  private let state: Mutex<(next: Int, outcomes: [Result<Value, RunError>?])>

  /// `work` does the piece of a place below `count`.
  init(count: Int, _ work: @escaping @Sendable (Int) throws(RunError) -> Value) {
    self.count = count
    self.work = work
    state = Mutex((0, Array(repeating: nil, count: count)))
    for _ in 0..<min(count, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) - 1)) {
      DispatchQueue.global(qos: .userInitiated).async(group: group) { [self] in takePart() }
    }
  }

  /// What the pieces came to, in their order.
  func results() throws(RunError) -> [Value] {
    takePart()
    group.wait()
    var values: [Value] = []
    for outcome in state.withLock({ $0.outcomes }) { values.append(try outcome!.get()) }
    return values
  }

  /// Begins no further piece, and blocks until those that were begun are done.
  func stop() {
    state.withLock { $0.next = count }
    group.wait()
  }

  private func takePart() {
    while let place = nextPlace() {
      let result: Result<Value, RunError>
      do throws(RunError) { result = .success(try work(place)) } catch {
        result = .failure(error)
      }
      state.withLock { $0.outcomes[place] = result }
    }
  }

  private func nextPlace() -> Int? {
    state.withLock { state in
      guard state.next < count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }
}

/// Leaves a large value to another thread to take apart; the end of the process may come first.
func letGo(_ value: consuming some Sendable) {
  let last = value
  DispatchQueue.global(qos: .utility).async { withExtendedLifetime(last) {} }
}
