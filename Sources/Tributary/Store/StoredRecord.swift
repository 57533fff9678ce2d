public import TributaryJSON

/// A record as it is stored.
public struct StoredRecord: Sendable, Equatable {
  /// The stream it came from.
  public var stream: StreamKey
  /// The record type's name.
  public var type: String
  /// The identifier as text.
  public var id: String
  /// The JSON, byte for byte as the server sent it.
  public var payload: RawJSON

  /// A record from its parts.
  public init(stream: StreamKey, type: String, id: String, payload: RawJSON) {
    self.stream = stream
    self.type = type
    self.id = id
    self.payload = payload
  }
}
