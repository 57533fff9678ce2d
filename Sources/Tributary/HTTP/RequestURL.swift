/// The parts of an absolute HTTP URL that decide where a request goes.
struct RequestURL: Sendable, Equatable {
  /// `http` or `https`.
  let scheme: String
  /// The host in lower case, an IPv6 address with its brackets.
  let host: String
  /// The port, also where the URL leaves it to the scheme.
  let port: Int
  /// Everything after the authority, beginning with a slash, a question mark, or empty.
  let target: Substring

  /// The parts of a URL, or a sentence that says why it is none that can be sent.
  static func parse(_ text: String) -> Result<RequestURL, Problem> {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      return .failure(Problem("the URL has a character that must be percent-encoded"))
    }
    guard let colon = text.range(of: "://") else { return .failure(Problem("the URL has no scheme")) }
    let scheme = text[..<colon.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else {
      return .failure(Problem("the URL's scheme is \"\(scheme)\", neither http nor https"))
    }
    let rest = text[colon.upperBound...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    let authority = rest[..<end]
    guard !authority.contains("@") else {
      return .failure(Problem("the URL holds a user or a password, which belong into the authentication"))
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

  /// Whether two URLs lead to the same scheme, host and port: whoever may see a credential at one may at the other.
  func hasOrigin(of other: Self) -> Bool { scheme == other.scheme && host == other.host && port == other.port }

  /// Whether the host is this machine: 127.0.0.0/8, `::1`, `localhost`.
  var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127"
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } && (Int($0) ?? 256) < 256 }
  }

  /// Why a URL cannot be sent.
  struct Problem: Error, Equatable {
    let text: String
    init(_ text: String) { self.text = text }
  }
}
