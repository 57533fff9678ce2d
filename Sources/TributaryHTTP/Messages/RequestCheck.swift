extension HTTPRequest {
  /// Why the request must not be sent as it is, or `nil` if it may be.
  ///
  /// A line break in a header would begin another header, or another request.
  package var problem: String? {
    guard !method.isEmpty, method.utf8.allSatisfy(HTTPToken.contains) else { return "the method is not a token" }
    if case .failure(let problem) = RequestURL.parse(url) { return problem.text }
    for (name, value) in headers.fields {
      guard !name.isEmpty, name.utf8.allSatisfy(HTTPToken.contains) else {
        return "a header's name has a character that is not allowed in one"
      }
      guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
        return "the header \(name) has a control character in its value"
      }
      if HTTPToken.framing.contains(name.lowercased()) { return "the header \(name) is set by the transport" }
    }
    return nil
  }
}

/// What HTTP allows in a method and in the name of a header.
private enum HTTPToken {
  /// Headers that define where a message ends or goes; only the transport sets them.
  static let framing: Set<String> = ["content-length", "transfer-encoding", "host", "connection", "upgrade", "te"]

  static func contains(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }
}
