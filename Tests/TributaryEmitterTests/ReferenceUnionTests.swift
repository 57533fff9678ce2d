import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("Compiled reference unions")
struct ReferenceUnionTests {
  private static let chair = #"{"id":1,"legs":4}"#

  /// A parcel with this content under this tag, and what else its meta says.
  private static func parcel(_ content: String, _ kind: String, _ more: String = "") -> String {
    #"{"content":\#(content),"meta":{"kind":"\#(kind)"\#(more)}}"#
  }

  @Test("The tag decides the case, unless a condition does; what is unknown or does not decode is kept as it came")
  func cases() throws {
    let broken = #"{"legs":"four"}"#
    let contents: [(String, Delivery)] = [
      (Self.parcel(Self.chair, "chair"), .chair(Chair(id: 1, legs: 4))),
      (Self.parcel(Self.chair, "class"), .class(Chair(id: 1, legs: 4))),
      (Self.parcel(#"{"id":2,"seats":3}"#, "old_table"), .oldTable(Table(id: 2, seats: 3))),
      (Self.parcel(Self.chair, "sofa"), .other(tag: "sofa", try RawJSON(Self.chair))),
      (#"{"content":[1]}"#, .other(tag: nil, try RawJSON("[1]"))),
      (Self.parcel(Self.chair, "chair", #","happening":"deleted""#), .deleted(Gone(id: 1))),
      (Self.parcel(Self.chair, "sofa", #","happening":"deleted""#), .deleted(Gone(id: 1))),
      (Self.parcel(Self.chair, "chair", #","happening":"made""#), .chair(Chair(id: 1, legs: 4))),
      (Self.parcel(#"{"id":3,"state":"lost"}"#, "chair"), .lost(Gone(id: 3))),
      (Self.parcel(#"{"id":3,"state":"broken"}"#, "chair"), .broken(Gone(id: 3))),
      (
        Self.parcel(broken, "chair"),
        .undecodable(
          tag: "chair", try RawJSON(broken), JSONError(offset: 8, .expected("an integer", found: "a string")))
      ),
    ]
    for (text, delivery) in contents { #expect(try Parcel(json: text).content == delivery, "\(text)") }
  }

  @Test("The tag may come after the content, and everything is written back")
  func order() throws {
    for text in [
      #"{"meta":{"kind":"chair"},"content":\#(Self.chair)}"#, Self.parcel(Self.chair, "chair"),
      Self.parcel(#"{"new":[1, 2]}"#, "sofa"), Self.parcel("true", "chair"),
    ] {
      let value = try Parcel(json: text)
      #expect(try Parcel(json: value.jsonText) == value)
      #expect(try RawJSON(value.jsonText).value() == RawJSON(text).value())
    }
  }

  @Test("What came before makes no difference: a list reads as its elements do one by one")
  func lists() throws {
    let items = [
      Self.parcel(Self.chair, "chair"), Self.parcel(#"{"id":2,"seats":3}"#, "old_table"), Self.parcel("[1]", "sofa"),
      Self.parcel(#"{"legs":"four"}"#, "chair"), Self.parcel(Self.chair, "chair", #","happening":"deleted""#),
      #"{"meta":{"kind":"chair"},"content":\#(Self.chair)}"#, #"{"content":[1]}"#,
      #"{ "content" : \#(Self.chair) , "plain" : null , "meta" : {"kind":"chair"}}"#,
    ]
    // Each item twice in a row, so that it is expected a third time, before each other.
    for first in items {
      for second in items {
        let texts = [first, first, second, second, first]
        let list = try JSONReader.read([Parcel].self, from: SharedBytes("[\(texts.joined(separator: ","))]"))
        expect(list, equals: try texts.map { try Parcel(json: $0) })
      }
    }
    let broken = "[\(Self.parcel(Self.chair, "chair")),\(Self.parcel(Self.chair, "chair")),{\"content\":{\"id\":1,}}]"
    #expect(throws: JSONError.self) { try JSONReader.read([Parcel].self, from: SharedBytes(broken)) }
  }

  @Test("A tag can stand inside the content, a union be optional, and its values hold others")
  func depth() throws {
    let inner = #"{"content":\#(Self.chair),"meta":{"kind":"chair"}}"#
    let text =
      #"{"content":\#(inner),"extra":{"id":5,"legs":3,"about":{"kind":"chair"}},"plain":null,"meta":{"kind":"set"}}"#
    let chair = Parcel(content: .chair(Chair(id: 1, legs: 4)), meta: ParcelMeta(kind: "chair"))
    #expect(
      try Parcel(json: text)
        == Parcel(content: .parcel(chair), extra: .chair(Chair(id: 5, legs: 3)), meta: ParcelMeta(kind: "set")))
    let stored = #"{"content":1,"by_inner":\#(Self.chair),"inner":{"content":2,"name":"chair"}}"#
    #expect(try Parcel(json: stored).byInner == .chair(Chair(id: 1, legs: 4)))
    #expect(throws: JSONError(offset: 0, .missingField("content"))) { try Parcel(json: "{}") }
  }
}
