import TributaryJSON

extension FileReader {
  /// The type that a string spells.
  mutating func type(_ node: JSONNode?, _ what: String) -> TypeExpression? {
    guard let text = string(node, what) else { return nil }
    let place = TextPlace(file: file, bytes: bytes, offset: text.location.offset)
    var reader = TypeExpressionReader(text: Array(text.value.utf8), place: place)
    do throws(TypeExpressionReader.Problem) {
      return try reader.read()
    } catch {
      findings.error(
        "\(error.message) in the type \(text.value.quoted)", at: place.location(ofByte: error.byte),
        advice: advice(for: text.value))
      return nil
    }
  }

  /// What to write instead of a type in the form of another language.
  private func advice(for text: String) -> String? {
    if text.hasSuffix("[]") { return "a list is \("[\(text.dropLast(2))]".quoted)" }
    let parts = text.split(separator: "|").map { $0.filter { $0 != " " } }
    guard parts.count > 1 else { return nil }
    guard parts.count == 2, let other = parts.first(where: { $0 != "null" }), parts.contains("null") else {
      return "a value of several types is one of \"unions\""
    }
    return "a value that may be absent or null is \("\(other)?".quoted)"
  }
}

/// Reads type strings: `name`, `name<a, b>`, `[a]`, `{a}`, each with `?` after it.
struct TypeExpressionReader {
  /// How deeply types may be nested.
  static let depth = 16
  /// The greatest length of a type in bytes.
  static let length = 1000

  /// The problem, and its byte.
  struct Problem: Error {
    var message: String
    var byte: Int
  }

  private let text: [UInt8]
  private let place: TextPlace
  private var index = 0

  init(text: [UInt8], place: TextPlace) {
    self.text = text
    self.place = place
  }

  /// Reads the whole text.
  mutating func read() throws(Problem) -> TypeExpression {
    guard text.count <= Self.length else {
      throw Problem(message: "more than \(Self.length) characters", byte: 0)
    }
    let type = try type(depth: 0)
    if let byte = current { throw unexpected(byte, wanted: nil) }
    return type
  }

  private var current: UInt8? { index < text.count ? text[index] : nil }

  private mutating func type(depth: Int) throws(Problem) -> TypeExpression {
    guard depth < Self.depth else {
      throw Problem(message: "more than \(Self.depth) levels", byte: index)
    }
    let place = place.location(ofByte: index)
    var type: TypeExpression
    switch current {
    case UInt8(ascii: "["):
      index += 1
      let element = try self.type(depth: depth + 1)
      try expect("]")
      type = TypeExpression(form: .list(element), location: place)
    case UInt8(ascii: "{"):
      index += 1
      let element = try self.type(depth: depth + 1)
      try expect("}")
      type = TypeExpression(form: .map(element), location: place)
    default:
      type = try named(depth: depth, at: place)
    }
    if current == UInt8(ascii: "?") {
      index += 1
      type = TypeExpression(form: .optional(type), location: place)
      if current == UInt8(ascii: "?") {
        throw Problem(message: "a second \"?\"", byte: index)
      }
    }
    return type
  }

  private mutating func named(depth: Int, at place: Location) throws(Problem) -> TypeExpression {
    let start = index
    while let byte = current, !Self.signs.contains(byte) { index += 1 }
    guard index > start else {
      throw unexpected(current, wanted: "a type")
    }
    let name = String(decoding: text[start..<index], as: UTF8.self)
    guard current == UInt8(ascii: "<") else {
      return TypeExpression(form: .named(name, arguments: []), location: place)
    }
    index += 1
    var arguments = [try type(depth: depth + 1)]
    while current == UInt8(ascii: ",") {
      index += 1
      while current == UInt8(ascii: " ") { index += 1 }
      arguments.append(try type(depth: depth + 1))
    }
    try expect(">")
    return TypeExpression(form: .named(name, arguments: arguments), location: place)
  }

  private static let signs = Set("[]{}<>?, ".utf8)

  private mutating func expect(_ sign: Character) throws(Problem) {
    guard let byte = current, byte == sign.asciiValue else {
      throw unexpected(current, wanted: "\"\(sign)\"")
    }
    index += 1
  }

  /// A problem at the current byte, which is always one of the signs or the end.
  private func unexpected(_ byte: UInt8?, wanted: String?) -> Problem {
    let found = byte.map { $0 == UInt8(ascii: " ") ? "a space" : String(decoding: [$0], as: UTF8.self).quoted }
    let expectation = wanted.map { "\($0) is missing" + (found.map { " before \($0)" } ?? "") }
    return Problem(message: expectation ?? "\(found ?? "the end") does not belong", byte: index)
  }
}
