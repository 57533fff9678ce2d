/// Responses: content only where there can be some, and errors that are models.
enum ResponseChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    checkErrors(folder.api.errors, &findings)
    for field in folder.api.responseHeaders { checkHeader(field, &findings) }
    ParameterChecks.checkHeaderNames(folder.api.responseHeaders, areSent: false, &findings)
    for endpoint in folder.endpoints {
      for response in endpoint.responses { check(response, of: endpoint, &findings) }
      checkResult(of: endpoint, &findings)
      checkErrors(endpoint.errors, &findings)
    }
  }

  private static func check(_ response: ResolvedResponse, of endpoint: ResolvedEndpoint, _ findings: inout Findings) {
    let parsed = response.parsed
    for (key, location) in [("end", parsed.end?.location), ("tag", parsed.tag?.location)] {
      let isFor = key == "end" ? response.format.isOfParts : response.format == .events
      guard let location, !isFor, response.type != nil || !parsed.hasContent else { continue }
      findings.error(
        "\(key.quoted) applies to \(key == "end" ? "lines and events" : "events")", at: location, advice: "remove it")
    }
    if let wire = parsed.wire, response.format != .json {
      findings.error(
        "\"wire\" applies to JSON, but this response is \(response.format.words)", at: wire.location,
        advice: "remove it")
    }
    guard let type = response.type else { return }
    let status = response.parsed.status.value
    if response.status == 204 || response.status == 205 {
      findings.error("a response with status \(status) has no content", at: type.location, advice: "write \"nothing\"")
    } else if response.status ?? 0 >= 300 {
      findings.error(
        "a response with status \(status) is \"nothing\"", at: type.location,
        advice: "write \"nothing\"; where it leads is read from its \"Location\"")
    } else if endpoint.parsed.request?.method == .head {
      findings.error("the response to a HEAD has no content", at: type.location, advice: "write \"nothing\"")
    } else if case .optional = type.value, response.format != .json {
      findings.error("a response that comes as \(response.format.words) cannot be optional", at: type.location)
    }
  }

  private static func checkResult(of endpoint: ResolvedEndpoint, _ findings: inout Findings) {
    guard let result = endpoint.parsed.result else { return }
    if let responses = endpoint.parsed.responses, !responses.contains(where: \.hasContent) {
      findings.error("\"result\" applies to content, but no response has any", at: result.location, advice: "remove it")
    } else if let other = endpoint.responses.first(where: { $0.format != .json }) {
      findings.error(
        "\"result\" applies to JSON, but a response is \(other.format.words)", at: result.location, advice: "remove it")
    }
    if result.value.split(separator: ".", omittingEmptySubsequences: false).contains("") {
      findings.error(
        "\(result.value.quoted) cannot be a path", at: result.location,
        advice: "write names with dots between them, such as \"data.items\"")
    }
  }

  private static func checkErrors(_ errors: [ResolvedError], _ findings: inout Findings) {
    for error in errors {
      guard let type = error.type else { continue }
      if case .model = type.value { continue }
      findings.error("\"errors\" names a model, but this is \(type.value.kind)", at: type.location)
    }
  }

  private static func checkHeader(_ field: ResolvedParameter, _ findings: inout Findings) {
    guard let type = field.type else { return }
    if case .optional = type.value {
      findings.error(
        "a header field of a response is always optional in Swift", at: type.location, advice: "remove the \"?\"")
    } else if !type.value.isPlain || type.value == .scalar(.bytes) {
      findings.error(
        "a header field of a response cannot be \(type.value.kind)", at: type.location,
        advice: "it is one plain value, such as a string")
    }
  }
}
