@_spi(Generated) public import TributaryJSON

/// A value that is one of several models, selected by a tag beside or inside it.
///
/// An unknown tag, and content that does not decode, keep the JSON as received.
public protocol TaggedUnion: JSONEncodable, Sendable, Hashable {
  /// Reads the content of a tag. For a tag that is not in the spec it reads nothing and returns `nil`.
  static func read(from reader: inout JSONReader, tag: String) throws(JSONError) -> Self?

  /// Content under a tag that is not in the spec.
  static func other(tag: String?, _ content: RawJSON) -> Self

  /// Content under a known tag that does not decode.
  static func undecodable(tag: String, _ content: RawJSON, _ error: JSONError) -> Self
}

extension TaggedUnion {
  /// The case of a tag with its content decoded.
  @_spi(Generated) public init(_ content: RawJSON, tag: String?) {
    self = tag.flatMap { Self.known(content, tag: $0) } ?? .other(tag: tag, content)
  }

  private static func known(_ content: RawJSON, tag: String) -> Self? {
    do throws(JSONError) {
      return try JSONReader.withReader(over: content.bytes) { (reader) throws(JSONError) in
        reader.tagOrder.isInContent = true
        let union = try read(from: &reader, tag: tag)
        if union == nil { try reader.skipValue() }
        return union
      }
    } catch {
      return .undecodable(tag: tag, content, error)
    }
  }

  /// The case that a model makes, or ``undecodable(tag:_:_:)`` if the content is not such a model.
  @inlinable
  @_spi(Generated) public static func decode<Model: JSONDecodable>(
    _ content: RawJSON, _ tag: String, _ make: (consuming Model) -> Self
  ) -> Self {
    do throws(JSONError) {
      return make(try content.decode(as: Model.self))
    } catch {
      return .undecodable(tag: tag, content, error)
    }
  }
}

extension RawJSON {
  /// The text at a path of names, or `nil` if there is none: a tag inside the content that it selects.
  @_spi(Generated) public func text(at path: String...) -> String? {
    var value = (try? self.value()) ?? .null
    for name in path { value = value[name] ?? .null }
    return value.string
  }
}
