extension JSONReader {
  /// Begins an object whose names are known.
  ///
  /// ```swift
  /// var object = try reader.beginObject(Self.keys)
  /// while let key = try reader.nextKey(&object) {
  ///   switch key {
  ///   case 0: id = try reader.readInt()
  ///   default: try reader.skipValue()
  ///   }
  /// }
  /// self.id = try object.require(id, 0)
  /// ```
  public mutating func beginObject(_ keys: JSONKeys) throws(JSONError) -> JSONObject {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x7B else { throw mismatch("an object") }
    let object = JSONObject(keys: keys, offset: offset)
    try open()
    return object
  }

  /// Moves to the value of the next member.
  ///
  /// - Returns: The index of its name, -1 for a name that the table lacks, `nil` at the end of the object. A name may
  ///   come more than once: the last value should win.
  public mutating func nextKey(_ object: inout JSONObject) throws(JSONError) -> Int? {
    guard try nextMember(&object.isFirst) else { return nil }
    let table = object.keys.table
    let predicted = object.predicted
    if predicted < table.pointee.nameCount {
      let entry = table.pointee.entries + predicted
      if entry.pointee.matches(at: cursor, end: end) {
        cursor += entry.pointee.count + 1
        try skipColon()
        object.predicted = predicted &+ 1
        return entry.pointee.index
      }
    }
    let name = try scanString()
    try skipColon()
    let index = name.withBytes { table.pointee.index(of: $0) }
    if index >= 0 {
      object.predicted = index + 1
    } else {
      if object.bytes == nil { object.bytes = bytes }
      object.unknownStart = name.start - start
      object.unknownEnd = name.end - start
    }
    return index
  }
}
