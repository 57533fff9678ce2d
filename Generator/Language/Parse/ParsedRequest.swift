import TributaryJSON

/// The method and path of an endpoint.
struct ParsedRequest: Sendable {
  /// Its position.
  var location: Location
  var method: HTTPMethod
  /// The path, cut at its parameters.
  var path: [EndpointDeclaration.PathPart] = []
  /// The wire names of the parameters in the path, in order.
  var parameters: [Located<String>] = []
}

/// A path by itself.
struct ParsedPath: Sendable {
  /// Its position.
  var location: Location
  /// The path, cut at its parameters.
  var parts: [EndpointDeclaration.PathPart]
  /// The wire names of its parameters, in order.
  var parameters: [Located<String>]
}

extension FileReader {
  /// Reads `GET /folders/{folder_id}/documents`.
  mutating func request(_ node: JSONNode?) -> ParsedRequest? {
    guard let text = string(node, "\"request\"") else { return nil }
    let place = TextPlace(file: file, bytes: bytes, offset: text.location.offset)
    var reader = RequestReader(text: text.value, place: place)
    do throws(RequestReader.Problem) {
      return try reader.read(at: text.location)
    } catch {
      report(error, place)
      return nil
    }
  }

  /// Reads `PUT` or `PUT /{number}/lock`: a method, and where the path goes on after another one.
  mutating func actionRequest(_ text: Located<String>) -> ParsedRequest? {
    let place = TextPlace(file: file, bytes: bytes, offset: text.location.offset)
    var reader = RequestReader(text: text.value, place: place)
    do throws(RequestReader.Problem) {
      return try reader.read(at: text.location, needsPath: false)
    } catch {
      report(error, place)
      return nil
    }
  }

  /// Reads `/folders/{folder_id}/documents`.
  mutating func path(_ node: JSONNode?, _ what: String) -> ParsedPath? {
    guard let text = string(node, what) else { return nil }
    let place = TextPlace(file: file, bytes: bytes, offset: text.location.offset)
    var reader = RequestReader(text: text.value, place: place)
    do throws(RequestReader.Problem) {
      return try reader.readPath(at: text.location)
    } catch {
      report(error, place)
      return nil
    }
  }

  /// Reads `/api`, the prefix of paths; empty for none.
  mutating func prefix(_ node: JSONNode?) -> String? {
    guard let text = string(node, "\"prefix\"") else { return nil }
    if text.value.isEmpty { return "" }
    let place = TextPlace(file: file, bytes: bytes, offset: text.location.offset)
    var reader = RequestReader(text: text.value, place: place)
    do throws(RequestReader.Problem) {
      let path = try reader.readPath(at: text.location)
      if path.parameters.isEmpty, !text.value.hasSuffix("/") { return text.value }
      findings.error(
        "\"prefix\" \(text.value.quoted) cannot be prepended to a path", at: text.location,
        advice: "write something like \"/api\", without a slash at the end and without parameters")
    } catch {
      report(error, place)
    }
    return nil
  }

  /// Reads `/accounts/{account_id}`: what stands before paths, with parameters; `nil` for nothing.
  mutating func sharedPrefix(_ node: JSONNode?) -> ParsedPath? {
    if case .string("")? = node?.kind { return nil }
    guard let path = path(node, "\"prefix\"") else { return nil }
    guard case .literal(let text)? = path.parts.last, text.hasSuffix("/") else { return path }
    findings.error("\"prefix\" must not end with a slash", at: path.location)
    return nil
  }

  private mutating func report(_ problem: RequestReader.Problem, _ place: TextPlace) {
    findings.error(
      problem.message, at: place.location(ofByte: problem.byte), misspelling: problem.misspelling,
      advice: problem.advice)
  }
}

/// Reads request lines.
private struct RequestReader {
  /// The problem, and its byte.
  struct Problem: Error {
    var message: String
    var byte: Int
    var misspelling: Misspelling?
    var advice: String?
  }

  let text: String
  let place: TextPlace
  private var parts: [EndpointDeclaration.PathPart] = []
  private var parameters: [Located<String>] = []

