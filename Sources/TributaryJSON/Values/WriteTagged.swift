extension JSONWriter {
  /// Writes an object with a tag as its first member, unless it has a member of that name.
  @inlinable
  @_spi(Generated) public mutating func tagged(
    _ name: String, _ tag: some JSONEncodable, _ value: some JSONEncodable
  ) {
    let start = nextOffset
    value.encode(into: &self)
    var member = JSONWriter(capacity: 64)
    member.field(named: name, tag)
    insert(member.finish(), named: name, at: start)
  }

  /// Writes an object that has nothing but a tag.
  @inlinable
  @_spi(Generated) public mutating func tagged(_ name: String, _ tag: some JSONEncodable) {
    beginObject()
    field(named: name, tag)
    endObject()
  }

  /// Where the next value will begin.
  @usableFromInline var nextOffset: Int { count + (needsComma ? 1 : 0) }

  /// Puts a member first into the object that has been written since, unless it is none or has a member of that name.
  @usableFromInline
  mutating func insert(_ member: SharedBytes, named name: String, at start: Int) {
    guard start < count, written[start] == 0x7B else { return }
    let object = SharedBytes(Array(written[start...]))
    let hasIt = try? JSONReader.withReader(over: object) { (reader) throws(JSONError) in
      let place = reader.mark()
      let hasIt = try reader.moveToMember(name)
      reader.goBack(to: place)
      try reader.skipValue()
      return hasIt
    }
    guard hasIt != true else { return }
    let isEmpty = written[start + 1] == 0x7D
    member.withUnsafeBytes { insert($0, comma: !isEmpty, at: start + 1) }
  }
}
