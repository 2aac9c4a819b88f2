import Dispatch
import Foundation
import Matching
import Model
import Reading
import Running
import Synchronization
import Tables
import TestKit

/// FNV-1a over the parts of an answer.
struct AnswerHash {
  var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ number: Int64) {
    value = (value ^ UInt64(bitPattern: number)) &* 0x100_0000_01B3
  }

  mutating func add(_ text: String) {
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    add(-1)
  }
}

extension AnswerHash {
  /// All of an outcome, evidence included.
  mutating func add(_ outcome: EntryOutcome) {
    add(Int64(outcome.entryIndex))
    if case .setAside(let reason) = outcome.verdict {
      add(reason.rawValue)
    } else {
      add(outcome.verdict == .automatic ? 1 : outcome.verdict == .held ? 2 : 3)
    }
    for link in outcome.links {
      add(Int64(link.orderIndex))
      add(link.allocatedYen)
      add(link.basis.rawValue)
    }
    for candidate in outcome.candidates {
      for order in candidate.orderIndices { add(Int64(order)) }
      for evidence in candidate.evidence {
        add(evidence.level.rawValue)
        add(Int64(evidence.weightMillibits))
      }
    }
    for code in outcome.codes { add(code.rawValue) }
    let numbers = [
      Int64(outcome.candidateCount), outcome.excessYen, outcome.shortYen,
      Int64(outcome.marginMillibits ?? .min), Int64(outcome.probabilityPPM),
      Int64(outcome.undoesEntryIndex ?? -1),
    ]
    for number in numbers { add(number) }
  }
}

func microseconds<T>(_ body: () throws -> T) rethrows -> (time: Int, value: T) {
  let start = ContinuousClock.now
  let value = try body()
  let parts = (ContinuousClock.now - start).components
  return (Int(parts.seconds) * 1_000_000 + Int(parts.attoseconds / 1_000_000_000_000), value)
}

func peakKiB() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_maxrss
}

/// Makes the peak begin anew, where the system lets a process do so.
private func resetPeak() {
  guard let file = fopen("/proc/self/clear_refs", "w") else { return }
  fputs("5", file)
  fclose(file)
}

private func userMilliseconds() -> Int {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return usage.ru_utime.tv_sec * 1_000 + usage.ru_utime.tv_usec / 1_000
}

/// A file mapped as the program maps its archived inputs: pages already read are given back.
private struct MappedFile {
  let base: UnsafeMutableRawPointer
  let count: Int

  init(_ path: String) throws {
    let descriptor = open(path, O_RDONLY)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_size > 0,
      let mapped = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0),
      mapped != MAP_FAILED
    else { throw BenchFailure(description: "cannot map \(path)") }
    close(descriptor)
    base = mapped
    count = Int(status.st_size)
    madvise(base, count, MADV_SEQUENTIAL)
  }

  /// Gives pages below an offset back, each only once.
  var release: @Sendable (Int) -> Void {
    let address = UInt(bitPattern: base)
    let released = SharedOffset()
    return { offset in
      released.offset.withLock { done in
        let end = offset & ~0xFFFF
        guard end > done else { return }
        madvise(
          UnsafeMutableRawPointer(bitPattern: address + UInt(done)), end - done, MADV_DONTNEED)
        done = end
      }
    }
  }
}

private final class SharedOffset: Sendable {
  let offset = Mutex(0)
}

/// Times a pass whose sink only adds amounts up; a second pass makes the hash of the answer.
func measureReading(_ workload: Workload, _ path: String) throws -> Figures {
  let file = try MappedFile(path)
  let bytes = UnsafeRawBufferPointer(start: file.base, count: file.count)
  let asOf = Day(year: 2026, month: 3, day: 31)!
  var sum: Int64 = 0
  let adding = RowSink(statement: { sum &+= $0.amountYen }, order: { sum &+= $0.amountDueYen })
  let (time, reading) = microseconds {
    readFile(bytes, context: ReadingContext(asOf: asOf, consumed: file.release), sink: adding)
  }
  let peak = peakKiB()
  var hash = AnswerHash()
  hash.add(sum)
  let hashing = RowSink(
    statement: { row in
      hash.add(Int64(row.bookingDay.number))
      hash.add(row.direction == .credit ? row.amountYen : -row.amountYen)
      hash.add(row.payerName)
    },
    order: { row in
      hash.add(row.orderID)
      hash.add(row.amountDueYen)
    })
  let again = ReadingContext(asOf: asOf, consumed: file.release)
  _ = readFile(bytes, context: again, sink: hashing)
  let failed = reading.controls.count { $0.outcome == .failed }
  return Figures(
    workload: workload.rawValue, bytes: file.count, rows: Int(reading.rowsRead),
    microseconds: time, peakKiB: peak, hash: hash.value,
    note: "\(reading.formatID.isEmpty ? "NOT READ" : reading.formatID), "
      + "\(reading.rowsRejected) rejected, \(failed) of \(reading.controls.count) controls failed")
}

/// Matching alone. The peak holds the snapshot too, but not what it took to invent it.
func measureMatch(_ workload: Workload) -> Figures {
  let input = workload.matchInput
  resetPeak()
  let before = peakKiB()
  let cores = Workers { pieces, work in
    DispatchQueue.concurrentPerform(iterations: pieces) { work($0) }
  }
  let cpuBefore = userMilliseconds()
  let (time, result) = microseconds {
    match(input.snapshot, policy: Policy(), fees: transferFees(), workers: cores)
  }
  let cpu = userMilliseconds() - cpuBefore
  let peak = peakKiB()
  var hash = AnswerHash()
  var links = 0
  var wrong = 0
  var unweighed = 0
  for outcome in result.outcomes {
    hash.add(outcome)
    if outcome.unweighedCount > 0 { unweighed += 1 }
    for link in outcome.links where outcome.verdict == .automatic {
      links += 1
      if !input.isTrue(outcome.entryIndex, link.orderIndex) { wrong += 1 }
    }
  }
  return Figures(
    workload: workload.rawValue, bytes: 0, rows: result.outcomes.count, microseconds: time,
    peakKiB: peak, hash: hash.value,
    note: "\(links) links, \(wrong) wrong, of \(input.linkCount) true ones; \(unweighed) not "
      + "weighed to the end; \(ratio(cpu, 1_000)) s of processor; \(before / 1024) MiB before "
      + "matching")
}

/// The whole daily run on a workspace whose inbox is filled.
func measureDay(_ workload: Workload, _ path: String) throws -> Figures {
  let workspace = Workspace(root: path)
  let last = Day(year: 2026, month: 2, day: 13)!
  let request = RunRequest(workspace: workspace, asOf: Moment(day: last, hour: 18))
  let (time, summary) = try microseconds { try runDaily(request) }
  let report = URL(fileURLWithPath: workspace.reports).appendingPathComponent("latest")
  var hash = AnswerHash()
  for name in ["clearings.csv", "decisions.csv"] {
    hash.add(String(decoding: try readBytes(report.appendingPathComponent(name)), as: UTF8.self))
  }
  return Figures(
    workload: workload.rawValue, bytes: 0, rows: workload.size.deposits + workload.size.orders,
    microseconds: time, peakKiB: peakKiB(), hash: hash.value,
    note: "\(workload.size.deposits) deposits, \(workload.size.orders) orders; "
      + "exit code \(summary.exitCode)")
}
