/// What the service can be asked about the records of a model.
public struct QueryDeclaration: Sendable, Equatable {
  /// A field that queries can name.
  public struct Field: Sendable, Equatable {
    /// The name on the wire.
    public var wireName: String
    /// The Swift name, not escaped.
    public var name: String
    /// One line about it.
    public var summary: String?
    /// What it is compared with: a plain value, an identifier or an enum, never optional.
    public var type: TypeReference
    /// The service's name of the values' type: `datetime`.
    public var valueType: String
    /// What can be asked of it, in the order of the spec.
    public var operators: [Operator]
    /// Whether a query can ask for its order.
    public var isSortable: Bool
    /// The wire names that lead to the value in a record, where it stands elsewhere than under its own name.
    public var path: [String]?
  }

  /// An operator of a field.
  public struct Operator: Sendable, Equatable {
    /// The name on the wire: `gt`.
    public var wireName: String
    /// What it means.
    public var meaning: Meaning
    /// The Swift name of its method, when it is one that only the service understands.
    public var method: String?
  }

  /// What an operator means.
  public enum Meaning: String, Sendable, CaseIterable {
    case equal, notEqual, greater, atLeast, less, atMost
    /// Only the service knows; the operator cannot be evaluated locally.
    case serverOnly
  }

  /// What is known of deleted records.
  public struct Deletions: Sendable, Equatable {
    /// What a query may say of them, empty when that is not known.
    public var values: [Value]
    /// What the service does when a query says nothing.
    public var standard: String?
    /// The wire names that lead to the mark of a deleted record, if that is known.
    public var marker: [String]?
    /// What stands there; `nil` when anything but `null` and `false` marks a deleted record.
    public var markerValue: String?

    /// A value of `deleted`.
    public struct Value: Sendable, Equatable {
      /// The Swift name, not escaped.
      public var name: String
      /// The name on the wire.
      public var wireName: String
    }
  }

  /// The model.
  public var model: String
  /// What messages call it: the record's name, or the model's.
  public var name: String
  /// One line about it.
  public var summary: String?
  /// The fields, in the order of the spec.
  public var fields: [Field]
  /// The wire names that lead to the map of identifiers by connection, when the service finds records by them.
  public var remoteIDs: [String]?
  /// The member of the query object for the most records to return, when it is not `numRecords`.
  public var limitKey: String?
  /// The member of the query object for the records to leave out first, when it is not `offset`.
  public var offsetKey: String?
  /// What is known of deleted records, if anything.
  public var deletions: Deletions?
}
