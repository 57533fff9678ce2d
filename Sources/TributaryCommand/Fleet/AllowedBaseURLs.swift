import Tributary

/// The base URLs that credentials may be sent to.
///
/// Whoever can add an account must not be able to have a credential sent anywhere. A worker therefore accepts the
/// environments of a service and what its command line allows, and nothing else.
struct AllowedBaseURLs: Sendable {
  /// The URLs that are allowed for one service, by its name, and those for every service, by an empty one.
  private let allowed: [String: Set<String>]

  /// Reads `--allow-base-url`, and notes what is wrong with it.
  init(_ reader: inout ArgumentReader) {
    var allowed: [String: Set<String>] = [:]
    for text in reader.values(of: "--allow-base-url") {
      let service = FleetService.all.first { text.hasPrefix($0.name + "=") }?.name ?? ""
      let url = service.isEmpty ? text : String(text.dropFirst(service.count + 1))
      if let url = reader.noting({ () throws(UsageError) in try Self.checked(url) }) {
        allowed[service, default: []].insert(url)
      }
    }
    self.allowed = allowed
  }

  /// A base URL as it is stored and compared, without a slash at its end.
  ///
  /// - Throws: What is wrong with it if it is not an `https` URL, or an `http` URL of a loopback host.
  static func checked(_ text: String) throws(UsageError) -> String {
    let url = text.hasSuffix("/") ? String(text.dropLast()) : text
    guard case .success(let parsed) = RequestURL.parse(url), !url.contains("@"), !url.contains("?"), !url.contains("#")
    else {
      throw UsageError("\"\(text)\" is not a base URL; give one such as https://api.example.com.")
    }
    guard parsed.scheme == "https" || parsed.isLoopback else {
      throw UsageError("The base URL \(text) must use https, unless its host is loopback.")
    }
    return url
  }

  /// Checks the base URL of an account.
  ///
  /// - Returns: The URL as it is stored.
  func check(_ text: String, of service: FleetService) throws(UsageError) -> String {
    let url = try Self.checked(text)
    guard
      service.environments.contains(url) || ["", service.name].contains(where: { allowed[$0]?.contains(url) ?? false })
    else {
      let own = service.environments.joined(separator: " and ")
      throw UsageError(
        "The base URL \(url) is not allowed for \(service.name)\(own.isEmpty ? "" : ", whose own are \(own)"); allow it "
          + "with --allow-base-url \(service.name)=\(url).")
    }
    return url
  }
}
