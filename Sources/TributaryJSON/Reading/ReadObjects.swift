extension JSONReader {
  /// Begins an object whose names are known.
  ///
  /// ```swift
  /// var object = try reader.beginObject(Self.keys)
  /// while let key = try reader.nextKey(&object) {
  ///   switch key {
  ///   case 0: try reader.read(&id)
  ///   default: try reader.skipValue()
  ///   }
  /// }
  /// try object.require(0)
  /// ```
  @_spi(Generated) public mutating func beginObject(_ keys: JSONKeys) throws(JSONError) -> JSONObject {
    skipWhitespace()
    guard cursor < end, cursor.pointee == 0x7B else { throw mismatch("an object") }
    // The brace itself is read together with the first name.
    try descend()
    return JSONObject(keys: keys, offset: offset, misses: keyOrder.isOther(for: keys.table) ? 2 : 0)
  }

  /// Moves to the value of the next member.
  ///
  /// - Returns: The index of its name, -1 for a name that is not in the table, `nil` at the end of the object. A name
  ///   may be repeated: the last value should win.
  @_spi(Generated) public mutating func nextKey(_ object: inout JSONObject) throws(JSONError) -> Int? {
    // The usual case is the next name of the table. After a second name that is not, the order must be different.
    if object.misses < 2 {
      let entry = object.next
      guard takeMember(entry, &object) else { return try findKey(&object) }
      object.next = entry + 1
      object.seen |= entry.pointee.bit
      return entry.pointee.index
    }
    let guess = keyOrder.guess(for: object.next, in: object.keys.table)
    guard takeMember(guess, &object) else { return try findKey(&object) }
    return found(guess, &object)
  }

  /// Moves to the value of an entry's member if it comes next: a comma or the brace, the name and a colon, without
  /// white space between them.
  @inline(__always)
  private mutating func takeMember(_ entry: UnsafePointer<KeyEntry>, _ object: inout JSONObject) -> Bool {
    guard end - cursor >= entry.pointee.readable, cursor.pointee == object.separator, entry.pointee.matches(cursor + 1)
    else { return false }
    let colon = cursor + (entry.pointee.quotedCount &+ 1)
    guard colon.pointee == 0x3A else { return false }
    cursor = colon + 1
    object.separator = 0x2C
    return true
  }

  /// Moves to the value of the next member, with any name and any white space.
  @inline(never)
  private mutating func findKey(_ object: inout JSONObject) throws(JSONError) -> Int? {
    if cursor < end, cursor.pointee == 0x7D, object.separator == 0x2C {
      close()
      return nil
    }
    let table = object.keys.table
    let guess = keyOrder.guess(for: object.next, in: table)
    if takeMember(guess, &object) { return missed(guess, &object) }
    var isFirst = object.separator == 0x7B
    if isFirst {
      cursor += 1
      object.separator = 0x2C
    }
    guard try nextMember(&isFirst) else { return nil }
    if matches(guess) { return try accept(guess, &object) }
    if guess != object.next, matches(object.next) {
      keyOrder.learn(object.next, for: object.next)
      return try accept(object.next, &object)
    }
    let name = try scanString()
    try skipColon()
    guard let entry = name.hasEscapes ? lookUpEscaped(name, in: table) : lookUp(name, in: table) else {
      object.unknown = name.start - start..<name.end - start
      object.unknownHasEscapes = name.hasEscapes
      object.unknownFault = name.fault.map { $0 - start } ?? -1
      return -1
    }
    keyOrder.learn(entry, for: object.next)
    return missed(entry, &object)
  }

  /// Notes that the member of an entry was found, perhaps in another place than in the table.
  @inline(__always)
  private mutating func missed(_ entry: UnsafePointer<KeyEntry>, _ object: inout JSONObject) -> Int {
    if entry != object.next {
      object.misses &+= 1
      if object.misses == 2 { keyOrder.noteOther(for: object.keys.table) }
    }
    return found(entry, &object)
  }

  /// Notes that the member of an entry was found.
  @inline(__always)
  private func found(_ entry: UnsafePointer<KeyEntry>, _ object: inout JSONObject) -> Int {
    // This uses the index, because an alias has its entry elsewhere.
    let index = entry.pointee.index
    object.next = object.keys.table.pointee.entries + (index &+ 1)
    object.seen |= entry.pointee.bit
    return index
  }

  /// Whether the name after the opening quote at the cursor is that of an entry.
  @inline(__always)
  private func matches(_ entry: UnsafePointer<KeyEntry>) -> Bool {
    end - cursor >= entry.pointee.readable && entry.pointee.matches(cursor - 1)
  }

  /// Moves past a name that matches an entry, and past its colon.
  @inline(__always)
  private mutating func accept(
    _ entry: UnsafePointer<KeyEntry>, _ object: inout JSONObject
  ) throws(JSONError) -> Int {
    cursor += entry.pointee.quotedCount - 1
    try skipColon()
    return found(entry, &object)
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
