/// How a service writes queries: its JSON with places.
public struct QueryWire: Sendable, Equatable {
  /// The JSON of an operator that is not that of a comparison.
  public struct Shape: Sendable, Equatable {
    /// The operator's name on the wire.
    public var name: String
    /// Its JSON.
    public var template: JSONTemplate
  }

  /// What the service accepts at most.
  public struct Bounds: Sendable, Equatable {
    /// The groups of a filter.
    public var groups: Int?
    /// The clauses that are joined at one place.
    public var clauses: Int?
    /// The comparisons of a filter.
    public var comparisons: Int?
    /// The *and*, *or* and *not* around a comparison.
    public var depth: Int?
  }

  /// The whole.
  public var query: JSONTemplate
  /// A clause.
  public var comparison: JSONTemplate
  /// All of several clauses.
  public var and: JSONTemplate?
  /// One of several clauses.
  public var or: JSONTemplate?
  /// Not a clause, or none of several.
  public var not: JSONTemplate?
  /// All of several comparisons, where a filter is one of several groups.
  public var group: JSONTemplate?
  /// A step of an order.
  public var order: JSONTemplate?
  /// The words for ascending and descending, if they are not these.
  public var directions: [ConstantValue] = []
  /// A field to return.
  public var projection: JSONTemplate?
  /// A clause for an identifier by connection.
  public var remoteID: JSONTemplate?
  /// Operators with JSON of their own.
  public var operators: [Shape] = []
  /// What the service accepts at most.
  public var most = Bounds()
}

/// JSON with places, which are whole strings or whole names of members.
public indirect enum JSONTemplate: Sendable, Equatable {
  /// A member, whose name may be a place.
  public struct Member: Sendable, Equatable {
    /// The name as it is written: `{field}` for a place.
    public var name: String
    /// The value.
    public var value: JSONTemplate
  }

  /// `null`.
  case null
  /// A constant, or a place as it is written.
  case constant(ConstantValue)
  /// A list.
  case array([JSONTemplate])
  /// An object.
  case object([Member])
}

/// A place in the JSON of a query.
public enum QueryPlace: String, Sendable, CaseIterable {
  case filter, groups, order, limit, offset, cursor, fields, deleted
  case field, `operator`, value, values, valueType
  case clause, clauses
  case direction
  case connection, id

  /// The place as a spec writes it.
  public var text: String { "{\(rawValue)}" }
}
