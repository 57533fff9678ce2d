import TributaryJSON

/// How lists, maps and models are written in a query or a form.
public enum ParameterStyle: String, Sendable, Hashable {
  /// `a=1,2`, for lists of plain values.
  case comma
  /// `a=1&a=2`, for lists of plain values.
  case repeated
  /// `a[]=1&a[]=2`; `a[k]=v` for maps and models, `a[0][k]=v` for lists of them.
  case brackets
  /// `a[0]=1&a[1]=2`; `a[k]=v` for maps and models.
  case indexed
  /// `a=[1,2]`, `a={"k":"v"}`: JSON as one text, but for plain values.
  case json
}

/// Takes a JSON value apart into the names and texts of a query or a form.
struct FlatValues {
  /// What cannot be written in a style, in words.
  struct Problem: Error {
    var text: String
  }

  private let style: ParameterStyle
  /// What stands behind the name, and the text; in the order of the value.
  private(set) var pairs: [(suffix: String, text: String)] = []
  /// Whether the texts are joined by commas under one name.
  private(set) var isJoined = false

  /// The parts of a value. `null` is an empty text.
  init(_ value: JSONValue, style: ParameterStyle) throws(Problem) {
    self.style = style
    try add(value, "")
  }

  private mutating func add(_ value: JSONValue, _ suffix: String) throws(Problem) {
    switch value {
    case .null: pairs.append((suffix, ""))
    case .string(let text): pairs.append((suffix, text))
    case .number(let number): pairs.append((suffix, number.text))
    case .bool(let flag): pairs.append((suffix, flag.parameterText))
    case .malformedString: throw Problem(text: "holds a string that is not valid text")
    case .array(let elements):
      switch style {
      case .json: pairs.append((suffix, JSONWriter.bytes(of: value).text))
      case .comma, .repeated: try add(plain: elements)
      case .brackets, .indexed:
        let isPlain = style == .brackets && elements.allSatisfy(\.isPlain)
        for (index, element) in elements.enumerated() { try add(element, "\(suffix)[\(isPlain ? "" : "\(index)")]") }
      }
    case .object(let fields):
      switch style {
      case .json: pairs.append((suffix, JSONWriter.bytes(of: value).text))
      case .comma, .repeated:
        throw Problem(text: "holds an object, which has no form in the style \"\(style.rawValue)\"")
      case .brackets, .indexed:
        for (name, field) in fields { try add(field, "\(suffix)[\(name)]") }
      }
    }
  }

  private mutating func add(plain elements: [JSONValue]) throws(Problem) {
    guard elements.allSatisfy(\.isPlain) else {
      throw Problem(text: "holds a list of lists or objects, which has no form in the style \"\(style.rawValue)\"")
    }
    isJoined = style == .comma
    for element in elements { try add(element, "") }
    if isJoined, elements.isEmpty { pairs.append(("", "")) }
  }
}

extension JSONValue {
  fileprivate var isPlain: Bool {
    switch self {
    case .array, .object: false
    case .null, .bool, .number, .string, .malformedString: true
    }
  }
}
