import Model
@testable import Running

nonisolated(unsafe) private var faultsSeen = 0

/// libFuzzer's door to the policy file: it is read, or every fault has its line and is no longer
/// than a message. A policy that was read is one with shops that have names.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: start == nil ? 0 : count)
  do throws(RunError) {
    let settings = try Settings.parse(String(decoding: bytes, as: UTF8.self))
    for account in settings.accounts {
      precondition(account.ref.number != nil)
      precondition(!(account.fact?.shopIDs.contains("") ?? false))
    }
  } catch {
    guard case .configuration(let faults) = error else { preconditionFailure("\(error)") }
    precondition(!faults.isEmpty && faults.allSatisfy { $0.hasPrefix("keshikomi.yaml:") })
    faultsSeen &+= faults.count
  }
  return 0
}
