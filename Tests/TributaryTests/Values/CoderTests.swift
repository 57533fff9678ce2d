import Expect
import Foundation
import Testing
@_spi(Generated) import Tributary

/// A model with every kind of number and nesting, as the generator writes one.
private struct Measurement: JSONModel {
  var id: Int
  var ratio: Double
  var ratios: [Double]
  var price: Decimal?
  var prices: [String: Decimal]
  var name: String?
  var isOpen: Bool
  var anything: JSONValue?
  var unknown = JSONFields()

  static let keys = JSONKeys("id", "ratio", "ratios", "price", "prices", "name", "is_open", "anything")

  init(
    id: Int, ratio: Double, ratios: [Double] = [], price: Decimal? = nil, prices: [String: Decimal] = [:],
    name: String? = nil, isOpen: Bool = false, anything: JSONValue? = nil
  ) {
    (self.id, self.ratio, self.ratios, self.price, self.prices) = (id, ratio, ratios, price, prices)
    (self.name, self.isOpen, self.anything) = (name, isOpen, anything)
  }

  init(from reader: inout JSONReader) throws(JSONError) {
    self.init(id: 0, ratio: 0)
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: try reader.read(&id)
      case 1: try reader.read(&ratio)
      case 2: try reader.read(&ratios)
      case 3: try reader.read(&price)
      case 4: try reader.read(&prices)
      case 5: try reader.read(&name)
      case 6: try reader.read(&isOpen)
      case 7: try reader.read(&anything)
      default: try unknown.readUnknown(of: object, from: &reader)
      }
    }
  }

  func encode(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.fields("id", id, "ratio", ratio, "ratios", ratios, "price", price)
    writer.fields("prices", prices, "name", name, "is_open", isOpen, "anything", anything)
    writer.members(unknown)
    writer.endObject()
  }
}

@Suite("Codable through any coder")
struct CoderTests {
  /// A way there and back.
  private typealias Way = @Sendable (Measurement) throws -> Measurement

  private static let ways: [(name: String, way: Way)] = [
    ("JSON", { try JSONDecoder().decode(Measurement.self, from: JSONEncoder().encode($0)) }),
    ("XML property list", { try throughPropertyList($0, .xml) }),
    ("binary property list", { try throughPropertyList($0, .binary) }),
    ("a coder of one's own", { try Measurement(from: NodeDecoder(node: NodeEncoder.node(of: $0))) }),
  ]

  private static func throughPropertyList(
    _ value: Measurement, _ format: PropertyListSerialization.PropertyListFormat
  ) throws -> Measurement {
    let encoder = PropertyListEncoder()
    encoder.outputFormat = format
    return try PropertyListDecoder().decode(Measurement.self, from: encoder.encode(value))
  }

