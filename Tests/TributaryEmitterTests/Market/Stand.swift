import Tributary
import TributaryJSON

/// Answers the requests of the reference module's client one after the other, the last answer again and again.
final class Stand: HTTPTransport {
  private struct State {
    var responses: [HTTPResponse]
    var requests: [HTTPRequest] = []
  }

  private let state: Locked<State>

  init(_ responses: [HTTPResponse]) { state = Locked(State(responses: responses)) }

  convenience init(_ status: Int, _ body: String = "", headers: HTTPHeaders = [:]) {
    self.init([HTTPResponse(status: status, headers: headers, body: SharedBytes(body))])
  }

  var requests: [HTTPRequest] { state.withLock(\.requests) }

  var request: HTTPRequest? { requests.last }

  func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    let response = state.withLock { state in
      state.requests.append(request)
      return state.responses.count > 1 ? state.responses.removeFirst() : state.responses.first
    }
    guard let response else { throw .connectionLost(while: .waiting) }
    return HTTPStream(response)
  }
}
