import TributaryLanguage

/// The type that calls the API, with its environments and its authorization.
struct ClientTemplate {
  var symbols: Symbols

  var code: Code {
    """
    \(documentation)
    \(access)nonisolated struct Client: Sendable {
      /// Sends the requests. All that is known of the service and the account is in it.
      \(access)var service: ServiceClient

      /// A client over a service client.
      \(access)init(service: ServiceClient) { self.service = service }

      \(documentation(of: "A client with any way of authorization."))
      \(initializer([authentication]))
        \(Code(PackedList(.arguments, "service = ServiceClient(", serviceArguments, ")")))
      }

      \(Code(credentialInitializers, separatedByBlankLines: true))

      /// Where the service runs.
      \(access)nonisolated struct Environment: Sendable, Hashable {
        /// The base URL.
        \(access)var baseURL: \(hasParameters ? "BaseURL" : "String")

        /// An environment by its base URL, such as that of a test server.
        \(Code("\(access)init(_ baseURL: String)", body: "self.baseURL = \(hasParameters ? "BaseURL(baseURL)" : "baseURL")"))

        \(environmentInitializer)

        \(environments)
      }
    }
    """
  }

  private var api: API { symbols.api }

  private var access: String { api.access.modifier }

  private var documentation: Code {
    var comment = DocumentationComment()
    comment.paragraph(api.summary)
    if let reference = api.reference { comment.paragraph("See <\(reference)>.") }
    return comment.code
  }

  private var authentication: String {
    api.authentication == .none ? "authentication: Authentication = .none" : "authentication: Authentication"
  }

  /// What the client is given besides credentials: parameters of the prefix, of the query, and headers.
  private var arguments: [ParameterDeclaration] { api.parameters.filter { $0.constant == nil } }

  private var serviceArguments: [PackedList.Item] {
    var parts = ["baseURL: environment.baseURL", "authentication: authentication", "transport: transport"].map {
      PackedList.Item.text($0)
    }
    parts.append(.text("policy: policy"))
    if !api.prefix.isEmpty { parts.append(.text("prefix: \(PathTemplate(api.prefix, api.parameters).literal)")) }
    parts += RequestItemTemplate.lists(of: api.parameters)
    return parts
  }

  // MARK: Credentials

  private var credentialInitializers: [Code] {
    guard case .credentials(let alternatives) = api.authentication else { return [] }
    return alternatives.filter { !$0.isEmpty }.map { credentials in
      let values = credentials.map(value)
      let authentication = values.count == 1 ? values.joined() : ".all([\(values.joined(separator: ", "))])"
      let words = Self.listed(credentials.map(words))
      return """
        \(documentation(of: "A client with \(words)."))
        \(initializer(credentials.flatMap(parameters)))
          \(delegation(authentication))
        }
        """
    }
  }

  private func parameters(of credential: Credential) -> [String] {
    let secret = "\(ReservedWords.escape(credential.name)): Secret"
    return credential.kind == .basic ? ["username: String", secret] : [secret]
  }

  private func value(of credential: Credential) -> String {
    let name = ReservedWords.escape(credential.name)
    return switch credential.kind {
    case .bearer: ".bearer(\(name))"
    case .basic: ".basic(username: username, password: \(name))"
    case .header(let header): ".header(\(Escaping.literal(header)), \(name))"
    case .query(let query): ".query(\(Escaping.literal(query)), \(name))"
    case .scheme(let scheme): ".scheme(\(Escaping.literal(scheme)), \(name))"
    }
  }

  private func words(of credential: Credential) -> String {
    switch credential.kind {
    case .bearer: "a bearer token"
    case .basic: "a user name and a password"
    case .header(let name): "the key that `\(name)` carries"
    case .query(let name): "the key that the query carries as `\(name)`"
    case .scheme(let scheme): "a token of the scheme `\(scheme)`"
    }
  }

  private static func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.joined() }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  // MARK: Initializers

  private func documentation(of sentence: String) -> Code {
    var comment = DocumentationComment()
    comment.paragraph(sentence)
    comment.parameters(arguments)
    return comment.code
  }

  private func initializer(_ credentials: [String]) -> Code {
    let first = api.environments.first.flatMap { $0.parameters.isEmpty ? $0.name : nil }
    let standard = first.map { " = .\(ReservedWords.escapeMember($0))" } ?? ""
    let own = arguments.map { argument in
      let name = "\(ReservedWords.escape(argument.name)): \(symbols.spelling(argument.type))"
      return argument.type.isOptional ? name + " = nil" : name
    }
    let parameters =
      credentials + own + [
        "environment: Environment\(standard)",
        "transport: any HTTPTransport = .system", "policy: ClientPolicy = ClientPolicy()",
      ]
    return Code(PackedList(.parameters, "\(access)init(", parameters, ") {"))
  }

  private func delegation(_ authentication: String) -> Code {
    let own = arguments.map {
      "\(ReservedWords.escapeLabel($0.name)): \(ReservedWords.escape($0.name))"
    }
    let parts =
      ["authentication: \(authentication)"] + own + [
        "environment: environment", "transport: transport", "policy: policy",
      ]
    return Code(PackedList(.arguments, "self.init(", parts, ")"))
  }

  // MARK: Environments

  private var hasParameters: Bool { api.environments.contains { !$0.parameters.isEmpty } }

  private var environmentInitializer: Code {
    hasParameters ? Code("private init(checked baseURL: BaseURL)", body: "self.baseURL = baseURL") : .nothing
  }

  private var environments: Code {
    Code(
      api.environments.map { environment in
        let name = ReservedWords.escape(environment.name)
        guard !environment.parameters.isEmpty else {
          return """
            \(Code.documentation("`\(environment.baseURL)`"))
            \(access)static let \(name) = Self(\(Escaping.literal(environment.baseURL)))
            """
        }
        var comment = DocumentationComment()
        comment.paragraph("`\(environment.baseURL)`")
        comment.parameters(environment.parameters)
        let parameters = environment.parameters.map {
          "\(ReservedWords.escape($0.name)): \(symbols.spelling($0.type))"
        }
        let opening = "\(access)static func \(name)(\(parameters.joined(separator: ", "))) -> Self"
        return """
          \(comment.code)
          \(Code(opening, body: "Self(checked: \(url(of: environment)))"))
          """
      })
  }

  private func url(of environment: API.Environment) -> String {
    let names = Dictionary(environment.parameters.map { ($0.wireName, $0.name) }) { first, _ in first }
    func value(_ kind: String, _ wireName: String) -> String {
      let name = ReservedWords.escape(names[wireName] ?? wireName)
      return "\\(\(kind): \(name), named: \(Escaping.literal(wireName)))"
    }
    let pieces = environment.parts.map { part in
      switch part {
      case .literal(let text): Escaping.literalContent(text)
      case .label(let name): value("label", name)
      case .segment(let name): value("segment", name)
      }
    }
    return "\"" + pieces.joined() + "\""
  }
}
