/// An open enum.
public struct EnumDeclaration: Sendable, Equatable {
  /// The kind of a value on the wire.
  public enum RawType: String, Sendable, CaseIterable { case string, int }
  /// A value on the wire.
  public enum RawValue: Sendable, Hashable { case string(String), int(Int) }

  /// A known value.
  public struct Case: Sendable, Equatable {
    /// The Swift name, not escaped: `submitted`.
    public var name: String
    /// What the service sends.
    public var value: RawValue
    /// One line about it.
    public var summary: String?
    /// Why it is deprecated and what replaces it, or `nil`.
    public var deprecated: String?
  }

  /// The Swift name: `DocumentStatus`.
  public var name: String
  /// Who can use it.
  public var access = AccessLevel.public
  /// One line about it.
  public var summary: String?
  /// Why it is deprecated and what replaces it, or `nil`.
  public var deprecated: String?
  /// The kind of its values on the wire.
  public var raw: RawType
  /// The known values, in the order of the spec.
  public var cases: [Case]
}

/// A model.
public struct ModelDeclaration: Sendable, Equatable {
  /// The Swift name, without parameters: `Page`.
  public var name: String
  /// Who can use it.
  public var access = AccessLevel.public
  /// One line about it.
  public var summary: String?
  /// Why it is deprecated and what replaces it, or `nil`.
  public var deprecated: String?
  /// Its parameters: `Item` of `Page<Item>`.
  public var parameters: [TypeParameter] = []
  /// The wire type of its own identifier.
  public var identifiers = IdentifierType.int
  /// Whether unknown fields are kept.
  public var isOpen = false
  /// The name of the record type, if stores keep values of it: `document`.
  public var record: String?
  /// Its fields, in the order of the spec.
  public var fields: [FieldDeclaration]
  /// Whether a value of the model can contain another one, other than in a list or a map.
  public var isRecursive = false
}

/// A field of a model.
public struct FieldDeclaration: Sendable, Equatable {
  /// The name on the wire.
  public var wireName: String
  /// The Swift name, not escaped.
  public var name: String
  /// What a value is.
  public var type: TypeReference
  /// One line about it.
  public var summary: String?
  /// Why it is deprecated and what replaces it, or `nil`.
  public var deprecated: String?
  /// Whether only the service writes it.
  public var isReadOnly = false
  /// Other names under which it is read.
  public var aliases: [String] = []
  /// The encoding of the value, if the type does not determine it.
  public var wire: WireForm?
  /// What decides the case, if the type is a union that does not do so alone.
  public var tag: TagDeclaration?
  /// The value that is always sent, if the field is not a property; its type is that of the value.
  public var constant: ConstantValue?
}

/// An endpoint.
public struct EndpointDeclaration: Sendable, Equatable {
  /// Its group: `documents`.
  public var group: String
  /// The method's name: `list`.
  public var name: String
  /// Who can use it, at most those who can use the client.
  public var access = AccessLevel.public
  /// One line about it.
  public var summary: String?
  /// The URL of its description.
  public var reference: String?
  /// Why it is deprecated and what replaces it, or `nil`.
  public var deprecated: String?
  /// The HTTP method.
  public var method: HTTPMethod
  /// The path, cut at its parameters.
  public var path: [PathPart]
  /// Path, query and header parameters in the order of the Swift signature.
  public var parameters: [ParameterDeclaration] = []
  /// The content of the request where it is one value; `nil` for none, and for fields, which are parameters.
  public var body: TypeReference?
  /// What the body is, where it is one value.
  public var bodyFormat = ContentFormat.json
  /// How the body is written.
  public var bodyEncoding: BodyEncoding = .json
  /// How lists, maps and models are written in a form.
  public var bodyStyle = ParameterDeclaration.Style.repeated
  /// The key that the body is wrapped in.
  public var bodyWrapper: String?
  /// The key that the response is wrapped from.
  public var resultWrapper: String?
  /// The successes, at least one, with statuses that differ.
  public var responses: [ResponseDeclaration]
  /// The models of error responses, those of the API included.
  public var errors: [ErrorDeclaration] = []
  /// What marks a response with a status of success as a failure.
  public var failure: FailureDeclaration?
  /// When the request may be repeated after a failure.
  public var retry: RetryClass = .byMethod
  /// Another base URL than the environment's.
  public var baseURL: String?
  /// The size of the largest accepted response, in bytes.
  public var bodyLimit: Int?
  /// How the list continues, if the endpoint is a list.
  public var pages: PageDeclaration?
  /// Whether the records of a query are counted from page to page.
  public var countsRecords = false
  /// Whether a query can limit the number of records.
  public var limitsRecords = false
  /// Whether the prefix of the API stands before the path.
  public var takesPrefix = true
  /// Whether the client's credential is sent.
  public var sendsCredentials = true
  /// What a token must be allowed; for people only.
  public var scopes: [String] = []

