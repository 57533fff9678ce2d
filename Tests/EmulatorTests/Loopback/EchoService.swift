import Tributary
import TributaryEmulator
import TributaryJSON

/// Answers with what it was asked: method, target and content.
final class EchoService: EmulatedService {
  private let count = Locked(0)

  var requests: Int { count.withLock { $0 } }

  func respond(to request: HTTPRequest) -> HTTPResponse {
    count.withLock { $0 += 1 }
    let target = request.url.dropFirst("http://".count).drop { $0 != "/" }
    if target == "/nothing" { return HTTPResponse(status: 204) }
    if target == "/evil" {
      return HTTPResponse(
        status: 200, headers: ["X-A": "b\r\nX-Evil: 1", "Content-Length": "99"], body: SharedBytes("ok"))
    }
    return HTTPResponse(
      status: 200, headers: ["Content-Type": "text/plain"],
      body: SharedBytes("\(request.method) \(target) [\(request.body?.text ?? "-")]"))
  }
}
