import Foundation
import Testing
@_spi(Generated) import Tributary
@_spi(Generated) import TributaryJSON

@Suite("Compiled reference models")
struct ReferenceModelTests {
  private static let scalars = """
    {"text":"a","flag":true,"count":7,"ratio":1.5,"amount":12.340,"at":"2024-05-01T10:00:00.120+02:00",\
    "local_at":"2024-05-01T10:00:00.1200","day":"2024-05-01","uuid":"e621e1f8-c36c-495a-93fc-0c247a3e6e5f",\
    "url":"https://example.com/a?b=c","any":{"x":[1,null]},"heat":-2,"course":"in the \\"middle\\""}
    """

  @Test("Every built-in type is read and written back as it came")
  func scalars() throws {
    let value = try Scalars(json: Self.scalars)
    #expect(value.text == "a" && value.flag && value.count == 7 && value.ratio == 1.5)
    #expect(value.amount == Decimal(string: "12.34"))
    #expect(value.at == Timestamp("2024-05-01T08:00:00.12Z"))
    #expect(value.day == CalendarDate("2024-05-01"))
    #expect(value.uuid == UUID(uuidString: "E621E1F8-C36C-495A-93FC-0C247A3E6E5F"))
    #expect(value.url == URL(string: "https://example.com/a?b=c"))
    #expect(value.any == ["x": [1, .null]])
    #expect(value.heat == .default && value.course == .in)
    #expect(value.jsonText == Self.scalars.replacing("12.340", with: "12.34"))
  }

  @Test("Optional fields may be absent or null, and are left out when written")
  func optionals() throws {
    let names = Optionals.keys.names
    let nulls = "{" + names.map { "\"\($0)\":null" }.joined(separator: ",") + "}"
    #expect(try Optionals(json: nulls) == Optionals())
    #expect(try Optionals(json: "{}") == Optionals())
    #expect(Optionals().jsonText == "{}")
    #expect(try Optionals(json: Self.scalars).jsonText == Scalars(json: Self.scalars).jsonText)
  }

