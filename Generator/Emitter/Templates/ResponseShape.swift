import TributaryLanguage

/// The Swift form of an endpoint's successes.
enum ResponseShape {
  /// Content of one kind.
  struct Content: Equatable {
    var type: TypeReference
    var format: ContentFormat
  }

  /// No success has content.
  case nothing
  /// All have content of one type.
  case content(Content)
  /// Some have content of one type, the others none.
  case optional(Content)
  /// Contents of several types: an enum with a case for each status.
  case cases

  init(_ responses: [ResponseDeclaration]) {
    let contents = responses.compactMap(\.content)
    guard let first = contents.first else {
      self = .nothing
      return
    }
    if contents.contains(where: { $0 != first }) {
      self = .cases
    } else if contents.count == responses.count {
      self = .content(first)
    } else {
      self = .optional(Content(type: first.type.wrapped, format: first.format))
    }
  }

  /// The type of the content, where there is one type and it is JSON.
  var onlyContent: TypeReference? {
    switch self {
    case .content(let content), .optional(let content): content.format == .json ? content.type : nil
    case .nothing, .cases: nil
    }
  }
}

extension ResponseDeclaration {
  /// The content, or `nil` for none.
  var content: ResponseShape.Content? { type.map { ResponseShape.Content(type: $0, format: format) } }
}

extension ResponseDeclaration {
  /// The name of its case if several contents form an enum.
  var caseName: String {
    if isAnySuccess { return "success" }
    return switch status {
    case 200: "ok"
    case 201: "created"
    case 202: "accepted"
    case 204: "noContent"
    case 206: "partialContent"
    case 207: "multiStatus"
    case 304: "notModified"
    default: "status\(status)"
    }
  }
}

extension Symbols {
  /// What a content is in Swift.
  func spelling(_ content: ResponseShape.Content) -> String {
    switch content.format {
    case .json: spelling(content.type)
    case .text: "String"
    case .bytes: "ByteStream"
    case .lines, .textLines: "LineStream<\(spelling(content.type))>"
    case .events, .textEvents: "EventStream<\(spelling(content.type))>"
    }
  }
}
