import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Decides which local records of a type are meant.
///
/// It is built from the fields of a ``LocalModel`` and evaluated on values and in stores, always on a record's JSON,
/// with the same result. No server understands it; a ``Filter`` becomes one by ``LocalField/matches(_:)``.
public struct LocalFilter<Record>: FilterClause {
  let node: LocalNode

  init(_ node: LocalNode) { self.node = node }

  /// Matches a record if every one of the filters does; without filters, every record.
  public init(allOf filters: [Self]) { node = .all(filters.map(\.node)) }

  /// Matches a record if at least one of the filters does; without filters, no record.
  public init(anyOf filters: [Self]) { node = .any(filters.map(\.node)) }

  /// Matches a record if none of the filters does; without filters, every record.
  public init(noneOf filters: [Self]) { node = .none(filters.map(\.node)) }

  /// The filter that matches every record.
  public static var everything: Self { Self(allOf: []) }

  /// The filter that matches no record.
  public static var nothing: Self { Self(anyOf: []) }
}

extension LocalFilter where Record: LocalModel {
  /// A filter for the records that match every clause.
  public init(@FilterBuilder<Self> _ clauses: (LocalField<Record, Record>) -> [Self]) {
    self.init(allOf: clauses(.whole))
  }

  /// Whether a record matches. To filter many records, use ``LocalQuery/results(in:)``.
  ///
  /// - Throws: ``FilterError`` when a part of the filter is a server's, and only the server understands it.
  public func matches(_ record: Record) throws(FilterError) -> Bool { try FilterEvaluator(self).matches(record) }
}

extension LocalField where Record == Value, Record: Queryable {
  /// Holds where a filter for the server does.
  public func matches(_ filter: Filter<Record>) -> LocalFilter<Record> {
    LocalFilter(.server(filter.node, Record.Fields.schema))
  }
}

/// A local filter as a tree, for any record type.
indirect enum LocalNode: Sendable {
  case all([LocalNode])
  case any([LocalNode])
  case none([LocalNode])
  /// Looks at a value. A path without steps leads to the whole.
  case test(FieldPath, LocalTest)
  /// A filter for a server, with the table that explains it.
  case server(FilterNode, QuerySchema)
}

/// What a local filter asks of a value.
enum LocalTest: Sendable {
  /// Compares the value.
  case value(FilterTest)
  /// A text begins with these bytes.
  case prefix([UInt8])
  /// A text has these bytes in it.
  case infix([UInt8])
  /// There is none, or it is null.
  case missing(MissingForms)
  /// A list has an element that matches.
  case element(LocalNode)
}

/// What counts as nothing in addition to null, as optional fields are read.
struct MissingForms: Sendable {
  /// An empty text.
  var text = false
  /// An empty list.
  var list = false

  /// Only null and what is not there.
  init() {}

  init<Value>(_ type: Value.Type) {
    switch type {
    case is any LocalModel.Type: (text, list) = (true, true)
    case is URL.Type: text = true
    case let operand as any FilterOperand.Type: text = operand.filterKind != .text
    case is JSONValue.Type, is any TaggedUnion.Type: break
    default: text = true
    }
  }
}
