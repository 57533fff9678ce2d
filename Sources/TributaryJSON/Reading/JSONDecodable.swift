/// Can be read from JSON.
public protocol JSONDecodable {
  /// Reads exactly one value from where the reader stands.
  init(from reader: inout JSONReader) throws(JSONError)
}
