public import TributaryJSON

/// Why a filter or query could not be read or could not be evaluated locally.
public struct FilterError: Error, Sendable, Equatable {
  /// What was wrong.
  public enum Reason: Sendable, Equatable {
    /// The text is not valid JSON.
    case invalidJSON(JSONError)
    /// Something else was expected, such as `an object`.
    case expected(String)
    /// A member is missing.
    case missingMember(String)
    /// A member that is unknown here.
    case unknownMember(String)
    /// A kind of clause or an operator that the record type does not have.
    case unknownType(String, known: [String])
    /// A field that the record type does not have for this use.
    case unknownField(String, known: [String])
    /// An operator that the field does not have.
    case unknownOperator(String, field: String, known: [String])
    /// A value whose type is not the field's.
    case wrongValueType(String, field: String, expected: String)
    /// A value that is invalid for its type.
    case invalidValue(String, type: String)
    /// A direction other than `ascending` and `descending`.
    case unknownDirection(String)
    /// Filters that are nested more deeply than the limit allows.
    case tooDeep(limit: Int)
    /// A part whose meaning only the server knows, so that it cannot be evaluated locally. The value describes it.
    case unknownMeaning(String)
  }

  /// The position in the JSON; the root if a filter was evaluated.
  public var path: JSONPath
  /// The record type, as messages call it.
  public var entity: String
  /// What was wrong.
  public var reason: Reason

  /// An error from its parts.
  package init(path: JSONPath = JSONPath(steps: []), entity: String, _ reason: Reason) {
    self.path = path
    self.entity = entity
    self.reason = reason
  }
}

extension FilterError: CustomStringConvertible {
  /// The error as one sentence, without a full stop.
  public var description: String {
    if case .unknownMeaning(let part) = reason {
      return "only the server knows the meaning of this part, so it cannot be evaluated locally: \(part)"
    }
    return "in a query for \(entity), at \(path): \(reason)"
  }
}

extension FilterError.Reason: CustomStringConvertible {
  /// The reason alone, without the position.
  public var description: String {
    switch self {
    case .invalidJSON(let error): "\(error)"
    case .expected(let what): "expected \(what)"
    case .missingMember(let name): "\(Self.quoted(name)) is missing"
    case .unknownMember(let name): "\(Self.quoted(name)) is unknown here"
    case .unknownType(let name, let known): "there is no clause \(Self.quoted(name)), only \(Self.list(known))"
    case .unknownField(let name, let known): "there is no field \(Self.quoted(name)), only \(Self.list(known))"
    case .unknownOperator(let name, let field, let known):
      "the field \(Self.quoted(field)) has no operator \(Self.quoted(name)), only \(Self.list(known))"
    case .wrongValueType(let type, let field, let expected):
      "the field \(Self.quoted(field)) takes values of type \(Self.quoted(expected)), not \(Self.quoted(type))"
    case .invalidValue(let value, let type): "\(Self.quoted(value)) is not a value of type \(Self.quoted(type))"
    case .unknownDirection(let name): "a direction is \"ascending\" or \"descending\", not \(Self.quoted(name))"
    case .tooDeep(let limit): "filters are nested deeper than \(limit)"
    case .unknownMeaning(let part): "only the server knows the meaning of \(part)"
    }
  }

  private static func quoted(_ text: String) -> String { JSONWriter.text(of: text) }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none at all" : names.map(quoted).joined(separator: ", ")
  }
}
