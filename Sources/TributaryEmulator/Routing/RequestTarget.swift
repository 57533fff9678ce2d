import Tributary

/// The path and the query of a request, decoded.
public struct RequestTarget: Sendable, Equatable {
  /// The segments of the path, without percent encoding.
  public var path: [String]
  /// The first value of each query parameter.
  public var query: [String: String]

  /// Parses an absolute URL or one that begins with a slash; `nil` if it is malformed.
  public init?(_ url: String) {
    var rest = url[...]
    if let scheme = url.firstRange(of: "://") {
      let host = url[scheme.upperBound...]
      rest = host.firstIndex(of: "/").map { host[$0...] } ?? "/"
    }
    guard rest.hasPrefix("/") else { return nil }
    let halves = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let segments = halves[0].dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    var path: [String] = []
    for segment in segments {
      guard let decoded = PercentEncoding.decode(segment) else { return nil }
      path.append(decoded)
    }
    self.path = path
    query = halves.count == 2 ? Self.form(String(halves[1])) : [:]
  }

  /// Decodes `a=1&b=2`.
  public static func form(_ text: String) -> [String: String] {
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let decoded = halves.map { PercentEncoding.decode($0.replacing("+", with: " ")) ?? String($0) }
      guard let name = decoded.first, values[name] == nil else { continue }
      values[name] = decoded.count == 2 ? decoded[1] : ""
    }
    return values
  }
}
