import TributaryLanguage

/// What an endpoint's successes become in Swift.
enum ResponseShape {
  /// No success has content.
  case nothing
  /// All have content of one type.
  case content(TypeReference)
  /// Some have content of one type, the others none.
  case optional(TypeReference)
  /// Contents of several types: an enum with a case for each status.
  case cases

  init(_ responses: [ResponseDeclaration]) {
    let contents = responses.compactMap(\.type)
    guard let first = contents.first else {
      self = .nothing
      return
    }
    if contents.contains(where: { $0 != first }) {
      self = .cases
    } else {
      self = contents.count == responses.count ? .content(first) : .optional(first.wrapped)
    }
  }
}

extension ResponseShape {
  /// The type of the content, where there is one type.
  var onlyContent: TypeReference? {
    switch self {
    case .content(let type), .optional(let type): type
    case .nothing, .cases: nil
    }
  }
}

extension ResponseDeclaration {
  /// The name of its case where several contents make an enum.
  var caseName: String {
    switch status {
    case 200: "ok"
    case 201: "created"
    case 202: "accepted"
    case 204: "noContent"
    case 206: "partialContent"
    case 207: "multiStatus"
    default: "status\(status)"
    }
  }
}
