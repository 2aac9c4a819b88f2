import Glibc
import Model
@testable import Reading
@testable import Running

/// A file in memory that is written anew for each input: libzip opens paths.
private let scratch: (fd: CInt, path: String) = {
  let path = "/dev/shm/keshikomi-fuzz-\(getpid())"
  let fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
  precondition(fd >= 0)
  return (fd, path)
}()

/// libFuzzer's door to workbooks of answers, as `resolve` opens them, and to ZIPs of the inbox:
/// refused, or read with every fault within a sheet's bounds; no member lies elsewhere than told.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
  guard ZipFile.isOne(bytes) else { return 0 }
  ftruncate(scratch.fd, 0)
  precondition(pwrite(scratch.fd, bytes.baseAddress, count, 0) == count)
  if let parts = try? WorkbookParts(scratch.path) {
    let sheet = readAnswers(workbook: parts.bytes)
    for fault in sheet.faults { precondition((0...1_048_576).contains(fault.line), "\(fault)") }
  }
  var template = Array("/dev/shm/keshikomi-fuzz-XXXXXX".utf8CString)
  precondition(mkdtemp(&template) != nil)
  let folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  if case .members(let members)? = try? ZipFile.unpack(scratch.path, into: folder) {
    for member in members {
      precondition(member.path.hasPrefix(folder + "/"), "\(member.path)")
      precondition(Posix.size(member.path) == member.sizeBytes)
    }
  }
  try? Posix.removeFolder(folder)
  return 0
}
