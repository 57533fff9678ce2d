public import Tributary
public import TributaryEmulator
import TributaryJSON

/// A service whose responses lack the first identifier.
public final class NamelessService: EmulatedService {
  private let isOn = Locked(true)
  private let service: any EmulatedService
  private let member: String

  /// A service in front of another one.
  ///
  /// - Parameter member: The name of the member that holds identifiers.
  public init(_ service: any EmulatedService, member: String) {
    self.service = service
    self.member = member
  }

  /// Leaves the responses unchanged from now on.
  public func turnOff() { isOn.withLock { $0 = false } }

  /// Responds like the other service, with the first such member renamed.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    var response = service.respond(to: request)
    var text = response.body.text
    guard isOn.withLock({ $0 }), let place = text.range(of: "\"\(member)\"") else { return response }
    text.replaceSubrange(place, with: "\"name\"")
    response.body = SharedBytes(text)
    return response
  }
}
