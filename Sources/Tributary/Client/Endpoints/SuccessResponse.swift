@_spi(Generated) public import TributaryJSON

/// A successful response of an endpoint, and how its content is read.
public struct SuccessResponse<Response: Sendable>: Sendable {
  /// The status: 200.
  package let status: Int
  /// Whether content is expected.
  let hasContent: Bool
  /// The key that the content is unwrapped from.
  let key: String?
  let read: @Sendable (SharedBytes, JSONLimits) throws(JSONError) -> Response

  /// JSON, made into the response.
  ///
  /// - Parameters:
  ///   - status: The status.
  ///   - type: The type of the content.
  ///   - key: The key it is wrapped in, or `nil` when it is not.
  ///   - make: Makes the response, such as a case of an enum.
  public static func json<Content: JSONDecodable & Sendable>(
    _ status: Int, as type: Content.Type, in key: String? = nil, _ make: @escaping @Sendable (Content) -> Response
  ) -> Self {
    Self(status: status, hasContent: true, key: key) { bytes, limits throws(JSONError) in
      guard let key else { return make(try JSONReader.read(Content.self, from: bytes, limits: limits)) }
      return make(try Wrapped.read(Content.self, in: key, from: bytes, limits: limits))
    }
  }

  /// The same success, made into another response.
  func map<Other>(_ make: @escaping @Sendable (Response) -> Other) -> SuccessResponse<Other> {
    SuccessResponse<Other>(status: status, hasContent: hasContent, key: key) { bytes, limits throws(JSONError) in
      make(try read(bytes, limits))
    }
  }

  /// No content, which is turned into a fixed result. Content that the service sends nevertheless is ignored.
  public static func nothing(_ status: Int, giving response: Response) -> Self {
    Self(status: status, hasContent: false, key: nil) { _, _ throws(JSONError) in response }
  }
}

extension SuccessResponse where Response: JSONDecodable {
  /// JSON that is the response, unwrapped from a key if one is given.
  public static func json(_ status: Int, in key: String? = nil) -> Self {
    json(status, as: Response.self, in: key) { $0 }
  }
}

extension SuccessResponse where Response == Void {
  /// No content.
  public static func nothing(_ status: Int) -> Self { nothing(status, giving: ()) }
}

/// Reads the value under one key of an object, and checks the rest.
private enum Wrapped {
  static func read<Content: JSONDecodable & Sendable>(
    _ type: Content.Type, in key: String, from bytes: SharedBytes, limits: JSONLimits
  ) throws(JSONError) -> Content {
    try JSONReader.withReader(over: bytes, limits: limits) { reader throws(JSONError) in
      var content: Content?
      let offset = reader.offset
      // Without a table of keys, which would stay in memory after every response.
      try reader.forEachMember({ $0.elementsEqual(key.utf8) }) { (reader, isWanted) throws(JSONError) in
        if isWanted { content = try Content(from: &reader) } else { try reader.skipValue() }
      }
      guard let content else { throw JSONError(offset: offset, .missingField(key)) }
      return content
    }
  }
}
