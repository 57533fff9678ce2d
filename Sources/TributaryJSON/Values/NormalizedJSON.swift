// Other readers of JSON, such as SQLite, take the first of equal names, compare names as they are written, end a text
// at its first NUL, and return strings that are not valid text. The normalized form has the same meaning for them as
// the JSON has for us.
extension RawJSON {
  /// The JSON in a form that other readers cannot misread, or `nil` if it already has that form: each name once with
  /// its last value, names without needless escapes, and U+FFFD for NUL and for what is not valid text.
  package var normalized: RawJSON? {
    let isNormal = try? JSONReader.withReader(over: bytes) { (reader) throws(JSONError) in try reader.readNormal() }
    guard isNormal != true, let value = try? value() else { return nil }
    // A name with a quote in it needs its escapes.
    let normalized = JSONWriter.bytes(of: value.normalized)
    return normalized == bytes ? nil : RawJSON(checked: normalized)
  }
}

extension JSONReader {
  /// Whether other readers can read the next value as it is. If not, the rest need not be read.
  fileprivate mutating func readNormal() throws(JSONError) -> Bool {
    var kinds = NestingKinds()
    var names = OpenNames()
    var isNormal = true
    repeat {
      var isFirst = false
      switch try nextKind() {
      case .string:
        cursor += 1
        if let quote = endOfPlainString(from: cursor) {
          cursor = quote + 1
        } else {
          isNormal = try scanString().isNormal && isNormal
        }
      case .array:
        try open()
        kinds.push(isObject: false)
        isFirst = true
      case .object:
        try open()
        kinds.push(isObject: true)
        names.open()
        isFirst = true
      case .null, .bool, .number: try skipValue()
      }
      while !kinds.isEmpty, try !moveOn(inObject: kinds.isObject, &isFirst, &names, &isNormal) {
        if kinds.isObject { isNormal = names.close() && isNormal }
        kinds.pop()
        isFirst = false
      }
    } while !kinds.isEmpty
    return isNormal
  }

  private mutating func moveOn(
    inObject: Bool, _ isFirst: inout Bool, _ names: inout OpenNames, _ isNormal: inout Bool
  ) throws(JSONError) -> Bool {
    guard inObject else { return try nextElement(&isFirst) }
    guard try nextMember(&isFirst) else { return false }
    if let quote = endOfPlainString(from: cursor) {
      names.add(UnsafeBufferPointer(start: cursor, count: quote - cursor))
      cursor = quote + 1
    } else {
      let name = try scanString()
      if name.hasEscapes || name.fault != nil { isNormal = false }
      names.add(name.bytes)
    }
    try skipColon()
    return true
  }
}

extension StringScan {
  /// Whether it is valid text without NUL.
  fileprivate var isNormal: Bool { fault == nil && !(hasEscapes && withBytes { $0.contains(0) }) }
}

/// The names of the open objects, as hashes. If different names have the same hash, the only effect is a needless copy
/// of a normal object.
private struct OpenNames {
  private var numbers: [UInt64] = []
  private var starts: [Int] = []

  mutating func open() { starts.append(numbers.count) }

  mutating func add(_ name: UnsafeBufferPointer<UInt8>) {
    var number = UInt64(truncatingIfNeeded: name.count)
    func mix(_ word: UInt64) {
      number = (number ^ word) &* 0x9E37_79B9_7F4A_7C15
      number ^= number &>> 29
    }
    var rest = name[...]
    while rest.count >= 8, let start = UnsafeBufferPointer(rebasing: rest).baseAddress {
      mix(ByteWord(at: start).bits)
      rest = rest.dropFirst(8)
    }
    mix(rest.reduce(0) { $0 &<< 8 | UInt64($1) })
    numbers.append(number)
  }

  /// Forgets the innermost object, and returns whether all its names differ.
  mutating func close() -> Bool {
    let start = starts.popLast() ?? 0
    defer { numbers.removeSubrange(start...) }
    if numbers.count - start > 64 { return Set(numbers[start...]).count == numbers.count - start }
    // Most names have a bit that none before has, and need no search.
    var bits: UInt64 = 0
    for index in start..<numbers.count {
      let bit = UInt64(1) &<< (numbers[index] &>> 58)
      if bits & bit != 0, numbers[start..<index].contains(numbers[index]) { return false }
      bits |= bit
    }
    return true
  }
}

extension JSONValue {
  /// The value with U+FFFD for NUL and for what is not valid text.
  fileprivate var normalized: JSONValue {
    switch self {
    case .null, .bool, .number: return self
    case .string(let text): return .string(text.withoutNUL)
    case .malformedString(let string): return .string(string.repaired.withoutNUL)
    case .array(let elements): return .array(elements.map(\.normalized))
    case .object(let fields):
      // Of names that become equal, one that was valid text takes precedence.
      var normalized = JSONFields()
      for (name, value) in fields where fields[name] == nil { normalized[name.withoutNUL] = value.normalized }
      for (name, value) in fields where fields[name] == value { normalized[name.withoutNUL] = value.normalized }
      return .object(normalized)
    }
  }
}

extension String {
  fileprivate var withoutNUL: String {
    utf8.contains(0) ? String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 })) : self
  }
}
