import Tributary
import TributaryEmulator
import TributaryJSON

@testable import Sharespine

/// Answers with the given texts, one after the other and the last one again, and keeps the requests.
final class Recorder: EmulatedService {
  private let state: Locked<(responses: [String], requests: [HTTPRequest])>

  init(_ responses: String...) { state = Locked((responses, [])) }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }

  func respond(to request: HTTPRequest) -> HTTPResponse {
    state.withLock { state in
      state.requests.append(request)
      let response = state.responses.count > 1 ? state.responses.removeFirst() : state.responses.first ?? "[]"
      return HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: SharedBytes(response))
    }
  }

  /// A client of a tenant that asks this service.
  var client: Client {
    Client(
      authentication: .sharespine(
        username: "user", password: "the-password", tenant: "acme", connectionID: "3fb2568eb7e165e34dd311af5550002b"),
      environment: .test, transport: InProcessTransport(self))
  }
}

extension Client.Environment {
  static let test = Self("https://api.example.com")
}
