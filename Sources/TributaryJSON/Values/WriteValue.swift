extension JSONWriter {
  /// Writes a value byte for byte as it was read.
  package mutating func raw(_ value: RawJSON) {
    separate()
    value.bytes.withUnsafeBytes { append($0.assumingMemoryBound(to: UInt8.self)) }
  }

  /// Writes any value.
  package mutating func value(_ value: JSONValue) { value.encode(into: &self) }
}
