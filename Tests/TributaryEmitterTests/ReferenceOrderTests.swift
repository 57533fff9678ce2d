import Expect
import Testing
import Tributary
import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Unions that own their tag or that the JSON tells, constants, mixed-in fields and forms on the wire.
@Suite("Compiled reference orders")
struct ReferenceOrderTests {
  private func same<Value: JSONModel>(
    _ type: Value.Type, _ text: String, _ value: Value, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(try Value(json: text) == value, sourceLocation: sourceLocation)
    #expect(value.jsonText == text, sourceLocation: sourceLocation)
    #expect(try Value(json: text).jsonText == text, sourceLocation: sourceLocation)
  }

  @Test("A union writes its tag first, unless what it holds has it")
  func ownTag() throws {
    try same(OrderEvent.self, #"{"event":"placed","by":"Ada"}"#, .placed(Placed(by: "Ada")))
    try same(OrderEvent.self, #"{"event":"served","hot":true}"#, .served(Served(hot: true)))
    try same(OrderEvent.self, #"{"event":"closed"}"#, .closed)
    try same(OrderEvent.self, #"{"event":"course","by":"Ada"}"#, .course(.course(Placed(by: "Ada"))))
    try same(OrderEvent.self, #"{"event":"open-event"}"#, .openEvent(OpenEvent()))
    try same(Component.self, #"{"type":1,"components":[{"type":5}]}"#, .row(Row(components: [.rule])))
    try same(Component.self, #"{"type":3,"label":"Go"}"#, .button(Button(type: 3, label: "Go")))
    try same(Component.self, #"{"type":4}"#, .gap(Gap(type: 4)))
    #expect(Component.gap(Gap()).jsonText == #"{"type":4}"#)
  }

  @Test("The tag may come anywhere, and an open model does not keep it")
  func openModel() throws {
    let event = try OrderEvent(json: #" { "more" : [ {"event":"x"} ], "stage":2, "event":"open-event" } "#)
    #expect(event == .openEvent(OpenEvent(stage: 2, unknownFields: ["more": [["event": "x"]]])))
    #expect(event.jsonText == #"{"event":"open-event","stage":2,"more":[{"event":"x"}]}"#)
  }

  @Test("A union in a union writes both tags, and neither is kept by an open model")
  func nested() throws {
    let text = #"{"kind":"poly","sides":"three","stage":1,"x":2}"#
    try same(Shape.self, text, .polygon(.three(OpenEvent(stage: 1, unknownFields: ["x": 2]))))
    for kept in [#"{"kind":"poly","sides":"nine","a":1}"#, #"{"sides":"three","stage":"x","kind":"poly"}"#] {
      #expect(try Shape(json: kept).jsonText == kept)
    }
  }

  @Test(
    "An unknown tag, and content that does not decode, are kept and written back",
    arguments: [
      #"{"event":"melted","hot":1}"#, #"{"by":"Ada"}"#, #"{"event":7}"#, "null", "[1,2]", #""placed""#,
      #"{"event":"placed","by":7}"#, #"{"event":"course","other":1}"#, #"{"event":"sides","components":7}"#, "{}",
    ])
  func kept(text: String) throws {
    let events = try JSONReader.read([OrderEvent].self, from: SharedBytes("[\(text), \(text)]"))
    #expect(JSONWriter.text(of: events) == "[\(text),\(text)]")
    switch events[0] {
    case .other, .undecodable, .course: break
    default: Issue.record("\(events[0])")
    }
  }

  @Test("What is not JSON is an error in every union")
  func invalid() {
    for text in [#"{"event":"placed","by":}"#, "[1,", #"{"event":"closed","#, #"{"a" 1}"#, ""] {
      #expect(throws: JSONError.self, "\(text)") { try OrderEvent(json: text) }
      #expect(throws: JSONError.self, "\(text)") { try Guest(json: text) }
    }
  }

  @Test("The JSON tells the case by its kind")
  func kinds() throws {
    try same(Guest.self, #""Ada""#, "Ada")
    try same(Guest.self, "7", 7)
    try same(Guest.self, "true", true)
    try same(Guest.self, #"["Ada","Bob"]"#, ["Ada", "Bob"])
    try same(Guest.self, #"{"kind":"party","size":4}"#, .party(Party(size: 4)))
    try same(Guest.self, "null", .other(try RawJSON("null")))
    #expect(try Guest(json: "7.5").jsonText == "7.5")
    guard case .undecodable = try Guest(json: #"{"size":"many"}"#) else { return #expect(Bool(false)) }
    try same(Amounts.self, #"[1,[2]]"#, .amount(.parts([.int(1), .parts([.int(2)])])))
  }

  @Test("Texts are told by their form")
  func texts() throws {
    try same(When.self, #""2024-01-09""#, .date(try #require(CalendarDate("2024-01-09"))))
    try same(
      When.self, #""2024-01-09T10:11:12""#, .localTimestamp(try #require(LocalTimestamp("2024-01-09T10:11:12"))))
    try same(When.self, #""2024-01-09T10:11:12Z""#, .timestamp(try #require(Timestamp("2024-01-09T10:11:12Z"))))
    try same(When.self, #""soon""#, "soon")
    try same(When.self, "2.5", 2.5)
    guard case .uuid = try When(json: #""E621E1F8-C36C-495A-93FC-0C247A3E6E5F""#) else {
      return #expect(Bool(false))
    }
    try same(Moment.self, "1693453305.5", .timestamp(try #require(Timestamp("2023-08-31T03:41:45.50Z"))))
    #expect(try Moment(json: "1693453305.50").jsonText == "1693453305.50")
    try same(Moment.self, #""true""#, true)
    #expect(When.words("soon").parameterText == "soon")
    #expect(try Moment(json: "1693453305.50").parameterText == "1693453305.50")
    #expect(Moment.text(true).parameterText == "true")
  }

  @Test("A union of plain values stands in a path, a query and a header")
  func parameters() async throws {
    let kitchen = Kitchen(200, "[]")
    let response = try await kitchen.client.orders.send(
      order: "a/b", .closed, when: ["soon", 2.5], moment: .timestamp(try #require(Timestamp("1970-01-01T00:00:01Z"))),
      xWhen: .date(try #require(CalendarDate("2024-01-09"))))
    #expect(response == .ok([]))
    #expect(kitchen.lines == [#"POST /orders/a%2Fb?when=soon,2.5&moment=1 {"event":"closed"}"#])
    #expect(kitchen.request?.headers["X-When"] == "2024-01-09")
  }

  @Test("Objects are told by marks, in turn")
  func marks() throws {
    try same(OrderOrGone.self, #"{"gone":true,"id":7}"#, .goneOrder(GoneOrder(gone: true, id: 7)))
    try same(OrderOrGone.self, #"{"kind":"party","size":2}"#, .party(Party(size: 2)))
    guard case .undecodable = try OrderOrGone(json: #"{"gone":null,"kind":"feast"}"#) else {
      return #expect(Bool(false))
    }
    try same(OrderOrGone.self, #"[{"kind":"party","size":2},[]]"#, .list([.party(Party(size: 2)), .list([])]))
  }

  private static let order = #"""
    {"id":1,"created_at":"2024-01-09T10:11:12Z","kind":"order","version":2,"ratio":1.5,"final":false,"guest":"Ada",\#
    "events":[],"by_name":{"a":{"type":5}},"recipe":"soup","cooked":["soon"]}
    """#

  @Test("Constants are written and passed over, and mixed-in fields are the model's own")
  func order() throws {
    let order = try Order(json: Self.order)
    #expect(order.jsonText == Self.order)
    #expect(order.id == Order.ID(1))
    #expect(order.recipe == .id("soup"))
    #expect(order.byName == ["a": .rule])
    let other = Self.order.replacing(#""kind":"order","version":2"#, with: #""version":[7],"kind":null"#)
    #expect(try Order(json: other) == order)
    #expect(
      OrderDraft(guest: 7).jsonText == #"{"kind":"order","version":2,"ratio":1.5,"guest":7}"#)
    #expect(
      OrderPatch(guest: "Bob", latest: .set(.closed), state: .closed).jsonText
        == #"{"kind":"order","version":2,"ratio":1.5,"guest":"Bob","latest":{"event":"closed"},"state":"closed"}"#)
  }

  @Test("A condition goes before the tag of the value itself")
  func condition() throws {
    func stage(_ more: String) throws -> OrderEvent? {
      try Order(json: Self.order.dropLast() + #","stage":{"event":"placed","by":"Ada"}\#(more)}"#).stage
    }
    #expect(try stage("") == .placed(Placed(by: "Ada")))
    #expect(try stage(#","kind_of_stage":"gone""#) == .gone(Placed(by: "Ada")))
  }

  @Test("A union with parameters holds an identifier or the value, in a ring too")
  func expandable() throws {
    let text = #"{"id":"soup","parent":{"id":"broth","used_in":[]},"used_in":[7]}"#
    let recipe = Recipe(
      id: "soup", parent: .object(Recipe(id: "broth", usedIn: [])), usedIn: [.id(7)])
    try same(Recipe.self, text, recipe)
    try same(Folder<Recipe>.self, #"{"first":"soup","rest":[]}"#, Folder(first: .id("soup"), rest: []))
    #expect(Set([recipe, recipe]).count == 1)
  }

  @Test("A tag may lie inside a required union")
  func inside() throws {
    for tag in [#""@odata.kind":"chair""#, #""@odata":{"kind":"chair"}"#] {
      let text = #"{"item":{\#(tag),"id":1,"legs":4},"always":true}"#
      #expect(try Tagged(json: text).item == .chair(Chair(id: 1, legs: 4)))
    }
  }
}

@Suite("Forms on the wire")
struct ReferenceFormTests {
  private static let form = #"""
    {"flag":"true","bit":1,"at":1693453305,"millis":1693453305123,"utc":"2019-05-29T04:21:51",\#
    "spaced":"2019-05-29 04:21:51.5","mail":"Thu, 24 Aug 2023 05:01:45 +0000","times":[0,-1.5,1e3],\#
    "by_name":{"a":["7.5","7"]},"counts":[["1",null]]}
    """#

  @Test("Each form is read and written")
  func forms() throws {
    let value = try Forms(json: Self.form)
    #expect(value.jsonText == Self.form.replacing("1e3", with: "1000"))
    #expect(value.flag && value.bit == true)
    #expect(value.at == Timestamp("2023-08-31T03:41:45Z"))
    #expect(value.millis == Timestamp("2023-08-31T03:41:45.123Z"))
    #expect(value.utc == Timestamp("2019-05-29T04:21:51Z"))
    #expect(value.mail == Timestamp("2023-08-24T05:01:45Z"))
    #expect(value.times[1] == Timestamp("1969-12-31T23:59:58.5Z"))
    #expect(value.counts == [[1, nil]])
    #expect(value.at.description == "2023-08-31T03:41:45Z")
  }

  @Test("Other texts that a form reads are written back as they came")
  func otherTexts() throws {
    for (old, new) in [
      (#""at":1693453305"#, #""at":"1693453305.250""#), (#""at":1693453305"#, #""at":"2023-08-31T05:41:45+02:00""#),
      (#""utc":"2019-05-29T04:21:51""#, #""utc":"2019-05-29 04:21:51Z""#),
      (#""utc":"2019-05-29T04:21:51""#, #""utc":"2019-05-29T04:21:51.50""#),
      (#"24 Aug 2023 05:01:45 +0000"#, #"24 Aug 2023 05:01:45 GMT"#),
      ("Thu, 24 Aug 2023 05:01:45 +0000", "4 Aug 2023 05:01 -0730"),
    ] {
      let text = Self.form.replacing("1e3", with: "1000").replacing(old, with: new)
      #expect(try Forms(json: text).jsonText == text)
    }
  }

  @Test("What Swift makes is written in the form")
  func made() throws {
    let stamp = try #require(Timestamp("2019-05-29T06:21:51.500+02:00"))
    let forms = Forms(
      flag: false, bit: false, at: stamp, millis: stamp, utc: stamp, spaced: stamp, mail: stamp, times: [])
    #expect(
      forms.jsonText == #"""
        {"flag":"false","bit":0,"at":1559103711.5,"millis":1559103711500,"utc":"2019-05-29T04:21:51.500",\#
        "spaced":"2019-05-29 04:21:51.500","mail":"Wed, 29 May 2019 06:21:51 +0200","times":[]}
        """#)
    #expect(
      FormsPatch(bit: .clear, at: .set(stamp), times: .set([stamp])).jsonText
        == #"{"bit":null,"at":1559103711.5,"times":[1559103711.5]}"#)
    // What was read in one form and is put into a field of another is written in that one.
    var other = try Forms(json: Self.form)
    other.at = other.utc
    #expect(other.jsonText.contains(#""at":1559103711,"#))
  }

  @Test("What stands for nothing is absent where it may be, and an error where it may not")
  func loose() throws {
    #expect(
      try Optionals(json: #"{"count":"","flag":"","ratio":"","amount":"","at":"","local_at":"","day":""}"#)
        == Optionals())
    #expect(try Optionals(json: #"{"uuid":"","heat":""}"#) == Optionals())
    #expect(try Optionals(json: #"{"text":"","any":""}"#) == Optionals(text: "", any: ""))
    #expect(try Optionals(json: #"{"url":""}"#) == Optionals())
    #expect(throws: JSONError.self) { try Optionals(json: #"{"count":[]}"#) }
    #expect(throws: JSONError.self) { try Optionals(json: #"{"count":" "}"#) }
    #expect(throws: JSONError.self) { try Served(json: #"{"hot":""}"#) }
    #expect(try Recipe(json: #"{"id":"a","parent":null,"used_in":[]}"#) == Recipe(id: "a", usedIn: []))
    #expect(try JSONReader.read([String: Int].self, from: SharedBytes("[ ]")) == [:])
    #expect(try JSONReader.read(Served?.self, from: SharedBytes("[]")) == nil)
    #expect(try JSONReader.read(Served?.self, from: SharedBytes(#""""#)) == nil)
    #expect(throws: JSONError.self) { try JSONReader.read(Served?.self, from: SharedBytes("[1]")) }
    #expect(throws: JSONError.self) { try JSONReader.read([String: Int].self, from: SharedBytes("[1]")) }
    #expect(try JSONReader.read([Int?].self, from: SharedBytes(#"["",1]"#)) == [nil, 1])
    #expect(try Forms(json: Self.form.replacing(#""bit":1"#, with: #""bit":"""#)).bit == nil)
    #expect(throws: JSONError.self) { try Forms(json: Self.form.replacing(#""at":1693453305"#, with: #""at":"""#)) }
  }
}
