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
/// A path that no route has gets a 404, and a method that none of its routes has a 405.
public final class RoutedService<State: Sendable>: EmulatedService {
  private let routes: [Route<State>]
  private let guarded: Locked<(state: State, clock: EmulatedClock)>

  /// A service from its state and its routes, the first of which that fits a request answers it.
  ///
  /// - Parameters:
  ///   - state: What the routes find at first.
  ///   - clock: The clock; by default one that stands on 2024-01-09 and moves by a second with each request.
  ///   - routes: The routes.
  public init(
    _ state: State, clock: EmulatedClock = EmulatedClock(now: nil), @RouteBuilder<State> routes: () -> [Route<State>]
  ) {
    self.routes = routes()
    guarded = Locked((state, clock))
  }

  /// Responds to one request. Requests take turns, so that each finds a whole state.
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

  /// What a closure makes of the state, which it may change: what happens at the service without a request.
  public func withState<Result: Sendable>(_ body: @Sendable (inout State) -> Result) -> Result {
    guarded.withLock { body(&$0.state) }
  }

  /// Lets time pass.
  public func advance(seconds: Int) { guarded.withLock { $0.clock.advance(seconds: seconds) } }
}
