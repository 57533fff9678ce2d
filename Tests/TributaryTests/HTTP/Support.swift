import Foundation
@_spi(Generated) import Tributary
import TributaryEmulator
@_spi(Generated) import TributaryJSON

/// A clock that only moves when someone sleeps.
final class HeldTime: TimeSource {
  private struct State {
    var uptime = Duration.zero
    var slept: [Duration] = []
  }

  private let state = Locked(State())
  private let start: Date

  init(date: Date = Date(timeIntervalSince1970: 1_704_812_400)) { start = date }

  var uptime: Duration { state.withLock { $0.uptime } }
  var date: Date { start.addingTimeInterval(Double(uptime.components.seconds)) }
  var slept: [Duration] { state.withLock { $0.slept } }

  func advance(_ duration: Duration) { state.withLock { $0.uptime += duration } }

  func sleep(for duration: Duration) async throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    state.withLock { state in
      state.uptime += duration
      state.slept.append(duration)
    }
  }
}

/// A transport that answers from a list, and keeps what it was asked. The last answer repeats.
final class ScriptedTransport: HTTPTransport {
  typealias Response = Result<HTTPResponse, TransportError>

  private struct State {
    var responses: [Response]
    var requests: [HTTPRequest] = []
    var limits: [HTTPLimits] = []
  }

  private let state: Locked<State>

  convenience init(_ responses: Response...) { self.init(responses) }

  init(_ responses: [Response]) { state = Locked(State(responses: responses)) }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  var limits: [HTTPLimits] { state.withLock { $0.limits } }

  func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    HTTPStream(try await response(to: request, limits: limits))
  }

  private func response(to request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
    let response = state.withLock { state -> Response in
      state.requests.append(request)
      state.limits.append(limits)
      return state.responses.count > 1
        ? state.responses.removeFirst() : state.responses.first ?? .failure(.connectionLost(while: .waiting))
    }
    return try response.get()
  }
}

extension Result where Success == HTTPResponse, Failure == TransportError {
  /// An answer with a status, header fields and text.
  static func response(_ status: Int, _ text: String = "", headers: HTTPHeaders = [:]) -> Self {
    .success(HTTPResponse(status: status, headers: headers, body: SharedBytes(text)))
  }
}

/// The transport that is the default on this system.
#if canImport(Darwin)
typealias SystemTransport = URLSessionTransport
#else
typealias SystemTransport = CurlTransport
#endif

extension ServerLimits {
  /// Longer than any test takes, however busy the machine is: a connection ends only where a test says so.
  static let longIdleTimeout = Self(idleTimeout: .seconds(3600))
}

/// A service made from a function, which keeps what it was asked.
final class FunctionService: EmulatedService {
  private let log = Locked<[HTTPRequest]>([])
  private let response: @Sendable (HTTPRequest) -> HTTPResponse

  init(_ response: @escaping @Sendable (HTTPRequest) -> HTTPResponse) { self.response = response }

  /// A service that answers one text as JSON.
  convenience init(_ text: String, status: Int = 200, headers: HTTPHeaders = ["Content-Type": "application/json"]) {
    self.init { _ in HTTPResponse(status: status, headers: headers, body: SharedBytes(text)) }
  }

  var requests: [HTTPRequest] { log.withLock { $0 } }

  func respond(to request: HTTPRequest) -> HTTPResponse {
    log.withLock { $0.append(request) }
    return response(request)
  }
}

/// What the tests' endpoints answer with.
struct Item: JSONDecodable, Sendable, Equatable {
  static let keys = JSONKeys("id", "name")
  var id: Int
  var name: String?

  init(id: Int, name: String? = nil) {
    self.id = id
    self.name = name
  }

  init(from reader: inout JSONReader) throws(JSONError) {
    var id: Int?
    var object = try reader.beginObject(Self.keys)
    while let key = try reader.nextKey(&object) {
      switch key {
      case 0: id = try reader.readInt()
      case 1: try reader.read(&name)
      default: try reader.skipValue()
      }
    }
    self.id = try object.require(id, 0)
  }
}

extension Endpoint where Response == Item {
  /// The usual endpoint of these tests.
  static func item(_ method: String = "GET", path: EndpointPath = "/items/1", retry: RetryClass = .byMethod) -> Self {
    Endpoint("items.get", method, path, responses: [.json(200)], retry: retry)
  }
}

/// Runs a body and gives the error it throws.
func failure<Value>(_ body: () async throws(APIError) -> Value) async -> APIError? {
  do throws(APIError) { _ = try await body() } catch { return error }
  return nil
}

/// Runs a body and gives the error it throws.
func transportFailure<Value>(_ body: () async throws(TransportError) -> Value) async -> TransportError? {
  do throws(TransportError) { _ = try await body() } catch { return error }
  return nil
}
