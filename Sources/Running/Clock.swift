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
