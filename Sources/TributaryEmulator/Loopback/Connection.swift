import Tributary
import TributaryJSON

/// Answers the requests of one connection until it ends.
struct Connection: Sendable {
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
        guard answer(request, on: socket, closing: !keepsAlive), keepsAlive else { return }
      }
    }
  }

  /// Answers one request. False when the connection cannot be used any more.
  private func answer(_ request: HTTPRequest, on socket: borrowing Socket, closing: Bool) -> Bool {
    let fault = faults.next(for: request)
    if let answer = fault?.answer {
      return ResponseWriter.write(answer, to: socket, for: request.method, closing: closing)
    }
    if fault == .drop { return false }
    if case .bytes(let bytes) = fault {
      if bytes.withUnsafeBytes({ socket.write($0) }) { socket.endGracefully() }
      return false
    }
    if case .latency(let wait) = fault, !socket.pause(wait) { return false }
    if fault == .endless { return ResponseWriter.writeEndlessly(to: socket) }
    var answer = service.respond(to: request)
    switch fault {
    case .lose: return false
    case .cut:
      _ = ResponseWriter.write(answer, to: socket, for: request.method, closing: false, upTo: answer.body.count / 2)
      return false
    case .hangUp(let wait):
      if ResponseWriter.write(answer, to: socket, for: request.method, closing: false) { _ = socket.pause(wait) }
      return false
    case .truncated: answer.body = answer.body[0..<answer.body.count / 2]
    case .drip(let interval):
      return ResponseWriter.drip(answer, to: socket, for: request.method, closing: closing, every: interval)
    default: break
    }
    return ResponseWriter.write(answer, to: socket, for: request.method, closing: closing)
  }
}
