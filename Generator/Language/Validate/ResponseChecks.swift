/// Responses: content only where there can be some, and errors that are models.
enum ResponseChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    checkErrors(folder.api.errors, &findings)
    for field in folder.api.responseHeaders { checkHeader(field, &findings) }
    ParameterChecks.checkHeaderNames(folder.api.responseHeaders, areSent: false, &findings)
    for endpoint in folder.endpoints {
      for response in endpoint.responses {
        guard let type = response.type else { continue }
        if response.status == 204 || response.status == 205 {
          findings.error(
            "a response with status \(response.parsed.status.value) has no content", at: type.location,
            advice: "write \"nothing\"")
        } else if endpoint.parsed.request?.method == .head {
          findings.error("the response to a HEAD has no content", at: type.location, advice: "write \"nothing\"")
        }
      }
      checkResult(of: endpoint, &findings)
      checkErrors(endpoint.errors, &findings)
    }
  }

  private static func checkResult(of endpoint: ResolvedEndpoint, _ findings: inout Findings) {
    guard let result = endpoint.parsed.result else { return }
    if let responses = endpoint.parsed.responses, !responses.contains(where: \.hasContent) {
      findings.error("\"result\" applies to content, but no response has any", at: result.location, advice: "remove it")
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
    } else if !type.value.isPlain {
      findings.error(
        "a header field of a response cannot be \(type.value.kind)", at: type.location,
        advice: "it is one plain value, such as a string")
    }
  }
}
