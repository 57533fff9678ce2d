public import Tributary
public import TributaryJSON

/// A method and a path of a ``RoutedService``, and what responds to them.
public struct Route<State: Sendable>: Sendable {
  let method: String
  /// The segments of the path; those in braces are names of parameters.
  private let segments: [String]
  let respond: @Sendable (EmulatedCall, inout State) -> HTTPResponse

  /// A route.
  ///
  /// - Parameters:
  ///   - pattern: The method and the path, with parameters in braces: `GET /shelves/{shelf}/books`.
  ///   - respond: Responds to a call, and may change the service's state.
  public init(_ pattern: String, respond: @escaping @Sendable (EmulatedCall, inout State) -> HTTPResponse) {
    let parts = pattern.split(separator: " ", maxSplits: 1)
    method = parts.first.map(String.init) ?? ""
    let path = parts.count == 2 ? parts[1].drop { $0 == "/" } : ""
    segments = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    self.respond = respond
  }

  /// The parameters by name if a path is the route's.
  func parameters(of path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var parameters: [String: String] = [:]
    for (segment, text) in zip(segments, path) {
      if segment.hasPrefix("{"), segment.hasSuffix("}") {
        parameters[String(segment.dropFirst().dropLast())] = text
      } else if segment != text {
        return nil
      }
    }
    return parameters
  }
}

/// A request to a route, parsed.
public struct EmulatedCall: Sendable {
  /// The request as received.
  public let request: HTTPRequest
  /// The parameters of the path by name, decoded.
  public let parameters: [String: String]
  /// The first value of each parameter of the query, decoded.
  public let query: [String: String]
  /// The service's clock, in seconds from 1970.
  public let seconds: Int

  /// The content as JSON; `nil` if there is none or it is invalid.
  public var json: JSONValue? { request.body.flatMap { try? JSONReader.read(JSONValue.self, from: $0) } }
}

/// Collects the routes of a ``RoutedService``, one per line.
@resultBuilder
public enum RouteBuilder<State: Sendable> {
  /// A line: a route.
  public static func buildExpression(_ route: Route<State>) -> Route<State> { route }

  /// The routes in their order.
  public static func buildBlock(_ routes: Route<State>...) -> [Route<State>] { routes }
}

extension HTTPResponse {
  /// A response with JSON.
  public static func json(_ status: Int, _ value: some JSONEncodable) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "application/json"], body: JSONWriter.bytes(of: value))
  }
}
