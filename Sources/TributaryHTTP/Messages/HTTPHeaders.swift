/// The header fields of a message, in order; names compare without case.
public struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  /// The fields as they were set or received.
  public private(set) var fields: [(name: String, value: String)]

  /// Headers without a field.
  public init() { fields = [] }

  /// Headers from name and value pairs, in order.
  public init(dictionaryLiteral elements: (String, String)...) { fields = elements.map { ($0.0, $0.1) } }

  /// The first value under a name; setting replaces every value under it, and `nil` removes them.
  public subscript(name: String) -> String? {
    get { fields.first { Self.same($0.name, name) }?.value }
    set {
      fields.removeAll { Self.same($0.name, name) }
      if let newValue { fields.append((name, newValue)) }
    }
  }

  /// Every value under a name, in order.
  public func values(of name: String) -> [String] { fields.filter { Self.same($0.name, name) }.map(\.value) }

  /// Replaces the value of the last field.
  mutating func replaceLast(with value: String) {
    guard let last = fields.popLast() else { return }
    fields.append((last.name, value))
  }

  /// Adds a value without replacing one.
  public mutating func append(_ value: String, for name: String) { fields.append((name, value)) }

  /// Whether two lists hold the same fields in the same order.
  public static func == (left: Self, right: Self) -> Bool {
    left.fields.elementsEqual(right.fields) { same($0.name, $1.name) && $0.value == $1.value }
  }

  static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8) { lowercased($0) == lowercased($1) }
  }

  private static func lowercased(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte + 32 : byte }
}
