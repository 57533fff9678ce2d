/// The position at which a JSON text could not be read, and the reason.
///
/// The offset costs nothing while reading. `JSONPosition` turns it into line and column, and ``JSONPath`` into the
/// path of the value, both by reading the text again.
public struct JSONError: Error, Sendable, Hashable {
  /// What was wrong.
  public enum Reason: Sendable, Hashable {
    /// The text ends inside a value, or is empty.
    case unexpectedEnd
    /// A byte that is not allowed here.
    case unexpectedByte(UInt8)
    /// A control character inside a string that should have been escaped.
    case controlCharacter(UInt8)
    /// A string that is read as text has bytes that are not UTF-8.
    case invalidUTF8
    /// A backslash that does not begin a JSON escape.
    case invalidEscape
    /// A string that is read as text has an escaped half of a surrogate pair without the other half.
    case loneSurrogate
    /// A number that JSON's grammar does not allow, such as `01` or `1.`.
    case invalidNumber
    /// Arrays and objects nested deeper than the limit allows.
    case tooDeep(limit: Int)
    /// Something after the end of the value.
    case trailingContent
    /// A value of another kind than requested. Both names include their article: `an integer`, `a string`.
    case expected(String, found: String)
    /// An object lacks a field, or has null where a value is required.
    case missingField(String)
    /// A number that the type cannot hold. The name includes its article: `a 64-bit integer`.
    case outOfRange(String)
    /// Anything else, as a clause that continues "the value": `is not a known currency`.
    case invalid(String)
  }

  /// The byte at which the problem was detected, counted from zero.
  public var offset: Int
  /// What was wrong.
  public var reason: Reason

  /// An error from its parts.
  public init(offset: Int, _ reason: Reason) {
    self.offset = offset
    self.reason = reason
  }
}

extension JSONError: CustomStringConvertible {
  /// One sentence without a full stop: `expected an integer but found a string at byte 17`.
  public var description: String { "\(reason) at byte \(offset)" }
}

extension JSONError.Reason: CustomStringConvertible {
  /// The sentence without the position: `expected an integer but found a string`.
  public var description: String {
    switch self {
    case .unexpectedEnd: "the JSON text ends too early"
    case .unexpectedByte(let byte): "unexpected \(Self.name(of: byte))"
    case .controlCharacter(let byte): "\(Self.name(of: byte)) must be escaped inside a string"
    case .invalidUTF8: "the text is not valid UTF-8"
    case .invalidEscape: "a backslash does not begin a valid JSON escape"
    case .loneSurrogate: "an escaped surrogate lacks its other half"
    case .invalidNumber: "the number is not valid JSON"
    case .tooDeep(let limit): "arrays and objects are nested deeper than \(limit)"
    case .trailingContent: "there is more text after the end of the value"
    case .expected(let wanted, let found): "expected \(wanted) but found \(found)"
    case .missingField(let name): "the required field \"\(name)\" is missing or null"
    case .outOfRange(let type): "the number does not fit into \(type)"
    case .invalid(let problem): "the value \(problem)"
    }
  }

  private static func name(of byte: UInt8) -> String {
    switch byte {
    case 0x09: return "tab"
    case 0x0A: return "line feed"
    case 0x0D: return "carriage return"
    case 0x20: return "space"
    case 0x21...0x7E: return "'\(Character(Unicode.Scalar(byte)))'"
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      return "byte 0x\(digits.count < 2 ? "0" : "")\(digits)"
    }
  }
}
