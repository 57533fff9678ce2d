/// Bodies: only where a method has one, and in a form that can hold them.
enum BodyChecks {
  static func run(_ folder: ResolvedFolder, _ findings: inout Findings) {
    let models = Dictionary(folder.models.map { ($0.parsed.name.value, $0) }) { first, _ in first }
    for endpoint in folder.endpoints {
      let parsed = endpoint.parsed
      if let body = parsed.bodyLocation {
        if let method = parsed.request?.method, method == .get || method == .head {
          findings.error(
            "a \(method.rawValue) request has no body", at: body,
            advice: "declare what it asks for under \"query\", or make it a POST")
        }
      } else {
        let orphans: [(key: String, location: Location?)] = [
          ("encoding", parsed.encoding?.location), ("wrap", parsed.wrap?.location),
        ]
        for orphan in orphans {
          guard let location = orphan.location else { continue }
          findings.error("\(orphan.key.quoted) applies to a body, but there is none", at: location, advice: "remove it")
        }
      }
      checkWrap(of: parsed, &findings)
      checkType(of: endpoint, models, &findings)
    }
  }

  private static func checkWrap(of endpoint: ParsedEndpoint, _ findings: inout Findings) {
    if let wrap = endpoint.wrap, endpoint.encoding?.value == .form, endpoint.bodyLocation != nil {
      findings.error("a form cannot be wrapped", at: wrap.location, advice: "remove \"wrap\"")
    }
  }

  private static func checkType(
    of endpoint: ResolvedEndpoint, _ models: [String: ResolvedModel], _ findings: inout Findings
  ) {
    guard let body = endpoint.body else { return }
    if case .optional = body.value {
      findings.error("a body cannot be optional", at: body.location, advice: "remove the \"?\"")
    }
    guard endpoint.parsed.encoding?.value == .form else { return }
    guard case .model(let name, let arguments) = body.value, arguments.isEmpty, let model = models[name] else {
      findings.error(
        "a form is made from a model without parameters, not from \(body.value.kind)", at: body.location)
      return
    }
    for field in model.fields {
      guard let type = field.type, !fitsForm(type.value) else { continue }
      findings.error(
        "a form cannot contain the field \(field.parsed.wireName.value.quoted) of \(name.quoted)",
        at: body.location, advice: "a form holds plain values and lists of them",
        notes: [Located(value: "the field is \(type.value.kind)", location: type.location)])
    }
    if model.parsed.isOpen {
      findings.error(
        "a form cannot be made from an open model, whose unknown fields may be anything", at: body.location)
    }
  }

  private static func fitsForm(_ type: TypeReference) -> Bool {
    if case .list(let element) = type.wrapped { return element.isPlain }
    return type.wrapped.isPlain
  }
}
