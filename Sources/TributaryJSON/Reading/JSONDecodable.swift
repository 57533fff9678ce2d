/// Can be read from JSON.
public protocol JSONDecodable {
  /// Reads exactly one value at the reader's position.
  init(from reader: inout JSONReader) throws(JSONError)
}
