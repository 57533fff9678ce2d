/// The queries that the service offers for the records of a model.
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
    /// The service's name of the values' type: `datetime`; empty if it has none.
    public var valueType: String
    /// How the values travel in a query, if it is not as the type says.
    public var wire: WireForm?
    /// How the value travels in a record, if it is not as the type says.
    public var recordWire: WireForm?
    /// Its operators, in the order of the spec.
    public var operators: [Operator]
    /// Whether a query can ask for its order.
    public var isSortable: Bool
    /// The path of wire names to the value in a record, if it is not under its own name.
    public var path: [String]?
    /// Why it is deprecated and what replaces it, or `nil`.
    public var deprecated: String?
  }

  /// An operator of a field.
  public struct Operator: Sendable, Equatable {
    /// The name on the wire: `gt`.
    public var wireName: String
    /// Its meaning.
    public var meaning: Meaning
    /// What it is given.
    public var argument = Argument.one
    /// The Swift name of its method, if only the service understands it.
    public var method: String?
    /// One line about it.
    public var summary: String?
    /// Its JSON in this field alone, if it has such.
    public var shape: JSONTemplate?
  }

  /// What an operator is given.
  public enum Argument: Sendable, Equatable { case one, several, nothing }

  /// What an operator means.
  public enum Meaning: String, Sendable, CaseIterable {
    case equal, notEqual, greater, atLeast, less, atMost, oneOf, noneOf, present, absent
    /// Only the service knows; the operator cannot be evaluated locally.
    case serverOnly
  }

  /// What is known about deleted records.
  public struct Deletions: Sendable, Equatable {
    /// The values that a query may use for them; empty if unknown.
    public var values: [Value]
    /// The service's default.
    public var standard: String?
    /// The path of wire names to the mark of a deleted record, if it is known.
    public var marker: [String]?
    /// The value there; `nil` if any value but `null` and `false` marks a deleted record.
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
  /// Its name in messages: the record's name, or the model's.
  public var name: String
  /// One line about it.
  public var summary: String?
  /// The fields, in the order of the spec.
  public var fields: [Field]
  /// The path of wire names to the map of identifiers by connection, if the service finds records by them.
  public var remoteIDs: [String]?
  /// What is known of deleted records, if anything.
  public var deletions: Deletions?
}
