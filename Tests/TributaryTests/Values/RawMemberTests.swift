import Expect
import Testing
import Tributary
import TributaryJSON

@Suite("Members of raw JSON")
struct RawMemberTests {
  @Test("A member comes as it was written, whatever stands around it")
  func members() throws {
    let raw = try RawJSON(#"{ "a": [1, {"b": 2}], "d\u0061ta" : { "id" : 1.50 } , "a": null, "z": "b"}"#)
    expect(raw.member("data")?.text, equals: #"{ "id" : 1.50 }"#)
    expect(raw.member("data")?.member("id")?.text, equals: "1.50")
    expect(raw.member("a")?.text, equals: "null", "the last of equal names counts")
    #expect(raw.member("b") == nil)
  }

  @Test("What is no object has no members")
  func others() throws {
    for text in ["[1]", "1", "null", #""data""#] { #expect(try RawJSON(text).member("data") == nil) }
  }
}
