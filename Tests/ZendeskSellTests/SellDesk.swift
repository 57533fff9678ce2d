import Foundation
import Tributary
import TributaryEmulator
import ZendeskSell
import ZendeskSellEmulator

/// A client before an emulated service, and the requests that went between them.
struct SellDesk {
  let service: ZendeskSellEmulator
  let client: Client
  let time = SteppedTime()
  private let wire: Wire

  init(records: Int = 250, seed: UInt64 = 11, policy: ClientPolicy = ClientPolicy()) {
    service = ZendeskSellEmulator(.init(records: records, seed: seed))
    wire = Wire(InProcessTransport(service))
    var policy = policy
    policy.time = time
    policy.random = { 0.5 }
    client = Client(token: "a token", transport: wire, policy: policy)
  }

  var requests: [HTTPRequest] { wire.requests.withLock { $0 } }

  /// Method, path and content of each request: `PUT /v2/leads/7 {"data":{}}`.
  var lines: [String] {
    requests.map { request in
      let path = request.url.replacing("https://api.getbase.com", with: "")
      return ([request.method, path] + [request.body?.text].compactMap { $0 }).joined(separator: " ")
    }
  }
}

/// Keeps the requests on their way.
private final class Wire: HTTPTransport {
  let requests = Locked<[HTTPRequest]>([])
  private let transport: InProcessTransport

  init(_ transport: InProcessTransport) { self.transport = transport }

  func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    HTTPStream(try await response(to: request, limits: limits))
  }

  private func response(to request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
    requests.withLock { $0.append(request) }
    return try await transport.send(request, limits: limits)
  }
}

/// A clock that moves when someone sleeps, and when it is told to.
final class SteppedTime: TimeSource {
  private let passed = Locked(Duration.zero)

  var uptime: Duration { passed.withLock { $0 } }
  var date: Date { Date(timeIntervalSince1970: 1_704_812_400) }

  func pass(_ duration: Duration) { passed.withLock { $0 += duration } }
  func sleep(for duration: Duration) async throws(CancellationError) { pass(duration) }
}

extension ItemSequence {
  /// All of its items.
  func collected() async throws(APIError) -> [Item] {
    var items: [Item] = []
    for try await item in self { items.append(item) }
    return items
  }
}
