/// The members of an object: ordered for people, without order when compared.
///
/// Names are compared byte by byte in UTF-8. A name that is set again keeps its place and takes the last value.
public struct JSONFields: Sendable {
  /// A name and its value.
  public typealias Element = (key: String, value: JSONValue)

  private var members: [Element] = []
  /// Where each name stands, once there are so many that looking through them would be slow.
  private var places: [Name: Int] = [:]

  private static let searchedCount = 16

  /// No members.
  public init() {}

  /// Members in order. Of equal names the last value wins.
  public init(_ members: some Sequence<Element>) {
    for (key, value) in members { self[key] = value }
  }

  /// The value under a name. Setting adds or replaces, `nil` removes.
  public subscript(name: String) -> JSONValue? {
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

  private func place(of name: String) -> Int? {
    if places.isEmpty { return members.firstIndex { $0.key.utf8.elementsEqual(name.utf8) } }
    return places[Name(text: name)]
  }

  private mutating func append(_ name: String, _ value: JSONValue) {
    members.append((name, value))
    if !places.isEmpty {
      places[Name(text: name)] = members.count - 1
    } else if members.count > Self.searchedCount {
      index()
    }
  }

  private mutating func remove(at place: Int) {
    members.remove(at: place)
    places = [:]
    if members.count > Self.searchedCount { index() }
  }

  private mutating func index() {
    for (place, member) in members.enumerated() { places[Name(text: member.key)] = place }
  }

  /// A name that is compared byte by byte.
  private struct Name: Hashable {
    var text: String

    static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}

extension JSONFields: RandomAccessCollection {
  /// The place of the first member.
  public var startIndex: Int { 0 }
  /// The place behind the last member.
  public var endIndex: Int { members.count }
  /// The member at a place.
  public subscript(place: Int) -> Element { members[place] }
}

extension JSONFields: Hashable {
  /// Whether both have the same names with the same values, in whatever order.
  public static func == (left: Self, right: Self) -> Bool {
    guard left.members.count == right.members.count else { return false }
    // A loop, not a closure, so that deep values need little stack.
    for member in left.members {
      guard let place = right.place(of: member.key), right.members[place].value == member.value else { return false }
    }
    return true
  }

  /// Hashes the members without regard to their order.
  public func hash(into hasher: inout Hasher) { hash(into: &hasher, levels: JSONValue.hashedLevels) }

  func hash(into hasher: inout Hasher, levels: Int) {
    var combined = 0
    for member in members {
      var own = Hasher()
      own.combine(Name(text: member.key))
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
