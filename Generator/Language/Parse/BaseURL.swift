import TributaryJSON

extension FileReader {
  /// An absolute base URL, without a slash at its end: over TLS, unless it leads to this machine.
  mutating func baseURL(_ node: JSONNode?, _ what: String) -> String? {
    baseURL(node, what, takesParameters: false)?.text
  }

  /// An absolute base URL, and the parameters in braces in it.
  mutating func baseURL(
    _ node: JSONNode?, _ what: String, takesParameters: Bool
  ) -> (text: String, parameters: [Located<String>])? {
    guard let text = string(node, what) else { return nil }
    do throws(BaseURLProblem) {
      guard takesParameters else { return (try BaseURL.checked(text.value), []) }
      let place = TextPlace(file: file, bytes: bytes, offset: text.location.offset)
      let names = try BaseURL.parameters(text.value)
      // A name stands for what it is replaced by, so that the rest is checked as it will be.
      let sample = names.reduce(text.value) { $0.replacing("{\($1.name)}", with: BaseURL.sample) }
      let count = try BaseURL.checked(sample).utf8.count - sample.utf8.count
      return (
        String(text.value.dropLast(-count)),
        names.map { Located(value: $0.name, location: place.location(ofByte: $0.byte)) }
      )
    } catch {
      findings.error("\(what) \(text.value.quoted) \(error.message)", at: text.location)
      return nil
    }
  }
}

/// What is wrong with a base URL.
private struct BaseURLProblem: Error {
  var message: String
}

/// The rules for base URLs.
private enum BaseURL {
  /// What stands for a parameter where a URL is checked.
  static let sample = "parameter"

  /// The names in braces, each once, and where they begin.
  static func parameters(_ text: String) throws(BaseURLProblem) -> [(name: String, byte: Int)] {
    var names: [(name: String, byte: Int)] = []
    var rest = text[...]
    while let brace = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[brace] == "{", let close = rest[brace...].firstIndex(of: "}") else {
        throw BaseURLProblem(message: "has a brace without its other one")
      }
      let name = String(rest[rest.index(after: brace)..<close])
      guard !name.isEmpty, !name.contains("{"), !name.contains("/") else {
        throw BaseURLProblem(message: "needs a name in its braces, such as {shop}")
      }
      guard !names.contains(where: { $0.name == name }) else {
        throw BaseURLProblem(message: "has the parameter \(name.quoted) twice")
      }
      names.append((name, text[..<brace].utf8.count))
      rest = rest[rest.index(after: close)...]
    }
    return names
  }

  static func checked(_ text: String) throws(BaseURLProblem) -> String {
    guard let schemeEnd = text.firstRange(of: "://") else {
      throw BaseURLProblem(message: "is not an absolute URL; it must begin with https://")
    }
    let scheme = text[..<schemeEnd.lowerBound]
    guard scheme == "https" || scheme == "http" else {
      throw BaseURLProblem(message: "must begin with https://")
    }
    let rest = text[schemeEnd.upperBound...]
    if let sign = rest.first(where: { "?#@ ".contains($0) }) {
      throw BaseURLProblem(message: "has \(String(sign).quoted), which is not allowed in a base URL")
    }
    let authority = rest.prefix { $0 != "/" }
    let host = try host(in: authority)
    guard scheme == "https" || isLoopback(host) else {
      throw BaseURLProblem(message: "must begin with https://; only a loopback address may omit TLS")
    }
    var path = rest.dropFirst(authority.count)
    while path.last == "/" { path = path.dropLast() }
    guard PathLiteral.isValid(String(path)) else {
      throw BaseURLProblem(message: "has a path with characters that must be percent-encoded, or with an empty segment")
    }
    return scheme + "://" + authority + path
  }

  /// The host of `host`, `host:port` or `[address]:port`.
  private static func host(in authority: Substring) throws(BaseURLProblem) -> Substring {
    var host = authority
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      host = authority[..<colon]
      let port = authority[authority.index(after: colon)...]
      guard let number = UInt16(port), number > 0, port.allSatisfy({ $0.isASCII && $0.isNumber }) else {
        throw BaseURLProblem(message: "has no port from 1 to 65535 after its colon")
      }
    }
    let isAddress = host.first == "[" && host.last == "]"
    let name = isAddress ? host.dropFirst().dropLast() : host
    let isName = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
      case UInt8(ascii: ":"): isAddress
      default: false
      }
    }
    guard !name.isEmpty, isName, name.first != ".", name.first != "-", !name.contains("..") else {
      throw BaseURLProblem(message: "has no valid host")
    }
    return host
  }

  private static func isLoopback(_ host: Substring) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
