/// The parts of an absolute HTTP URL that decide where a request goes.
package struct RequestURL: Sendable, Equatable {
  /// `http` or `https`.
  package let scheme: String
  /// The host in lower case, an IPv6 address with its brackets.
  package let host: String
  /// The port, including the scheme's default.
  package let port: Int
  /// Everything after the authority, beginning with a slash, a question mark, or empty.
  package let target: Substring

  /// The parts of a URL, or a sentence that says why the URL cannot be sent.
  package static func parse(_ text: String) -> Result<RequestURL, Problem> {
    guard let colon = text.firstRange(of: "://") else { return .failure(Problem("the URL has no scheme")) }
    if let problem = characterProblem(text, host: text[colon.upperBound...]) { return .failure(problem) }
    let scheme = text[..<colon.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else {
      return .failure(Problem("the URL's scheme is \"\(scheme)\", neither http nor https"))
    }
    let rest = text[colon.upperBound...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    let authority = rest[..<end]
    guard !authority.contains("@") else {
      return .failure(Problem("the URL holds a user or a password, which belong in the authentication"))
    }
    guard !rest[end...].contains("#") else { return .failure(Problem("the URL has a fragment")) }
    let path = rest[end...].prefix { $0 != "?" }
    guard !path.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
      return .failure(Problem("the URL's path has a segment \".\" or \"..\""))
    }
    let bracket = authority.lastIndex(of: "]") ?? authority.startIndex
    let mark = authority[bracket...].firstIndex(of: ":")
    let host = authority[..<(mark ?? authority.endIndex)].lowercased()
    guard !host.isEmpty else { return .failure(Problem("the URL has no host")) }
    guard let mark else {
      return .success(Self(scheme: scheme, host: host, port: scheme == "https" ? 443 : 80, target: rest[end...]))
    }
    guard let port = Int(authority[authority.index(after: mark)...]), (1...65535).contains(port) else {
      return .failure(Problem("the URL's port is not a number from 1 to 65535"))
    }
    return .success(Self(scheme: scheme, host: host, port: port, target: rest[end...]))
  }

  /// Characters are sent unchanged, so they must already be encoded. Servers disagree on a percent sign that does not
  /// begin an escape.
  private static func characterProblem(_ text: String, host: Substring) -> Problem? {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      let host = host.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      if host.utf8.allSatisfy({ $0 < 0x80 }) { return Problem("the URL has a character that must be percent-encoded") }
      return Problem("the URL's host \"\(host)\" is not ASCII; write it in punycode (xn--...)")
    }
    for index in bytes.indices where bytes[index] == UInt8(ascii: "%") {
      guard index + 2 < bytes.count, isHexDigit(bytes[index + 1]), isHexDigit(bytes[index + 2]) else {
        return Problem("the URL has a percent sign without two hexadecimal digits after it")
      }
    }
    return nil
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...70).contains(byte & 0xDF)
  }

  /// Whether two URLs have the same scheme, host and port, so that a credential for one may be sent to the other.
  package func hasOrigin(of other: Self) -> Bool { scheme == other.scheme && host == other.host && port == other.port }

  /// Whether the host is this machine: 127.0.0.0/8, `::1`, `localhost`.
  ///
  /// A number with a leading zero, as in `127.0.0.08`, makes the host a name that is looked up.
  package var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0).map { "\($0)" } == String($0) }
  }

  /// Why a URL cannot be sent.
  package struct Problem: Error, Equatable {
    package let text: String
    init(_ text: String) { self.text = text }
  }
}
