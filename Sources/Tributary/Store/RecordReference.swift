/// Points at one record of a stream.
///
/// References are equal when their texts are, byte for byte: two identifiers that only look alike, such as `é` written
/// as one scalar and as two, name two records, as they do on the server and in the database.
public struct RecordReference: Sendable, Hashable {
  /// The record type's name.
  public var type: String
  /// The identifier as text.
  public var id: String

  /// A reference from its parts.
  public init(type: String, id: String) {
    self.type = type
    self.id = id
  }

  /// Whether both name the same record.
  public static func == (left: Self, right: Self) -> Bool {
    ExactText(left.id) == ExactText(right.id) && ExactText(left.type) == ExactText(right.type)
  }

  /// Hashes the bytes of both texts.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(type))
    hasher.combine(ExactText(id))
  }
}
