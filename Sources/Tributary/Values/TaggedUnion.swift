public import TributaryJSON

/// A value that is one of several models, as a tag beside or inside it says.
///
/// An unknown tag, and content that does not decode, keep the JSON as it came.
public protocol TaggedUnion: JSONEncodable, Sendable, Equatable {
  /// The case of a tag with its content decoded.
  init(_ content: RawJSON, tag: String?)

  /// Content under a known tag that does not decode.
  static func undecodable(tag: String, _ content: RawJSON, _ error: JSONError) -> Self
}

extension TaggedUnion {
  /// The case that a model makes, or ``undecodable(tag:_:_:)`` where the content is no such model.
  @inlinable
  public static func decode<Model: JSONDecodable>(
    _ content: RawJSON, _ tag: String, _ make: (Model) -> Self
  ) -> Self {
    do throws(JSONError) {
      return make(try content.decode(as: Model.self))
    } catch {
      return .undecodable(tag: tag, content, error)
    }
  }
}

extension RawJSON {
  /// The text that names lead to through objects, or `nil` when there is none: a tag inside the content it decides.
  public func text(at path: String...) -> String? {
    var value = (try? self.value()) ?? .null
    for name in path { value = value[name] ?? .null }
    return value.string
  }
}
