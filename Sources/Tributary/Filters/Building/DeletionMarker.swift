package import TributaryJSON

/// How the JSON of a deleted record differs from that of another.
public struct DeletionMarker: Sendable, Hashable {
  /// The path to the mark, from the outside in.
  package let path: [String]
  /// The value there in a deleted record; `nil` if any value but `null` and `false` marks one.
  package let value: String?

  /// A marker from its parts.
  public init(_ path: [String], value: String? = nil) {
    self.path = path
    self.value = value
  }

  /// Whether a record is deleted.
  ///
  /// A text is compared by its bytes; a number or a truth value by how it is written.
  package func isDeleted(_ payload: RawJSON) -> Bool {
    var place: RawJSON? = payload
    for name in path { place = place?.member(name) }
    guard let place, let json = try? JSONReader.read(JSONValue.self, from: place.bytes) else { return false }
    guard let value else { return json != .null && json != .bool(false) }
    return ExactText(json.string ?? JSONWriter.text(of: json)) == ExactText(value)
  }
}
