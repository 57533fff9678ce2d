/// The kind of a value, which its first byte determines.
public enum JSONKind: Sendable, Hashable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool
  /// A number.
  case number
  /// A string.
  case string
  /// An array.
  case array
  /// An object.
  case object

  /// The kind of value that begins with a byte, or `nil` if there is none.
  @inline(__always)
  init?(firstByte: UInt8) {
    switch firstByte {
    case 0x22: self = .string
    case 0x7B: self = .object
    case 0x5B: self = .array
    case 0x2D, 0x30...0x39: self = .number
    case 0x74, 0x66: self = .bool
    case 0x6E: self = .null
    default: return nil
    }
  }
}

extension JSONKind: CustomStringConvertible {
  /// The kind with its article: `a string`.
  public var description: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONReader {
  /// The kind of the next value, which is not read.
  package mutating func nextKind() throws(JSONError) -> JSONKind {
    skipWhitespace()
    guard cursor < end, let kind = JSONKind(firstByte: cursor.pointee) else { throw unexpected() }
    return kind
  }
}
