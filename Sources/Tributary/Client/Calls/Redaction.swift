import TributaryJSON

/// Removes credentials from everything that may be logged or thrown.
struct Redaction: Sendable {
  /// The replacement for a secret.
  static let mark = "(secret)"
  /// Shorter secrets are not searched for in running text, where they would match too often.
  private static let shortest = 6

  private var names: Set<String> = []
  private var queryNames: Set<String> = []
  private var texts: [String] = []

  /// Hides a header's value, wherever it appears.
  mutating func hide(header name: String, value: String) {
    names.insert(name.lowercased())
    hide(value)
  }

  /// Hides a query parameter's value, wherever it appears.
  mutating func hide(query name: String, value: String) {
    queryNames.insert(name)
    hide(value)
  }

  /// Hides a text, wherever it appears.
  mutating func hide(_ text: String) {
    guard text.utf8.count >= Self.shortest else { return }
    let escaped = text.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/")
    for form in [text, PercentEncoding.encode(text), escaped] where !texts.contains(form) { texts.append(form) }
    // A longer secret may contain a shorter one, so it is replaced first.
    texts.sort { $0.utf8.count > $1.utf8.count }
  }

  /// Whether a header carries a credential: by its name, or because a value was hidden under it.
  func isSecret(header name: String) -> Bool {
    let name = name.lowercased()
    return names.contains(name) || Self.secretHeaders.contains(name)
      || name.hasPrefix("x-") && Self.secretEndings.contains { name.hasSuffix($0) }
  }

  private static let secretHeaders: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "api-key", "apikey", "authentication-info",
  ]
  private static let secretEndings = ["token", "key", "secret", "password", "signature", "auth", "session"]

  /// Whether a query value under a name is a credential.
  private func isSecret(query name: Substring) -> Bool {
    if let name = PercentEncoding.decode(name), queryNames.contains(name) { return true }
    let name = name.lowercased()
    return ["key", "token", "password", "secret", "signature", "sig", "auth", "code"].contains(name)
      || ["_key", "apikey", "token", "password", "secret", "signature"].contains { name.hasSuffix($0) }
  }

  /// Whether a URL's query carries a credential.
  func hasSecret(url: String) -> Bool {
    Self.pieces(of: url).dropFirst().contains { isSecret(query: $0.prefix { $0 != "=" }) }
  }

  /// The text without hidden texts.
  func text(_ text: String) -> String {
    texts.reduce(text) { text, secret in Self.replace(secret, in: text) }
  }

  /// Compares bytes, because comparing characters would treat a letter followed by an accent as a different letter.
  private static func replace(_ secret: String, in text: String) -> String {
    let (bytes, secret) = (Array(text.utf8), Array(secret.utf8))
    var kept: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == secret.first, bytes[index...].starts(with: secret) {
        kept += mark.utf8
        index += secret.count
      } else {
        kept.append(bytes[index])
        index += 1
      }
    }
    return kept.count == bytes.count && kept == bytes ? text : String(decoding: kept, as: UTF8.self)
  }

  /// The URL without the values of secret query items.
  func url(_ url: String) -> String {
    let pieces = Self.pieces(of: url)
    guard let path = pieces.first, pieces.count > 1 else { return text(url) }
    let query = pieces.dropFirst().map { item -> String in
      let name = item.prefix { $0 != "=" }
      return isSecret(query: name) && name.endIndex != item.endIndex ? "\(name)=\(Self.mark)" : String(item)
    }
    return text(path + "?" + query.joined(separator: "&"))
  }

  /// The URL without the query items that carry the client's own credential.
  func removingCredentials(from url: String) -> String {
    let pieces = Self.pieces(of: url)
    guard let path = pieces.first, pieces.count > 1, !queryNames.isEmpty else { return url }
    let kept = pieces.dropFirst().filter { item in
      PercentEncoding.decode(item.prefix { $0 != "=" }).map { !queryNames.contains($0) } ?? true
    }
    return path + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
  }

  /// The query items of a URL that carry the client's own credential.
  func credentials(in url: String) -> [String] {
    Self.pieces(of: url).dropFirst().filter { item in
      PercentEncoding.decode(item.prefix { $0 != "=" }).map(queryNames.contains) ?? false
    }.map(String.init)
  }

  /// The path, then the items of the query.
  private static func pieces(of url: String) -> [Substring] {
    guard let mark = url.firstIndex(of: "?") else { return [url[...]] }
    return [url[..<mark]] + url[url.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
  }

  /// The fields without the values of secret ones.
  func headers(_ headers: HTTPHeaders) -> HTTPHeaders {
    var redacted = HTTPHeaders()
    for (name, value) in headers.fields {
      let isURL = ["location", "content-location", "referer", "link"].contains(name.lowercased())
      redacted.append(isSecret(header: name) ? Self.mark : isURL ? url(value) : text(value), for: name)
    }
    return redacted
  }

  /// The first bytes of the content without hidden texts.
  func body(_ body: SharedBytes, limit: Int) -> SharedBytes {
    // A hidden text that the limit would cut must be found as a whole.
    let margin = texts.first?.utf8.count ?? 0
    let plain = body[0..<min(limit + margin, body.count)].text
    let redacted = text(plain)
    return redacted == plain ? body[0..<min(limit, body.count)] : SharedBytes(Array(redacted.utf8.prefix(limit)))
  }
}
