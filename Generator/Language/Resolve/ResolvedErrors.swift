/// The model of error responses with some statuses, looked up.
struct ResolvedError: Sendable {
  var parsed: ParsedError
  /// The statuses, or `nil` when what stands there is none.
  var statuses: ErrorDeclaration.Statuses?
  var type: LocatedType?

  /// The checked form.
  var declaration: ErrorDeclaration? {
    guard let statuses, let type else { return nil }
    return ErrorDeclaration(statuses: statuses, type: type.value)
  }
}

extension SpecificationResolver {
  mutating func resolved(_ errors: [ParsedError]) -> [ResolvedError] {
    errors.map { error in
      ResolvedError(parsed: error, statuses: statuses(error.statuses), type: type(error.type, in: .endpoint))
    }
  }

  private mutating func statuses(_ text: Located<String>) -> ErrorDeclaration.Statuses? {
    switch text.value {
    case "default": return .others
    case "4XX": return .hundred(4)
    case "5XX": return .hundred(5)
    default:
      if text.value.utf8.count == 3, let status = Int(text.value), 200...599 ~= status { return .status(status) }
      findings.error(
        "\(text.value.quoted) is not the status of a failure", at: text.location,
        misspelling: Misspelling(word: text.value, candidates: ["4XX", "5XX", "default"]),
        advice: "write something like \"404\", \"4XX\", \"5XX\" or \"default\"")
      return nil
    }
  }
}

extension ErrorDeclaration.Statuses {
  /// Where it stands among others: the fewest statuses first.
  var order: Int {
    switch self {
    case .status(let status): status
    case .hundred(let hundred): 1000 + hundred
    case .others: 2000
    }
  }
}
