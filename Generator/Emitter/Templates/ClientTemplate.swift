import TributaryLanguage

/// The type that calls the API, its environments, and how it is authorized.
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

      /// A client with any way of authorization.
      \(initializer([authentication]))
        service = ServiceClient(
          baseURL: environment.baseURL, authentication: authentication, transport: transport, policy: policy)
      }

      \(credentialInitializer)

      /// Where the service runs.
      \(access)nonisolated struct Environment: Sendable, Hashable {
        /// The base URL.
        \(access)var baseURL: String

        /// An environment by its base URL, such as that of a test server.
        \(access)init(_ baseURL: String) { self.baseURL = baseURL }

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

  private var credentialInitializer: Code {
    switch api.authentication {
    case .none, .headers: .nothing
    case .bearer:
      """
      /// A client with a bearer token.
      \(initializer(["token: Secret"]))
        \(delegation(".bearer(token)"))
      }
      """
    case .basic:
      """
      /// A client with a user name and a password.
      \(initializer(["username: String", "password: Secret"]))
        \(delegation(".basic(username: username, password: password)"))
      }
      """
    }
  }

  private func initializer(_ credentials: [String]) -> Code {
    let standard = api.environments.first.map { " = .\(ReservedWords.escapeMember($0.name))" } ?? ""
    let parameters =
      credentials + [
        "environment: Environment\(standard)",
        "transport: any HTTPTransport = .system", "policy: ClientPolicy = ClientPolicy()",
      ]
    return Code(PackedList(.parameters, "\(access)init(", parameters, ") {"))
  }

  private func delegation(_ authentication: String) -> Code {
    let arguments = [
      "authentication: \(authentication)", "environment: environment", "transport: transport", "policy: policy",
    ]
    return Code(PackedList(.arguments, "self.init(", arguments, ")"))
  }

  private var environments: Code {
    Code(
      api.environments.map { environment in
        let url = Escaping.literal(environment.baseURL)
        return """
          \(Code.documentation("`\(environment.baseURL)`"))
          \(access)static let \(ReservedWords.escape(environment.name)) = Self(\(url))
          """
      })
  }
}
