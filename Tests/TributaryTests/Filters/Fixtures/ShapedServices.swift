@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

/// A service with a way of its own to write queries.
protocol ShapedService: Sendable, Hashable {
  static var shape: QueryShape { get }
  /// The names of the operators that all fields have.
  static var operators: [FilterComparison: String] { get }
  /// The names of types of values; empty where they have none.
  static var types: (text: String, number: String, moment: String, flag: String) { get }
  /// How values travel in a query.
  static var forms: (number: WireForm?, moment: WireForm?, flag: WireForm?) { get }
}

extension ShapedService {
  static var types: (text: String, number: String, moment: String, flag: String) { ("", "", "", "") }
  static var forms: (number: WireForm?, moment: WireForm?, flag: WireForm?) { (nil, nil, nil) }

  static func json(_ text: String) -> JSONValue {
    (try? JSONReader.read(JSONValue.self, from: SharedBytes(text))) ?? .string("not JSON: \(text)")
  }
}

/// A record of a service, which is any JSON object.
struct Shaped<Service: ShapedService>: JSONModel, Queryable {
  var json: JSONValue

  init(from reader: inout JSONReader) throws(JSONError) { json = try reader.readValue() }
  func encode(into writer: inout JSONWriter) { json.encode(into: &writer) }

  /// All operators, by the names that the service gives them.
  enum Every: EqualOperator, NotEqualOperator, GreaterOperator, AtLeastOperator, LessOperator, AtMostOperator,
    OneOfOperator, NoneOfOperator, PresentOperator, AbsentOperator, SortableField
  {
    static func name(_ comparison: FilterComparison) -> String { Service.operators[comparison] ?? "" }
    static var equal: String { name(.equal) }
    static var notEqual: String { name(.notEqual) }
    static var greater: String { name(.greater) }
    static var atLeast: String { name(.atLeast) }
    static var less: String { name(.less) }
    static var atMost: String { name(.atMost) }
    static var oneOf: String { name(.oneOf) }
    static var noneOf: String { name(.noneOf) }
    static var present: String { name(.present) }
    static var absent: String { name(.absent) }
  }

  struct Fields: QueryFields {
    typealias Entity = Shaped
    typealias Field<Value: FilterOperand> = FilterField<Shaped, Value, Every>

    init() {}

    var title: Field<String> { FilterField("title", Service.types.text) }
    var city: Field<String> { FilterField("city", Service.types.text) }
    var stock: Field<Int> { FilterField("stock", Service.types.number, as: Service.forms.number) }
    var price: Field<JSONNumber> { FilterField("price", Service.types.number, as: Service.forms.number) }
    var changed: Field<Timestamp> { FilterField("changed", Service.types.moment, as: Service.forms.moment) }
    var active: Field<Bool> { FilterField("active", Service.types.flag, as: Service.forms.flag) }
    var remoteID: RemoteIDField<Shaped> { RemoteIDField() }

    static var schema: QuerySchema {
      // The names stand in a table that is as long as there are operators.
      func entry<Value: FilterOperand>(
        _ field: Field<Value>, path: [String]? = nil, form: WireForm? = nil
      ) -> QuerySchema.Field {
        field.entry(named: Service.operators, path: path, form: form)
      }
      let fields = Self()
      return QuerySchema(
        "thing",
        [
          entry(fields.title), entry(fields.city, path: ["place", "city"]), entry(fields.stock), entry(fields.price),
          entry(fields.changed), entry(fields.active),
        ], remoteIDs: ["ids"], shape: Service.shape)
    }
  }
}

extension FilterField {
  /// The field's row with operators from a table.
  fileprivate func entry(
    named operators: [FilterComparison: String], path: [String]?, form: WireForm?
  ) -> QuerySchema.Field {
    let names = FilterComparison.allCases.map { operators[$0] ?? "" }
    func meaning(_ comparison: FilterComparison) -> FilterComparison? { operators[comparison].map { _ in comparison } }
    return entry(
      [
        names[0]: meaning(.equal), names[1]: meaning(.notEqual), names[2]: meaning(.greater),
        names[3]: meaning(.atLeast), names[4]: meaning(.less), names[5]: meaning(.atMost), names[6]: meaning(.oneOf),
        names[7]: meaning(.noneOf), names[8]: meaning(.present), names[9]: meaning(.absent), "like": nil,
      ], path: path, form: form, isSortable: true)
  }
}

