import Model
@testable import Reading

/// libFuzzer's door to the reader of answer sheets: every fault has its place within the sheet, and
/// no more rows are told than there are lines.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
  let sheet = readAnswers(bytes)
  let lines = Int32(clamping: bytes.reduce(1) { $1 == 0x0A || $1 == 0x0D ? $0 + 1 : $0 })
  for fault in sheet.faults { precondition((0...lines).contains(fault.line), "\(fault)") }
  precondition(sheet.rows.count <= Int(lines))
  return 0
}
