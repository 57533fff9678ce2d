/// The value that could not be written as JSON, and the reason.
public struct JSONWriteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The path of the value in what was written: `$.lines[2].price`.
  public var path: JSONPath
  /// The reason, as a clause that follows the path: `is nan, and JSON has only finite numbers`.
  public var problem: String

  /// An error from its parts.
  public init(path: JSONPath, problem: String) {
    self.path = path
    self.problem = problem
  }

  /// One sentence without a full stop: `$.price is nan, and JSON has only finite numbers`.
  public var description: String { "\(path) \(problem)" }
}

extension JSONWriter {
  /// The JSON of a value, unless a part of it cannot be written.
  @inlinable
  public static func checkedBytes<Value: JSONEncodable>(of value: Value) throws(JSONWriteError) -> SharedBytes {
    var writer = JSONWriter()
    value.encode(into: &writer)
    if let error = writer.error { throw error }
    return writer.finish()
  }

  /// Refuses a value that JSON cannot represent, such as a number that is not finite. This reports it as ``error`` and
  /// writes `undefined`, which is not valid JSON, so that the text cannot be mistaken for one that lacks the value or
  /// clears it.
  ///
  /// - Parameter problem: A clause that reads on after the path of the value: `is nan, and JSON has only finite numbers`.
  public mutating func refuse(_ problem: String) {
    if error == nil { error = JSONWriteError(path: path, problem: problem) }
    undefined()
  }

  /// Reports a number that is not finite.
  @inline(never)
  mutating func refuse(_ value: Double) { refuse("is \(value), and JSON has only finite numbers") }
}
