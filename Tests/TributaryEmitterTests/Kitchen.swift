import Tributary
import TributaryJSON

/// Answers requests with what it was given, the last answer again and again, and keeps the requests.
final class Kitchen: HTTPTransport {
  private struct State {
    var responses: [HTTPResponse]
    var requests: [HTTPRequest] = []
  }

  private let state: Locked<State>

  init(_ responses: [(status: Int, body: String)], headers more: HTTPHeaders = [:]) {
    state = Locked(
      State(
        responses: responses.map { response in
          var headers: HTTPHeaders = response.body.isEmpty ? [:] : ["Content-Type": "application/json"]
          for (name, value) in more.fields { headers[name] = value }
          return HTTPResponse(status: response.status, headers: headers, body: SharedBytes(response.body))
        }))
  }

  convenience init(_ status: Int, _ body: String = "") { self.init([(status, body)]) }

  var request: HTTPRequest? { state.withLock { $0.requests.last } }

  /// Method, path and content of each request: `PATCH /tables/7 {"data":{}}`.
  var lines: [String] {
    state.withLock(\.requests).map { request in
      let path = request.url.replacing("https://kitchen.example.com/v1", with: "")
      return ([request.method, path] + [request.body?.text].compactMap { $0 }).joined(separator: " ")
    }
  }

  func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    HTTPStream(try await response(to: request, limits: limits))
  }

  private func response(to request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
    let response = state.withLock { state in
      state.requests.append(request)
      return state.responses.count > 1 ? state.responses.removeFirst() : state.responses.first
    }
    guard let response else { throw .connectionLost(while: .waiting) }
    return response
  }

  var client: Client { Client(token: "secret", transport: self) }
}
