import Expect
import Testing
@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

@Suite("Queries in the JSON of services")
struct ShapedQueryTests {
  private let since = Timestamp(secondsSince1970: 1_420_167_845) ?? .epoch

  private func value(_ json: String) throws -> JSONValue { try JSONReader.read(from: SharedBytes(json)) }

  /// The query is sent as JSON, which is read back.
  private func check<Service>(_ query: Query<Shaped<Service>>, _ json: String) throws {
    expect(EndpointBody.json(query).problem, equals: nil)
    try expect(value(query.jsonText), equals: value(json))
    try expect(Query<Shaped<Service>>(wireText: query.jsonText), equals: query)
  }

  private func problem<Record: Queryable>(_ query: Query<Record>) -> String { EndpointBody.json(query).problem ?? "" }

  private func `where`<Service>(
    _ service: Service.Type,
    @FilterBuilder<Filter<Shaped<Service>>> _ clauses: (Shaped<Service>.Fields) -> [Filter<Shaped<Service>>]
  ) -> Query<Shaped<Service>> {
    Shaped<Service>.where(clauses)
  }

  // MARK: - What each says

  @Test("the usual way as a template gives the same bytes")
  func usual() throws {
    let (mine, usual) = (Shaped<UsualShape>.Fields(), Article.Fields())
    let queries: [(Query<Shaped<UsualShape>>, Query<Article>)] = [
      (Query(), Query()),
      (Query(mine.stock.equals(7)), Query(usual.stock.equals(7))),
      (
        Query(Filter(anyOf: [mine.active.equals(true), mine.changed.isBefore(since), mine.title.equals("a\"b")]))
          .order { $0.title.ascending }.order { $0.price.descending }.limit(10).offset(0).deleted(.both),
        Query(Filter(anyOf: [usual.active.equals(true), usual.changed.isBefore(since), usual.title.equals("a\"b")]))
          .order { $0.title.ascending }.order { $0.price.descending }.limit(10).offset(0).deleted(.both)
      ),
      (
        Query(Filter(allOf: [mine.remoteID.equals("r", connection: "c"), mine.stock.isAtMost(1)])),
        Query(Filter(allOf: [usual.remoteID.equals("r", connection: "c"), usual.stock.isAtMost(1)]))
      ),
    ]
    for (query, same) in queries {
      expect(query.jsonText, equals: same.jsonText)
      try expect(Query<Shaped<UsualShape>>(wireText: same.jsonText), equals: query)
    }
  }

