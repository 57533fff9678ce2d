public import Tributary

/// The path and query of a request, taken apart and decoded, as a service looks at them.
public struct RequestTarget: Sendable, Equatable {
  /// The segments of the path, decoded: `/folders/5/documents` has three.
  public var path: [String]
  /// The names and values of the query, decoded, in order.
  public var query: [(name: String, value: String)]

  /// The target of a request.
  public init(of request: HTTPRequest) {
    var rest = request.url[...]
    if let scheme = rest.range(of: "://") {
      rest = rest[scheme.upperBound...]
      rest = rest[(rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex)...]
    }
    let mark = rest.firstIndex(of: "?") ?? rest.endIndex
    path = rest[..<mark].split(separator: "/").map { Self.decode($0, plusIsSpace: false) }
    query = rest[mark...].dropFirst().split(separator: "&").map { item in
      let name = item.prefix { $0 != "=" }
      return (
        Self.decode(name, plusIsSpace: true),
        Self.decode(item[name.endIndex...].dropFirst(), plusIsSpace: true)
      )
    }
  }

  /// The first value under a name of the query, or `nil`.
  public subscript(name: String) -> String? { query.first { $0.name == name }?.value }

  /// Whether two targets are the same, the order of the query included.
  public static func == (left: Self, right: Self) -> Bool {
    left.path == right.path && left.query.elementsEqual(right.query) { $0 == $1 }
  }

  private static func decode(_ text: Substring, plusIsSpace: Bool) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let pair = UInt8(String(rest.prefix(2)) ?? "", radix: 16), rest.count >= 2 {
        bytes.append(pair)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
