/// A named value of a query or a header, or a list of them under one name.
public struct RequestItem: Sendable, Equatable {
  /// The name as the service knows it, not encoded.
  public var name: String
  /// The values, not encoded. None at all means that the item is left out.
  public var values: [String]
  /// Whether several values stand behind one another (`ids=1,2`) or under the repeated name (`id=1&id=2`).
  public var isJoined: Bool

  /// One value; `nil` leaves the item out.
  public static func item(_ name: String, _ value: (some ParameterValue)?) -> Self {
    Self(name: name, values: value.map { [$0.parameterText] } ?? [], isJoined: false)
  }

  /// A list joined by commas: `ids=1,2,3`. An empty list is sent as `ids=`; `nil` leaves the item out.
  public static func commaList(_ name: String, _ list: [some ParameterValue]?) -> Self {
    guard let list else { return Self(name: name, values: [], isJoined: false) }
    return Self(name: name, values: list.isEmpty ? [""] : list.map(\.parameterText), isJoined: true)
  }

  /// A list under a repeated name: `id=1&id=2`. An empty list and `nil` leave the item out.
  public static func repeated(_ name: String, _ list: [some ParameterValue]?) -> Self {
    Self(name: name, values: list?.map(\.parameterText) ?? [], isJoined: false)
  }

  /// The item as a piece of a query or a form, percent-encoded; `nil` when it is left out.
  var encoded: String? {
    guard !values.isEmpty else { return nil }
    let name = PercentEncoding.encode(name)
    let values = values.map(PercentEncoding.encode)
    return isJoined ? name + "=" + values.joined(separator: ",") : values.map { name + "=" + $0 }.joined(separator: "&")
  }
}
