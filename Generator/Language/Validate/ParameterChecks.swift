/// Parameters: their types can be written as text, and their names can be sent.
enum ParameterChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    for endpoint in folder.endpoints {
      for parameter in endpoint.path { check(path: parameter, &findings) }
      check(query: endpoint.query, style: endpoint.parsed.style?.value, &findings)
      checkSegments(endpoint, &findings)
      check(headers: endpoint.headers, &findings)
    }
  }

  static func check(path parameter: ResolvedParameter, _ findings: inout Findings) {
    if let constant = parameter.parsed.constant {
      findings.error("a path parameter cannot be a constant", at: constant.location, advice: "write it into the path")
    }
    check(parameter, "a path parameter", takesLists: false, takesOptionals: false, &findings)
  }

  static func check(
    query parameters: [ResolvedParameter], style: ParameterDeclaration.Style?, _ findings: inout Findings
  ) {
    for parameter in parameters {
      let name = parameter.parsed.wireName
      if name.value.isEmpty { findings.error("a query parameter needs a name", at: name.location) }
      guard let type = parameter.type else { continue }
      checkStyle(of: parameter, &findings)
      if case .scalar(.json) = type.value.wrapped, parameter.style(.query, style) != .json {
        findings.error(
          "a query parameter cannot be JSON of any kind", at: type.location,
          advice: "it is one plain value, or anything with \"style\": \"json\"")
      } else if !parameter.holdsPlainUnion,
        let problem = StyleChecks.problem(type.value.wrapped, in: parameter.style(.query, style), takesUnions: false)
      {
        findings.error(problem.message, at: type.location, advice: problem.advice)
      }
    }
  }

  /// A parameter of several segments is a text, in which the slashes are.
  private static func checkSegments(_ endpoint: ResolvedEndpoint, _ findings: inout Findings) {
    for case .segments(let name) in endpoint.parsed.request?.path ?? [] {
      guard let parameter = endpoint.path.first(where: { $0.parsed.wireName.value == name }), let type = parameter.type,
        type.value != .scalar(.string)
      else { continue }
      findings.error(
        "a path parameter of several segments is a \"string\", but this is \(type.value.kind)", at: type.location)
    }
  }

  static func check(headers: [ResolvedParameter], _ findings: inout Findings) {
    for header in headers {
      check(header, "a header", takesLists: true, takesOptionals: true, &findings)
      if case .map? = header.type?.value.wrapped, let type = header.type {
        findings.error("a header cannot be a map", at: type.location, advice: "it is one plain value or a list of them")
      }
      guard let constant = header.parsed.constant else { continue }
      if case .string(let text) = constant.value {
        guard let wrong = text.unicodeScalars.first(where: { $0.value < 0x20 || $0.value > 0x7E }) else { continue }
        findings.error(
          "a header cannot have \(wrong.spelledOut)", at: constant.location, advice: "write printable ASCII characters")
      } else {
        findings.error("a header is text", at: constant.location, advice: "write \(constant.value.text.quoted)")
      }
    }
    checkHeaderNames(headers, &findings)
  }

  private static func check(
    _ parameter: ResolvedParameter, _ what: String, takesLists: Bool, takesOptionals: Bool,
    _ findings: inout Findings
  ) {
    if parameter.parsed.wireName.value.isEmpty {
      findings.error("\(what) needs a name", at: parameter.parsed.wireName.location)
    }
    guard let type = parameter.type else { return }
    let value = takesOptionals ? type.value.wrapped : type.value
    if takesLists, let part = value.part {
      guard !part.type.isPlain, !parameter.holdsPlainUnion else { return }
      findings.error(
        "\(what) cannot be \(part.words) are \(part.type.kind)", at: type.location,
        advice: "it is one plain value or a list of them")
    } else if value == type.value, case .optional = value {
      findings.error(
        "\(what) cannot be optional", at: type.location, advice: "a path always has all of its parameters")
    } else if !value.isPlain, !parameter.holdsPlainUnion {
      findings.error(
        "\(what) cannot be \(value.kind)", at: type.location,
        advice: takesLists ? "it is one plain value or a list of them" : "it is one plain value, such as a string")
    }
  }

  private static func checkStyle(of parameter: ResolvedParameter, _ findings: inout Findings) {
    guard let type = parameter.type, let style = parameter.parsed.style else { return }
    let value = type.value.wrapped
    guard value.isPlain, style.value != .json else { return }
    findings.error(
      "\"style\" says how a list, a map or a model is written, but this is \(value.kind)", at: style.location,
      advice: "remove it")
  }

  /// Names of header fields, each once.
  ///
  /// - Parameter areSent: Whether they belong to requests, where the runtime sends some itself.
  static func checkHeaderNames(
    _ headers: [ResolvedParameter], areSent: Bool = true, _ findings: inout Findings
  ) {
    var first: [String: Location] = [:]
    for header in headers.map(\.parsed.wireName) {
      let folded = header.value.lowercased()
      if !header.value.utf8.allSatisfy(isTokenByte) {
        findings.error(
          "\(header.value.quoted) cannot be the name of a header", at: header.location,
          advice: "write letters, digits and hyphens")
      } else if areSent, taken.contains(folded) {
        findings.error(
          folded == "authorization"
            ? "\(header.value.quoted) is sent by \"authentication\""
            : "the header \(header.value.quoted) is sent by the runtime", at: header.location,
          advice: folded == "authorization" ? "say in api.json how calls are authorized" : "remove it")
      } else if let other = first[folded] {
        findings.error(
          "the header \(header.value.quoted) appears twice, since capitals make no difference; remove one of them",
          at: header.location, notes: [Located(value: "it first appears here", location: other)])
      } else {
        first[folded] = header.location
      }
    }
  }

  /// Header fields that the content, the connection or the client determines.
  private static let taken: Set<String> = [
    "authorization", "connection", "content-encoding", "content-length", "cookie", "expect", "host", "keep-alive",
    "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
  ]

  /// A header that carries a credential: any that the connection does not need.
  static func checkCredential(header: Located<String>, _ findings: inout Findings) {
    if !header.value.utf8.allSatisfy(isTokenByte) {
      findings.error(
        "\(header.value.quoted) cannot be the name of a header", at: header.location,
        advice: "write letters, digits and hyphens")
    } else if header.value.lowercased() != "authorization", taken.contains(header.value.lowercased()) {
      findings.error("the header \(header.value.quoted) is sent by the runtime", at: header.location)
    }
  }

  static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension TypeReference {
  /// The element type of a list or a map, and the words that introduce it.
  fileprivate var part: (type: TypeReference, words: String)? {
    switch self {
    case .list(let element): (element, "a list whose elements")
    case .map(let value): (value, "a map whose values")
    default: nil
    }
  }
}
