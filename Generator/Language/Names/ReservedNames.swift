/// The names that a spec cannot use, because Swift, generated code or the runtime uses them in the same place.
///
/// They do not include words such as `default` or `class`, which are written in backticks, nor names that Swift itself
/// distinguishes, such as a field `keys` beside the static table of keys.
enum ReservedNames {
  /// Names that no member can have, even in backticks.
  static let members: Set<String> = ["self", "Self", "init", "Type", "Protocol", "Any"]

  /// What a model has in addition to its fields.
  static let fields: Set<String> = members.union(["ID"])

  /// What an open model has in addition to its fields.
  static let fieldsOfOpenModels: Set<String> = fields.union(["unknownFields"])

  /// What an enum has in addition to its cases.
  static let cases: Set<String> = members.union(["other"])

  /// What a union has in addition to the cases from the spec.
  ///
  /// Those of optionals are among them: what reads a union returns one.
  static let unionCases: Set<String> = members.union(["decode", "none", "other", "some", "undecodable"])

  /// What a method without content has in addition to the parameters from the spec.
  static let parameters: Set<String> = members.union(["options"])

  /// What a method with content has.
  static let parametersBesideBody: Set<String> = parameters.union(["body"])

  /// What a method that takes a query has.
  static let parametersBesideQuery: Set<String> = parameters.union(["query", "pageSize"])

  /// What the fields of a query have in addition to those from the spec.
  static let queryFields: Set<String> = members.union(["field", "remoteID", "schema", "verbatim"])

  /// What a field has in addition to the methods of operators that only the service understands.
  static let operators: Set<String> = members.union([
    "ascending", "descending", "differs", "entry", "equals", "form", "is", "isAfter", "isAtLeast", "isAtMost",
    "isAtOrAfter", "isAtOrBefore", "isBefore", "isGreaterThan", "isLessThan", "isMissing", "isNoneOf", "isOneOf",
    "isPresent", "name", "type",
  ])

  /// Whether a type cannot have the name in a folder with queries.
  static func isQueryType(_ name: String) -> Bool { queryTypes.contains(name) || name.hasSuffix("Operators") }

  private static let queryTypes: Set<String> = [
    "AbsentOperator", "AtLeastOperator", "AtMostOperator", "DeletedRecords", "Deletions", "DeletionMarker", "Entity",
    "EqualOperator",
    "Filter", "FilterField", "FilterOperand", "GreaterOperator", "LessOperator", "NoneOfOperator", "NotEqualOperator",
    "OneOfOperator", "PresentOperator", "Query", "QueryFields", "QuerySchema", "QueryShape", "Queryable",
    "RemoteIDField", "SortableField",
  ]

  /// What an initializer of the client takes in addition to the arguments from the spec.
  static let clientArguments: Set<String> = members.union([
    "authentication", "environment", "policy", "service", "transport",
  ])

  /// What the header fields of a response have in addition to those from the spec.
  static let responseHeaders: Set<String> = members.union(["fields"])

  /// What the client has in addition to its groups, and a group in addition to its endpoints.
  static let groupsAndEndpoints: Set<String> = members.union(["service"])

  /// Modules that generated code imports, or that a module of the name would hide.
  static let modules: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationNetworking", "Swift", "Tributary", "TributaryEmulator",
    "TributaryHTTP", "TributaryJSON", "TributarySQLite", "TributaryURLSession",
  ]

  /// Whether a type of the name is in every generated module, or in its code.
  static func isTypeOfModule(_ name: String) -> Bool { types.contains(name) }

  /// Whether a type cannot have the name, because generated code uses it for another type.
  static func isType(_ name: String) -> Bool { types.contains(name) || name.hasPrefix("JSON") }

  private static let types: Set<String> = [
    // The generated module itself.
    "Client", "Environment", "Fields", "ID", "LocalFields",
    // Swift.
    "Any", "Array", "Bool", "Codable", "Decodable", "Decoder", "Dictionary", "Double", "Encodable", "Encoder",
    "Equatable", "Error", "Hashable", "Identifiable", "Int", "Never", "Optional", "Protocol", "RawRepresentable",
    "Self", "Sendable", "String", "Swift", "Type", "Void",
    // Foundation.
    "Decimal", "Foundation", "URL", "UUID",
    // The runtime.
    "APIError", "Authentication", "BaseURL", "Boxed", "ByteStream", "CalendarDate", "CallOptions", "Change",
    "ClientPolicy", "Endpoint", "EventStream", "Exchange", "FilePart", "HTTPHeaders", "HTTPTransport", "Identifier",
    "ItemSequence", "LineStream", "LocalFieldNames", "LocalModel", "LocalName", "LocalTimestamp",
    "OpenEnum", "PageMark", "PageSequence", "ParameterValue", "RawJSON",
    "RecordType", "Records", "RequestContent", "ResponseHeaders", "Secret", "ServiceClient", "SortField", "SyncRecord",
    "TaggedUnion", "Timestamp", "Tributary", "URLSessionTransport",
    // What unions and forms on the wire are made of.
    "PlainUnion", "SelfTaggedUnion", "UntaggedUnion", "WireCodable", "WireForm", "WireText",
  ]
}
