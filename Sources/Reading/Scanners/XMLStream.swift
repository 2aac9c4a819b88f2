/// Why an XML file was not read to its end.
enum XMLRefusal: Equatable {
  case doctype
  case tooDeep
  case textTooLong
  case malformed(line: Int32, byte: Int64)
  case severalDocuments
  /// Stopped by the reader itself.
  case byReader
}

/// Who takes the bytes apart.
enum XMLDriver {
  /// The scanner of our own where it can, else libxml2.
  case scanner
  /// libxml2 for everything: the slow twin.
  case library
}

/// Walks XML documents once, from beginning to end, and reports the elements of a path table.
///
/// What an element means is decided here; a driver takes the bytes apart: a scanner of our own for
/// UTF-8, libxml2 for all else. No tree, no entities but the five, no network. Memory does not
/// depend on the size of the file. Subclasses receive `opened` and `closed`.
class XMLStream {
  static let maxDepth = 64
  /// Text of one element. The longest field of a statement is 500 characters by its schema.
  static let maxTextBytes = 64 << 10
  /// Bytes read without anything happening: a giant tag, comment or attribute.
  static let maxTokenBytes = 256 << 10

  /// The document in hand.
  final var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Where it begins in the file, and the lines before it.
  final var origin = 0
  final var linesBefore: Int32 = 0
  private var library: XMLLibrary?
  private var scanner: XMLScanner?
  private let driver: XMLDriver
  final let names: XMLNames
  private let consumed: @Sendable (Int) -> Void
  private var toldConsumed = 0
  final var refusal: XMLRefusal?
  final var depth = 0
  final var hasClosedRoot = false
  /// Counted by drivers that cannot tell how long a token is.
  final var bytesSinceEvent = 0

  final let table: XMLPathTable
  private let nameCount: Int
  private let next: UnsafeMutablePointer<UInt16>
  private let fields: UnsafeMutablePointer<UInt8>
  private let states: UnsafeMutablePointer<UInt16>
  private let text: UnsafeMutablePointer<UInt8>
  private var textCount = 0
  private var skippedText = 0
  private var capturing = false

  init(
    table: XMLPathTable, driver: XMLDriver = .scanner,
    consumed: @escaping @Sendable (Int) -> Void
  ) {
    self.consumed = consumed
    self.table = table
    self.driver = driver
    names = XMLNames(table.names)
    nameCount = table.names.count
    next = .allocate(capacity: table.next.count)
    next.initialize(from: table.next, count: table.next.count)
    fields = .allocate(capacity: table.fields.count)
    fields.initialize(from: table.fields, count: table.fields.count)
    states = .allocate(capacity: XMLStream.maxDepth + 2)
    states.initialize(repeating: 0, count: XMLStream.maxDepth + 2)
    states[0] = UInt16(XMLPathTable.outside)
    text = .allocate(capacity: XMLStream.maxTextBytes)
  }

  deinit {
    next.deallocate()
    fields.deallocate()
    states.deallocate()
    text.deallocate()
    names.deallocate()
  }

  /// An element of the table begins. `name` is its number in the table.
  func opened(_ field: UInt8, name: Int, namespace: () -> [UInt8]?, _ at: XMLAttributes) {}

  /// An element of the table ends. `text` is what stood directly in it behind its last child,
  /// without white space around it.
  func closed(_ field: UInt8, text: UnsafeRawBufferPointer) {}

  /// The line of the element in hand.
  final var line: Int32 { linesBefore + (library?.line ?? scanner?.line ?? 1) }

  final func stop(_ reason: XMLRefusal = .byReader) {
    if refusal == nil { refusal = reason }
    library?.stop()
  }

  /// Reads the document that begins at `start`: the refusal, or nil where it was well-formed, and
  /// where what follows it begins.
  final func read(
    _ file: UnsafeRawBufferPointer, from start: Int
  ) -> (refusal: XMLRefusal?, next: Int) {
    let isWide = isUTF16(file)
    let base = file.baseAddress!.assumingMemoryBound(to: UInt8.self)
    if !isWide, start > counted {
      linesBefore += Int32(clamping: lineFeeds(base, counted..<start))
      counted = start
    }
    origin = start
    depth = 0
    hasClosedRoot = false
    textCount = 0
    skippedText = 0
    capturing = false
    bytesSinceEvent = 0
    library = nil
    if driver == .scanner, !isWide {
      bytes = UnsafeRawBufferPointer(rebasing: file[start...])
      let scanner = XMLScanner(self)
      self.scanner = scanner
      if case .next(let next) = scanner.run() {
        if refusal == nil {
          linesBefore = scanner.line - 1 + linesBefore
          counted = start + next
          self.scanner = nil
        }
        return (refusal, start + next)
      }
      self.scanner = nil
    }
    let end = isWide ? file.count : endOfXMLDocument(file, from: start)
    bytes = UnsafeRawBufferPointer(rebasing: file[start..<end])
    let library = XMLLibrary(self)
    self.library = library
    library.run(self)
    return (refusal, end)
  }

  /// How far lines were counted.
  private var counted = 0

  /// True where the element in hand is on no path, and so is nothing below it.
  @inline(__always)
  final var isSkipping: Bool { states[depth] == UInt16(XMLPathTable.skipped) }

  /// Everything below `offset` of the document in hand was read.
  final func tell(_ offset: Int) {
    guard origin + offset - toldConsumed >= 1 << 20 else { return }
    toldConsumed = origin + offset
    consumed(toldConsumed)
  }

  /// An element begins: `name` is its number, nil where the table has no such name.
  @inline(__always)
  final func begin(
    _ name: Int?, _ at: XMLAttributes, _ namespace: () -> [UInt8]?
  ) {
    textCount = 0
    skippedText = 0
    let state = Int(states[depth])
    depth &+= 1
    if depth > XMLStream.maxDepth {
      stop(.tooDeep)
      return
    }
    guard state != XMLPathTable.skipped else {
      states[depth] = 0
      capturing = false
      return
    }
    let child =
      name.map { Int(next[state &* nameCount &+ $0]) }
      ?? (state == XMLPathTable.outside ? XMLPathTable.outside : XMLPathTable.skipped)
    states[depth] = UInt16(truncatingIfNeeded: child)
    let field = fields[child]
    capturing = field != 0
    if field != 0, let name { opened(field, name: name, namespace: namespace, at) }
  }

  @inline(__always)
  final func end() {
    let field = fields[Int(states[depth])]
    if field != 0 { closed(field, text: trimmedText()) }
    textCount = 0
    skippedText = 0
    depth &-= 1
    capturing = fields[Int(states[depth])] != 0
    if depth == 0 { hasClosedRoot = true }
  }

  @inline(__always)
  final func append(_ start: UnsafePointer<UInt8>, _ count: Int) {
    guard capturing else {
      skippedText &+= count
      if skippedText > XMLStream.maxTokenBytes { stop(.textTooLong) }
      return
    }
    guard textCount &+ count <= XMLStream.maxTextBytes else {
      stop(.textTooLong)
      return
    }
    (text + textCount).update(from: start, count: count)
    textCount &+= count
  }

  private func trimmedText() -> UnsafeRawBufferPointer {
    var start = 0
    var end = textCount
    while end > start, text[end &- 1] <= 0x20 { end &-= 1 }
    while start < end, text[start] <= 0x20 { start &+= 1 }
    return UnsafeRawBufferPointer(start: text + start, count: end - start)
  }
}
