public import Foundation

/// Why a golden comparison did not pass. Thrown, so that the test fails with the place.
public struct GoldenFailure: Error, CustomStringConvertible {
  public var description: String
}

/// Compares bytes with a file of the repository, byte for byte.
///
/// With `KESHIKOMI_RECORD=1` the file is rewritten where it differs and the comparison *fails*, so
/// that a recording run can never pass for a test run: read the diff, then run again without it.
public func expectGolden(_ bytes: [UInt8], _ path: String) throws {
  let recording = ProcessInfo.processInfo.environment["KESHIKOMI_RECORD"] == "1"
  try compareGolden(bytes, with: repoFile(path), named: path, recording: recording)
}

/// The same for text.
public func expectGolden(_ text: String, _ path: String) throws {
  try expectGolden(Array(text.utf8), path)
}

/// The comparison itself, apart from the environment so that it can be tested.
public func compareGolden(_ bytes: [UInt8], with file: URL, named path: String, recording: Bool)
  throws
{
  let stored = FileManager.default.fileExists(atPath: file.path) ? try readBytes(file) : nil
  if stored == bytes { return }
  if recording {
    try writeBytes(bytes, to: file)
    throw GoldenFailure(description: "recorded \(path): read its diff and run without recording")
  }
  guard let stored else {
    throw GoldenFailure(
      description: "\(path) does not exist: record it with KESHIKOMI_RECORD=1, then read it")
  }
  throw GoldenFailure(description: firstDifference(stored: stored, found: bytes, path: path))
}

/// Names the first line that differs, with both versions of it.
func firstDifference(stored: [UInt8], found: [UInt8], path: String) -> String {
  var at = 0
  while at < stored.count, at < found.count, stored[at] == found[at] { at += 1 }
  let line = stored[..<at].count { $0 == 0x0A } + 1
  return """
    \(path) differs from line \(line), byte \(at) \
    (stored \(stored.count) bytes, found \(found.count)):
      stored: \(lineAround(at, in: stored))
      found:  \(lineAround(at, in: found))
    """
}

private func lineAround(_ place: Int, in bytes: [UInt8]) -> String {
  let start = bytes[..<min(place, bytes.count)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
  let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
  if start == bytes.count { return "(end of file)" }
  return String(decoding: bytes[start..<min(end, start + 240)], as: UTF8.self)
}
