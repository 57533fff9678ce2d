import TributaryJSON

/// A path through fields, as it is written: `meta.links.next_page`.
struct ParsedFieldPath: Sendable {
  /// The most fields of a path.
  static let length = 16

  /// The names on the wire with their positions; at least one.
  var names: [Located<String>]
}

extension FileReader {
  /// The path in a string.
  mutating func fieldPath(_ node: JSONNode?, _ what: String) -> ParsedFieldPath? {
    string(node, what).flatMap { fieldPath($0, what) }
  }

  /// The path in a text of this file, which may be a key.
  mutating func fieldPath(_ text: Located<String>, _ what: String) -> ParsedFieldPath? {
    let place = TextPlace(file: file, bytes: bytes, offset: text.location.offset)
    let names = text.value.split(separator: ".", omittingEmptySubsequences: false)
    guard names.count <= ParsedFieldPath.length else {
      findings.error("\(what) has more than \(ParsedFieldPath.length) names", at: text.location)
      return nil
    }
    guard !names.contains("") else {
      findings.error(
        "\(what) \(text.value.quoted) is not a path of fields", at: text.location,
        advice: "write their names on the wire with dots between them, such as \"meta.type\"")
      return nil
    }
    return ParsedFieldPath(
      names: names.map { name in
        let byte = text.value.utf8.distance(from: text.value.startIndex, to: name.startIndex)
        return Located(value: String(name), location: place.location(ofByte: byte))
      })
  }
}
