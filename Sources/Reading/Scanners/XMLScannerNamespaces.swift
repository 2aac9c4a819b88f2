/// Declarations of namespaces and what must not be twice in a tag. What breaks the rules of
/// namespaces alone is told at the end of the document: libxml2 goes on reading, too.
extension XMLScanner {
  /// Takes the declarations out of the attributes of the tag in hand. False where an attribute or
  /// a declaration is there twice.
  func settleNamespaces() -> Bool {
    let before = namespaces.count
    var kept = 0
    for index in 0..<attributeCount {
      let attribute = attributes[index]
      if attribute.prefixCount < 0, attribute.local.equals("xmlns") {
        guard declare([], attribute, before) else { return false }
      } else if attribute.prefix.equals("xmlns") {
        guard declare(Array(attribute.local), attribute, before) else { return false }
      } else {
        attributes[kept] = attribute
        kept += 1
      }
    }
    attributeCount = kept
    for index in 0..<kept {
      guard isSingle(index) else { return false }
    }
    return true
  }

  private func isSingle(_ index: Int) -> Bool {
    let attribute = attributes[index]
    let own = attribute.prefixCount < 0 ? nil : uri(prefix: attribute.prefix)
    if attribute.prefixCount >= 0, own == nil { isNamespaceBroken = true }
    for earlier in 0..<index {
      let other = attributes[earlier]
      guard other.local.elementsEqual(attribute.local) else { continue }
      if other.prefixCount == attribute.prefixCount, other.prefix.elementsEqual(attribute.prefix) {
        return false
      }
      guard let own, other.prefixCount >= 0, let its = uri(prefix: other.prefix) else { continue }
      if its.elementsEqual(own) { isNamespaceBroken = true }
    }
    return true
  }

  /// False where the tag declares the prefix twice.
  private func declare(
    _ prefix: [UInt8], _ attribute: XMLScannedAttribute, _ before: Int
  ) -> Bool {
    let value = UnsafeRawBufferPointer(start: attribute.value, count: attribute.valueCount)
    let isXML = prefix.elementsEqual("xml".utf8)
    if isXML || value.equals("http://www.w3.org/XML/1998/namespace") {
      if !isXML || !value.equals("http://www.w3.org/XML/1998/namespace") {
        isNamespaceBroken = true
      }
      return true
    }
    if prefix.elementsEqual("xmlns".utf8) || value.equals("http://www.w3.org/2000/xmlns/")
      || (value.isEmpty && !prefix.isEmpty)
    {
      isNamespaceBroken = true
      return true
    }
    if !value.isEmpty, !isGoodURI(Array(value)) { isNamespaceBroken = true }
    if namespaces[before...].contains(where: { $0.prefix == prefix }) { return false }
    namespaces.append(XMLNamespace(prefix: prefix, uri: Array(value)))
    namespaceCount += 1
    return true
  }

  private func isGoodURI(_ bytes: [UInt8]) -> Bool {
    if goodURIs.contains(bytes) { return true }
    guard isURI(bytes) else { return false }
    if goodURIs.count < 8 { goodURIs.append(bytes) }
    return true
  }

  /// The namespace of a prefix, or of none; nil where there is none.
  func uri(prefix: UnsafeRawBufferPointer) -> [UInt8]? {
    if prefix.equals("xml") { return Array("http://www.w3.org/XML/1998/namespace".utf8) }
    let found = namespaces.last { $0.prefix.elementsEqual(prefix) }
    return found.flatMap { $0.uri.isEmpty ? nil : $0.uri }
  }
}
