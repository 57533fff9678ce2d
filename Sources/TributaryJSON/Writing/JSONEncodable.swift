/// Can be written as JSON.
public protocol JSONEncodable {
  /// Writes exactly one value.
  func encode(into writer: inout JSONWriter)
}
