/// Where the reading of one object stands; made by ``JSONReader/beginObject(_:)``.
public struct JSONObject {
  let keys: JSONKeys
  /// The offset of the brace.
  let offset: Int
  /// The entry that is expected next.
  var predicted = 0
  var isFirst = true
  /// The text that is read; set when there is an unknown name in it.
  var bytes: SharedBytes?
  var unknownStart = 0
  var unknownEnd = 0

  init(keys: JSONKeys, offset: Int) {
    self.keys = keys
    self.offset = offset
  }

  /// The name for which ``JSONReader/nextKey(_:)`` returned -1, without escapes; empty before that.
  public var unknownKey: String {
    guard let bytes else { return "" }
    return bytes.withUnsafeBytes { buffer in
      guard let base = buffer.assumingMemoryBound(to: UInt8.self).baseAddress else { return "" }
      return StringScan(start: base + unknownStart, end: base + unknownEnd, hasEscapes: true).text
    }
  }

  /// The value of a field that must not be missing.
  ///
  /// - Parameters:
  ///   - value: What was read, if anything.
  ///   - index: The index of the field's name.
  /// - Throws: ``JSONError/Reason/missingField(_:)`` at the object's brace.
  @inlinable
  public func require<Value>(_ value: consuming Value?, _ index: Int) throws(JSONError) -> Value {
    guard let value else { throw missing(index) }
    return value
  }

  @usableFromInline
  func missing(_ index: Int) -> JSONError {
    let names = keys.names
    return JSONError(offset: offset, .missingField(names.indices.contains(index) ? names[index] : ""))
  }
}