  private func decimal(_ text: String) throws -> Decimal { try #require(Decimal(string: text)) }

  @Test("every value comes back as it was, through every coder")
  func roundTrips() throws {
    let doubles: [Double] = [
      0, -0.0, 1, -1, 0.1, 7.5, 1e300, -1e300, 1e-300, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      .leastNormalMagnitude,
      0.1 + 0.2,
      1 / 3, 9_007_199_254_740_994, 1e22, 1e23, 123_456_789.123_456_78, 1e18, 1e19, -1e19,
    ]
    let decimals = try [
      "0", "0.1", "7.50", "-12345678901234567890.12", "12345678901234567890123456789012345678",
      "0.00000000000000000001",
      "1e100", "-1e-100", "99999999999999999999999999999999999999e80", "18446744073709551615", "9223372036854775808",
    ].map(decimal)
    for (name, way) in Self.ways {
      for value in doubles {
        let there = Measurement(
          id: 1, ratio: value, ratios: [value, value / 2], anything: JSONNumber(value).map { .number($0) })
        try expect(way(there), equals: there, "\(name): \(value)")
      }
      for value in decimals {
        let there = Measurement(id: 2, ratio: 0.5, price: value, prices: ["a": value, "": 1], isOpen: true)
        try expect(way(there), equals: there, "\(name): \(value)")
      }
      for id in [Int.max, .min, 0, -1, 9_007_199_254_740_993] {
        var there = Measurement(
          id: id, ratio: 2, name: "Å \"\n \u{0} 😀", anything: ["a": [1, 2.5, .null, true, [:], []]])
        there.unknown["more"] = ["exponent": 1, "length": 2]
        try expect(way(there), equals: there, "\(name): \(id)")
      }
    }
  }

  @Test("random doubles and decimals come back as they were")
  func random() throws {
    var state: UInt64 = 2_578_223_875_311_089_019
    func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
    for _ in 0..<1000 {
      let double = Double(bitPattern: next())
      guard double.isFinite else { continue }
      let digits = "\(next())\(next() % 1_000_000_000_000_000)"
      let price = try decimal(
        "\(next() % 2 == 0 ? "-" : "")\(digits.prefix(Int(next() % 37) + 1))e\(Int(next() % 90) - 60)")
      let there = Measurement(id: Int(truncatingIfNeeded: next()), ratio: double, price: price)
      for (name, way) in Self.ways { try expect(way(there), equals: there, "\(name): \(double), \(price)") }
    }
  }

  @Test("what a coder cannot hold exactly is an error")
  func refused() throws {
    let long = try #require(JSONNumber(text: "0." + String(repeating: "1", count: 60)))
    for (name, way) in Self.ways {
      for value in [Double.nan, .infinity] {
        #expect(throws: EncodingError.self, "\(name)") { try way(Measurement(id: 1, ratio: value)) }
      }
      #expect(throws: EncodingError.self, "\(name)") { try way(Measurement(id: 1, ratio: 1, price: .nan)) }
      #expect(throws: EncodingError.self, "\(name)") { try way(Measurement(id: 1, ratio: 1, anything: .number(long))) }
      let odd = try Measurement(json: #"{"ratio":1,"x":"\ud83d"}"#)
      #expect(throws: EncodingError.self, "\(name)") { try way(odd) }
    }
  }
}

// MARK: - A coder of one's own, which converts nothing

/// What it holds.
private indirect enum Node: Equatable {
  case null, bool(Bool), int(Int), double(Double), string(String), list([Node]), map([String: Node])
}

private final class NodeBox { var node = Node.map([:]) }

private final class MemberBox { var members: [String: Node] = [:] }

private struct NodeEncoder: Encoder {
  let store: (Node) -> Void
  var codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func node(of value: some Encodable) throws -> Node {
    let box = NodeBox()
    try value.encode(to: NodeEncoder(store: { box.node = $0 }))
    return box.node
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Keyed<Key>(store: store))
  }
  func unkeyedContainer() -> any UnkeyedEncodingContainer { Unkeyed(store: store) }
  func singleValueContainer() -> any SingleValueEncodingContainer { Single(store: store) }

  private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let store: (Node) -> Void
    let box = MemberBox()
    var codingPath: [any CodingKey] = []

    init(store: @escaping (Node) -> Void) {
      self.store = store
      store(.map([:]))
    }
    func put(_ node: Node, _ key: Key) {
      box.members[key.stringValue] = node
      store(.map(box.members))
    }
    mutating func encodeNil(forKey key: Key) { put(.null, key) }
    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws { put(try NodeEncoder.node(of: value), key) }
    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
      fatalError()
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      Unkeyed(store: { put($0, key) })
    }
    func superEncoder() -> any Encoder { fatalError() }
    func superEncoder(forKey key: Key) -> any Encoder { fatalError() }
  }

  private struct Unkeyed: UnkeyedEncodingContainer {
    let store: (Node) -> Void
    var elements: [Node] = []
    var codingPath: [any CodingKey] = []
    var count: Int { elements.count }

    init(store: @escaping (Node) -> Void) {
      self.store = store
      store(.list([]))
    }
    mutating func put(_ node: Node) {
      elements.append(node)
      store(.list(elements))
    }
    mutating func encodeNil() { put(.null) }
    mutating func encode<T: Encodable>(_ value: T) throws { put(try NodeEncoder.node(of: value)) }
    func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) -> KeyedEncodingContainer<Nested> { fatalError() }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { fatalError() }
    func superEncoder() -> any Encoder { fatalError() }
  }

  private struct Single: SingleValueEncodingContainer {
    let store: (Node) -> Void
    var codingPath: [any CodingKey] = []
    init(store: @escaping (Node) -> Void) { self.store = store }
    func encodeNil() { store(.null) }
    func encode<T: Encodable>(_ value: T) throws {
      switch value {
      case let value as Bool: store(.bool(value))
      case let value as Int: store(.int(value))
      case let value as Double: store(.double(value))
      case let value as String: store(.string(value))
      case let value as any FixedWidthInteger & Encodable: store(.int(Int(value)))
      default: store(try NodeEncoder.node(of: value))
      }
    }
  }
}

