import Model
@testable import Reading

/// libFuzzer's door to the XML reader. The scanner of our own and libxml2 must agree on what is
/// refused, and on every row and control of what is not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 0 else { return 0 }
  let own = { (bytes: UnsafeRawBufferPointer, context: ReadingContext, sink: RowSink) in
    readCamt(bytes, context: context, sink: sink, driver: .scanner)
  }
  let library = { (bytes: UnsafeRawBufferPointer, context: ReadingContext, sink: RowSink) in
    readCamt(bytes, context: context, sink: sink, driver: .library)
  }
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  let (a, b) = (
    whole(bytes, maxFindings: 1000, own), whole(bytes, maxFindings: 1000, library)
  )
  precondition(
    a.reading.isRefused == b.reading.isRefused,
    "ours: \(a.reading.findings), libxml2: \(b.reading.findings)")
  if !a.reading.isRefused {
    precondition(a.rows == b.rows, "rows differ: ours \(a.rows), libxml2 \(b.rows)")
    precondition(a.reading.accounts == b.reading.accounts, "accounts differ")
    precondition(a.reading.controls == b.reading.controls, "controls differ")
  }
  return fuzz(start, count, own)
}
