// What the fuzzers of orders and of settlement reports share: files of one kind, whose heads are
// mostly left alone, so that inputs reach what reads the rows.
import Glibc
import Model
@testable import Reading

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ bytes: UnsafeMutablePointer<UInt8>?, _ size: Int, _ most: Int) -> Int

/// libFuzzer's door: 0 keeps the input where it reaches new code, -1 throws it away.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
  let whole = whole(bytes, maxFindings: 1, readWhole)
  guard whole.reading.kind == fuzzedKind else { return -1 }
  return fuzz(start, count, readWhole)
}

private func readWhole(
  _ bytes: UnsafeRawBufferPointer, _ context: ReadingContext, _ sink: RowSink
) -> FileReading {
  readCSV(
    bytes, from: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, context: context, sink: sink)
}

/// Changes what stands behind the head; every sixteenth time anything.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutateRows(
  _ bytes: UnsafeMutablePointer<UInt8>, _ size: Int, _ most: Int, _ seed: UInt32
) -> Int {
  let input = UnsafeBufferPointer(start: bytes, count: size)
  let head = heads.first { input.starts(with: $0) }?.count ?? 0
  let kept = seed % 16 == 0 || head >= most ? 0 : head
  return kept + mutateBytes(bytes + kept, size - kept, most - kept)
}

/// The longest first: one may be the beginning of another.
private let heads: [[UInt8]] = {
  var found = glob_t()
  defer { globfree(&found) }
  precondition(glob("fixtures/formats/*/sample.*", 0, nil, &found) == 0, "run from the repository")
  return (0..<Int(found.gl_pathc)).compactMap { head(of: String(cString: found.gl_pathv[$0]!)) }
    .sorted { $0.count > $1.count }
}()

/// As many lines of a sample as it takes to know what it is; nil for samples of other kinds.
private func head(of path: String) -> [UInt8]? {
  let fd = open(path, O_RDONLY)
  precondition(fd >= 0, path)
  defer { close(fd) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let room = bytes.count
  bytes.removeLast(room - max(0, read(fd, &bytes, room)))
  for end in bytes.indices where bytes[end] == 0x0A {
    let head = Array(bytes[...end])
    let reading = head.withUnsafeBytes { whole($0, maxFindings: 1, readWhole).reading }
    if !reading.isRefused { return reading.kind == fuzzedKind ? head : nil }
  }
  return nil
}
