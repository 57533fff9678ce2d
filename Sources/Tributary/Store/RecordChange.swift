public import TributaryJSON

/// One change to one record.
public struct RecordChange: Sendable, Equatable {
  /// What happens to the record.
  public enum Kind: Sendable, Equatable {
    /// The record now has this JSON, kept byte for byte.
    case upsert(RawJSON)
    /// The record is gone from the server. A stored record stays in the store as a tombstone; one that was never stored
    /// leaves nothing.
    case delete
  }

  /// The record type's name: `document`. It need not be in any spec.
  public var type: String
  /// The record's identifier as text: `6`.
  public var id: String
  /// What happens.
  public var kind: Kind

  /// A change from its parts.
  public init(type: String, id: String, kind: Kind) {
    self.type = type
    self.id = id
    self.kind = kind
  }

  /// The record that changes.
  public var reference: RecordReference { RecordReference(type: type, id: id) }
}

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

/// An item that could not be read, kept so that nothing is lost.
public struct QuarantinedItem: Sendable, Equatable {
  /// The record type's name, or an empty string.
  public var type: String
  /// The identifier as text, or `nil` if none could be read.
  public var id: String?
  /// The item as received.
  public var payload: RawJSON
  /// What was wrong, in a sentence.
  public var problem: String

  /// An item from its parts.
  public init(type: String, id: String?, payload: RawJSON, problem: String) {
    self.type = type
    self.id = id
    self.payload = payload
    self.problem = problem
  }
}
