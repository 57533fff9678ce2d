import Foundation
import Tributary
import TributaryJSON

/// A transport whose responses arrive chunk by chunk, and which keeps what it was asked. The last response repeats.
final class ChunkTransport: HTTPTransport {
  /// What happens next in a response's content.
  enum Step: Sendable {
    case text(String)
    case bytes([UInt8])
    /// The service waits, in injected time.
    case wait(Duration)
    case fail(TransportError)
    /// Nothing comes until the task is cancelled.
    case hang
  }

  struct Response: Sendable {
    var status = 200
    var headers: HTTPHeaders = ["Content-Type": "text/event-stream"]
    var steps: [Step]

    init(status: Int = 200, type: String? = "text/event-stream", _ steps: Step...) {
      self.status = status
      headers = type.map { ["Content-Type": $0] } ?? [:]
      self.steps = steps
    }
  }

  private struct State {
    var responses: [Response]
    var requests: [HTTPRequest] = []
    var closed = 0
  }

  /// A connection, which is closed once nobody reads from it.
  private final class Connection: Sendable {
    private let steps: Locked<[Step]>
    private let time: HeldTime
    private let close: @Sendable () -> Void

    init(_ steps: [Step], _ time: HeldTime, close: @escaping @Sendable () -> Void) {
      self.steps = Locked(steps)
      self.time = time
      self.close = close
    }

    deinit { close() }

    func next() async throws(TransportError) -> SharedBytes? {
      while let step = steps.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
        switch step {
        case .text(let text): return SharedBytes(text)
        case .bytes(let bytes): return SharedBytes(bytes)
        case .wait(let duration): do { try await time.sleep(for: duration) } catch { throw .cancelled }
        case .fail(let error): throw error
        case .hang:
          let (never, _) = AsyncStream<Void>.makeStream()
          for await _ in never {}
          throw .cancelled
        }
      }
      return nil
    }
  }

  let time = HeldTime()
  private let state: Locked<State>

  init(_ responses: Response...) { state = Locked(State(responses: responses)) }

  var requests: [HTTPRequest] { state.withLock { $0.requests } }
  /// How many connections were closed.
  var closed: Int { state.withLock { $0.closed } }

  /// A client that uses this transport.
  func client(retry: RetryPolicy = RetryPolicy()) -> ServiceClient {
    ServiceClient(
      baseURL: "https://api.example.com", transport: self,
      policy: ClientPolicy(retry: retry, time: time, random: { 1 }))
  }

  func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    let response = state.withLock { state in
      state.requests.append(request)
      return state.responses.count > 1 ? state.responses.removeFirst() : state.responses.first
    }
    guard let response else { throw .connectionLost(while: .waiting) }
    let state = state
    let connection = Connection(response.steps, time) { state.withLock { $0.closed += 1 } }
    let body = HTTPBody { () async throws(TransportError) in try await connection.next() }
    return HTTPStream(status: response.status, headers: response.headers, body: body)
  }
}
