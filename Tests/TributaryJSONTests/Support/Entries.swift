@_spi(Generated) import TributaryJSON

/// Every way in, as a name and whether it accepts a text.
///
/// The typed ones read JSON of any shape, so that they have to agree with the others.
func verdicts(on bytes: SharedBytes, limits: JSONLimits = JSONLimits()) -> [(entry: String, error: JSONError?)] {
  [
    (
      "JSONValue",
      error { () throws(JSONError) in _ = try JSONReader.read(JSONValue.self, from: bytes, limits: limits) }
    ),
    ("RawJSON", error { () throws(JSONError) in _ = try RawJSON(validating: bytes, limits: limits) }),
    ("JSONNode", error { () throws(JSONError) in _ = try JSONNode.parse(bytes, limits: limits) }),
    ("skipValue", error { () throws(JSONError) in _ = try JSONReader.read(Skipped.self, from: bytes, limits: limits) }),
    ("typed", error { () throws(JSONError) in _ = try JSONReader.read(AnyShape.self, from: bytes, limits: limits) }),
  ]
}

/// Those that refuse strings which are no text; the others keep them as they came.
let waysThatWantText: Set = ["JSONNode", "typed"]

func error(_ body: () throws(JSONError) -> Void) -> JSONError? {
  do throws(JSONError) { try body() } catch { return error }
  return nil
}

private struct Skipped: JSONDecodable {
  init(from reader: inout JSONReader) throws(JSONError) { try reader.skipValue() }
}

/// Reads whatever comes through the calls that generated code makes.
private struct AnyShape: JSONDecodable {
  static let keys = JSONKeys("a", "b", "id", "name")

  init(from reader: inout JSONReader) throws(JSONError) {
    if try reader.readNull() { return }
    let kind = try reader.nextKind()
    switch kind {
    case .object:
      var object = try reader.beginObject(Self.keys)
      while try reader.nextKey(&object) != nil { _ = try AnyShape(from: &reader) }
    case .array: _ = try reader.readArray(of: AnyShape.self)
    case .string: _ = try reader.readString()
    case .bool: _ = try reader.readBool()
    case .number, .null: _ = try reader.readNumber()
    }
  }
}
