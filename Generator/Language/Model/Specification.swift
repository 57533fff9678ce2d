/// A whole spec folder, resolved and checked: every name in it is declared, every type known, every Swift name legal.
public struct Specification: Sendable, Equatable {
  /// The content of `api.json`.
  public var api: API
  /// The other files, in the order of their names.
  public var files: [SpecFile]
}

/// One spec file, which becomes one Swift file.
public struct SpecFile: Sendable, Equatable {
  /// The file's name without its extension: `documents`.
  public var name: String
  /// The heading of its Swift.
  public var summary: String?
  /// The URL of its subject's description.
  public var reference: String?
  /// Enums in the order of the file.
  public var enums: [EnumDeclaration] = []
  /// Unions in the order of the file.
  public var unions: [UnionDeclaration] = []
  /// Models in the order of the file.
  public var models: [ModelDeclaration] = []
  /// The queries of models, in the order of the file.
  public var queries: [QueryDeclaration] = []
  /// Endpoints in the order of the file.
  public var endpoints: [EndpointDeclaration] = []
}

/// The settings of a module.
public struct API: Sendable, Equatable {
  /// The Swift module: `MyAzur`.
  public var module: String
  /// The service's name for streams and views: `my-azur`.
  public var service: String
  /// One sentence about the module.
  public var summary: String?
  /// The URL of the API's description.
  public var reference: String?
  /// Who can use the client.
  public var access = AccessLevel.public
  /// Named base URLs, in order; the first is the default.
  public var environments: [Environment] = []
  /// How calls are authorized by default.
  public var authentication: AuthenticationScheme = .none
  /// The raw type of typed identifiers.
  public var identifiers: IdentifierType = .int
  /// How queries are written, if it is not the usual way.
  public var queryWire: QueryWire?
  /// Header fields of responses that have a meaning, as the client's module reads them.
  public var responseHeaders: [ParameterDeclaration] = []

  /// What stands before the path of every endpoint without a prefix of its own, if there are parameters in it.
  public var prefix: [EndpointDeclaration.PathPart] = []
  /// What the client is given or sends with every request: the parameters of the prefix, of the query, and headers.
  public var parameters: [ParameterDeclaration] = []

  /// A named base URL.
  public struct Environment: Sendable, Equatable {
    /// The Swift name: `production`.
    public var name: String
    /// The base URL, without a slash at the end, with its parameters in braces.
    public var baseURL: String
    /// The parameters, in the order of the URL.
    public var parameters: [ParameterDeclaration] = []

    /// A piece of the URL.
    public enum Part: Sendable, Equatable {
      case literal(String)
      /// The wire name of a parameter in the host.
      case label(String)
      /// The wire name of a parameter in the path.
      case segment(String)
    }

    /// The URL, cut at its parameters.
    public var parts: [Part] {
      var parts: [Part] = []
      var slashes = 0
      var rest = baseURL[...]
      while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        let (literal, name) = (String(rest[..<open]), String(rest[rest.index(after: open)..<close]))
        slashes += literal.utf8.count { $0 == UInt8(ascii: "/") }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        // Two slashes stand before the host.
        parts.append(slashes < 3 ? .label(name) : .segment(name))
        rest = rest[rest.index(after: close)...]
      }
      return rest.isEmpty ? parts : parts + [.literal(String(rest))]
    }
  }
}

/// The raw type of typed identifiers.
public enum IdentifierType: String, Sendable, CaseIterable {
  case int, string
}
