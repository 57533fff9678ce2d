public import Tributary

/// A service made of routes, with a state that they share and a clock that each request moves.
///
/// ```swift
/// let service = RoutedService([String]()) {
///   Route("GET /notes") { _, notes in .json(200, notes) }
///   Route("POST /notes") { call, notes in
///     notes.append(call.request.body?.text ?? "")
///     return .json(201, notes)
///   }
/// }
/// let client = ServiceClient(baseURL: "http://notes.example", transport: InProcessTransport(service))
/// ```
///
/// An unknown path gets a 404, and an unknown method of a known path gets a 405.
public final class RoutedService<State: Sendable>: EmulatedService {
  private let routes: [Route<State>]
  private let guarded: Locked<(state: State, clock: EmulatedClock)>

  /// A service from its state and its routes; the first matching route responds to a request.
  ///
  /// - Parameters:
  ///   - state: The initial state.
  ///   - clock: The clock; by default one that starts on 2024-01-09 and moves by a second with each request.
  ///   - routes: The routes.
  public init(
    _ state: State, clock: EmulatedClock = EmulatedClock(now: nil), @RouteBuilder<State> routes: () -> [Route<State>]
  ) {
    self.routes = routes()
    guarded = Locked((state, clock))
  }

  /// Responds to one request. Requests are handled one at a time, so each finds a consistent state.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    guard let target = RequestTarget(request.url) else { return HTTPResponse(status: 400) }
    return guarded.withLock { guarded in
      guarded.clock.advance(seconds: 1)
      var isPathKnown = false
      for route in routes {
        guard let parameters = route.parameters(of: target.path) else { continue }
        isPathKnown = true
        guard route.method == request.method else { continue }
        let call = EmulatedCall(
          request: request, parameters: parameters, query: target.query, seconds: guarded.clock.seconds)
        return route.respond(call, &guarded.state)
      }
      return HTTPResponse(status: isPathKnown ? 405 : 404)
    }
  }

  /// Calls a closure with the state, which it may change, for changes at the service that no request makes.
  public func withState<Result: Sendable>(_ body: @Sendable (inout State) -> Result) -> Result {
    guarded.withLock { body(&$0.state) }
  }

  /// Lets time pass.
  public func advance(seconds: Int) { guarded.withLock { $0.clock.advance(seconds: seconds) } }
}
