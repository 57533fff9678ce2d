public import TributaryJSON

/// A named value of a query or a header, or a list of them under one name.
public struct RequestItem: Sendable, Equatable {
  /// The name as the service knows it, not encoded.
  package var name: String
  /// The values, not encoded. If there are none, the item is omitted.
  package var values: [String]
  /// Whether several values are joined (`ids=1,2`) or repeat the name (`id=1&id=2`).
  package var isJoined: Bool
  /// What stands behind the name, one for each value, if the item is a map or a list in brackets: `[name]`.
  package var suffixes: [String]?
  /// Whether the item belongs to the endpoint rather than to a call of it, and is sent whatever the rest of the query is.
  package var isConstant = false
  /// Why the item must not be sent, beginning with its name; `nil` if it may be.
  package var problem: String?

  /// One value; `nil` leaves the item out.
  public static func item(_ name: String, _ value: (some ParameterValue)?) -> Self {
    var item = Self(name: name, values: value.map { [$0.parameterText] } ?? [], isJoined: false)
    item.problem = value?.parameterProblem.map { "\(name) \($0)" }
    return item
  }

  /// A value that every call sends.
  public static func constant(_ name: String, _ value: some ParameterValue) -> Self {
    var item = item(name, value)
    item.isConstant = true
    return item
  }

  /// A list joined by commas: `ids=1,2,3`. An empty list is sent as `ids=`; `nil` leaves the item out.
  public static func commaList(_ name: String, _ list: [some ParameterValue]?) -> Self {
    guard let list else { return Self(name: name, values: [], isJoined: false) }
    var item = Self(name: name, values: list.isEmpty ? [""] : list.map(\.parameterText), isJoined: true)
    item.problem = problem(name, list)
    return item
  }

  /// A list under a repeated name: `id=1&id=2`. An empty list and `nil` leave the item out.
  public static func repeated(_ name: String, _ list: [some ParameterValue]?) -> Self {
    var item = Self(name: name, values: list?.map(\.parameterText) ?? [], isJoined: false)
    item.problem = problem(name, list ?? [])
    return item
  }

  private static func problem(_ name: String, _ list: [some ParameterValue]) -> String? {
    for (index, value) in list.enumerated() {
      if let problem = value.parameterProblem { return "\(name)[\(index)] \(problem)" }
    }
    return nil
  }

  /// A value of any kind in a style; `nil` leaves it out.
  public static func item(_ name: String, _ value: (some JSONEncodable)?, style: ParameterStyle) -> Self {
    guard let value else { return Self(name: name, values: [], isJoined: false) }
    return item(name, style: style) { writer in value.encode(into: &writer) }
  }

  /// A value in a form on the wire; `nil` leaves it out.
  public static func item(
    _ name: String, _ value: (some WireCodable)?, as form: WireForm, style: ParameterStyle = .comma
  ) -> Self {
    guard let value else { return Self(name: name, values: [], isJoined: false) }
    return item(name, style: style) { writer in value.encode(into: &writer, as: form) }
  }

  /// What is written as JSON, in a style.
  static func item(_ name: String, style: ParameterStyle, _ write: (inout JSONWriter) -> Void) -> Self {
    var item = Self(name: name, values: [], isJoined: false)
    var writer = JSONWriter()
    write(&writer)
    if let error = writer.error {
      item.problem = "\(name): \(error)"
      return item
    }
    do {
      item.set(try FlatValues(JSONReader.read(JSONValue.self, from: writer.finish()), style: style))
    } catch let problem as FlatValues.Problem {
      item.problem = "\(name) \(problem.text)"
    } catch {
      item.problem = "\(name) could not be written: \(error)"
    }
    return item
  }

  private mutating func set(_ flat: FlatValues) {
    values = flat.pairs.map(\.text)
    isJoined = flat.isJoined
    if flat.pairs.contains(where: { !$0.suffix.isEmpty }) { suffixes = flat.pairs.map(\.suffix) }
  }

  /// One value for each key of a map: `fields[name]=value`, in the order of the keys; `nil` leaves all of them out.
  public static func brackets(_ name: String, _ map: [String: some ParameterValue]?) -> Self {
    let entries = (map ?? [:]).sorted { $0.key < $1.key }
    var item = Self(name: name, values: entries.map(\.value.parameterText), isJoined: false)
    item.suffixes = entries.map { "[\($0.key)]" }
    let faulty = entries.first { $0.value.parameterProblem != nil }
    item.problem = faulty.flatMap { key, value in value.parameterProblem.map { "\(name)[\(key)] \($0)" } }
    return item
  }

  /// The items of a URL's query, decoded; `nil` when the URL is malformed.
  static func query(of url: String) -> [Self]? {
    guard let start = url.firstIndex(of: "?") else { return [] }
    return pairs(of: url[start...].dropFirst().prefix { $0 != "#" })?.map { .item($0.name, $0.value) }
  }

  /// The names and values of a query or a form, decoded; `nil` when an escape is broken.
  static func pairs(of text: some StringProtocol) -> [(name: String, value: String)]? {
    var pairs: [(name: String, value: String)] = []
    for piece in text.split(separator: "&") {
      let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(halves[0]), let value = decoded(halves.count == 2 ? halves[1] : "") else { return nil }
      pairs.append((name, value))
    }
    return pairs
  }

  /// A name or a value, decoded. Services that write a plus sign there mean a space.
  private static func decoded(_ text: some StringProtocol) -> String? {
    PercentEncoding.decode(text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: " "))
  }

  /// A name and a value, percent-encoded.
  static func encoded(_ name: String, _ value: String) -> String {
    PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value)
  }

  /// The item as a piece of a query or a form, percent-encoded; `nil` when it is omitted.
  var encoded: String? {
    guard !values.isEmpty else { return nil }
    if let suffixes {
      let pieces = zip(suffixes, values).map {
        PercentEncoding.encode(self.name + $0) + "=" + PercentEncoding.encode($1)
      }
      return pieces.joined(separator: "&")
    }
    let name = PercentEncoding.encode(name)
    let values = values.map(PercentEncoding.encode)
    return isJoined ? name + "=" + values.joined(separator: ",") : values.map { name + "=" + $0 }.joined(separator: "&")
  }
}
