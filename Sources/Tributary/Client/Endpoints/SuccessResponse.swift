@_spi(Generated) public import TributaryJSON

/// A successful response of an endpoint, and how its content is read: as a whole, or as it arrives.
public struct SuccessResponse<Response: Sendable>: Sendable {
  /// How content becomes the response.
  enum Reading: Sendable {
    case whole(@Sendable (SharedBytes, JSONLimits) throws(JSONError) -> Response)
    case stream(@Sendable (ByteStream) -> Response)
  }

  /// The statuses: one, or all successes from 200 to 299.
  let statuses: Range<Int>
  /// Whether content is expected.
  let hasContent: Bool
  /// The path that the content is unwrapped from: names and places in lists, with dots between them.
  let key: String?
  /// What the request accepts because of this response, or `nil` if there is no content.
  let mediaType: String?
  let reading: Reading

  init(
    _ statuses: Range<Int>, hasContent: Bool = true, key: String? = nil, mediaType: String?, _ reading: Reading
  ) {
    self.statuses = statuses
    self.hasContent = hasContent
    self.key = key
    self.mediaType = mediaType
    self.reading = reading
  }

  /// Whether the content is read as it arrives.
  var isStream: Bool { if case .stream = reading { true } else { false } }

  /// JSON, made into the response.
  ///
  /// - Parameters:
  ///   - status: The status, or a range of them.
  ///   - type: The type of the content.
  ///   - key: The path to it, such as `data` or `data.items.0`, or `nil` when it is the whole.
  ///   - make: Makes the response, such as a case of an enum.
  public static func json<Content: JSONDecodable & Sendable>(
    _ status: some SuccessStatus, as type: Content.Type, in key: String? = nil,
    _ make: @escaping @Sendable (Content) -> Response
  ) -> Self {
    json(status, in: key) { reader throws(JSONError) in make(try Content(from: &reader)) }
  }

  /// JSON in a form on the wire, made into the response.
  public static func json<Content: WireCodable & Sendable>(
    _ status: some SuccessStatus, as type: Content.Type, in key: String? = nil, wire form: WireForm,
    _ make: @escaping @Sendable (Content) -> Response
  ) -> Self {
    json(status, in: key) { reader throws(JSONError) in make(try Content(from: &reader, as: form)) }
  }

  private static func json(
    _ status: some SuccessStatus, in key: String?,
    _ read: @escaping @Sendable (inout JSONReader) throws(JSONError) -> Response
  ) -> Self {
    let path = key?.split(separator: ".", omittingEmptySubsequences: false).map(String.init) ?? []
    return Self(
      status.statuses, key: key, mediaType: "application/json",
      .whole { bytes, limits throws(JSONError) in
        try JSONReader.withReader(over: bytes, limits: limits) { reader throws(JSONError) in
          try Wrapped.read(at: path[...], from: &reader, read)
        }
      })
  }

  /// The same success, made into another response.
  func map<Other>(_ make: @escaping @Sendable (Response) -> Other) -> SuccessResponse<Other> {
    let mapped: SuccessResponse<Other>.Reading =
      switch reading {
      case .whole(let read): .whole { bytes, limits throws(JSONError) in make(try read(bytes, limits)) }
      case .stream(let open): .stream { make(open($0)) }
      }
    return SuccessResponse<Other>(statuses, hasContent: hasContent, key: key, mediaType: mediaType, mapped)
  }

  /// Text, made into the response. What is not UTF-8 becomes U+FFFD.
  public static func text(_ status: some SuccessStatus, _ make: @escaping @Sendable (String) -> Response) -> Self {
    Self(status.statuses, mediaType: "*/*", .whole { bytes, _ throws(JSONError) in make(bytes.text) })
  }

  /// No content, which is turned into a fixed result. Content that the service sends nevertheless is ignored.
  public static func nothing(_ status: some SuccessStatus, giving response: Response) -> Self {
    Self(
      status.statuses, hasContent: false, mediaType: nil, .whole { _, _ throws(JSONError) in response })
  }
}

extension SuccessResponse where Response: JSONDecodable {
  /// JSON that is the response, unwrapped from a key if one is given.
  public static func json(_ status: some SuccessStatus, in key: String? = nil) -> Self {
    json(status, as: Response.self, in: key) { $0 }
  }
}

extension SuccessResponse where Response: WireCodable {
  /// JSON in a form on the wire that is the response, unwrapped from a key if one is given.
  public static func json(_ status: some SuccessStatus, in key: String? = nil, wire form: WireForm) -> Self {
    json(status, as: Response.self, in: key, wire: form) { $0 }
  }
}

extension SuccessResponse where Response == String {
  /// Text that is the response.
  public static func text(_ status: some SuccessStatus) -> Self { text(status) { $0 } }
}

extension SuccessResponse where Response == Void {
  /// No content.
  public static func nothing(_ status: some SuccessStatus) -> Self { nothing(status, giving: ()) }
}

/// A status of a success, or a range of them: `200`, `200..<300`.
public protocol SuccessStatus: Sendable {
  /// The statuses.
  var statuses: Range<Int> { get }
}

extension Int: SuccessStatus {
  /// The status alone.
  public var statuses: Range<Int> { self..<self + 1 }
}

extension Range<Int>: SuccessStatus {
  /// The range itself.
  public var statuses: Range<Int> { self }
}

/// Reads the value that a path leads to, and checks the rest.
private enum Wrapped {
  static func read<Content>(
    at path: ArraySlice<String>, from reader: inout JSONReader,
    _ content: (inout JSONReader) throws(JSONError) -> Content
  ) throws(JSONError) -> Content {
    guard let name = path.first else { return try content(&reader) }
    let rest = path.dropFirst()
    var found: Content?
    let offset = reader.offset
    if let place = Int(name), try reader.nextKind() == .array {
      var index = 0
      try reader.forEachElement { reader throws(JSONError) in
        if index == place { found = try read(at: rest, from: &reader, content) } else { try reader.skipValue() }
        index += 1
        return true
      }
    } else {
      // Without a table of keys, which would stay in memory after every response.
      try reader.forEachMember({ $0.elementsEqual(name.utf8) ? 0 : nil }) { (reader, _) throws(JSONError) in
        found = try read(at: rest, from: &reader, content)
      }
    }
    guard let found else { throw JSONError(offset: offset, .missingField(name)) }
    return found
  }
}
