internal import Dispatch
public import Model
internal import Synchronization

/// Makes a report file and hands over its bytes in order, as `ReportFile.write` does, but its parts
/// are made on all cores meanwhile. `take` is called by one thread at a time.
///
/// Cost: parts that are made before their turn wait in memory.
public func makeOnAllCores(_ file: ReportFile, _ take: (UnsafeRawBufferPointer) -> Void) {
  guard file.partCount > 1 else { return file.write(take) }
  withoutActuallyEscaping(take) { take in
    nonisolated(unsafe) let taker = take
    let queue = PartQueue()
    DispatchQueue.concurrentPerform(iterations: file.partCount) { part in
      var bytes: [UInt8] = []
      file.write(part: part) { bytes.append(contentsOf: $0) }
      queue.add(bytes, part, taker)
    }
  }
}

/// Parts that wait for those before them.
private final class PartQueue: Sendable {
  private struct State {
    var next = 0
    var isWriting = false
    var waiting: [Int: [UInt8]] = [:]
  }

  private let state = Mutex(State())

  /// Whoever brings the part whose turn it is hands over all that can go; the others go on making.
  func add(_ bytes: [UInt8], _ part: Int, _ take: (UnsafeRawBufferPointer) -> Void) {
    let isMine = state.withLock { state in
      state.waiting[part] = bytes
      guard !state.isWriting, state.waiting[state.next] != nil else { return false }
      state.isWriting = true
      return true
    }
    guard isMine else { return }
    while let piece = takeNext() { piece.withUnsafeBytes(take) }
  }

  private func takeNext() -> [UInt8]? {
    state.withLock { state in
      guard let found = state.waiting.removeValue(forKey: state.next) else {
        state.isWriting = false
        return nil
      }
      state.next += 1
      return found
    }
  }
}
