/// Attributes of an element while it is opened, in the form of either driver.
struct XMLAttributes {
  private let library: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  private let scanned: UnsafeMutablePointer<XMLScannedAttribute>?
  private let count: Int

  init(library: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int) {
    self.library = library
    scanned = nil
    self.count = library == nil ? 0 : count
  }

  init(scanned: UnsafeMutablePointer<XMLScannedAttribute>, count: Int) {
    library = nil
    self.scanned = scanned
    self.count = count
  }

  /// The value of the first attribute of that name in any namespace, as bytes of the driver's own.
  func prefixedValue(_ name: StaticString) -> UnsafeRawBufferPointer? {
    if let scanned {
      for index in 0..<count
      where scanned[index].prefixCount >= 0 && scanned[index].local.equals(name) {
        return UnsafeRawBufferPointer(start: scanned[index].value, count: scanned[index].valueCount)
      }
      return nil
    }
    guard let library else { return nil }
    for index in 0..<count {
      guard let local = library[index * 5], library[index * 5 + 1] != nil,
        let value = library[index * 5 + 3], let end = library[index * 5 + 4],
        isEqual(local, name)
      else { continue }
      return UnsafeRawBufferPointer(start: value, count: end - value)
    }
    return nil
  }

  private func isEqual(_ text: UnsafePointer<UInt8>, _ name: StaticString) -> Bool {
    var at = 0
    while at < name.utf8CodeUnitCount, text[at] == name.utf8Start[at] { at += 1 }
    return at == name.utf8CodeUnitCount && text[at] == 0
  }

  /// The value of the attribute without a namespace, as bytes of the driver's own.
  func value(_ name: StaticString) -> UnsafeRawBufferPointer? {
    if let scanned {
      for index in 0..<count where scanned[index].prefixCount < 0 {
        if scanned[index].local.equals(name) {
          return UnsafeRawBufferPointer(
            start: scanned[index].value, count: scanned[index].valueCount)
        }
      }
      return nil
    }
    guard let library else { return nil }
    for index in 0..<count {
      // localname, prefix, URI, value, end of value
      guard let local = library[index * 5], library[index * 5 + 1] == nil,
        let value = library[index * 5 + 3], let end = library[index * 5 + 4]
      else { continue }
      if isEqual(local, name) { return UnsafeRawBufferPointer(start: value, count: end - value) }
    }
    return nil
  }
}
