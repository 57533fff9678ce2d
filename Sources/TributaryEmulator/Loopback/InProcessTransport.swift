public import Tributary
import TributaryJSON

/// Carries requests to a service in this process, without a socket and without waiting.
///
/// Faults have the same outcome as on the wire, but immediately.
public struct InProcessTransport: HTTPTransport {
  private let service: any EmulatedService
  private let faults: FaultPlan

  /// A transport to a service.
  public init(_ service: any EmulatedService, faults: FaultPlan = FaultPlan()) {
    self.service = service
    self.faults = faults
  }

  /// Calls the service, unless a fault replaces the response.
  public func open(
    _ request: HTTPRequest, limits: HTTPLimits, delivery: HTTPDelivery
  ) async throws(TransportError) -> HTTPStream {
    if Task.isCancelled { throw .cancelled }
    if let problem = request.problem { throw .invalidRequest(problem) }
    var request = request
    // A service gets complete content, as it does from the loopback server.
    request.body = try await request.content?.collect()
    return HTTPStream(try response(to: request, limits: limits))
  }

  private func response(to request: HTTPRequest, limits: HTTPLimits) throws(TransportError) -> HTTPResponse {
    let fault = faults.next(for: request)
    switch fault {
    case .drop, .bytes: throw .connectionLost(while: .waiting)
    case .endless: throw .tooLarge(limit: limits.bodyBytes)
    case .gzipBomb(let bytes):
      guard bytes <= limits.bodyBytes else { throw .tooLarge(limit: limits.bodyBytes) }
      return HTTPResponse(
        status: 200, headers: ["Content-Type": "application/json"],
        body: SharedBytes([UInt8](repeating: 0x20, count: bytes)))
    default: if let response = fault?.response { return response }
    }
    var response = service.respond(to: request)
    switch fault {
    case .lose: throw .connectionLost(while: .waiting)
    case .cut: throw .connectionLost(while: .readingContent)
    case .truncated: response.body = response.body[0..<response.body.count / 2]
    case .drip(let interval) where interval * response.body.count > limits.deadline:
      throw .timedOut(after: limits.deadline)
    case .latency(let wait) where wait > limits.deadline: throw .timedOut(after: limits.deadline)
    default: break
    }
    guard response.body.count <= limits.bodyBytes else { throw .tooLarge(limit: limits.bodyBytes) }
    if request.method == "HEAD" { response.body = SharedBytes() }
    return response
  }
}
