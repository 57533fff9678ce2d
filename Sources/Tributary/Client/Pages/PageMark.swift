import TributaryJSON

/// A place in a list between two pages, to go on from later.
///
/// It names the operation and what makes the next request: no host and no credential. Encode it with any `Codable`
/// coder and give it to ``ItemSequence/resumed(at:)``.
public struct PageMark: Sendable, Hashable, Codable {
  /// The name of the endpoint that it belongs to.
  package let operation: String
  /// How many items came before it.
  let received: Int
  let step: PageStep
}

/// What makes the next request of a list.
enum PageStep: Sendable, Hashable, Codable {
  /// The parameter takes a value.
  case parameter(PageParameter, PageValue)
  /// The whole query of a link, encoded.
  case query(String)
  /// A query goes on after this many records.
  case records(Int)
}

extension EndpointRequest {
  /// The value of a parameter in this request.
  func value(of parameter: PageParameter) -> String? {
    if !parameter.isInBody {
      return parameter.path.first.flatMap { name in query.first { $0.name == name }?.values.first }
    }
    guard let bytes = body?.bytes else { return nil }
    if body?.isForm ?? false {
      return RequestItem.pairs(of: bytes.text)?.first { $0.name == Self.formName(parameter.path) }?.value
    }
    let value = (try? JSONReader.read(JSONValue.self, from: bytes)) ?? .null
    return PageValue(parameter.path.reduce(value) { $0.inside($1) })?.text
  }

  /// Sets a parameter. Returns why it cannot be set, or `nil`.
  mutating func set(_ parameter: PageParameter, to value: PageValue) -> String? {
    guard parameter.isInBody else {
      guard let name = parameter.path.first else { return nil }
      let item = RequestItem.item(name, value.text)
      if let index = query.firstIndex(where: { $0.name == name }) { query[index] = item } else { query.append(item) }
      return nil
    }
    guard var body, let bytes = body.bytes else {
      return "the content is a file or a stream, which has no fields to set"
    }
    if body.isForm {
      guard var pairs = RequestItem.pairs(of: bytes.text) else { return "the form cannot be read" }
      let name = Self.formName(parameter.path)
      let pair = (name: name, value: value.text)
      if let index = pairs.firstIndex(where: { $0.name == name }) { pairs[index] = pair } else { pairs.append(pair) }
      body.content = .bytes(SharedBytes(pairs.map { RequestItem.encoded($0.name, $0.value) }.joined(separator: "&")))
    } else {
      guard let content = try? JSONReader.read(JSONValue.self, from: bytes),
        let json = try? JSONReader.read(JSONValue.self, from: SharedBytes(value.json)),
        let changed = content.setting(parameter.path[...], to: json)
      else { return "the content has no place for \"\(parameter.path.joined(separator: "."))\"" }
      body.content = .bytes(JSONWriter.bytes(of: changed))
    }
    self.body = body
    return nil
  }

  /// Replaces the query by that of a link, and keeps the constants that it leaves out.
  mutating func follow(_ link: [RequestItem], without secrets: [String]) {
    let link = link.filter { !secrets.contains($0.name) }
    query = link + query.filter { constant in constant.isConstant && !link.contains { $0.name == constant.name } }
  }

  /// `query[cursor]`.
  private static func formName(_ path: [String]) -> String {
    path.dropFirst().reduce(path.first ?? "") { EndpointBody.named($1, in: $0) }
  }
}

extension JSONValue {
  /// The member of an object, or the element of an array, whose name is its place.
  fileprivate func inside(_ name: String) -> JSONValue {
    self[name] ?? Int(name).flatMap { self[$0] } ?? .null
  }

  /// The value with another one at the end of a path through objects, which are made where they are missing.
  fileprivate func setting(_ path: ArraySlice<String>, to value: JSONValue) -> JSONValue? {
    guard let name = path.first else { return value }
    var fields = JSONFields()
    switch self {
    case .object(let own): fields = own
    case .null: break
    default: return nil
    }
    guard let inner = (fields[name] ?? .null).setting(path.dropFirst(), to: value) else { return nil }
    fields[name] = inner
    return .object(fields)
  }
}
