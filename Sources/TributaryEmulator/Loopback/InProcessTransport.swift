public import Tributary
import TributaryJSON

/// Carries requests to a service in this process, without a socket and without waiting.
///
/// Faults have the outcome that they would have on the wire, at once.
public struct InProcessTransport: HTTPTransport {
  private let service: any EmulatedService
  private let faults: FaultPlan

  /// A transport to a service.
  public init(_ service: any EmulatedService, faults: FaultPlan = FaultPlan()) {
    self.service = service
    self.faults = faults
  }

  /// Asks the service, unless a fault takes its place.
  public func send(_ request: HTTPRequest, limits: HTTPLimits) async throws(TransportError) -> HTTPResponse {
    if Task.isCancelled { throw .cancelled }
    let fault = faults.next(for: request)
    switch fault {
    case .drop, .bytes: throw .connectionLost
    case .endless: throw .tooLarge(limit: limits.bodyBytes)
    case .gzipBomb(let bytes):
      guard bytes <= limits.bodyBytes else { throw .tooLarge(limit: limits.bodyBytes) }
      return HTTPResponse(
        status: 200, headers: ["Content-Type": "application/json"],
        body: SharedBytes([UInt8](repeating: 0x20, count: bytes)))
    default: if let answer = fault?.answer { return answer }
    }
    var answer = service.respond(to: request)
    switch fault {
    case .lose, .cut: throw .connectionLost
    case .truncated: answer.body = answer.body[0..<answer.body.count / 2]
    case .drip(let interval) where interval * answer.body.count > limits.deadline:
      throw .timedOut(after: limits.deadline)
    case .latency(let wait) where wait > limits.deadline: throw .timedOut(after: limits.deadline)
    default: break
    }
    guard answer.body.count <= limits.bodyBytes else { throw .tooLarge(limit: limits.bodyBytes) }
    if request.method == "HEAD" { answer.body = SharedBytes() }
    return answer
  }
}