  /// The name of the method that returns the items of all pages: `all` for a list or a query, otherwise including the
  /// endpoint's name, such as `allComments`.
  public static func pagesName(of name: String) -> String {
    name == "list" || name == "query" ? "all" : "all" + name.capitalizingFirst()
  }

  /// A piece of a path.
  public enum PathPart: Sendable, Equatable {
    case literal(String)
    /// The wire name of a path parameter.
    case parameter(String)
    /// The wire name of a path parameter that may be several segments.
    case segments(String)
  }

  /// How a body is written.
  public enum BodyEncoding: String, Sendable, CaseIterable { case json, form, multipart }

  /// When a request may be repeated after a failure.
  public enum RetryClass: String, Sendable, CaseIterable {
    /// Only if the method is idempotent.
    case byMethod
    case always, never
  }
}

/// A parameter of an endpoint.
public struct ParameterDeclaration: Sendable, Equatable {
  /// The place of a parameter in a request.
  public enum Place: String, Sendable { case path, body, query, header }
  /// How lists, maps and models are written in a query or a form.
  public enum Style: String, Sendable, CaseIterable {
    /// `ids=1,2,3`.
    case comma
    /// `id=1&id=2`.
    case repeated
    /// `id[]=1`, `custom_fields[name]=value`.
    case brackets
    /// `id[0]=1`, `custom_fields[name]=value`.
    case indexed
    /// `ids=[1,2]`.
    case json
  }

  /// Its place in the request.
  public var place: Place
  /// The name on the wire.
  public var wireName: String
  /// The Swift name, not escaped.
  public var name: String
  /// The type of the value: plain, or in a query a list of plain values; optional unless in a path.
  public var type: TypeReference
  /// One line about it.
  public var summary: String?
  /// How a list is written.
  public var style: Style = .comma
  /// The fields that a list can be sorted by, if the parameter selects one; its type is then an optional string.
  public var sortFields: [SortField]?
  /// Whether it is a union of plain values, or a list or a map of them.
  public var holdsPlainUnion = false
  /// Whether it is the identifier of the value that the path leads to, which needs no label.
  public var isIdentifier = false
  /// Whether the caller can change its name on the wire.
  public var isRenamable = false
  /// How the value travels, where it is not as the type says.
  public var wire: WireForm?
  /// Whether it is a file of a multipart body; its type is then that of what it would be without files.
  public var isFile = false
  /// What is sent, when that is fixed; the parameter is then no argument.
  public var constant: ConstantValue?
  /// Why it is deprecated and what replaces it, or `nil`.
  public var deprecated: String?
}

/// The model of error responses with some statuses.
public struct ErrorDeclaration: Sendable, Equatable {
  /// Which statuses.
  public enum Statuses: Sendable, Hashable {
    /// All that nothing else is said of.
    case others
    /// A hundred of them: 4 for `4XX`.
    case hundred(Int)
    case status(Int)
  }

  /// Which statuses.
  public var statuses: Statuses
  /// The model.
  public var type: TypeReference
}

/// What marks a response with a status of success as a failure.
public struct FailureDeclaration: Sendable, Equatable {
  /// Names with dots between them.
  public var path: String
  /// What the path leads to in a failure; `nil` for anything but nothing and `null`.
  public var value: ConstantValue?
}

/// A success that an endpoint may return.
public struct ResponseDeclaration: Sendable, Equatable {
  /// The status, from 200 to 399.
  public var status: Int
  /// The content, or `nil` for `"nothing"`; that of a line or event where it comes one by one.
  public var type: TypeReference?
  /// What the content is.
  public var format = ContentFormat.json
  /// How the value travels, where it is not as the type says.
  public var wire: WireForm?
  /// Whether it stands for all successes that are not declared.
  public var isAnySuccess = false
  /// One sentence about it.
  public var summary: String?
  /// The text that ends a stream.
  public var end: String?
  /// Whether an event's name is the tag of its union.
  public var isTaggedByEvent = false
}