  @Test("Each required field that is missing is named", arguments: Scalars.keys.names)
  func missing(name: String) throws {
    let value = try JSONReader.read(JSONValue.self, from: SharedBytes(Self.scalars))
    var fields = try #require(value.object)
    fields[name] = nil
    #expect(throws: JSONError(offset: 0, .missingField(name))) {
      try Scalars(json: JSONWriter.bytes(of: JSONValue.object(fields)))
    }
  }

  @Test("A required field that is null is an error", arguments: Scalars.keys.names.filter { $0 != "any" })
  func null(name: String) throws {
    let value = try JSONReader.read(JSONValue.self, from: SharedBytes(Self.scalars))
    var fields = try #require(value.object)
    fields[name] = .null
    #expect(throws: JSONError.self) { try Scalars(json: JSONWriter.bytes(of: JSONValue.object(fields))) }
  }

  @Test("Fields come in any order, and unknown ones are passed over")
  func order() throws {
    let value = try JSONReader.read(JSONValue.self, from: SharedBytes(Self.scalars))
    let fields = try #require(value.object)
    var reversed = JSONFields(fields.reversed())
    reversed["unknown"] = ["deep": [[1]]]
    #expect(try Scalars(json: JSONWriter.bytes(of: JSONValue.object(reversed))) == Scalars(json: Self.scalars))
  }

  @Test("Numbers that travel as text are read in both forms and written as text")
  func texts() throws {
    let numbers = #"{"count":1,"ratio":2.5,"amount":3.25,"count_maybe":4,"ratio_maybe":null}"#
    let value = try Texts(json: numbers)
    #expect(value == Texts(count: 1, ratio: 2.5, amount: try #require(Decimal(string: "3.25")), countMaybe: 4))
    let texts = #"{"count":"1","ratio":"2.5","amount":"3.25","count_maybe":"4"}"#
    #expect(value.jsonText == texts)
    #expect(try Texts(json: texts) == value)
    #expect(try Texts(json: #"{"count":"1","ratio":"1","amount":"1","amount_maybe":"0.10"}"#).amountMaybe == 0.1)
  }

  @Test("Lists and maps hold values of every kind")
  func collections() throws {
    let text = """
      {"words":["a","b"],"grid":[[1],[],[2,3]],"prices":{"x":1.10},"courses":["starter","new"],"scalars":[{"count":1},{}],\
      "links":{"all":["https://a.example"]}}
      """
    let value = try Collections(json: text)
    #expect(value.grid == [[1], [], [2, 3]])
    #expect(value.courses == [.starter, .other("new")])
    #expect(value.jsonText == text.replacing("1.10", with: "1.1"))
  }

  @Test("Open models keep what the spec does not know, and write it back")
  func openModel() throws {
    let dish = #"{"id":1,"title":"Soup","old_rank":3,"price":"9.50","in":"pan","object":"o","new":{"a":[1.50]}}"#
    var value = try Dish(json: dish)
    #expect(value.id == 1 && value.name == "Soup" && value.in == "pan")
    #expect(value.unknownFields == ["new": ["a": [1.50]]])
    value.default = true
    value.odd = "x"
    #expect(
      value.jsonText == """
        {"id":1,"display_name":"Soup","kind_of_a_\\"quoted\\"_\\\\_ü":"x","old_rank":3,"price":"9.5","default":true,\
        "in":"pan","object":"o","new":{"a":[1.50]}}
        """)
    #expect(try Dish(json: value.jsonText) == value)
    #expect(try Anything(json: #"{"a":1}"#).jsonText == #"{"a":1}"#)
    #expect(try Empty(json: #"{"a":1}"#).jsonText == "{}")
  }

  @Test("A field is read under each of its names")
  func aliases() throws {
    for name in ["display_name", "title", #"na\"me\\"#] {
      let text = #"{"id":1,"\#(name)":"Soup","old_rank":3,"price":1,"in":"","object":""}"#
      #expect(try Dish(json: text).name == "Soup")
    }
  }

  @Test("Models hold themselves and each other, as values")
  func recursion() throws {
    let text = #"{"id":1,"assistant":{"id":2,"assistant":{"id":3}},"dishes":[]}"#
    var chef = try Chef(json: text)
    #expect(chef.assistant?.assistant?.id == 3)
    #expect(chef.jsonText == text)
    let before = chef
    chef.assistant?.assistant?.id = 4
    #expect(before.assistant?.assistant?.id == 3 && chef != before)
    let left = try Left(json: #"{"right":{"left":{"name":"b"},"all":{"c":{"name":"d"}}},"name":"a"}"#)
    #expect(left.right?.left?.name == "b" && left.right?.all?["c"]?.name == "d")
  }

  @Test("A value as deep as the reader goes is read, compared and freed; a deeper one is refused")
  func depth() throws {
    func chef(_ depth: Int) -> String {
      String(repeating: #"{"id":1,"assistant":"#, count: depth - 1) + #"{"id":1}"#
        + String(repeating: "}", count: depth - 1)
    }
    let limit = JSONLimits().depth
    #expect(try Chef(json: chef(limit)) == Chef(json: chef(limit)))
    #expect(throws: JSONError.self) { try Chef(json: chef(100_000)) }
  }

  @Test("Generic models decode with any content, and a bad record costs only itself")
  func generics() throws {
    let page = try Part<Chef>(json: #"{"items":[{"id":1},{"id":"x"},{"id":2}],"next_page":"https://a.example/2"}"#)
    #expect(page.items.map(\.id) == [1, 2])
    #expect(page.items.undecodable.map(\.index) == [1])
    #expect(page.nextPage == URL(string: "https://a.example/2"))
    #expect(try Part<String>(json: #"{"items":["a"],"first":"a"}"#).first == "a")
    let pair = try Pair<Int, [String]>(json: #"{"first":1,"second":["x"],"pages":[{"items":[["y"]]}]}"#)
    #expect(pair.pages?.first?.items.first == ["y"])
  }

  @Test("Enums keep values that the spec does not know, and compare by value")
  func enums() {
    #expect(Heat(rawValue: 1) == .low && Heat(rawValue: 77) == .other(77))
    #expect(Heat.other(1) == .low && Set([Heat.other(1), .low]).count == 1)
    #expect(Course(rawValue: "d\u{E9}ssert\\") == .sweet && Course.sweet.rawValue == "d\u{E9}ssert\\")
    #expect(Course(rawValue: "x").rawValue == "x")
  }

  @Test("What is deprecated still works")
  @available(*, deprecated, message: "Tests what is deprecated.")
  func deprecated() throws {
    #expect(Heat(rawValue: 9) == .glowing)
    var dish = try Dish(json: #"{"id":1,"title":"","old_price":5,"old_rank":3,"price":1,"in":"","object":""}"#)
    #expect(dish.oldPrice == 5 && dish.oldRank == 3)
    dish.oldPrice = 6
    #expect(dish.jsonText.contains(#""old_price":6"#))
  }

  @Test("Codable goes through the same coding")
  func codable() throws {
    let value = try Scalars(json: Self.scalars)
    let data = try JSONEncoder().encode(value)
    #expect(try JSONDecoder().decode(Scalars.self, from: data) == value)
    let chef = Chef(id: 1, assistant: Chef(id: 2))
    #expect(try JSONDecoder().decode(Chef.self, from: JSONEncoder().encode(chef)) == chef)
  }

  @Test("Records say how stores call and show them")
  func records() {
    #expect(Dish.recordType.service == "kitchen" && Dish.recordType.name == "dish")
    #expect(Dish.recordType.fields == Dish.keys.names)
    #expect(Chef.recordType.fields == ["id", "assistant", "dishes", "forms"])
  }
}

@Suite("What every model and enum has")
struct ReferenceConformanceTests {
  @Test("An enum lists its known cases, which do not include deprecated ones")
  func known() {
    #expect(Damp.known == [.dry, .wet])
    #expect(Vintage.known == [])
    #expect(Damp.known.map(\.rawValue) == ["dry", "wet"])
  }

  @Test("Equal models have equal hashes, and sets keep one of them")
  func hashes() throws {
    let bottle = try Bottle(json: #"{"id": 1, "damp": "dry", "price": 2.50, "new": [1, 2]}"#)
    let same = try Bottle(json: #"{"new": [1, 2], "price": 2.5, "damp": "dry", "id": 1}"#)
    #expect(bottle == same && bottle.hashValue == same.hashValue)
    #expect(Set([bottle, same, try Bottle(json: #"{"id": 1, "damp": "wet"}"#)]).count == 2)
    let rack = try Rack<Bottle>(json: #"{"kind": "cork", "kept": {"id": 3, "sealed_at": "2024-01-01T00:00:00Z"}}"#)
    #expect(Set([rack, rack]).count == 1)
  }
}
