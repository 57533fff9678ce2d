/// A named value of a query or a header, or a list of them under one name.
public struct RequestItem: Sendable, Equatable {
  /// The name as the service knows it, not encoded.
  public var name: String
  /// The values, not encoded. If there are none, the item is omitted.
  public var values: [String]
  /// Whether several values are joined (`ids=1,2`) or repeat the name (`id=1&id=2`).
  public var isJoined: Bool
  /// The keys after the name, one for each value, if the item is a map: `fields[name]=value`.
  public var keys: [String]?
  /// Whether the item belongs to the endpoint rather than to a call of it, and is sent whatever the rest of the query is.
  public var isConstant = false
  /// Why the item must not be sent, beginning with its name; `nil` if it may be.
  public var problem: String?

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

  /// One value for each key of a map: `fields[name]=value`, in the order of the keys; `nil` leaves all of them out.
  public static func brackets(_ name: String, _ map: [String: some ParameterValue]?) -> Self {
    let entries = (map ?? [:]).sorted { $0.key < $1.key }
    var item = Self(name: name, values: entries.map(\.value.parameterText), isJoined: false)
    item.keys = entries.map(\.key)
    let faulty = entries.first { $0.value.parameterProblem != nil }
    item.problem = faulty.flatMap { key, value in value.parameterProblem.map { "\(name)[\(key)] \($0)" } }
    return item
  }

  /// The items of a URL's query, decoded; `nil` when the URL is malformed.
  static func query(of url: String) -> [Self]? {
    guard let start = url.firstIndex(of: "?") else { return [] }
    var items: [Self] = []
    for piece in url[start...].dropFirst().prefix(while: { $0 != "#" }).split(separator: "&") {
      let halves = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.decode(halves[0]),
        let value = PercentEncoding.decode(halves.count == 2 ? halves[1] : "")
      else { return nil }
      items.append(.item(name, value))
    }
    return items
  }

  /// The item as a piece of a query or a form, percent-encoded; `nil` when it is omitted.
  var encoded: String? {
    guard !values.isEmpty else { return nil }
    if let keys {
      let pieces = zip(keys, values).map {
        PercentEncoding.encode("\(self.name)[\($0)]") + "=" + PercentEncoding.encode($1)
      }
      return pieces.joined(separator: "&")
    }
    let name = PercentEncoding.encode(name)
    let values = values.map(PercentEncoding.encode)
    return isJoined ? name + "=" + values.joined(separator: ",") : values.map { name + "=" + $0 }.joined(separator: "&")
  }
}
