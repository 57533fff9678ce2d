import TributaryJSON

/// The model of error responses with some statuses, as it is written.
struct ParsedError: Sendable {
  /// `404`, `4XX` or `default`.
  var statuses: Located<String>
  /// The model, or `nil` if it could not be read.
  var type: TypeExpression?
}

/// What marks a response with a status of success as a failure, as it is written.
struct ParsedFailure: Sendable {
  var location: Location
  var path: String
  var value: ConstantValue?
}

extension FileReader {
  /// Reads a model for all statuses, or models by status.
  mutating func errors(_ node: JSONNode?) -> [ParsedError] {
    guard let node else { return [] }
    guard case .object = node.kind else {
      guard let type = type(node, "\"errors\"") else { return [] }
      return [ParsedError(statuses: Located(value: "default", location: location(node.offset)), type: type)]
    }
    guard let members = entries(of: node, "\"errors\"") else { return [] }
    return members.map { member in
      ParsedError(
        statuses: Located(value: member.key, location: location(member.keyOffset)),
        type: type(member.value, "the model of an error"))
    }
  }

  /// Reads a path, or one path with a value.
  mutating func failure(_ node: JSONNode?) -> ParsedFailure? {
    guard let node else { return nil }
    let place = location(node.offset)
    guard case .object(let members) = node.kind else {
      let path = key(node, "\"failure\"", such: "error")
      return path.flatMap { failure($0, nil, at: place) }
    }
    guard let member = members.first, members.count == 1 else {
      findings.error(
        "\"failure\" is a path, or one path with its value", at: place,
        advice: "write something like {\"success\": false}")
      return nil
    }
    let path = Located(value: member.key, location: location(member.keyOffset))
    return constant(member.value, "the value of a failure").flatMap { failure(path, $0.value, at: place) }
  }

  private mutating func failure(
    _ path: Located<String>, _ value: ConstantValue?, at location: Location
  ) -> ParsedFailure? {
    guard path.value.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty }) else {
      findings.error(
        "\(path.value.quoted) cannot be a path", at: path.location,
        advice: "write names with dots between them, such as \"meta.error\"")
      return nil
    }
    return ParsedFailure(location: location, path: path.value, value: value)
  }
}

extension [ParsedError] {
  /// The models of another list, each replaced by the one of its statuses here.
  func joined(with defaults: [ParsedError]) -> [ParsedError] {
    let own = Set(map(\.statuses.value))
    return self + defaults.filter { !own.contains($0.statuses.value) }
  }
}
