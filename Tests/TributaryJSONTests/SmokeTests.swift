import Testing
import TributaryJSON

@Test func smoke() throws {
  let value = try JSONReader.read(JSONValue.self, from: SharedBytes(#"{"a":[1,2.5,"x\u00e5\ud83d\ude00",null,true]}"#))
  #expect(JSONWriter.text(of: value) == #"{"a":[1,2.5,"xå😀",null,true]}"#)
}
