import Tributary
import TributaryJSON

/// Responds to the requests of one connection until it ends.
struct ServedConnection: Sendable {
  let service: any EmulatedService
  let faults: FaultPlan
  let limits: ServerLimits
  let root: String

  func run(_ socket: borrowing Socket) {
    var reader = RequestReader(limits: limits, root: root)
    while true {
      switch reader.next(socket) {
      case .end: return
      case .refuse(let status):
        if ResponseWriter.write(.plain(status), to: socket, for: "GET", closing: true) { socket.endGracefully() }
        return
      case .request(let request, let keepsAlive):
        guard respond(to: request, on: socket, closing: !keepsAlive), keepsAlive else { return }
      }
    }
  }

  /// Responds to one request. False if the connection can no longer be used.
  private func respond(to request: HTTPRequest, on socket: borrowing Socket, closing: Bool) -> Bool {
    let fault = faults.next(for: request)
    if let response = fault?.response {
      return ResponseWriter.write(response, to: socket, for: request.method, closing: closing)
    }
    if fault == .drop { return false }
    if case .bytes(let bytes) = fault {
      if bytes.withUnsafeBytes({ socket.write($0) }) { socket.endGracefully() }
      return false
    }
    if case .latency(let wait) = fault, !socket.pause(wait) { return false }
    if fault == .endless { return ResponseWriter.writeEndlessly(to: socket) }
    var response = service.respond(to: request)
    switch fault {
    case .lose: return false
    case .cut:
      _ = ResponseWriter.write(response, to: socket, for: request.method, closing: false, upTo: response.body.count / 2)
      return false
    case .hangUp(let wait):
      if ResponseWriter.write(response, to: socket, for: request.method, closing: false) { _ = socket.pause(wait) }
      return false
    case .truncated: response.body = response.body[0..<response.body.count / 2]
    case .drip(let interval):
      return ResponseWriter.drip(response, to: socket, for: request.method, closing: closing, every: interval)
    default: break
    }
    return ResponseWriter.write(response, to: socket, for: request.method, closing: closing)
  }
}
