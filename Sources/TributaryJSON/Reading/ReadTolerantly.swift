/// A value that is good JSON and yet does not decode.
public struct UndecodableValue: Error, Sendable, Equatable {
  /// The value as it came.
  public let payload: RawJSON
  /// What was wrong; its offset counts from the start of the text that held the value.
  public let error: JSONError
}

extension JSONReader {
  /// Reads a value, and where it does not decode gives back its JSON and goes on behind it.
  ///
  /// Only what is no JSON at all is thrown.
  @inlinable
  public mutating func readTolerantly<Value: JSONDecodable>(
    _ type: Value.Type = Value.self
  ) throws(JSONError) -> Result<Value, UndecodableValue> {
    let place = mark()
    do { return .success(try Value(from: &self)) } catch { return .failure(try rereadRaw(from: place, after: error)) }
  }

  @usableFromInline
  struct Mark {
    let cursor: UnsafePointer<UInt8>
    let remainingDepth: Int
  }

  @usableFromInline
  func mark() -> Mark { Mark(cursor: cursor, remainingDepth: remainingDepth) }

  @usableFromInline
  mutating func rereadRaw(from mark: Mark, after error: JSONError) throws(JSONError) -> UndecodableValue {
    cursor = mark.cursor
    remainingDepth = mark.remainingDepth
    return UndecodableValue(payload: try readRaw(), error: error)
  }
}
