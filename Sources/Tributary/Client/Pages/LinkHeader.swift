/// The links of a response's `Link` header fields (RFC 8288).
struct LinkHeader {
  /// The URL of the first link with a relation. One with `results="false"` leads to no items and does not count.
  static func url(of relation: String, in headers: HTTPHeaders) -> String? {
    for field in headers.fields where field.name.lowercased() == "link" {
      var scanner = LinkScanner(field.value)
      while let link = scanner.next() {
        let relations = link.parameters["rel"]?.split(separator: " ").map { $0.lowercased() } ?? []
        if relations.contains(relation.lowercased()), link.parameters["results"] != "false" { return link.url }
      }
    }
    return nil
  }
}

/// Reads links one after another: `<url>; rel="next"; title="a, b", <url>; rel=last`.
private struct LinkScanner {
  private var rest: Substring

  init(_ text: String) { rest = text[...] }

  mutating func next() -> (url: String, parameters: [String: String])? {
    guard let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") else { return nil }
    let url = String(rest[rest.index(after: open)..<close])
    rest = rest[rest.index(after: close)...]
    var parameters: [String: String] = [:]
    while true {
      skip(while: \.isWhitespace)
      guard rest.first == ";" else { break }
      rest.removeFirst()
      skip(while: \.isWhitespace)
      let name = take { $0 != "=" && $0 != ";" && $0 != "," && !$0.isWhitespace }.lowercased()
      skip(while: \.isWhitespace)
      var value = ""
      if rest.first == "=" {
        rest.removeFirst()
        skip(while: \.isWhitespace)
        value = rest.first == "\"" ? takeQuoted() : String(take { $0 != ";" && $0 != "," && !$0.isWhitespace })
      }
      // Of several parameters of one name, the first one counts.
      if parameters[name] == nil { parameters[name] = value }
    }
    return (url, parameters)
  }

  private mutating func skip(while isSkipped: (Character) -> Bool) { rest = rest.drop(while: isSkipped) }

  private mutating func take(while isTaken: (Character) -> Bool) -> Substring {
    let taken = rest.prefix(while: isTaken)
    rest = rest[taken.endIndex...]
    return taken
  }

  private mutating func takeQuoted() -> String {
    rest.removeFirst()
    var text = ""
    while let sign = rest.popFirst(), sign != "\"" {
      text.append(sign == "\\" ? rest.popFirst() ?? sign : sign)
    }
    return text
  }
}