  init(text: String, place: TextPlace) {
    self.text = text
    self.place = place
  }

  mutating func read(at location: Location, needsPath: Bool = true) throws(Problem) -> ParsedRequest {
    try checkLength()
    let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard words.count == 2 || !needsPath else {
      throw Problem(message: "a request is a method, a space and a path, such as \"GET /documents\"", byte: 0)
    }
    let methods = HTTPMethod.allCases.map(\.rawValue)
    guard let method = HTTPMethod(rawValue: String(words[0])) else {
      throw Problem(
        message: "unknown method \(String(words[0]).quoted)", byte: 0,
        misspelling: Misspelling(word: String(words[0]), candidates: methods),
        advice: "it is \(listed(methods, by: "or"))")
    }
    if words.count == 2 { try readPath(words[1], start: words[0].utf8.count + 1) }
    return ParsedRequest(location: location, method: method, path: parts, parameters: parameters)
  }

  mutating func readPath(at location: Location) throws(Problem) -> ParsedPath {
    try checkLength()
    try readPath(text[...], start: 0)
    return ParsedPath(location: location, parts: parts, parameters: parameters)
  }

  private func checkLength() throws(Problem) {
    guard text.utf8.count <= 2000 else { throw Problem(message: "a request has at most 2000 characters", byte: 0) }
  }

  private mutating func readPath(_ path: Substring, start: Int) throws(Problem) {
    guard path.hasPrefix("/") else {
      throw Problem(
        message: "a path begins with a slash", byte: start,
        advice: path.contains("://") ? "the host is in \"environments\", or in \"base\"" : nil)
    }
    var byte = start
    var rest = path
    while let open = rest.firstIndex(of: "{") {
      try append(literal: rest[..<open], byte: byte)
      byte += rest[..<open].utf8.count
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw Problem(message: "\"}\" is missing after \"{\"", byte: byte)
      }
      let name = String(rest[rest.index(after: open)..<close])
      try append(parameter: name, byte: byte)
      byte += name.utf8.count + 2
      rest = rest[rest.index(after: close)...]
    }
    try append(literal: rest, byte: byte)
    try checkSegments(path, start: start)
  }

  private mutating func append(literal: Substring, byte: Int) throws(Problem) {
    guard !literal.isEmpty else { return }
    if let wrong = PathLiteral.firstWrongSign(in: String(literal)) {
      let sign = String(decoding: Array(literal.utf8)[wrong...], as: UTF8.self).prefix(1)
      throw Problem(
        message: "\(String(sign).quoted) is not allowed in a path", byte: byte + wrong,
        advice: sign == "?" ? "what follows a path is declared under \"query\"" : "percent-encode it")
    }
    parts.append(.literal(String(literal)))
  }

  private mutating func append(parameter text: String, byte: Int) throws(Problem) {
    let isSegments = text.hasPrefix("+")
    let name = isSegments ? String(text.dropFirst()) : text
    guard !name.isEmpty, !name.contains("{"), !name.contains("/") else {
      throw Problem(message: "a parameter in a path is a name in braces, such as {id}", byte: byte)
    }
    guard !parameters.contains(where: { $0.value == name }) else {
      throw Problem(message: "the parameter \(name.quoted) appears twice in the path", byte: byte)
    }
    parts.append(isSegments ? .segments(name) : .parameter(name))
    parameters.append(Located(value: name, location: place.location(ofByte: byte)))
  }

  private func checkSegments(_ path: Substring, start: Int) throws(Problem) {
    var byte = start + 1
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      if segment == "." || segment == ".." {
        throw Problem(message: "a segment \(String(segment).quoted) would name another path", byte: byte)
      }
      if segment.hasPrefix(":"), segment.count > 1 {
        throw Problem(
          message: "\(String(segment).quoted) is not a parameter", byte: byte,
          advice: "write {\(segment.dropFirst())}, or %3A for a colon that is sent")
      }
      if segment.isEmpty, index + 1 < segments.count {
        throw Problem(message: "an empty segment does not belong in a path", byte: byte)
      }
      byte += segment.utf8.count + 1
    }
  }
}
