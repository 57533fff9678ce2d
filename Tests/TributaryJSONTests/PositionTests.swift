import Expect
import Testing
import TributaryJSON

@Suite struct PositionTests {
  private func position(_ text: String, _ offset: Int) -> String {
    "\(JSONPosition(offset: offset, in: guarded(text)))"
  }
  private func path(_ text: String, _ offset: Int) -> String { "\(JSONPath(offset: offset, in: guarded(text)))" }

  @Test func linesEndAsEditorsEndThem() {
    let text = "ab\ncd\r\nef\rg\n\nh"
    let expected = [
      "1:1", "1:2", "1:3", "2:1", "2:2", "2:3", "2:4", "3:1", "3:2", "3:3", "4:1", "4:2", "5:1", "6:1", "6:2",
    ]
    for (offset, wanted) in expected.enumerated() { expect(position(text, offset), equals: wanted, "offset \(offset)") }
    expect(position(text, 99), equals: "6:2")
    expect(position(text, -1), equals: "1:1")
    expect(position("", 0), equals: "1:1")
    expect(position("\n", 1), equals: "2:1")
    expect(position("\r\n", 1), equals: "1:2")
    expect(position("\r\n", 2), equals: "2:1")
  }

  @Test func columnsCountScalars() {
    // a, å (2 bytes), € (3), 😀 (4), b
    let text = "aå€😀b"
    for (offset, column) in [1, 2, 2, 3, 3, 3, 4, 4, 4, 4, 5, 6].enumerated() {
      expect(position(text, offset), equals: "1:\(column)", "offset \(offset)")
    }
  }

  @Test func pathsLeadToTheValue() {
    let text = #"{"objects": [{"id": 1}, [true, null], {"status_id": "x", "odd key": {"": 7}}], "last": 2}"#
    func at(_ needle: String) -> Int {
      text.range(of: needle).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) } ?? -1
    }
    expect(path(text, 0), equals: "$")
    expect(path(text, at("[{")), equals: "$.objects")
    expect(path(text, at("{\"id")), equals: "$.objects[0]")
    expect(path(text, at("1}")), equals: "$.objects[0].id")
    expect(path(text, at("[true")), equals: "$.objects[1]")
    expect(path(text, at("null")), equals: "$.objects[1][1]")
    expect(path(text, at("status_id")), equals: "$.objects[2].status_id")
    expect(path(text, at("\"x\"")), equals: "$.objects[2].status_id")
    expect(path(text, at("7")), equals: #"$.objects[2]["odd key"][""]"#)
    expect(path(text, at("}}]")), equals: #"$.objects[2]["odd key"]"#)
    expect(path(text, at("2}")), equals: "$.last")
    expect(path(text, text.utf8.count), equals: "$")
  }

  @Test func pathsOfErrorsPointAtTheCulprit() {
    let cases: [(String, String)] = [
      ("[1, 2, x]", "$[2]"), (#"{"a": {"b": nulx}}"#, "$.a.b"), (#"{"a": [1, {"b": 1e}]}"#, "$.a[1].b"),
      (#"{"a" 1}"#, "$.a"),
      (#"{"a": [1,]}"#, "$.a"), (#"[[], [[1 2]]]"#, "$[1][0][0]"), (#"{"a\u0062": "\q"}"#, "$.ab"), (#"{"a": "#, "$.a"),
      ("{\"a\\\"]\": [\"\u{1}\"]}", #"$["a\"]"][0]"#),
    ]
    for (text, expected) in cases {
      let bytes = guarded(text)
      let problem = error { () throws(JSONError) in _ = try RawJSON(validating: bytes) }
      expect(problem.map { "\(JSONPath(offset: $0.offset, in: bytes))" }, equals: expected, "\(text)")
    }
  }

  @Test func aMissingFieldLiesInItsObject() throws {
    let text = #"{"items": [{"city": "x"}, {"id": 1, "owner_id": 2, "name": "a"}]}"#
    let bytes = guarded(text)
    let items = try #require(try JSONReader.read(JSONValue.self, from: bytes)["items"])
    expect(items[0]?["city"], equals: "x")
    let problem = error { () throws(JSONError) in _ = try JSONReader.read([String: [Lead]].self, from: bytes) }
    expect(problem?.reason, equals: .missingField("id"))
    expect(problem.map { "\(JSONPath(offset: $0.offset, in: bytes))" }, equals: "$.items[0]")
  }

  @Test func errorsAreOneSentence() {
    let cases: [(String, String)] = [
      ("", "the JSON text ends too early at byte 0"),
      ("[1 2]", "unexpected '2' at byte 3"),
      ("\u{1}", "unexpected byte 0x01 at byte 0"),
      ("[\n,]", "unexpected ',' at byte 2"),
      ("\"a\tb\"", "tab must be escaped inside a string at byte 2"),
      (#""\q""#, "a backslash does not begin a valid JSON escape at byte 1"),
      (#""\ud800""#, "an escaped surrogate lacks its other half at byte 1"),
      ("01", "the number is not valid JSON at byte 0"),
      ("1 1", "there is more text after the end of the value at byte 2"),
    ]
    for (text, sentence) in cases {
      let problem = error { () throws(JSONError) in _ = try JSONNode.parse(SharedBytes(text)) }
      expect(problem.map { "\($0)" }, equals: sentence)
    }
    expect(
      "\(JSONError(offset: 3, .missingField("id")))", equals: "the required field \"id\" is missing or null at byte 3")
    expect(
      "\(JSONError(offset: 3, .outOfRange("a double")))", equals: "the number does not fit into a double at byte 3")
    expect("\(JSONError(offset: 3, .invalid("is not a currency")))", equals: "the value is not a currency at byte 3")
    #expect(
      "\(JSONError(offset: 3, .expected("an integer", found: "a string")))"
        == "expected an integer but found a string at byte 3")
    expect("\(JSONError(offset: 3, .invalidUTF8))", equals: "the text is not valid UTF-8 at byte 3")
  }
}
