/// What a field of a fixed-length record holds.
enum FixedFieldType: Sendable {
  /// Digits, right aligned, padded with zeros. Optional ones may be blank.
  case digits
  /// Single-byte characters, left aligned, padded with spaces.
  case text
  /// Without meaning for this reader.
  case filler
}

/// Where a field stands in its record; length 0 where the layout has no such field.
struct FixedSlot: Equatable, Sendable {
  var offset: Int
  var length: Int
}

/// One line of a layout table: a name and a length, never an offset.
struct FixedField<Name: Hashable & Sendable>: Sendable {
  var name: Name
  var length: Int
  var type: FixedFieldType

  init(_ name: Name, _ length: Int, _ type: FixedFieldType) {
    self.name = name
    self.length = length
    self.type = type
  }
}

/// A fixed-length record as data. Offsets are sums of the lengths before them, so a wrong length
/// cannot hide: the total no longer fits the record.
struct FixedLengthLayout<Name: Hashable & Sendable>: Sendable {
  let fields: [FixedField<Name>]

  init(_ fields: [FixedField<Name>]) { self.fields = fields }

  var length: Int { fields.reduce(0) { $0 + $1.length } }

  /// Linear in the number of fields: resolve slots once, before the records.
  func slot(_ name: Name) -> FixedSlot {
    var offset = 0
    for field in fields {
      if field.name == name { return FixedSlot(offset: offset, length: field.length) }
      offset += field.length
    }
    return FixedSlot(offset: 0, length: 0)
  }
}
