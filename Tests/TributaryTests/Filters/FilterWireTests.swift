import Expect
import Foundation
import Testing
@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

@Suite("Queries on the wire")
struct FilterWireTests {
  private let since = Timestamp(secondsSince1970: 1_420_167_845) ?? Timestamp(utc: .epoch)

  private func value(_ json: String) throws -> JSONValue { try JSONReader.read(from: SharedBytes(json)) }

  @Test("the vendor's example of a delta")
  func delta() throws {
    let query = Product.where { $0.lastModified.isAfter(since) }
      .order { $0.lastModified.ascending }
      .limit(10)
      .offset(10)
    let json = """
      {"filter": {"type": "gt", "field": "lastModified", "value": {"type": "datetime", "value": "2015-01-02T03:04:05Z"}},
        "order": [{"field": "lastModified", "direction": "ascending"}], "numRecords": 10, "offset": 10}
      """
    try expect(value(query.jsonText), equals: value(json))
    try expect(Query<Product>(wireText: json), equals: query)
    #expect(
      query.description
        == "product where lastModified after 2015-01-02T03:04:05Z, by lastModified ascending, at most 10, after the first 10"
    )
  }

  @Test("the vendor's example of alternatives")
  func alternatives() throws {
    let modified = try #require(Timestamp("2020-12-22T06:24:57Z"))
    let query = Product.where { product in
      anyOf {
        product.lastModified.isAfter(modified)
        product.sku.equals("1001")
      }
    }
    .limit(100)
    let json = """
      {"filter": {"type": "or", "subclauses": [
        {"type": "gt", "field": "lastModified", "value": {"type": "datetime", "value": "2020-12-22T06:24:57Z"}},
        {"type": "eq", "field": "sku", "value": {"type": "str", "value": "1001"}}]}, "numRecords": 100}
      """
    try expect(value(query.jsonText), equals: value(json))
    try expect(Query<Product>(wireText: json), equals: query)
    expect(query.filter.description, equals: #"lastModified after 2020-12-22T06:24:57Z or sku is "1001""#)
  }

  @Test("the vendor's example of a remote id")
  func remoteID() throws {
    let connection = "3fb2568eb7e165e34dd311af5550002b"
    let query = SupplierInvoice.where { $0.remoteID.equals("a remoteId", connection: connection) }
    let json = #"{"filter":{"type":"remoteId","connectionId":"\#(connection)","remoteId":"a remoteId"}}"#
    expect(query.jsonText, equals: json)
    try expect(Query<SupplierInvoice>(wireText: json), equals: query)
    let error = #expect(throws: FilterError.self) { try Query<Product>(wireText: json) }
    expect(error?.reason, equals: .unknownType("remoteId", known: ["and", "or", "eq", "gt"]))
    expect(error?.path.description, equals: "$.filter.type")
  }

  @Test("fractions are rounded to the side that loses nothing; zones become UTC")
  func fractions() throws {
    let early = try #require(Timestamp("2015-01-02T04:04:05.25+01:00"))
    let fields = Article.Fields()
    func sent(_ filter: Filter<Article>) -> String? { filter.wire["value"]?["value"]?.string }
    expect(sent(fields.changed.isAfter(early)), equals: "2015-01-02T03:04:05Z")
    expect(sent(fields.changed.isAtOrAfter(early)), equals: "2015-01-02T03:04:05Z")
    expect(sent(fields.changed.isBefore(early)), equals: "2015-01-02T03:04:06Z")
    expect(sent(fields.changed.isAtOrBefore(early)), equals: "2015-01-02T03:04:06Z")
    expect(sent(fields.changed.equals(early)), equals: "2015-01-02T03:04:05Z")
    let last = try #require(Timestamp("9999-12-31T23:59:59.5-12:00"))
    expect(sent(fields.changed.isBefore(last)), equals: "9999-12-31T23:59:59Z")
    let wire = #"{"type":"gt","field":"changed","value":{"type":"datetime","value":"2015-01-02T04:04:05.25+01:00"}}"#
    try expect(Filter<Article>(wireText: wire), equals: fields.changed.isAfter(early))
  }

  @Test(
    "what is unknown is refused by name, and kept on demand",
    arguments: [
      (#"{"type":"lt","field":"sku","value":{"type":"str","value":""}}"#, "$.type", #"no clause "lt""#),
      (
        #"{"type":"gt","field":"sku","value":{"type":"str","value":""}}"#, "$.type", #"has no operator "gt", only "eq""#
      ),
      (#"{"type":"eq","field":"brand","value":{"type":"str","value":""}}"#, "$.field", #"no field "brand""#),
      (#"{"type":"eq","field":"sku","value":{"type":"int","value":""}}"#, "$.value.type", #"type "str", not "int""#),
      (#"{"type":"eq","field":"sku","value":{"type":"str","value":1}}"#, "$.value.value", "a string"),
      (#"{"type":"eq","field":"sku","value":{"type":"str","value":"","x":0}}"#, "$.value.x", #""x" is unknown here"#),
      (
        #"{"type":"gt","field":"lastModified","value":{"type":"datetime","value":"2015"}}"#, "$.value.value",
        #""2015" is not a value"#
      ),
      (#"{"type":"eq","field":"sku"}"#, "$", #""value" is missing"#),
      (#"{"type":"and","subclauses":[{"type":"or","subclauses":{}}]}"#, "$.subclauses[0].subclauses", "an array"),
      (#"{"type":"and","subclauses":[],"not":true}"#, "$.not", #""not" is unknown here"#),
      (#"{"subclauses":[]}"#, "$", #""type" is missing"#), (#"[]"#, "$", "an object"),
    ])
  func unknown(_ json: String, _ path: String, _ words: String) throws {
    let error = #expect(throws: FilterError.self) { try Filter<Product>(wireText: json) }
    expect(error?.path.description, equals: path)
    expect(error?.description.contains(words), equals: true, "\(String(describing: error))")
    let kept = try Filter<Product>(wireText: json, keepingUnknown: true)
    expect(kept.wire, equals: (try value(json)))
    try expect(Filter<Product>(json: kept.jsonText), equals: kept)
  }

  @Test(
    "a query object is read as strictly",
    arguments: [
      (#"{"filters":{}}"#, "$.filters"), (#"{"numRecords":"10"}"#, "$.numRecords"), (#"{"offset":-1}"#, "$.offset"),
      (#"{"order":[{"field":"sku","direction":"ascending"}]}"#, "$.order[0].field"),
      (#"{"order":[{"field":"lastModified","direction":"up"}]}"#, "$.order[0].direction"),
      (#"{"order":[{"field":"lastModified"}]}"#, "$.order[0]"), (#"{"deleted":true}"#, "$.deleted"),
      (#"{"filter":{"type":"not"}}"#, "$.filter.type"), ("7", "$"), ("{", "$"),
    ])
  func unknownQuery(_ json: String, _ path: String) throws {
    let error = #expect(throws: FilterError.self) { try Query<Product>(wireText: json) }
    expect(error?.path.description, equals: path)
    guard json.count > 1 else { return }
    try expect(Query<Product>(wireText: json, keepingUnknown: true).jsonText, equals: json)
    try expect(Query<Product>(json: json).jsonText, equals: json)
  }

  @Test("the escape hatches are sent as they are written, and are read back on demand")
  func escape() throws {
    let query = Product.where { product in
      product.field("x").is("op", .text("v", type: "str"))
      product.sku.is("like", "10%")
      product.verbatim(["type": "not", "subclause": ["type": "hasImage"]])
      product.verbatim(["type": "eq", "field": "sku", "value": ["type": "str", "value": "1"]])
    }
    .order { $0.field("y").descending }
    .deleted(.other("only"))
    let clauses = [
      #"{"type":"op","field":"x","value":{"type":"str","value":"v"}}"#,
      #"{"type":"like","field":"sku","value":{"type":"str","value":"10%"}}"#,
      #"{"type":"not","subclause":{"type":"hasImage"}}"#,
      #"{"type":"eq","field":"sku","value":{"type":"str","value":"1"}}"#,
    ].joined(separator: ",")
    let json =
      #"{"filter":{"type":"and","subclauses":[\#(clauses)]},"order":[{"field":"y","direction":"descending"}],"deleted":"only"}"#
    expect(query.jsonText, equals: json)
    #expect(throws: FilterError.self) { try Query<Product>(wireText: json) }
    try expect(Query<Product>(wireText: json, keepingUnknown: true), equals: query)
    let coded = try JSONDecoder().decode(Query<Product>.self, from: JSONEncoder().encode(query))
    expect(coded, equals: query)
    #expect(throws: FilterError.self) { try query.results(in: [Product(id: "1")]) }
    #expect(
      query.filter.description
        == #""x" "op" "v" of type "str" and sku "like" "10%" of type "str" and {"type":"not","subclause":{"type":"hasImage"}} and sku is "1""#
    )
  }

  @Test("nesting is bounded, strictly or not")
  func depth() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: #"{"type":"or","subclauses":["#, count: levels) + String(repeating: "]}", count: levels)
    }
    #expect(try Filter<Product>(wireText: nested(64)).matchesNothing)
    for keepsUnknown in [false, true] {
      let error = #expect(throws: FilterError.self) {
        try Filter<Product>(wireText: nested(65), keepingUnknown: keepsUnknown)
      }
      expect(error?.reason, equals: .tooDeep(limit: 64))
    }
    #expect(throws: JSONError.self) { try Filter<Product>(json: nested(65)) }
    #expect(throws: FilterError.self) { try Filter<Product>(wireText: nested(100_000), keepingUnknown: true) }
  }

  @Test("a filter that compares with no number is never sent")
  func notANumber() {
    let price = FilterField<Article, Decimal, Article.Fields.Every>("price", "decimal")
    let filter = Filter(anyOf: [price.equals(1.5), Filter(allOf: [price.isGreaterThan(.nan)])])
    for body in [EndpointBody.json(Query(filter)), .json(filter), .json(filter, in: "data")] {
      #expect(
        body.problem?.hasSuffix("compares price with a number that is not finite") == true, "\(body.problem ?? "")")
    }
    expect(EndpointBody.json(Query(price.equals(1.5))).problem, equals: nil)
    // As a text it is one like any other.
    expect(EndpointBody.json(Query(Article.Fields().title.equals("NaN"))).problem, equals: nil)
    #expect(throws: FilterError.self) { try FilterEvaluator(filter) }
  }

  @Test("texts that only look alike are different filters")
  func bytes() {
    let fields = Product.Fields()
    let composed = fields.sku.equals("\u{e9}")
    let decomposed = fields.sku.equals("e\u{301}")
    #expect(composed != decomposed)
    expect(Filter(anyOf: [composed, decomposed, composed]).simplified, equals: Filter(anyOf: [composed, decomposed]))
    expect(Set([composed, decomposed]).count, equals: 2)
    #expect(Query(composed) != Query(decomposed))
    #expect(composed.canonicalText != decomposed.canonicalText)
  }
}
