import Tributary
import TributaryJSON

/// Answers requests with what it was given, the last answer again and again, and keeps the requests.
final class Kitchen: HTTPTransport {
  private struct State {
    var answers: [HTTPResponse]
    var requests: [HTTPRequest] = []
  }

  private let state: Locked<State>

  init(_ answers: [(status: Int, body: String)]) {
    state = Locked(
      State(
        answers: answers.map { answer in
          let headers: HTTPHeaders = answer.body.isEmpty ? [:] : ["Content-Type": "application/json"]
          return HTTPResponse(status: answer.status, headers: headers, body: SharedBytes(answer.body))
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
    let answer = state.withLock { state in
      state.requests.append(request)
      return state.answers.count > 1 ? state.answers.removeFirst() : state.answers.first
    }
    guard let answer else { throw .connectionLost(while: .waiting) }
    return answer
  }

  var client: Client { Client(token: "secret", transport: self) }
}
