public import TributaryJSON

/// A value that a page gives, in its content or in a header field.
///
/// ```swift
/// .value { $0.meta.nextCursor }
/// .header("X-Next-Cursor")
/// ```
public struct PageField<Page: Sendable>: Sendable {
  let read: @Sendable (Page, HTTPHeaders) -> PageValue?

  /// A value in the content of a page: a text, a number, a flag, an identifier.
  public static func value<Value: ParameterValue & JSONEncodable>(
    _ value: @escaping @Sendable (Page) -> Value?
  ) -> Self {
    Self { page, _ in value(page).map { PageValue($0) } }
  }

  /// A value of any JSON in the content of a page. Anything but a text, a number or a flag counts as nothing.
  public static func json(_ value: @escaping @Sendable (Page) -> JSONValue?) -> Self {
    Self { page, _ in value(page).flatMap { PageValue($0) } }
  }

  /// A value of the last item of a list, read from its JSON where it does not decode.
  ///
  /// - Parameters:
  ///   - list: The list of a page.
  ///   - path: The names on the wire that lead from an item to the value.
  ///   - value: The value of an item.
  public static func last<Item, Value: ParameterValue & JSONEncodable>(
    of list: @escaping @Sendable (Page) -> Records<Item>?, _ path: String...,
    value: @escaping @Sendable (Item) -> Value?
  ) -> Self {
    Self { page, _ in
      guard let list = list(page) else { return nil }
      if let last = list.undecodable.last, last.index == list.elementCount - 1 {
        let content = (try? last.payload.value()) ?? .null
        return PageValue(path.reduce(content) { $0[$1] ?? .null })
      }
      return list.last.flatMap(value).map { PageValue($0) }
    }
  }

  /// The value of a header field.
  public static func header(_ name: String) -> Self {
    Self { _, headers in headers[name].map { PageValue($0) } }
  }
}

/// A value that goes from a page into the next request: as a parameter has it, and as JSON has it.
struct PageValue: Sendable, Hashable, Codable {
  let text: String
  let json: String

  init(_ value: some ParameterValue & JSONEncodable) {
    text = value.parameterText
    json = JSONWriter.bytes(of: value).text
  }

  init?(_ value: JSONValue) {
    switch value {
    case .string(let string): text = string
    case .number(let number): text = number.text
    case .bool(let flag): text = flag.parameterText
    case .null, .array, .object, .malformedString: return nil
    }
    json = JSONWriter.bytes(of: value).text
  }

  /// Whether it says that there is nothing: an empty text, or false.
  var isNothing: Bool { text.isEmpty || json == "false" }

  /// The value as JSON has it.
  var value: JSONValue? { try? JSONReader.read(JSONValue.self, from: SharedBytes(json)) }

  /// The number it is, if it is one.
  var number: Int? { Int(text) }
}

/// What changes from the request for one page to the next: a query parameter, or a field of the request's content.
///
/// A literal names a query parameter: `"page"`.
public struct PageParameter: Sendable, Hashable, Codable, ExpressibleByStringLiteral {
  /// The names that lead to the field of the content; one name for a query parameter.
  let path: [String]
  let isInBody: Bool

  /// A query parameter.
  public static func query(_ name: String) -> Self { Self(path: [name], isInBody: false) }

  /// A field of the content, by the names on the wire that lead to it. Objects that are missing on the way are made.
  public static func body(_ path: String...) -> Self { Self(path: path, isInBody: true) }

  /// A query parameter.
  public init(stringLiteral value: String) { self = .query(value) }

  init(path: [String], isInBody: Bool) {
    self.path = path
    self.isInBody = isInBody
  }
}
