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
    // The usual case: a comma, the predicted name, a colon, and no white space between them.
    let entry = object.predicted
    if end - cursor >= entry.pointee.readable {
      var quote = cursor
      if !object.isFirst, quote.pointee == 0x2C { quote += 1 }
      if entry.pointee.matches(quote), object.isFirst || quote != cursor {
        let colon = quote + entry.pointee.quotedCount
        if colon.pointee == 0x3A {
          cursor = colon + 1
          object.isFirst = false
          object.predicted = entry + 1
          return entry.pointee.index
        }
      }
    }
    return try findKey(&object)
  }

  /// Moves to the value of the next member, whatever its name and the white space around it.
  @inline(never)
  private mutating func findKey(_ object: inout JSONObject) throws(JSONError) -> Int? {
    guard try nextMember(&object.isFirst) else { return nil }
    let predicted = object.predicted
    let table = object.keys.table
    if matches(predicted) { return try accept(predicted, &object) }
    if let learned = keyOrder.follower(of: predicted, in: table), matches(learned) {
      return try accept(learned, &object)
    }
    let name = try scanString()
    try skipColon()
    let found = name.hasEscapes ? lookUpEscaped(name, in: table) : lookUp(name, in: table)
    guard let found else {
      if object.bytes == nil { object.bytes = bytes }
      object.unknown = name.start - start..<name.end - start
      return -1
    }
    keyOrder.learn(found, at: predicted)
    object.predicted = table.pointee.entries + (found.pointee.index + 1)
    return found.pointee.index
  }

  /// Whether the name behind the opening quote at which the cursor stands is an entry's.
  @inline(__always)
  private func matches(_ entry: UnsafePointer<KeyEntry>) -> Bool {
    end - cursor >= entry.pointee.readable && entry.pointee.matches(cursor - 1)
  }

  /// Moves behind a name that matches an entry, and its colon.
  @inline(__always)
  private mutating func accept(
    _ entry: UnsafePointer<KeyEntry>, _ object: inout JSONObject
  ) throws(JSONError) -> Int {
    cursor += entry.pointee.quotedCount - 1
    try skipColon()
    object.predicted = object.keys.table.pointee.entries + (entry.pointee.index + 1)
    return entry.pointee.index
  }

  @inline(__always)
  private func lookUp(_ name: StringScan, in table: UnsafePointer<KeyTable>) -> UnsafePointer<KeyEntry>? {
    table.pointee.entry(forQuoted: name.bytes, readable: end - name.start)
  }

  @inline(never)
  private func lookUpEscaped(_ name: StringScan, in table: UnsafePointer<KeyTable>) -> UnsafePointer<KeyEntry>? {
    name.withBytes { table.pointee.entry(for: $0) }
  }
}
