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
    guard cursor < end, cursor.pointee == 0x7B else { return try noObject() }
    // The brace itself is read together with the first name.
    try descend()
    return JSONObject(keys: keys, offset: offset, hasOtherOrder: keyOrder.isOther(for: keys.table))
  }

  @inline(never)
  private mutating func noObject<Result>() throws(JSONError) -> Result { throw mismatch("an object") }

  /// Moves to the value of the next member.
  ///
  /// - Returns: The index of its name, -1 for a name that is not in the table, `nil` at the end of the object. A name
  ///   may be repeated: the last value should win.
  @inlinable
  @_spi(Generated) public mutating func nextKey(_ object: inout JSONObject) throws(JSONError) -> Int? {
    // What cannot fail is separate, since a function that calls another saves registers first.
    let key = takeExpectedKey(&object)
    if key >= 0 { return key }
    return key == Self.noMoreKeys ? nil : try findKey(&object)
  }

  /// What ``takeExpectedKey(_:)`` returns at the end of the object.
  @inlinable
  @_spi(Generated) public static var noMoreKeys: Int { -2 }

  /// Moves to the value of the next member if its name is the expected one, or past the end of the object if it comes
  /// next, both without white space.
  ///
  /// - Returns: The index of the name, ``noMoreKeys``, or -1 if neither comes next.
  @_spi(Generated) public mutating func takeExpectedKey(_ object: inout JSONObject) -> Int {
    // The usual case is the next name of the table.
    if !object.hasOtherOrder {
      let entry = object.next
      if takeMember(entry, &object) {
        object.next = entry + 1
        object.seen |= entry.pointee.bit
        return entry.pointee.index
      }
    } else {
      let guess = keyOrder.guess(for: object.next, in: object.keys.table)
      if takeMember(guess, &object) { return found(guess, &object) }
    }
    guard cursor < end, cursor.pointee == 0x7D else { return -1 }
    close()
    return Self.noMoreKeys
  }

  /// Moves to the value of an entry's member if it comes next: a comma or the brace, the name and a colon, without
  /// white space between them.
  @inline(__always)
  private mutating func takeMember(_ entry: UnsafePointer<KeyEntry>, _ object: inout JSONObject) -> Bool {
    guard end - cursor >= entry.pointee.readable, entry.pointee.isNext(at: cursor, object.opening) else { return false }
    cursor += entry.pointee.count
    object.opening = 0
    return true
  }

  /// Moves to the value of the next member, with any name and any white space.
  @inline(never)
  @_spi(Generated) public mutating func findKey(_ object: inout JSONObject) throws(JSONError) -> Int? {
    let table = object.keys.table
    let guess = keyOrder.guess(for: object.next, in: table)
    if takeMember(guess, &object) { return missed(guess, &object) }
    let place = cursor
    var isFirst = object.opening != 0
    if isFirst {
      cursor += 1
      object.opening = 0
    }
    guard try nextMember(&isFirst) else { return nil }
    // Without white space before it, the name was compared with the guess just now.
    if cursor - place > 2, matches(guess) { return try accept(guess, &object) }
    if guess != object.next, matches(object.next) {
      keyOrder.learn(object.next, for: object.next)
      return try accept(object.next, &object)
    }
    let quote = cursor - start &- 1
    guard let entry = try readName(in: table) else {
      object.unknown = quote
      return -1
    }
    keyOrder.learn(entry, for: object.next)
    return missed(entry, &object)
  }

  /// Moves past the name whose opening quote was read, and past its colon, and looks the name up.
  @inline(__always)
  private mutating func readName(in table: UnsafePointer<KeyTable>) throws(JSONError) -> UnsafePointer<KeyEntry>? {
    // A block, and the byte after the last that can be the name's quote.
    if end - cursor > ByteBlock.count {
      let name = ByteBlock.plainText(at: cursor)
      if name.count < ByteBlock.count, cursor[name.count] == 0x22, cursor[name.count &+ 1] == 0x3A {
        cursor += name.count &+ 2
        return table.pointee.entry(name.low, name.high, count: name.count)
      }
    }
    let name = try scanString()
    try skipColon()
    return name.withBytes { table.pointee.entry(for: $0) }
  }

  /// Notes that the member of an entry was found, perhaps in another place than in the table.
  @inline(__always)
  private mutating func missed(_ entry: UnsafePointer<KeyEntry>, _ object: inout JSONObject) -> Int {
    if entry != object.next, !object.hasOtherOrder {
      if object.hasMissed {
        object.hasOtherOrder = true
        keyOrder.noteOther(for: object.keys.table)
      }
      object.hasMissed = true
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
    end - cursor >= entry.pointee.readable && entry.pointee.matches(before: cursor - 2)
  }

  /// Moves past a name that matches an entry, and past its colon.
  @inline(__always)
  private mutating func accept(
    _ entry: UnsafePointer<KeyEntry>, _ object: inout JSONObject
  ) throws(JSONError) -> Int {
    cursor += entry.pointee.count - 3
    try skipColon()
    return found(entry, &object)
  }
}
