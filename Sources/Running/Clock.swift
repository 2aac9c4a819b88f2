import Glibc
public import Model

/// The only place that reads a clock.
public enum Clock {
  /// Now, as a clock on a wall in Tokyo shows it (Japan has no summer time: UTC + 9 h).
  public static func nowTokyo() -> Moment {
    Moment(secondsTokyo: Int64(time(nil)) + 9 * 3_600)
  }

  /// Milliseconds that only ever grow; for durations.
  public static func monotonicMilliseconds() -> Int64 {
    var t = timespec()
    clock_gettime(CLOCK_MONOTONIC, &t)
    return Int64(t.tv_sec) * 1_000 + Int64(t.tv_nsec) / 1_000_000
  }
}

extension Moment {
  /// `2026-11-20` (midnight) or `2026-11-20T09:30`; nil for anything else.
  public init?(commandLine text: String) {
    let bytes = Array(text.utf8)
    guard let day = Day(iso: String(decoding: bytes.prefix(10), as: UTF8.self)) else { return nil }
    if bytes.count == 10 {
      self.init(day: day)
      return
    }
    func two(_ at: Int) -> Int32? {
      let tens = bytes[at]
      let ones = bytes[at + 1]
      guard (0x30...0x39).contains(tens), (0x30...0x39).contains(ones) else { return nil }
      return Int32(tens - 0x30) * 10 + Int32(ones - 0x30)
    }
    guard bytes.count == 16, bytes[10] == 0x54, bytes[13] == 0x3A, let hour = two(11),
      let minute = two(14), hour < 24, minute < 60
    else { return nil }
    self.init(day: day, hour: hour, minute: minute)
  }
}
