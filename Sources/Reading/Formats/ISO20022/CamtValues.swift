import Model

extension UnsafeRawBufferPointer {
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    for index in 0..<count where self[index] != text.utf8Start[index] { return false }
    return true
  }

  var string: String { String(decoding: self, as: UTF8.self) }
}

/// The day in Asia/Tokyo of an xs:date or xs:dateTime; nil where it is neither.
///
/// A time with `Z` or an offset is moved to Tokyo before its day is taken; one without is Tokyo's
/// own. A date without a time is a day, whatever offset stands behind it.
func tokyoDay(_ text: UnsafeRawBufferPointer) -> Day? {
  guard text.count >= 10, text[4] == 0x2D, text[7] == 0x2D, let year = two(text, 0),
    let century = two(text, 2), let month = two(text, 5), let dayOfMonth = two(text, 8),
    let day = Day(year: year * 100 + century, month: month, day: dayOfMonth)
  else { return nil }
  if text.count == 10 { return day }
  guard text[10] == 0x54 else { return zone(text, 10) == nil ? nil : day }
  guard text.count >= 19, text[13] == 0x3A, text[16] == 0x3A, let hour = two(text, 11),
    let minute = two(text, 14), let second = two(text, 17), hour <= 24, minute < 60, second <= 60
  else { return nil }
  var at = 19
  if at < text.count, text[at] == 0x2E {
    at += 1
    while at < text.count, text[at] >= 0x30, text[at] <= 0x39 { at += 1 }
  }
  let moment = Moment(day: day, hour: hour, minute: minute, second: second)
  if at == text.count { return moment.day }
  guard let offset = zone(text, at) else { return nil }
  return Moment(secondsTokyo: moment.secondsTokyo + Int64(9 * 60 - offset) * 60).day
}

/// Minutes east of Greenwich of `Z`, `+09:00` …; nil where something else ends the text.
private func zone(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int32? {
  if text.count == at + 1, text[at] == 0x5A { return 0 }
  guard text.count == at + 6, text[at] == 0x2B || text[at] == 0x2D, text[at + 3] == 0x3A,
    let hours = two(text, at + 1), let minutes = two(text, at + 4), hours <= 14, minutes < 60
  else { return nil }
  return (hours * 60 + minutes) * (text[at] == 0x2D ? -1 : 1)
}

private func two(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int32? {
  let tens = text[at] &- 0x30
  let ones = text[at + 1] &- 0x30
  return tens <= 9 && ones <= 9 ? Int32(tens) * 10 + Int32(ones) : nil
}

/// A count such as `NbOfNtries`: up to fifteen digits by the schema.
func wholeNumber(_ text: UnsafeRawBufferPointer) -> Int64? {
  guard text.count > 0, text.count <= 18 else { return nil }
  var value: Int64 = 0
  for byte in text {
    guard byte >= 0x30, byte <= 0x39 else { return nil }
    value = value * 10 + Int64(byte - 0x30)
  }
  return value
}
