@_spi(Generated) public import TributaryJSON

/// Decides which records of one type are meant.
///
/// A filter is built by ``Queryable/where(_:)``, ``anyOf(_:)`` and ``allOf(_:)`` from the generated fields. It is sent
/// in its wire form, parsed back from it, and evaluated on local records with the same meaning. Filters are equal if
/// they have the same clauses in the same nesting, byte for byte.
///
/// Coded as its wire form. Decoding keeps fields, operators and kinds that the spec lacks; ``init(wire:keepingUnknown:)``
/// refuses them.
public struct Filter<Entity: Queryable>: FilterClause, Hashable, JSONModel {
  let node: FilterNode

  init(_ node: FilterNode) { self.node = node }

  /// Matches a record if every one of the filters does; without filters, every record.
  public init(allOf filters: [Filter]) { node = .all(filters.map(\.node)) }

  /// Matches a record if at least one of the filters does; without filters, no record.
  public init(anyOf filters: [Filter]) { node = .any(filters.map(\.node)) }

  /// Matches a record if none of the filters does; without filters, every record.
  public init(noneOf filters: [Filter]) { node = filters.isEmpty ? .everything : .none(filters.map(\.node)) }

  /// The filter that matches every record.
  public static var everything: Filter { Filter(.everything) }

  /// The filter that matches no record.
  public static var nothing: Filter { Filter(.nothing) }

  /// Whether the filter alone shows that no record matches. Such a filter needs no request.
  public var matchesNothing: Bool { node.simplified == .nothing }

  /// Whether the filter alone shows that every record matches. Such a filter need not be sent.
  public var matchesEverything: Bool { node.simplified == .everything }

  /// An equivalent filter without redundant parts: nothing nested in its own kind, no group of one, no part twice,
  /// neither *everything* nor *nothing* inside.
  package var simplified: Filter { Filter(node.simplified) }

  /// A text that is the same for filters that differ only in the order, nesting or repetition of their clauses: the
  /// wire form of the simplified filter with sorted parts, in ASCII.
  ///
  /// It stays the same from version to version, so that it can name what a sync stream covers.
  package var canonicalText: String { node.canonicalText }

  /// Reads the wire form, bounded to 64 filters inside each other.
  public init(from reader: inout JSONReader) throws(JSONError) {
    let offset = reader.offset
    let json = try reader.readValue()
    do { self = try Filter(wire: json, keepingUnknown: true) } catch {
      throw JSONError(offset: offset, .invalid("is not a filter: \(error)"))
    }
  }

  /// Writes the wire form. A number that is not finite is the writer's error.
  ///
  /// A filter that the service's JSON cannot say is the writer's error as well, which names the clause.
  public func encode(into writer: inout JSONWriter) {
    let schema = Entity.Fields.schema
    guard let shape = schema.shape else { return node.encode(into: &writer, schema: schema) }
    writer.write { () throws(QueryProblem) in
      try ShapedQueryWriter(schema: schema, shape: shape).filter(node)
    }
  }

  /// Whether it looks for a field in a list that is empty.
  var comparesWithNothing: Bool {
    if case .comparison(_, _, let value) = node, case .several(let values) = value.content {
      values.isEmpty
    } else {
      false
    }
  }
}

extension Filter: CustomStringConvertible {
  /// The filter in a readable form: `lastModified after 2015-01-02T03:04:05Z or sku is "1001"`.
  public var description: String { node.described(by: Entity.Fields.schema) }
}
