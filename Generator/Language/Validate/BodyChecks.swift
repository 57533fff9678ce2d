/// Bodies: only for methods that have one, and in a form that can hold them.
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
      checkEncoding(of: endpoint, &findings)
      checkFields(of: endpoint, &findings)
      if let body = endpoint.body, endpoint.bodyFormat == .json { check(body, of: endpoint, models, &findings) }
    }
  }

  /// What goes with some encodings only.
  private static func checkEncoding(of endpoint: ResolvedEndpoint, _ findings: inout Findings) {
    let parsed = endpoint.parsed
    guard parsed.bodyLocation != nil else { return }
    if endpoint.bodyFormat != .json {
      for (key, location) in [("encoding", parsed.encoding?.location), ("wrap", parsed.wrap?.location)] {
        guard let location else { continue }
        findings.error(
          "a body of \(endpoint.bodyFormat.words.quoted) has no \(key.quoted)", at: location, advice: "remove it")
      }
    }
    if endpoint.bodyFormat.isOfParts, let body = endpoint.body, case .optional = body.value {
      findings.error("a body of lines cannot be optional", at: body.location, advice: "remove the \"?\"")
    }
    guard parsed.encoding?.value == .multipart else { return }
    for header in endpoint.headers where header.parsed.wireName.value.lowercased() == "content-type" {
      findings.error(
        "\"Content-Type\" of a multipart body names its boundary, which is random",
        at: header.parsed.wireName.location, advice: "remove it")
    }
  }

  // MARK: - Fields

  private static func checkFields(of endpoint: ResolvedEndpoint, _ findings: inout Findings) {
    let encoding = endpoint.parsed.encoding?.value ?? .json
    for field in endpoint.bodyFields {
      let name = field.parsed.wireName
      if name.value.isEmpty { findings.error("a field of a body needs a name", at: name.location) }
      guard let type = field.type else { continue }
      if field.isFile {
        guard encoding != .multipart else { continue }
        findings.error(
          "\"file\" can only be a field of an inline body with \"encoding\": \"multipart\"", at: type.location,
          advice: "add the encoding")
        continue
      }
      if encoding == .json, let style = field.parsed.style {
        findings.error(
          "\"style\" says how a form is written, but this body is JSON", at: style.location, advice: "remove it")
      }
      let style = field.style(.body, endpoint.parsed.style?.value)
      // A part of a multipart body can be JSON of its own.
      guard encoding == .form || encoding == .multipart && field.parsed.style != nil else { continue }
      if let problem = StyleChecks.problem(type.value.wrapped, in: style) {
        findings.error(problem.message, at: type.location, advice: problem.advice)
      }
    }
  }

  // MARK: - One value

  private static func check(
    _ body: LocatedType, of endpoint: ResolvedEndpoint, _ models: [String: ResolvedModel],
    _ findings: inout Findings
  ) {
    let parsed = endpoint.parsed
    guard let encoding = parsed.encoding?.value, encoding != .json else { return }
    let what = encoding == .form ? "a form" : "a multipart body"
    guard case .model(let name, _) = body.value.wrapped, let model = models[name] else {
      findings.error(
        "\(what) is made from fields or a model, not from \(body.value.wrapped.kind)", at: body.location)
      return
    }
    let style = parsed.style?.value ?? .repeated
    guard encoding == .form, style == .comma || style == .repeated else { return }
    if model.parsed.isOpen {
      findings.error(
        "a form in \(style.rawValue.quoted) cannot be made from an open model, whose unknown fields may be anything",
        at: body.location, advice: "write \"style\": \"brackets\" or \"json\" if the service accepts one of them")
    }
    for field in model.fields {
      guard let type = field.type,
        StyleChecks.problem(type.value.content, in: style) != nil
      else { continue }
      findings.error(
        "a form in \(style.rawValue.quoted) cannot contain the field \(field.parsed.wireName.value.quoted) of \(name.quoted)",
        at: body.location, advice: "write \"style\": \"brackets\" or \"json\" if the service accepts one of them",
        notes: [Located(value: "the field is \(type.value.kind)", location: type.location)])
    }
  }
}

/// What can be written in a query or a form, in which style.
enum StyleChecks {
  /// Why a value has no form in a style, and what to do; `nil` when it has one.
  ///
  /// - Parameter takesUnions: Whether a union may be written as its case is, which can turn out to have no form.
  static func problem(
    _ type: TypeReference, in style: ParameterDeclaration.Style, takesUnions: Bool = true
  ) -> (message: String, advice: String)? {
    func isWritten(_ type: TypeReference) -> Bool {
      if case .union = type { takesUnions } else { type.isPlain }
    }
    guard style == .comma || style == .repeated, !isWritten(type) else { return nil }
    let advice = "use \"brackets\" or \"json\""
    if case .list(let element) = type {
      if isWritten(element) { return nil }
      return ("a list whose elements are \(element.kind) has no form in \(style.rawValue.quoted)", advice)
    }
    return ("\(type.kind) has no form in \(style.rawValue.quoted)", advice)
  }
}
