/// Parameters: their types can be written as text, their names can be sent.
enum ParameterChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    for endpoint in folder.endpoints {
      for parameter in endpoint.path {
        check(parameter, "a path parameter", takesLists: false, takesOptionals: false, &findings)
      }
      for parameter in endpoint.query {
        check(parameter, "a query parameter", takesLists: true, takesOptionals: true, &findings)
        checkStyle(of: parameter, &findings)
      }
      for parameter in endpoint.headers {
        check(parameter, "a header", takesLists: false, takesOptionals: true, &findings)
      }
      checkHeaderNames(endpoint.headers, &findings)
    }
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
      guard !part.type.isPlain else { return }
      findings.error(
        "\(what) cannot be \(part.words) are \(part.type.kind)", at: type.location,
        advice: "it is one plain value or a list of them")
    } else if value == type.value, case .optional = value {
      findings.error(
        "\(what) cannot be optional", at: type.location, advice: "a path always has all of its parameters")
    } else if !value.isPlain {
      findings.error(
        "\(what) cannot be \(value.kind)", at: type.location,
        advice: takesLists ? "it is one plain value or a list of them" : "it is one plain value, such as a string")
    }
  }

  private static func checkStyle(of parameter: ResolvedParameter, _ findings: inout Findings) {
    guard let type = parameter.type else { return }
    let value = type.value.wrapped
    guard let style = parameter.parsed.style else {
      guard case .map = value else { return }
      findings.error(
        "a map in a query needs to say how it is written", at: type.location,
        advice: "add \"style\": \"brackets\" for name[key]=value")
      return
    }
    switch (style.value, value) {
    case (.brackets, .map), (.comma, .list), (.repeated, .list): return
    case (.brackets, _):
      findings.error(
        "\"brackets\" says how a map is written, but this is \(value.kind)", at: style.location,
        advice: "remove it, or make the type a map")
    default:
      findings.error(
        "\"style\" says how a list is written, but this is \(value.kind)", at: style.location,
        advice: "remove it, or make the type a list")
    }
  }

  private static func checkHeaderNames(_ headers: [ResolvedParameter], _ findings: inout Findings) {
    var first: [String: Location] = [:]
    for header in headers.map(\.parsed.wireName) {
      let folded = header.value.lowercased()
      if !header.value.utf8.allSatisfy(isTokenByte) {
        findings.error(
          "\(header.value.quoted) cannot be the name of a header", at: header.location,
          advice: "write letters, digits and hyphens")
      } else if taken.contains(folded) {
        findings.error(
          "the header \(header.value.quoted) is sent by the runtime", at: header.location,
          advice: folded == "authorization" ? "say how calls are authorized in api.json" : "remove it")
      } else if let other = first[folded] {
        findings.error(
          "the header \(header.value.quoted) appears twice, since capitals make no difference; remove one of them",
          at: header.location, notes: [Located(value: "it first appears here", location: other)])
      } else {
        first[folded] = header.location
      }
    }
  }

  /// Header fields that follow from the content, the connection or the client.
  private static let taken: Set<String> = [
    "authorization", "connection", "content-encoding", "content-length", "content-type", "cookie", "expect", "host",
    "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
  ]

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}

extension TypeReference {
  /// What a list or a map holds, and the words that begin to say so.
  fileprivate var part: (type: TypeReference, words: String)? {
    switch self {
    case .list(let element): (element, "a list whose elements")
    case .map(let value): (value, "a map whose values")
    default: nil
    }
  }
}