private struct NodeDecoder: Decoder {
  let node: Node
  var codingPath: [any CodingKey] = []
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  init(node: Node) { self.node = node }

  static func mismatch(_ type: Any.Type) -> DecodingError {
    .typeMismatch(type, DecodingError.Context(codingPath: [], debugDescription: "another kind"))
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .map(let members) = node else { throw Self.mismatch(type) }
    return KeyedDecodingContainer(Keyed<Key>(members: members))
  }
  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let elements) = node else { throw Self.mismatch([Node].self) }
    return Unkeyed(elements: elements)
  }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { Single(node: node) }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [String: Node]
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { members.keys.compactMap { Key(stringValue: $0) } }
    func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { members[key.stringValue] == .null }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
      guard let node = members[key.stringValue] else { throw NodeDecoder.mismatch(type) }
      return try Single(node: node).decode(type)
    }
    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      try NodeDecoder(node: members[key.stringValue] ?? .null).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      try NodeDecoder(node: members[key.stringValue] ?? .null).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { throw NodeDecoder.mismatch(Node.self) }
    func superDecoder(forKey key: Key) throws -> any Decoder { throw NodeDecoder.mismatch(Node.self) }
  }

  private struct Unkeyed: UnkeyedDecodingContainer {
    let elements: [Node]
    var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    init(elements: [Node]) { self.elements = elements }
    mutating func decodeNil() throws -> Bool {
      guard elements[currentIndex] == .null else { return false }
      currentIndex += 1
      return true
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
      defer { currentIndex += 1 }
      return try Single(node: elements[currentIndex]).decode(type)
    }
    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested>
    {
      defer { currentIndex += 1 }
      return try NodeDecoder(node: elements[currentIndex]).container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      defer { currentIndex += 1 }
      return try NodeDecoder(node: elements[currentIndex]).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { throw NodeDecoder.mismatch(Node.self) }
  }

  private struct Single: SingleValueDecodingContainer {
    let node: Node
    var codingPath: [any CodingKey] { [] }
    func decodeNil() -> Bool { node == .null }
    func decode<T: Decodable>(_ type: T.Type) throws -> T {
      let value: Any? =
        switch node {
        case .bool(let value): value as? T
        case .int(let value): value as? T
        case .double(let value): value as? T
        case .string(let value): value as? T
        case .null, .list, .map: nil
        }
      if let value = value as? T { return value }
      if case .int(let value) = node, let integer = type as? any FixedWidthInteger.Type {
        return try (integer.init(exactly: value) as? T).unwrapped(type)
      }
      if type == Bool.self || type == Int.self || type == Double.self || type == String.self {
        throw NodeDecoder.mismatch(type)
      }
      return try T(from: NodeDecoder(node: node))
    }
  }
}

extension Optional {
  fileprivate func unwrapped(_ type: Any.Type) throws -> Wrapped {
    guard let self else { throw NodeDecoder.mismatch(type) }
    return self
  }
}