/// The way that queries have without a shape, said by one.
enum UsualShape: ShapedService {
  static let operators: [FilterComparison: String] = [
    .equal: "eq", .notEqual: "isnt", .greater: "gt", .atLeast: "from", .less: "below", .atMost: "upto",
  ]
  static var types: (text: String, number: String, moment: String, flag: String) { ("str", "int", "datetime", "bool") }
  static var forms: (number: WireForm?, moment: WireForm?, flag: WireForm?) { (.string, nil, .string) }
  static let shape = QueryShape(
    query: json(
      #"{"filter":"{filter}","order":"{order}","numRecords":"{limit}","offset":"{offset}","deleted":"{deleted}"}"#),
    comparison: json(#"{"type":"{operator}","field":"{field}","value":{"type":"{valueType}","value":"{value}"}}"#),
    and: json(#"{"type":"and","subclauses":"{clauses}"}"#), or: json(#"{"type":"or","subclauses":"{clauses}"}"#),
    order: json(#"{"field":"{field}","direction":"{direction}"}"#),
    remoteID: json(#"{"type":"remoteId","connectionId":"{connection}","remoteId":"{id}"}"#))
}

/// Zendesk Sell's Search, version 3.
enum SellShape: ShapedService {
  static let operators: [FilterComparison: String] = [
    .equal: "eq", .greater: "gt", .atLeast: "gte", .less: "lt", .atMost: "lte",
  ]
  private static func range(_ name: String) -> JSONValue {
    json(#"{"filter":{"attribute":{"name":"{field}"},"parameter":{"range":{"\#(name)":"{value}"}}}}"#)
  }
  static let shape = QueryShape(
    query: json(
      """
      {"items":[{"data":{"query":{"projection":"{fields}","filter":"{filter}","sort":"{order}"},"hits":true,
      "per_page":"{limit}","cursor":"{cursor}"}}]}
      """),
    comparison: json(#"{"filter":{"attribute":{"name":"{field}"},"parameter":{"{operator}":"{value}"}}}"#),
    and: json(#"{"and":"{clauses}"}"#), or: json(#"{"or":"{clauses}"}"#), not: json(#"{"not":"{clause}"}"#),
    order: json(#"{"attribute":{"name":"{field}"},"order":"{direction}"}"#), projection: json(#"{"name":"{field}"}"#),
    operators: ["gt": range("gt"), "gte": range("gte"), "lt": range("lt"), "lte": range("lte")])
}

/// HubSpot's search, whose filters are groups.
enum HubSpotShape: ShapedService {
  static let operators: [FilterComparison: String] = [
    .equal: "EQ", .notEqual: "NEQ", .greater: "GT", .atLeast: "GTE", .less: "LT", .atMost: "LTE", .oneOf: "IN",
    .noneOf: "NOT_IN", .present: "HAS_PROPERTY", .absent: "NOT_HAS_PROPERTY",
  ]
  static var forms: (number: WireForm?, moment: WireForm?, flag: WireForm?) { (nil, .unixMilliseconds, nil) }
  static let shape = made(QueryShape.Bounds())

  static func made(_ most: QueryShape.Bounds) -> QueryShape {
    QueryShape(
      query: json(
        #"{"filterGroups":"{groups}","sorts":"{order}","properties":"{fields}","limit":"{limit}","after":"{cursor}"}"#),
      comparison: json(#"{"propertyName":"{field}","operator":"{operator}","value":"{value}"}"#),
      group: json(#"{"filters":"{clauses}"}"#), order: json(#"{"propertyName":"{field}","direction":"{direction}"}"#),
      directions: ["ASCENDING", "DESCENDING"],
      operators: [
        "IN": json(#"{"propertyName":"{field}","operator":"IN","values":"{values}"}"#),
        "NOT_IN": json(#"{"propertyName":"{field}","operator":"NOT_IN","values":"{values}"}"#),
        "HAS_PROPERTY": json(#"{"propertyName":"{field}","operator":"HAS_PROPERTY"}"#),
        "NOT_HAS_PROPERTY": json(#"{"propertyName":"{field}","operator":"NOT_HAS_PROPERTY"}"#),
      ], most: most)
  }
}

/// HubSpot's search with its bounds.
enum BoundedHubSpot: ShapedService {
  static let operators = HubSpotShape.operators
  static let shape = HubSpotShape.made(QueryShape.Bounds(groups: 5, clauses: 6, comparisons: 18))
}

/// Notion's query of a database, which names the kind of value as a member.
enum NotionShape: ShapedService {
  static let operators: [FilterComparison: String] = [
    .equal: "equals", .notEqual: "does_not_equal", .greater: "after", .atLeast: "on_or_after", .less: "before",
    .atMost: "on_or_before", .present: "is_not_empty", .absent: "is_empty",
  ]
  static var types: (text: String, number: String, moment: String, flag: String) {
    ("rich_text", "number", "date", "checkbox")
  }
  static let shape = made(QueryShape.Bounds())

  static func made(_ most: QueryShape.Bounds) -> QueryShape {
    QueryShape(
      query: json(#"{"filter":"{filter}","sorts":"{order}","page_size":"{limit}","start_cursor":"{cursor}"}"#),
      comparison: json(#"{"property":"{field}","{valueType}":{"{operator}":"{value}"}}"#),
      and: json(#"{"and":"{clauses}"}"#), or: json(#"{"or":"{clauses}"}"#),
      order: json(#"{"property":"{field}","direction":"{direction}"}"#),
      operators: [
        "is_empty": json(#"{"property":"{field}","{valueType}":{"is_empty":true}}"#),
        "is_not_empty": json(#"{"property":"{field}","{valueType}":{"is_not_empty":true}}"#),
      ], most: most)
  }
}

/// Notion's query with its bound.
enum BoundedNotion: ShapedService {
  static let operators = NotionShape.operators
  static var types: (text: String, number: String, moment: String, flag: String) { NotionShape.types }
  static let shape = NotionShape.made(QueryShape.Bounds(depth: 2))
}

/// A store of documents whose operators are names of members.
enum MongoShape: ShapedService {
  static let operators: [FilterComparison: String] = [
    .equal: "$eq", .notEqual: "$ne", .greater: "$gt", .atLeast: "$gte", .less: "$lt", .atMost: "$lte", .oneOf: "$in",
    .noneOf: "$nin", .present: "exists", .absent: "missing",
  ]
  static var forms: (number: WireForm?, moment: WireForm?, flag: WireForm?) { (nil, .unix, .int) }
  static let shape = QueryShape(
    query: json(
      #"{"filter":"{filter}","projection":"{fields}","sort":"{order}","skip":"{offset}","limit":"{limit}"}"#),
    comparison: json(#"{"{field}":{"{operator}":"{value}"}}"#), and: json(#"{"$and":"{clauses}"}"#),
    or: json(#"{"$or":"{clauses}"}"#), not: json(#"{"$nor":["{clause}"]}"#),
    order: json(#"{"{field}":"{direction}"}"#), directions: [1, -1],
    operators: [
      "$in": json(#"{"{field}":{"$in":"{values}"}}"#), "$nin": json(#"{"{field}":{"$nin":"{values}"}}"#),
      "exists": json(#"{"{field}":{"$exists":true}}"#), "missing": json(#"{"{field}":{"$exists":false}}"#),
    ])
}

/// Elasticsearch.
enum ElasticShape: ShapedService {
  static let operators: [FilterComparison: String] = [
    .equal: "term", .greater: "gt", .atLeast: "gte", .less: "lt", .atMost: "lte", .oneOf: "terms", .present: "exists",
  ]
  static let shape = QueryShape(
    query: json(
      #"{"query":"{filter}","sort":"{order}","from":"{offset}","size":"{limit}","_source":"{fields}"}"#),
    comparison: json(#"{"range":{"{field}":{"{operator}":"{value}"}}}"#),
    and: json(#"{"bool":{"filter":"{clauses}"}}"#),
    or: json(#"{"bool":{"should":"{clauses}","minimum_should_match":1}}"#),
    not: json(#"{"bool":{"must_not":"{clauses}"}}"#), order: json(#"{"{field}":{"order":"{direction}"}}"#),
    directions: ["asc", "desc"],
    operators: [
      "term": json(#"{"term":{"{field}":"{value}"}}"#), "terms": json(#"{"terms":{"{field}":"{values}"}}"#),
      "exists": json(#"{"exists":{"field":"{field}"}}"#),
    ])
}
