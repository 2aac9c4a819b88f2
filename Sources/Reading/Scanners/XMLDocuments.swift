/// Where the document that begins at `start` ends: at the next XML declaration, else with the file.
///
/// ZEDI puts a header and a body behind one another, each with its declaration, so the file is no
/// XML document. A declaration is told from the same five bytes in a text by what stands before
/// it: the end of a tag, and white space or a byte order mark between.
func endOfXMLDocument(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
  var at = start + 1
  while at + 5 < bytes.count {
    if bytes[at + 1] == 0x3F, isXMLDeclaration(bytes, at) {
      var end = at
      while end > start, isXMLSpace(bytes[end - 1]) { end -= 1 }
      if end - 3 > start, bytes[end - 3] == 0xEF, bytes[end - 2] == 0xBB, bytes[end - 1] == 0xBF {
        end -= 3
        while end > start, isXMLSpace(bytes[end - 1]) { end -= 1 }
      }
      if bytes[end - 1] == 0x3E { return end }
    }
    at += 1
  }
  return bytes.count
}

func isXMLDeclaration(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
  at + 5 < bytes.count && bytes[at] == 0x3C && bytes[at + 1] == 0x3F && bytes[at + 2] == 0x78
    && bytes[at + 3] == 0x6D && bytes[at + 4] == 0x6C && isXMLSpace(bytes[at + 5])
}

@inline(__always)
func isXMLSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
}
