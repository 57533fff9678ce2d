import TributaryLanguage

/// What an endpoint's responses become: the type that its call returns, and how each of them is read.
struct ResponseTemplate {
  private let endpoint: EndpointDeclaration
  private let symbols: Symbols
  /// What the successes are together.
  let shape: ResponseShape

  init(_ endpoint: EndpointDeclaration, symbols: Symbols) {
    self.endpoint = endpoint
    self.symbols = symbols
    shape = ResponseShape(endpoint.responses)
  }

  private var access: String { endpoint.access.modifier }

  /// The argument for the models of errors, where there are some.
  var errors: PackedList.Item? {
    let models = endpoint.errors.map { error in
      let type = "\(symbols.spelling(error.type)).self"
      return switch error.statuses {
      case .others: ".json(\(type))"
      case .status(let status): ".json(\(status), \(type))"
      case .hundred(let hundred): ".json(\(hundred)00..<\(hundred + 1)00, \(type))"
      }
    }
    guard let last = models.last, !models.isEmpty else { return nil }
    if models.count == 1, endpoint.errors.first?.statuses == .others { return .text("errors: \(last)") }
    return .list(PackedList(.elements, "errors: [", models, "]"))
  }

  /// The model and its statuses in words.
  func words(_ error: ErrorDeclaration) -> String {
    let type = "`\(symbols.spelling(error.type))`"
    return switch error.statuses {
    case .others: type
    case .status(let status): "\(type) (\(status))"
    case .hundred(let hundred): "\(type) (\(hundred)XX)"
    }
  }

  /// What marks a failure.
  static func code(_ failure: FailureDeclaration) -> String {
    let path = Escaping.literal(failure.path)
    return switch failure.value {
    case nil: ".present(\(path))"
    case .string(let text): ".value(\(path), \(Escaping.literal(text)))"
    case .bool(let flag): ".value(\(path), \(flag))"
    case .number(let number): ".value(\(path), \(number))"
    }
  }

  /// What the call returns.
  var type: String {
    switch shape {
    case .nothing: "Void"
    case .content(let content): symbols.spelling(content)
    case .optional(let content): symbols.spelling(content) + "?"
    case .cases: enumName
    }
  }

  /// How a response is read.
  func success(_ response: ResponseDeclaration) -> String {
    let status = response.isAnySuccess ? "200..<300" : String(response.status)
    guard let content = response.content else {
      return switch shape {
      case .nothing, .content: ".nothing(\(status))"
      case .optional: ".nothing(\(status), giving: nil)"
      case .cases: ".nothing(\(status), giving: .\(response.caseName))"
      }
    }
    let key = endpoint.resultWrapper.map { ", in: \(Escaping.literal($0))" } ?? ""
    let end = response.end.map { ", end: \(Escaping.literal($0))" } ?? ""
    let wire = response.wire.map { ", wire: .\($0.rawValue)" } ?? ""
    let tag = response.isTaggedByEvent ? ", tag: .event" : ""
    let type = isWhole ? "" : "\(symbols.spelling(content.type)).self"
    let element = isWhole ? "" : ", of: \(type)"
    let (kind, options) =
      switch content.format {
      case .json: ("json", (isWhole ? "" : ", as: \(type)") + key + wire)
      case .text: ("text", "")
      case .bytes: ("bytes", "")
      case .lines: ("lines", element + end)
      case .textLines: ("textLines", end)
      case .events: ("events", element + end + tag)
      case .textEvents: ("textEvents", end)
      }
    let make =
      switch shape {
      case .nothing, .content: ""
      case .optional: " { $0 }"
      case .cases: " { .\(response.caseName)($0) }"
      }
    return ".\(kind)(\(status)\(options))\(make)"
  }

  /// Whether the content is all that the call returns.
  private var isWhole: Bool { if case .content = shape { true } else { false } }

  private var enumName: String { symbols.nested("\(endpoint.name.capitalizingFirst())Response") }

  /// The enum of several contents, or nothing.
  var enumeration: Code {
    guard case .cases = shape else { return .nothing }
    let cases = endpoint.responses.map { response in
      "case \(response.caseName)" + (response.content.map { "(\(symbols.spelling($0)))" } ?? "")
    }
    // A stream is read once and is equal to nothing.
    let isStreamed = endpoint.responses.contains { $0.type != nil && $0.format.isStreamed }
    return """
      /// What `\(endpoint.name)` is answered with.
      \(access)nonisolated enum \(enumName): Sendable\(isStreamed ? "" : ", Hashable") {
        \(Code(lines: cases))
      }
      """
  }
}
