@testable import Reading

/// libFuzzer's door to the CSV readers: banks, Zengin CSV, orders.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  fuzz(start, count) { bytes, context, sink in
    let begin = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if let kind = zenginCSVStart(bytes, from: begin) {
      return readZenginCSV(bytes, kind, from: begin, context: context, sink: sink)
    }
    return readCSV(bytes, from: begin, context: context, sink: sink)
  }
}
