/// The members of an object. They keep their order, which comparing ignores.
///
/// Names are compared byte by byte in UTF-8. A name that is set again keeps its place and gets the last value.
///
/// A name with an escaped half of a surrogate pair, or with bytes that are not UTF-8, is written back as received. It
/// is shown with U+FFFD, and no name finds it.
public struct JSONFields: Sendable {
  /// A name and its value.
  public typealias Element = (key: String, value: JSONValue)

  private var members: [Element] = []
  /// What few objects need is stored separately, so that every value stays small.
  private var extra: Extra?

  private static let searchedCount = 32

  /// No members.
  public init() {}

  /// Members in order. Of equal names the last value wins.
  public init(_ members: some Sequence<Element>) {
    for (key, value) in members { self[key] = value }
  }

  /// The value under a name. Setting adds or replaces, `nil` removes.
  public subscript(name: String) -> JSONValue? {
    get { self[FieldName(name)] }
    set { self[FieldName(name)] = newValue }
  }

  subscript(name: FieldName) -> JSONValue? {
    get { place(of: name).map { members[$0].value } }
    set {
      let place = place(of: name)
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): remove(at: place)
      case (nil, let value?): append(name, value)
      case (nil, nil): break
      }
    }
  }

  /// The names, in order.
  public var names: [String] { members.map(\.key) }

  /// Reads the value of a member whose name is not in the object's table, and keeps it under that name.
  ///
  /// - Parameters:
  ///   - object: An object for which ``JSONReader/nextKey(_:)`` has just returned -1.
  ///   - reader: The reader, before the value.
  @_spi(Generated) public mutating func readUnknown(of object: JSONObject, from reader: inout JSONReader)
    throws(JSONError)
  {
    let name = reader.unknownName(of: object)
    if reader.hiddenTags.hides(name.text, at: object.offset) { return try reader.skipValue() }
    self[name] = try reader.readValue()
  }

  private func name(at place: Int) -> FieldName { extra?.malformed[place] ?? FieldName(members[place].key) }

  private func place(of name: FieldName) -> Int? {
    guard let extra else {
      return name.malformed == nil ? members.firstIndex { FieldName.areEqual($0.key, name.text) } : nil
    }
    if !extra.places.isEmpty { return extra.places[name] }
    return members.indices.first { FieldName.areEqual(members[$0].key, name.text) && self.name(at: $0) == name }
  }

  private func place(ofMember place: Int, of other: JSONFields) -> Int? { self.place(of: other.name(at: place)) }

  private mutating func append(_ name: FieldName, _ value: JSONValue) {
    // Most objects with one unknown member have another, and space for one alone would have to grow at once.
    if members.isEmpty { members.reserveCapacity(2) }
    members.append((name.text, value))
    guard extra != nil || name.malformed != nil || members.count > Self.searchedCount else { return }
    note(name)
  }

  /// Notes the name of the last member if it is not valid text, or if there are too many members for a linear search.
  private mutating func note(_ name: FieldName) {
    changeExtra { extra, members in
      if name.malformed != nil { extra.malformed[members.count - 1] = name }
      if !extra.places.isEmpty {
        extra.places[name] = members.count - 1
      } else if members.count > Self.searchedCount {
        extra.index(members)
      }
    }
  }

  private mutating func changeExtra(_ change: (Extra, [Element]) -> Void) {
    if !isKnownUniquelyReferenced(&extra) { extra = Extra(copying: extra) }
    if let extra { change(extra, members) }
  }

  private mutating func remove(at place: Int) {
    members.remove(at: place)
    guard extra != nil else { return }
    changeExtra { extra, members in
      extra.malformed[place] = nil
      for later in extra.malformed.keys.sorted() where later > place {
        extra.malformed[later - 1] = extra.malformed.removeValue(forKey: later)
      }
      extra.places = [:]
      if members.count > Self.searchedCount { extra.index(members) }
    }
  }

  func write(into writer: inout JSONWriter) {
    for place in members.indices {
      writeName(at: place, into: &writer)
      members[place].value.encode(into: &writer)
    }
  }

  private func writeName(at place: Int, into writer: inout JSONWriter) {
    if extra == nil { writer.name(named: members[place].key) } else { writer.name(name(at: place)) }
  }
}

extension JSONFields {
  /// The names that are not valid text, and the index of each name once there are too many for a linear search.
  ///
  /// `@unchecked Sendable` is correct because ``JSONFields`` changes it only while nothing else refers to it.
  private final class Extra: @unchecked Sendable {
    /// The names that are not valid text, by their index.
    var malformed: [Int: FieldName] = [:]
    /// The index of each name, or empty while there are few.
    var places: [FieldName: Int] = [:]

    init(copying other: Extra?) {
      guard let other else { return }
      (malformed, places) = (other.malformed, other.places)
    }

    func index(_ members: [Element]) {
      for place in members.indices { places[malformed[place] ?? FieldName(members[place].key)] = place }
    }
  }
}

extension JSONWriter {
  /// Writes fields, in order, as members of the object that has been begun.
  public mutating func members(_ fields: JSONFields) { fields.write(into: &self) }
}

extension JSONFields: RandomAccessCollection {
  /// The place of the first member.
  public var startIndex: Int { 0 }
  /// The place after the last member.
  public var endIndex: Int { members.count }
  /// The member at a place.
  public subscript(place: Int) -> Element { members[place] }
}

extension JSONFields: Hashable {
  /// Whether both have the same names with the same values, in any order.
  public static func == (left: Self, right: Self) -> Bool {
    guard left.members.count == right.members.count else { return false }
    // This is a loop and not a closure, so that deep values need little stack.
    for place in left.members.indices {
      guard let other = right.place(ofMember: place, of: left), right.members[other].value == left.members[place].value
      else { return false }
    }
    return true
  }

  /// Hashes the members regardless of their order.
  public func hash(into hasher: inout Hasher) { hash(into: &hasher, levels: JSONValue.hashedLevels) }

  func hash(into hasher: inout Hasher, levels: Int) {
    var combined = 0
    for (place, member) in members.enumerated() {
      var own = Hasher()
      own.combine(name(at: place))
      member.value.hash(into: &own, levels: levels - 1)
      combined ^= own.finalize()
    }
    hasher.combine(members.count)
    hasher.combine(combined)
  }
}

extension JSONFields: ExpressibleByDictionaryLiteral {
  /// Members in order. Of equal names the last value wins.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }
}
