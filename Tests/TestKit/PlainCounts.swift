/// Rows counted without the readers: slow, by other means, and of no use for anything but to be
/// compared. What they count is said at each.

/// One record as a plain reading of CSV sees it.
public struct PlainRecord: Sendable {
  /// Raw cells without surrounding quotes; empty where the record is no record.
  public var cells: [[UInt8]]
  /// Physical line on which it begins, from 1.
  public var line: Int
  /// An open quote, text behind a closing one, a NUL, or too long.
  public var isFaulty: Bool
  public var isBlank: Bool { !isFaulty && cells.allSatisfy(\.isEmpty) }
}

/// All records of a CSV file. A record at fault ends with the line on which the fault stands: for
/// quotes that is the line where the quote opens.
public func plainRecords(_ bytes: [UInt8], separator: UInt8 = 0x2C) -> [PlainRecord] {
  var text = bytes[...]
  if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
  while text.last == 0x1A { text = text.dropLast() }
  let lines = linesWithEnds(text)
  var records: [PlainRecord] = []
  var at = 0
  while at < lines.count {
    var used = 1
    var found = plainCells(lines[at], separator)
    // Each further line may close the quote that is open.
    var joined = lines[at]
    while case .open = found, at + used < lines.count, joined.count <= 1 << 20 {
      joined += lines[at + used]
      used += 1
      found = plainCells(joined, separator)
    }
    switch found {
    case .cells(let cells) where joined.count <= (1 << 20):
      records.append(PlainRecord(cells: cells, line: at + 1, isFaulty: false))
      at += used
    case .cells:
      records.append(PlainRecord(cells: [], line: at + 1, isFaulty: true))
      at += 1
    case .open(let line), .fault(let line):
      records.append(PlainRecord(cells: [], line: at + 1, isFaulty: true))
      at += line + 1
    }
  }
  return records
}

private enum PlainCells {
  case cells([[UInt8]])
  /// A quote that opened on this line of the text (from 0) is not closed.
  case open(Int)
  /// Something stands where it must not; where its field begins.
  case fault(Int)
}

private func plainCells(_ text: [UInt8], _ separator: UInt8) -> PlainCells {
  var cells: [[UInt8]] = [[]]
  var at = 0
  var line = 0
  func isEnd(_ index: Int) -> Bool { text[index] == 0x0A || text[index] == 0x0D }
  while at < text.count {
    if text[at] == 0x22 {
      let start = line
      at += 1
      while true {
        guard at < text.count else { return .open(start) }
        if text[at] == 0 { return .fault(line) }
        if text[at] == 0x22 {
          if at + 1 < text.count, text[at + 1] == 0x22 {
            at += 1
          } else {
            break
          }
        }
        let isCRLF = text[at] == 0x0D && at + 1 < text.count && text[at + 1] == 0x0A
        if isEnd(at), !isCRLF { line += 1 }
        cells[cells.count - 1].append(text[at])
        at += 1
      }
      at += 1
      guard at == text.count || text[at] == separator || isEnd(at) else {
        return .fault(text[at] == 0 ? line : start)
      }
    }
    while at < text.count, text[at] != separator, !isEnd(at) {
      if text[at] == 0 { return .fault(line) }
      cells[cells.count - 1].append(text[at])
      at += 1
    }
    if at == text.count || isEnd(at) { break }
    at += 1
    cells.append([])
  }
  return .cells(cells)
}

/// Records of a fixed-length Zengin file that hold a row or cannot be told to hold none: all lines
/// but blank ones and whole headers, trailers and ends. Nil where it has no line ends, or marks
/// of a damage that moves all that follows.
public func plainZenginRows(_ bytes: [UInt8]) -> (atLeast: Int, atMost: Int)? {
  guard bytes.contains(0x0A) || bytes.contains(0x0D) else { return nil }
  var atLeast = 0
  var atMost = 0
  for line in linesWithEnds(bytes[...]) {
    let text = line.filter { $0 != 0x0A && $0 != 0x0D }
    if text.isEmpty { continue }
    atMost += 1
    if text[0] == 0x32 { atLeast += 1 }
  }
  return (atLeast, atMost)
}

/// `Ntry` elements of a camt file in the place where entries stand, and how many more rows their
/// details could make at most. By a walk over the tags that knows nothing of XML but tags, comments
/// and CDATA; for well-formed files only.
public func plainEntries(_ bytes: [UInt8]) -> (entries: Int, moreDetails: Int) {
  var path: [String] = []
  var entries = 0
  var details = 0
  var moreDetails = 0
  var at = 0
  func starts(_ mark: String) -> Bool { bytes[at...].starts(with: mark.utf8) }
  func skip(behind mark: String) {
    let wanted = Array(mark.utf8)
    while at < bytes.count, !bytes[at...].starts(with: wanted) { at += 1 }
    at = min(bytes.count, at + wanted.count)
  }
  while at < bytes.count {
    guard bytes[at] == 0x3C else {
      at += 1
      continue
    }
    if starts("<!--") {
      skip(behind: "-->")
    } else if starts("<![CDATA[") {
      skip(behind: "]]>")
    } else if starts("<?") {
      skip(behind: "?>")
    } else {
      let tag = plainTag(bytes, &at)
      if tag.isClosing {
        if isEntry(path) { moreDetails += max(0, details - 1) }
        path.removeLast(min(1, path.count))
        continue
      }
      path.append(tag.name)
      if isEntry(path) {
        entries += 1
        details = 0
      }
      if tag.name == "TxDtls" { details += 1 }
      if tag.isEmpty {
        path.removeLast()
      }
    }
  }
  return (entries, moreDetails)
}

/// Anything may stand around `Document`, nothing between it and the entries.
private func isEntry(_ path: [String]) -> Bool {
  guard let start = path.firstIndex(of: "Document"), path.count == start + 4 else { return false }
  let messages = ["BkToCstmrAcctRpt", "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn"]
  return messages.contains(path[start + 1])
    && ["Rpt", "Stmt", "Ntfctn"].contains(path[start + 2]) && path[start + 3] == "Ntry"
}

/// The tag at `at`, without its prefix; `at` moves behind it.
private func plainTag(
  _ bytes: [UInt8], _ at: inout Int
) -> (name: String, isClosing: Bool, isEmpty: Bool) {
  at += 1
  let isClosing = at < bytes.count && bytes[at] == 0x2F
  if isClosing { at += 1 }
  var name: [UInt8] = []
  while at < bytes.count, bytes[at] > 0x20, bytes[at] != 0x3E, bytes[at] != 0x2F {
    if bytes[at] == 0x3A { name = [] } else { name.append(bytes[at]) }
    at += 1
  }
  var quote: UInt8?
  while at < bytes.count, quote != nil || bytes[at] != 0x3E {
    if quote == bytes[at] {
      quote = nil
    } else if quote == nil, bytes[at] == 0x22 || bytes[at] == 0x27 {
      quote = bytes[at]
    }
    at += 1
  }
  let isEmpty = at > 0 && at <= bytes.count && bytes[at - 1] == 0x2F
  at += 1
  return (String(decoding: name, as: UTF8.self), isClosing, isEmpty)
}
