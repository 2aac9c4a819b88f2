@testable import Reading

/// libFuzzer's door to the fixed-length reader.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzz(start, count) { bytes, context, sink in
    readZengin(bytes, context: context, sink: sink)
  }
}
