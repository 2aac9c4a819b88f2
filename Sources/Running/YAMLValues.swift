internal import Model
internal import Yams

/// Values with a form of their own.
extension YAMLWalk {
  /// `"10:00"`, as minutes of the day.
  mutating func clock(_ node: Node, _ key: String, _ set: (Int32) -> Void) {
    let parts = (node.string ?? "").split(separator: ":")
    if parts.count == 2, parts[1].utf8.count == 2, let hour = Int32(parts[0]),
      let minute = Int32(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
    {
      set(hour * 60 + minute)
    } else {
      fault(node, "\(key): \"10:00\" の形の時刻 / a time like \"10:00\"")
    }
  }

  /// `2026-11-30`.
  mutating func day(_ node: Node, _ key: String, _ set: (Day) -> Void) {
    if let day = node.string.flatMap(Day.init(iso:)) {
      set(day)
    } else {
      fault(node, "\(key): 2026-11-30 の形の日付 / a day like 2026-11-30")
    }
  }

  /// One of a closed list, with the nearest named where it is none.
  mutating func word<T: RawRepresentable & CaseIterable>(
    _ node: Node, _ key: String, _ set: (T) -> Void
  ) where T.RawValue == String {
    if let value = T(rawValue: node.string ?? "") {
      set(value)
      return
    }
    let known = T.allCases.map(\.rawValue)
    let near = nearest(node.string ?? "", of: known)
    fault(
      node,
      "\(key): \(known.joined(separator: "・")) のいずれか。\(near)? / one of "
        + "\(known.joined(separator: ", ")); did you mean \(near)?")
  }

  /// `"04-01"`, as month × 100 + day of a day that every year has.
  mutating func dayOfYear(_ node: Node, _ key: String, _ set: (Int32) -> Void) {
    let text = node.string ?? ""
    if let day = Day(iso: "2027-" + text) {
      set(day.civil.month * 100 + day.civil.day)
    } else {
      fault(node, "\(key): \"04-01\" の形の月日 / a day of the year like \"04-01\"")
    }
  }
}
