public import TributaryHTTP
@_spi(Generated) public import TributaryJSON

extension HTTPHeaders {
  /// The value of a header field, or `nil` when there is none of the type.
  @_spi(Generated) public func value<Value: JSONDecodable>(_ name: String) -> Value? {
    guard let text = self[name] else { return nil }
    // Header fields are text: what JSON has as a text is that, and what it has as a number or a flag is in digits.
    let quoted = JSONWriter.bytes(of: text)
    return (try? JSONReader.read(Value.self, from: quoted))
      ?? (try? JSONReader.read(Value.self, from: SharedBytes(text)))
  }

  /// The value of a header field in a form on the wire, or `nil` when there is none of the type.
  @_spi(Generated) public func value<Value: WireCodable>(_ name: String, as form: WireForm) -> Value? {
    guard let text = self[name] else { return nil }
    func read(_ json: SharedBytes) -> Value? {
      try? JSONReader.withReader(over: json) { reader throws(JSONError) in try Value(from: &reader, as: form) }
    }
    return read(JSONWriter.bytes(of: text)) ?? read(SharedBytes(text))
  }
}
