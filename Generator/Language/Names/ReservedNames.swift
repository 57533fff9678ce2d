/// The names that a spec cannot give, because generated code, Swift or the runtime gives them.
///
/// Words such as `default` or `class` are not among them: they are written in backticks.
enum ReservedNames {
  /// Names that no member can have, even in backticks.
  static let members: Set<String> = ["self", "Self", "init", "Type", "Protocol", "Any"]

  /// What a model's type has besides its fields.
  static let fields: Set<String> = members.union([
    "ID", "Fields", "encode", "hashValue", "keys", "recordType", "unknownFields",
  ])

  /// What an enum's type has besides its cases.
  static let cases: Set<String> = members.union([
    "RawValue", "allCases", "encode", "hash", "hashValue", "keys", "other", "rawValue",
  ])

  /// What the method of an endpoint has besides the parameters that the spec gives it.
  static let parameters: Set<String> = members.union(["body", "options"])

  /// What the client has besides its groups.
  static let groups: Set<String> = members.union(["authentication", "environment", "policy", "service", "transport"])

  /// What a group has besides its endpoints.
  static let endpoints: Set<String> = members.union(["service"])

  /// What the client's environment has besides the named ones.
  static let environments: Set<String> = members.union(["baseURL"])

  /// Names of modules that generated code imports or that a module of the name would hide.
  static let modules: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationNetworking", "Swift", "Tributary", "TributaryEmulator",
    "TributaryJSON", "TributarySQLite",
  ]

  /// Whether a type cannot have the name, because generated code means another type by it.
  static func isType(_ name: String) -> Bool { types.contains(name) || name.hasPrefix("JSON") }

  private static let types: Set<String> = [
    // Of every generated module.
    "Client", "Environment", "Fields", "ID",
    // Swift.
    "Any", "AnyHashable", "AnyObject", "Array", "Bool", "Character", "CodingKey", "Codable", "Comparable",
    "CustomStringConvertible", "Decodable", "Decoder", "Dictionary", "Double", "Encodable", "Encoder", "Equatable",
    "Error", "ExpressibleByArrayLiteral", "ExpressibleByIntegerLiteral", "ExpressibleByStringLiteral", "Float",
    "Hashable", "Hasher", "Identifiable", "Int", "Int64", "Never", "Optional", "Protocol", "RawRepresentable",
    "Result", "Self", "Sendable", "Sequence", "Set", "StaticString", "String", "Substring", "Swift", "Type", "UInt",
    "UInt8", "Void",
    // Foundation.
    "Data", "Date", "Decimal", "Foundation", "URL", "UUID",
    // The runtime.
    "APIError", "Answer", "Authentication", "CalendarDate", "CallOptions", "ClientPolicy", "Endpoint", "EndpointBody",
    "EndpointPath", "EndpointRequest", "ErrorModel", "Exchange", "HTTPHeaders", "HTTPTransport", "Identifier",
    "LocalTimestamp", "OpenEnum", "ParameterValue", "RawJSON", "RecordType", "Records", "RequestItem", "RetryClass",
    "Secret", "ServiceClient", "SharedBytes", "SyncRecord", "Timestamp", "Tributary", "URLSessionTransport",
  ]
}
