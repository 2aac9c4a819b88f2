/// Damage to a file, from a seed alone: the same seed gives the same bytes on every machine.
///
/// The kinds are those that happen: a transfer that breaks off, a bit that flips, a line lost or
/// doubled by hand, another line end, an editor that cuts a character, a spreadsheet that adds
/// marks, a digit that is wrong.
public enum Mutation: CaseIterable, Sendable {
  case cut, flipBit, setByte, insertBytes, removeBytes, repeatBytes
  case repeatLine, swapLines, dropLine, lineEnds
  case cutCharacter, blowUpField, changeDigit

  /// What separates, ends, escapes or means something somewhere.
  private static let marks: [[UInt8]] = [
    [0x00], [0x22], [0x2C], [0x09], [0x0A], [0x0D], [0x0D, 0x0A], [0x1A], [0xEF, 0xBB, 0xBF],
    [0x22, 0x22], [0x2C, 0x22], [0x22, 0x2C], [0x5C], [0x81], [0x94], [0xFF], [0xE3, 0x81],
    [0x2D], [0x30], [0x39], [0x3C], [0x3E], [0x26], [0x20], [0x81, 0x40],
    Array("<!--".utf8), Array("-->".utf8), Array("<![CDATA[".utf8), Array("]]>".utf8),
    Array("</Ntry>".utf8), Array("<Ntry>".utf8), Array("999999999999999999".utf8),
    Array("-1".utf8), Array("1234,567".utf8), Array("0000000000".utf8),
  ]

  /// Changes `bytes` from `start` on. Does nothing where there is nothing to change.
  public func apply(to bytes: inout [UInt8], from start: Int, _ random: inout SeededRandom) {
    guard bytes.count > start else { return }
    let at = start + random.below(bytes.count - start)
    switch self {
    case .cut: bytes.removeLast(bytes.count - at)
    case .flipBit: bytes[at] ^= 1 << UInt8(random.below(8))
    case .setByte: bytes[at] = UInt8(random.below(256))
    case .insertBytes: bytes.insert(contentsOf: random.pick(Mutation.marks), at: at)
    case .removeBytes: bytes.removeSubrange(at..<min(bytes.count, at + random.within(1...40)))
    case .repeatBytes:
      let end = min(bytes.count, at + random.within(1...400))
      bytes.insert(contentsOf: Array(bytes[at..<end]), at: end)
    case .repeatLine, .swapLines, .dropLine: changeLines(&bytes, from: start, &random)
    case .lineEnds: changeLineEnds(&bytes, from: start, &random)
    case .cutCharacter:
      let long = bytes.indices.filter { $0 >= start && bytes[$0] >= 0x80 }
      guard !long.isEmpty else { return }
      let place = random.pick(long)
      if random.chance(perMille: 500) {
        bytes.remove(at: place)
      } else {
        bytes.removeLast(bytes.count - place)
      }
    case .blowUpField:
      // One in a hundred is larger than any limit of a line.
      let count = random.below(100) == 0 ? 1_100_000 : random.within(20...3_000)
      bytes.insert(
        contentsOf: [UInt8](repeating: random.pick([0x31, 0x61, 0xB1]), count: count), at: at)
    case .changeDigit:
      let digits = bytes.indices.filter { $0 >= start && (0x30...0x39).contains(bytes[$0]) }
      guard !digits.isEmpty else { return }
      bytes[random.pick(digits)] = UInt8(0x30 + random.below(10))
    }
  }

  private func changeLines(
    _ bytes: inout [UInt8], from start: Int, _ random: inout SeededRandom
  ) {
    var lines = linesWithEnds(bytes[start...])
    guard lines.count > 1 else { return }
    let a = random.below(lines.count)
    switch self {
    case .repeatLine: lines.insert(lines[a], at: random.below(lines.count + 1))
    case .swapLines: lines.swapAt(a, random.below(lines.count))
    default: lines.remove(at: a)
    }
    bytes = Array(bytes[..<start]) + lines.flatMap { $0 }
  }

  private func changeLineEnds(
    _ bytes: inout [UInt8], from start: Int, _ random: inout SeededRandom
  ) {
    let ends: [[UInt8]] = [[0x0A], [0x0D], [0x0D, 0x0A], [], [0x0A, 0x0A], [0x0A, 0x0D]]
    let end = random.pick(ends)
    let changed = linesWithEnds(bytes[start...]).flatMap { line in
      let text = line.prefix { $0 != 0x0A && $0 != 0x0D }
      return text.count == line.count ? line : text + end
    }
    bytes = Array(bytes[..<start]) + changed
  }
}

/// The lines of a file, each with its CR, LF or CRLF.
public func linesWithEnds(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
  var lines: [[UInt8]] = []
  var line: [UInt8] = []
  for at in bytes.indices {
    line.append(bytes[at])
    let isCRLF = bytes[at] == 0x0D && at + 1 < bytes.endIndex && bytes[at + 1] == 0x0A
    if bytes[at] == 0x0A || bytes[at] == 0x0D, !isCRLF {
      lines.append(line)
      line = []
    }
  }
  if !line.isEmpty { lines.append(line) }
  return lines
}

/// One to four mutations of a file, all behind `start`.
public func mutated(
  _ bytes: [UInt8], from start: Int, _ random: inout SeededRandom
) -> (bytes: [UInt8], kinds: [Mutation]) {
  var result = bytes
  var kinds: [Mutation] = []
  for _ in 0..<random.pick([1, 1, 1, 2, 2, 3, 4]) {
    let kind = random.pick(Mutation.allCases)
    kind.apply(to: &result, from: min(start, result.count), &random)
    kinds.append(kind)
  }
  return (result, kinds)
}
