@_spi(Generated) public import TributaryJSON

/// Asks for records of one type: which ones, in what order, and how many.
///
/// ```swift
/// let newest = Product.where { $0.lastModified.isAfter(since) }
///   .order { $0.lastModified.descending }
///   .limit(10)
/// ```
///
/// Coded as the query object that the server reads. Decoding keeps what the spec lacks;
/// ``init(wire:keepingUnknown:)`` refuses it.
public struct Query<Entity: Queryable>: Sendable, JSONModel {
  /// The filter that records must match, always in its simplest form.
  public var filter: Filter<Entity> {
    didSet { filter = filter.simplified }
  }
  /// The order, the deciding step first; empty for the default order of the server or store.
  public var order: [QueryOrder<Entity>] = []
  /// The maximum number of records to return; `nil` for the default of the server, or for all records of a store.
  public var limit: Int? {
    didSet { limit = limit.map { max($0, 0) } }
  }
  /// The number of records to skip. Paging by offset misses records if others write to the server meanwhile.
  public var offset: Int? {
    didSet { offset = offset.map { max($0, 0) } }
  }
  /// The cursor of the page to read, as the page before gave it.
  public var cursor: JSONValue?
  /// The names on the wire of the fields to return; `nil` for all that queries can name. It has no meaning locally.
  public var fields: [String]?
  /// Whether the server returns deleted records. Reading a store returns live records, whatever this says.
  public var deleted: DeletedRecords?
  /// Members of the query object that the SDK does not know, sent as they are and without meaning locally.
  public var others = JSONFields()

  /// A query for the records of a filter; by default for all.
  public init(_ filter: Filter<Entity> = .everything) { self.filter = filter.simplified }

  /// Whether the result is empty for any records. Such a query sends no request.
  public var matchesNothing: Bool { filter.matchesNothing || limit == 0 }

  /// The query narrowed by further clauses.
  public func `where`(@FilterBuilder<Filter<Entity>> _ clauses: (Entity.Fields) -> [Filter<Entity>]) -> Self {
    with { $0.filter = Filter(allOf: [$0.filter] + clauses(Entity.Fields())) }
  }

  /// The query with an order; one step per line, the deciding one first.
  public func order(@OrderBuilder<QueryOrder<Entity>> _ steps: (Entity.Fields) -> [QueryOrder<Entity>]) -> Self {
    with { $0.order = steps(Entity.Fields()) }
  }

  /// The query limited to a number of records; a negative number counts as zero.
  public func limit(_ count: Int) -> Self { with { $0.limit = count } }

  /// The query that skips a number of records; a negative number counts as zero.
  public func offset(_ count: Int) -> Self { with { $0.offset = count } }

  /// The query for the page of a cursor, which the page before gave.
  public func cursor(_ cursor: String) -> Self { with { $0.cursor = .string(cursor) } }

  /// The query for some fields of the records; one a line. Records of a store are always whole.
  public func selecting(@FieldListBuilder<Entity> _ fields: (Entity.Fields) -> [String]) -> Self {
    with { $0.fields = fields(Entity.Fields()) }
  }

  /// The query with what the server does with deleted records.
  public func deleted(_ deleted: DeletedRecords) -> Self { with { $0.deleted = deleted } }

  private func with(_ change: (inout Self) -> Void) -> Self {
    var query = self
    change(&query)
    return query
  }
}

extension Query {
  /// Reads the query object.
  public init(from reader: inout JSONReader) throws(JSONError) {
    let offset = reader.offset
    let json = try reader.readValue()
    do { self = try Query(wire: json, keepingUnknown: true) } catch {
      throw JSONError(offset: offset, .invalid("is not a query: \(error)"))
    }
  }

  /// Writes the query object: members without meaning are omitted, such as a filter that matches everything.
  ///
  /// What the service's JSON cannot say is the writer's error.
  public func encode(into writer: inout JSONWriter) {
    let schema = Entity.Fields.schema
    if let shape = schema.shape {
      writer.write { () throws(QueryProblem) in
        try ShapedQueryWriter(schema: schema, shape: shape).query(self)
      }
      return
    }
    if cursor != nil { return writer.refuse("\(QueryProblem.lacksPlace("take a cursor", schema))") }
    if fields != nil { return writer.refuse("\(QueryProblem.lacksPlace("select fields", schema))") }
    writer.beginObject()
    if !filter.matchesEverything { writer.field("filter", filter) }
    if !order.isEmpty { writer.field("order", order) }
    writer.field("numRecords", limit)
    writer.field("offset", offset)
    writer.field("deleted", deleted)
    writer.members(others)
    writer.endObject()
  }
}

extension Query: Hashable {
  /// Whether both are sent as the same bytes.
  public static func == (left: Self, right: Self) -> Bool { left.identity == right.identity }

  /// Hashes what is sent.
  public func hash(into hasher: inout Hasher) { hasher.combine(identity) }

  private struct Identity: Hashable {
    var filter: Filter<Entity>
    var order: [QueryOrder<Entity>]
    var limit: Int?
    var offset: Int?
    var cursor: JSONValue?
    var fields: [ExactText]?
    var deleted: ExactText?
    var others: VerbatimClause
  }

  private var identity: Identity {
    Identity(
      filter: filter, order: order, limit: limit, offset: offset, cursor: cursor, fields: fields?.map(ExactText.init),
      deleted: deleted.map { ExactText($0.rawValue) },
      others: VerbatimClause(json: .object(others)))
  }
}

extension Query: CustomStringConvertible {
  /// The query in a readable form: `product where sku is "1001", by lastModified descending, at most 10`.
  public var description: String {
    var text = Entity.Fields.schema.name
    if !filter.matchesEverything { text += " where \(filter)" }
    for (index, step) in order.enumerated() {
      text += "\(index == 0 ? ", by" : ", then") \(step.field) \(step.direction.rawValue)"
    }
    if let limit { text += ", at most \(limit)" }
    if let offset, offset > 0 { text += ", after the first \(offset)" }
    if let cursor { text += ", from \(cursor)" }
    if let fields { text += ", only \(fields.joined(separator: ", "))" }
    if let deleted { text += ", deleted: \(deleted.rawValue)" }
    return text
  }
}
