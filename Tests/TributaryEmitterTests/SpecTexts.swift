import TributaryJSON
import TributaryLanguage

/// Every text of a spec file, values and keys, by where it stands.
struct SpecTexts {
  struct Place: Sendable {
    /// The bytes of the text with its quotation marks.
    var range: Range<Int>
    var text: String
  }

  let file: SourceFile
  private(set) var places: [Place] = []

  init(_ file: SourceFile) throws(JSONError) {
    self.file = file
    collect(try JSONNode.parse(file.bytes))
  }

  /// The file with another text at a place.
  func replacing(_ place: Place, with text: String) -> SourceFile {
    let bytes = file.bytes.array
    let replaced =
      bytes[..<place.range.lowerBound] + JSONWriter.bytes(of: text).array + bytes[place.range.upperBound...]
    return SourceFile(path: file.path, bytes: SharedBytes(Array(replaced)))
  }

  private mutating func collect(_ node: JSONNode) {
    switch node.kind {
    case .string(let text): add(text, at: node.offset)
    case .array(let elements): for element in elements { collect(element) }
    case .object(let members):
      for member in members {
        add(member.key, at: member.keyOffset)
        collect(member.value)
      }
    case .null, .bool, .number: return
    }
  }

  private mutating func add(_ text: String, at offset: Int) {
    let bytes = file.bytes.array
    var end = offset + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
    places.append(Place(range: offset..<min(end + 1, bytes.count), text: text))
  }
}
