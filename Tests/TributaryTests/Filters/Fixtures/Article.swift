@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

/// A record type whose spec names every operator for every kind of value, under names of its own. Its records are any
/// JSON objects.
struct Article: SyncRecord, Queryable {
  static let recordType = RecordType(service: "test", name: "article", fields: [])

  var json: JSONValue
  var id: String { json["id"]?.string ?? "" }

  init(_ json: JSONValue) { self.json = json }
  init(from reader: inout JSONReader) throws(JSONError) { json = try reader.readValue() }
  func encode(into writer: inout JSONWriter) { json.encode(into: &writer) }

  struct Fields: QueryFields {
    typealias Entity = Article

    enum Every: EqualOperator, NotEqualOperator, GreaterOperator, AtLeastOperator, LessOperator, AtMostOperator,
      SortableField
    {
      static var notEqual: String { "isnt" }
      static var atLeast: String { "from" }
      static var less: String { "below" }
      static var atMost: String { "upto" }
    }

    init() {}

    var title: FilterField<Article, String, Every> { FilterField("title", "str") }
    var stock: FilterField<Article, Int, Every> { FilterField("stock", "int") }
    var price: FilterField<Article, JSONNumber, Every> { FilterField("price", "decimal") }
    var changed: FilterField<Article, Timestamp, Every> { FilterField("changed", "datetime") }
    var active: FilterField<Article, Bool, Every> { FilterField("active", "bool") }
    var city: FilterField<Article, String, Every> { FilterField("city", "str") }
    var remoteID: RemoteIDField<Article> { RemoteIDField() }

    static let operators: KeyValuePairs<String, FilterComparison?> = [
      "eq": .equal, "isnt": .notEqual, "gt": .greater, "from": .atLeast, "below": .less, "upto": .atMost, "like": nil,
    ]

    static let schema = QuerySchema(
      "article",
      [
        Self().title.entry(operators, isSortable: true),
        Self().stock.entry(operators, isSortable: true),
        Self().price.entry(operators, isSortable: true),
        Self().changed.entry(operators, isSortable: true),
        Self().active.entry(operators, isSortable: true),
        Self().city.entry(operators, path: ["place", "city"], isSortable: true),
      ], remoteIDs: ["ids"])
  }
}
