public import TributaryHTTP
@_spi(Generated) public import TributaryJSON

extension HTTPHeaders {
  /// The value of a header field, or `nil` when there is none of the type.
  @_spi(Generated) public func value<Value: JSONDecodable>(
    _ name: String, as type: Value.Type = Value.self
  ) -> Value? {
    guard let text = self[name] else { return nil }
    // Header fields are text: what JSON has as a text is that, and what it has as a number or a flag is in digits.
    let quoted = JSONWriter.bytes(of: text)
    return (try? JSONReader.read(Value.self, from: quoted))
      ?? (try? JSONReader.read(Value.self, from: SharedBytes(text)))
  }
}
