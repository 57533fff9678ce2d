import Tributary
import TributaryEmulator
import TributaryJSON

/// Why a request is refused. The service documents no messages, so these are invented.
struct Refusal: Error, Sendable {
  var status: Int
  var message: String

  init(_ status: Int, _ message: String) {
    self.status = status
    self.message = message
  }

  static func query(_ message: String) -> Self { Self(400, message) }

  /// The content, and its type.
  func content(_ form: SharespineEmulator.ErrorBody) -> (type: String, bytes: SharedBytes)? {
    switch form {
    case .json:
      let json: JSONValue = ["error": .string(Reason.phrase(status)), "message": .string(message)]
      return ("application/json", JSONWriter.bytes(of: json))
    case .text: return ("text/plain", SharedBytes(message + "\n"))
    case .html:
      let title = "\(status) \(Reason.phrase(status))"
      return ("text/html", SharedBytes("<html><head><title>\(title)</title></head><body>\(title)</body></html>"))
    case .empty: return nil
    }
  }
}
