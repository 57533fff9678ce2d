/// A whole spec folder, resolved and checked: every name in it is declared, every type known, every Swift name legal.
public struct Specification: Sendable, Equatable {
  /// What `api.json` says.
  public var api: API
  /// The other files, in the order of their names.
  public var files: [SpecFile]
}

/// One spec file, which becomes one Swift file.
public struct SpecFile: Sendable, Equatable {
  /// The file's name without its extension: `documents`.
  public var name: String
  /// What stands at the top of its Swift.
  public var summary: String?
  /// Where its subject is described.
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

/// What is common to a module.
public struct API: Sendable, Equatable {
  /// The Swift module: `MyAzur`.
  public var module: String
  /// The service's name for streams and views, derived from the module: `my-azur`.
  public var service: String
  /// One sentence about the module.
  public var summary: String?
  /// Where the API is described.
  public var reference: String?
  /// Who can use the client.
  public var access = AccessLevel.public
  /// Named base URLs, in order; the first is the default.
  public var environments: [Environment] = []
  /// How calls are authorized unless told otherwise.
  public var authentication: AuthenticationScheme = .none
  /// The raw type of typed identifiers.
  public var identifiers: IdentifierType = .int
  /// The model of an error response, if one is declared for every endpoint.
  public var errors: TypeReference?

  /// A named base URL.
  public struct Environment: Sendable, Equatable {
    /// The Swift name: `production`.
    public var name: String
    /// The base URL, without a slash at the end.
    public var baseURL: String
  }
}

/// How calls are authorized.
public enum AuthenticationScheme: String, Sendable, CaseIterable {
  case none, bearer, basic, headers
}

/// The raw type of typed identifiers.
public enum IdentifierType: String, Sendable, CaseIterable {
  case int, string
}
