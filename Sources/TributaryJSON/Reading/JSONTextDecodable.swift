/// A number that is read from a JSON number or from a string that contains only a number: `7`, `"7"`.
public protocol JSONTextDecodable {
  /// Reads a number in either form.
  init(fromTextIn reader: inout JSONReader) throws(JSONError)
}

extension Int: JSONTextDecodable {
  /// Reads an integer: `7`, `"7"`.
  public init(fromTextIn reader: inout JSONReader) throws(JSONError) { self = try reader.readIntText() }
}

extension Double: JSONTextDecodable {
  /// Reads a finite number: `7.5`, `"7.5"`.
  public init(fromTextIn reader: inout JSONReader) throws(JSONError) { self = try reader.readDoubleText() }
}

extension Optional: JSONTextDecodable where Wrapped: JSONTextDecodable {
  /// Reads a number in either form, or `nil` for null.
  @inlinable
  public init(fromTextIn reader: inout JSONReader) throws(JSONError) {
    self = try reader.readNull() ? nil : Wrapped(fromTextIn: &reader)
  }
}