  @Test("Sell: the examples of its documentation")
  func sell() throws {
    let query = `where`(SellShape.self) { $0.city.equals("Hyannis") }
      .order { $0.changed.ascending }.limit(50).cursor("abc").selecting { $0.title }
    try check(
      query,
      """
      {"items":[{"data":{"query":{"projection":[{"name":"title"}],
      "filter":{"filter":{"attribute":{"name":"city"},"parameter":{"eq":"Hyannis"}}},
      "sort":[{"attribute":{"name":"changed"},"order":"ascending"}]},"hits":true,"per_page":50,"cursor":"abc"}}]}
      """)
    let year = try #require(Timestamp("2022-01-01T00:00:00Z"))
    let nested = `where`(SellShape.self) { thing in
      thing.changed.isAtOrAfter(year)
      anyOf {
        thing.stock.isGreaterThan(5)
        noneOf { thing.active.equals(true) }
      }
    }
    try check(
      nested.selecting { _ in },
      """
      {"items":[{"data":{"query":{"filter":{"and":[
      {"filter":{"attribute":{"name":"changed"},"parameter":{"range":{"gte":"2022-01-01T00:00:00Z"}}}},
      {"or":[{"filter":{"attribute":{"name":"stock"},"parameter":{"range":{"gt":5}}}},
      {"not":{"filter":{"attribute":{"name":"active"},"parameter":{"eq":true}}}}]}]}},"hits":true}}]}
      """)
    // Without a selection every field is asked for, and without anything else the rest is left out.
    let names = ["title", "city", "stock", "price", "changed", "active"].map { #"{"name":"\#($0)"}"# }
    try check(
      Query<Shaped<SellShape>>(),
      #"{"items":[{"data":{"query":{"projection":[\#(names.joined(separator: ","))]},"hits":true}}]}"#)
  }

  @Test("HubSpot: a filter becomes groups")
  func groups() throws {
    let query = `where`(HubSpotShape.self) { thing in
      thing.title.equals("a")
      anyOf {
        thing.stock.isOneOf([1, 2])
        thing.changed.isBefore(since)
      }
    }
    let title = #"{"propertyName":"title","operator":"EQ","value":"a"}"#
    try expect(
      value(query.limit(3).order { $0.stock.descending }.selecting { $0.title }.jsonText),
      equals: value(
        """
        {"filterGroups":[{"filters":[\(title),{"propertyName":"stock","operator":"IN","values":[1,2]}]},
        {"filters":[\(title),{"propertyName":"changed","operator":"LT","value":1420167845000}]}],
        "sorts":[{"propertyName":"stock","direction":"DESCENDING"}],"properties":["title"],"limit":3}
        """))
    // What is implied is not said.
    let fields = Shaped<HubSpotShape>.Fields()
    let both = Filter(allOf: [fields.title.equals("a"), fields.stock.equals(1)])
    let implied = Filter(anyOf: [fields.title.equals("a"), both])
    expect(implied.jsonText, equals: #"[{"filters":[\#(title)]}]"#)
    // Not one of two is neither, and each is the opposite or nothing.
    let negated = `where`(HubSpotShape.self) { thing in
      noneOf {
        thing.title.equals("a")
        thing.city.isMissing
      }
    }
    let present = #"{"propertyName":"city","operator":"HAS_PROPERTY"}"#
    try expect(
      value(negated.filter.jsonText),
      equals: value(
        """
        [{"filters":[{"propertyName":"title","operator":"NEQ","value":"a"},\(present)]},
        {"filters":[{"propertyName":"title","operator":"NOT_HAS_PROPERTY"},\(present)]}]
        """))
  }

  @Test("Notion: the kind of value is a member")
  func notion() throws {
    let query = `where`(NotionShape.self) { thing in
      thing.active.equals(true)
      anyOf {
        thing.title.isMissing
        thing.changed.isAfter(since)
      }
    }
    .order { $0.title.descending }.limit(5)
    try check(
      query,
      """
      {"filter":{"and":[{"property":"active","checkbox":{"equals":true}},{"or":[
      {"property":"title","rich_text":{"is_empty":true}},
      {"property":"changed","date":{"after":"2015-01-02T03:04:05Z"}}]}]},
      "sorts":[{"property":"title","direction":"descending"}],"page_size":5}
      """)
  }

  @Test("documents: operators, fields and lists are members")
  func documents() throws {
    let query = `where`(MongoShape.self) { thing in
      thing.stock.isNoneOf([1, 2])
      noneOf { thing.title.equals("$or") }
      thing.active.equals(true)
      thing.changed.isAtOrAfter(since)
      thing.city.isPresent
    }
    .order { $0.title.ascending }.order { $0.stock.descending }.offset(20).limit(10).selecting { $0.city }
    try check(
      query,
      """
      {"filter":{"$and":[{"stock":{"$nin":[1,2]}},{"$nor":[{"title":{"$eq":"$or"}}]},{"active":{"$eq":1}},
      {"changed":{"$gte":1420167845}},{"city":{"$exists":true}}]},"projection":["city"],
      "sort":[{"stock":-1}],"skip":20,"limit":10}
      """)
  }

  @Test("Elasticsearch: every operator has its shape")
  func elastic() throws {
    let query = `where`(ElasticShape.self) { thing in
      anyOf {
        thing.title.equals("a")
        thing.city.isOneOf(["b", "c"])
      }
      noneOf {
        thing.stock.isLessThan(3)
        thing.price.isPresent
      }
    }
    .limit(10).offset(5).selecting { _ in }
    try check(
      query,
      """
      {"query":{"bool":{"filter":[{"bool":{"should":[{"term":{"title":"a"}},{"terms":{"city":["b","c"]}}],
      "minimum_should_match":1}},{"bool":{"must_not":[{"range":{"stock":{"lt":3}}},{"exists":{"field":"price"}}]}}]}},
      "from":5,"size":10}
      """)
  }

  // MARK: - What cannot be said

  @Test("what a shape cannot say is an error that names the clause")
  func limits() {
    let fields = Shaped<NotionShape>.Fields()
    #expect(problem(Query<Shaped<NotionShape>>().offset(3)).hasSuffix("this service cannot skip records"))
    #expect(problem(Query<Shaped<NotionShape>>().selecting { $0.title }).hasSuffix("cannot select fields"))
    #expect(problem(Query<Shaped<NotionShape>>().deleted(.both)).hasSuffix("cannot ask for deleted records"))
    #expect(problem(Query<Shaped<UsualShape>>().cursor("a")).hasSuffix("cannot take a cursor"))
    #expect(problem(Query<Article>().cursor("a")).hasSuffix("cannot take a cursor"))
    #expect(problem(Query<Article>().selecting { $0.title }).hasSuffix("cannot select fields"))
    let remote = problem(Query(fields.remoteID.equals("r", connection: "c")))
    #expect(remote.contains(#"has no "remoteId", which is needed for remote id is "r" at connection "c""#), "\(remote)")
    let negated = problem(Query(Filter(noneOf: [Article.Fields().title.equals("a")])))
    #expect(negated.hasSuffix(#"has no "not", which is needed for not (title is "a")"#), "\(negated)")
    let unopposed = problem(`where`(UsualShape.self) { thing in noneOf { thing.title.equals("a") } })
    #expect(unopposed.hasSuffix(#"has no "not", which is needed for not (title is "a")"#), "\(unopposed)")
    let nothing = problem(`where`(SellShape.self) { _ in anyOf {} })
    #expect(nothing.hasSuffix("it matches nothing, so that there is nothing to ask"), "\(nothing)")
    let price = Shaped<SellShape>.Fields().stock.is("eq", anyOf: [1])
    #expect(problem(Query(price)).contains("takes another number of values"))
    let none = problem(Query(Shaped<MongoShape>.Fields().stock.isNoneOf([])))
    #expect(none.hasSuffix("stock is compared with an empty list"))
    expect(Shaped<MongoShape>.Fields().stock.isOneOf([]), equals: .nothing)
    // A field whose name is that of a member beside it, which only a field without a spec can be.
    let named = problem(Query(Shaped<NotionShape>.Fields().field("x").is("equals", .text("a", type: "property"))))
    #expect(named.hasSuffix(#""property" is also the name of another member of its clause"#), "\(named)")
  }

  @Test("bounds hold, and the first clause beyond is named")
  func bounds() {
    let fields = Shaped<BoundedHubSpot>.Fields()
    let six = (0..<6).map { fields.stock.equals($0) }
    expect(problem(Query(Filter(anyOf: Array(six.prefix(5))))), equals: "")
    let groups = problem(Query(Filter(anyOf: six)))
    #expect(groups.hasSuffix("at most 5 groups, and the filter becomes 6; too many are stock is 5"), "\(groups)")
    expect(problem(Query(Filter(allOf: six))), equals: "")
    let clauses = problem(Query(Filter(allOf: six + [fields.title.equals("x")])))
    #expect(clauses.hasSuffix(#"one has 7; too many are title is "x""#), "\(clauses)")
    let four = Filter(allOf: (0..<5).map { fields.price.equals(JSONNumber($0)) })
    let all = problem(Query(Filter(allOf: [four, Filter(anyOf: Array(six.prefix(4)))])))
    #expect(all.contains("at most 18 comparisons"), "\(all)")
    let notion = Shaped<BoundedNotion>.Fields()
    let flat = Filter(anyOf: [notion.title.equals("a"), notion.title.equals("b")])
    let deeper = Filter(allOf: [flat, notion.city.equals("c")])
    expect(problem(Query(deeper)), equals: "")
    let deepest = problem(Query(Filter(anyOf: [deeper, notion.stock.equals(1)])))
    #expect(deepest.hasSuffix(#"at most 2 deep, and title is "a" or title is "b" is deeper"#), "\(deepest)")
  }

  @Test("a filter whose groups would be without number is refused before one is made")
  func explosion() {
    let fields = Shaped<HubSpotShape>.Fields()
    let pairs = (0..<60).map { Filter(anyOf: [fields.stock.equals($0), fields.title.equals("\($0)")]) }
    let refused = problem(Query(Filter(allOf: pairs)))
    #expect(refused.contains("as groups of comparisons it has more than 512 groups"), "\(refused)")
    #expect(refused.utf8.count < 500)
    let wide = problem(Query(Filter(anyOf: (0..<2000).map { fields.stock.equals($0) })))
    #expect(wide.contains("more than 512 groups"), "\(wide)")
    var nested = fields.stock.equals(0)
    for level in 1..<200 {
      let step = fields.stock.equals(level)
      nested = level % 2 == 0 ? Filter(anyOf: [nested, step]) : Filter(allOf: [nested, step])
    }
    #expect(!problem(Query(nested)).contains("undefined"))
  }

  // MARK: - Reading

  @Test(
    "what is unknown is refused by name, and kept on demand",
    arguments: [
      (#"{"$and":[{"brand":{"$eq":"a"}}]}"#, #"$["$and"][0].brand"#, #"no field "brand""#),
      (#"{"stock":{"$mod":2}}"#, #"$.stock["$mod"]"#, #"has no operator "$mod""#),
      (#"{"stock":{"$in":[1,"x"]}}"#, #"$.stock["$in"][1]"#, #""x" is not a value"#),
      (#"{"stock":{"$in":1}}"#, #"$.stock["$in"]"#, #"has no operator "$in""#),
      (#"{"stock":{"$eq":{}}}"#, #"$.stock["$eq"]"#, "expected a string, a number or a truth value"),
      (#"{"stock":1}"#, "$.stock", "expected an object"),
      (#"{"$nor":[{"stock":{"$eq":1}},1]}"#, #"$["$nor"]"#, "expected"),
      ("7", "$", "expected"), (#"{"$or":[1]}"#, #"$["$or"][0]"#, "expected an object"),
    ])
  func unknown(_ json: String, _ path: String, _ words: String) throws {
    typealias Thing = Shaped<MongoShape>
    let error = #expect(throws: FilterError.self) { try Filter<Thing>(wireText: json) }
    expect(error?.path.description, equals: path, "\(String(describing: error))")
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    let kept = try Filter<Thing>(wireText: json, keepingUnknown: true)
    try expect(value(kept.jsonText), equals: value(json))
    try expect(Filter<Thing>(json: kept.jsonText), equals: kept)
  }

  @Test(
    "a query is read as strictly",
    arguments: [
      (#"{"items":[]}"#, "$.items"), (#"{"items":[{"data":{"query":{},"hits":false}}]}"#, "$.items[0].data.hits"),
      (#"{"items":[{"data":{"hits":true,"per_page":-1}}]}"#, "$.items[0].data.per_page"),
      (
        #"{"items":[{"data":{"hits":true,"query":{"sort":[{"attribute":{"name":"x"},"order":"ascending"}]}}}]}"#,
        "$.items[0].data.query.sort[0].attribute.name"
      ),
      (
        #"{"items":[{"data":{"hits":true,"query":{"sort":[{"attribute":{"name":"title"},"order":"up"}]}}}]}"#,
        "$.items[0].data.query.sort[0].order"
      ),
      (
        #"{"items":[{"data":{"hits":true,"query":{"projection":[{"name":"x"}]}}}]}"#,
        "$.items[0].data.query.projection[0].name"
      ),
      (#"{"items":[{"data":{"hits":true}}],"more":1}"#, "$.more"),
    ])
  func unknownQuery(_ json: String, _ path: String) throws {
    let error = #expect(throws: FilterError.self) { try Query<Shaped<SellShape>>(wireText: json) }
    expect(error?.path.description, equals: path, "\(String(describing: error))")
  }

  @Test("members that the template lacks are kept on demand, and sent again")
  func others() throws {
    let json = #"{"filter":{"title":{"$eq":"a"}},"hint":{"x":1}}"#
    let query = try Query<Shaped<MongoShape>>(wireText: json, keepingUnknown: true)
    try expect(value(query.selecting { _ in }.jsonText), equals: value(json))
  }

  @Test("nesting is bounded in both directions")
  func depth() throws {
    typealias Thing = Shaped<SellShape>
    func nested(_ levels: Int) -> String {
      String(repeating: #"{"not":"#, count: levels)
        + #"{"filter":{"attribute":{"name":"title"},"parameter":{"eq":"a"}}}"#
        + String(repeating: "}", count: levels)
    }
    #expect(throws: Never.self) { try Filter<Thing>(wireText: nested(63)) }
    for keepsUnknown in [false, true] {
      let error = #expect(throws: FilterError.self) {
        try Filter<Thing>(wireText: nested(64), keepingUnknown: keepsUnknown)
      }
      expect(error?.reason, equals: .tooDeep(limit: 64))
    }
    var filter = Thing.Fields().title.equals("a")
    for level in 0..<70 { filter = Filter(allOf: [filter, Thing.Fields().stock.equals(level)]) }
    filter = (0..<70).reduce(filter) { filter, level in
      level % 2 == 0
        ? Filter(anyOf: [filter, Thing.Fields().stock.equals(level)])
        : Filter(allOf: [filter, Thing.Fields().stock.equals(level)])
    }
    #expect(problem(Query(filter)).contains("nests filters at most 64 deep"))
  }

  // MARK: - Values

  @Test("moments travel in the form of the query and are cut to its digits")
  func moments() throws {
    let fine = try #require(Timestamp("2015-01-02T03:04:05.2509Z"))
    let field = Shaped<HubSpotShape>.Fields().changed
    func sent(_ filter: Filter<Shaped<HubSpotShape>>) -> JSONValue? {
      (try? value(filter.jsonText))?[0]?["filters"]?[0]?["value"]
    }
    expect(sent(field.isAfter(fine)), equals: 1_420_167_845_250)
    expect(sent(field.isBefore(fine)), equals: 1_420_167_845_251)
    let late = try #require(Timestamp("2015-01-02T03:04:05.9999Z"))
    expect(sent(field.isAtOrBefore(late)), equals: 1_420_167_846_000)
    let read = try Filter<Shaped<HubSpotShape>>(
      wireText: #"[{"filters":[{"propertyName":"changed","operator":"GT","value":"1420167845250"}]}]"#)
    expect(read.simplified, equals: field.isAfter(fine))
  }

  @Test("lists, presence and absence are evaluated as they are said")
  func evaluation() throws {
    let fields = Shaped<HubSpotShape>.Fields()
    let records = [#"{"stock":1}"#, #"{"stock":2}"#, #"{"stock":null}"#, "{}", #"{"stock":"x"}"#]
    func holds(_ filter: Filter<Shaped<HubSpotShape>>) throws -> [Bool] {
      let evaluator = try FilterEvaluator(filter)
      return try records.map { evaluator.matches(try RawJSON($0)) }
    }
    try expect(holds(fields.stock.isOneOf([1, 3])), equals: [true, false, false, false, false])
    try expect(holds(fields.stock.isNoneOf([1, 3])), equals: [false, true, false, false, false])
    try expect(holds(fields.stock.isNoneOf([])), equals: [true, true, false, false, true])
    try expect(holds(fields.stock.isPresent), equals: [true, true, false, false, true])
    try expect(holds(fields.stock.isMissing), equals: [false, false, true, true, false])
    try expect(holds(Filter(noneOf: [fields.stock.equals(1)])), equals: [false, true, true, true, true])
    expect(fields.stock.isOneOf([1, 3]).description, equals: "stock is one of 1, 3")
    expect(fields.title.isMissing.description, equals: "title is missing")
  }
}
