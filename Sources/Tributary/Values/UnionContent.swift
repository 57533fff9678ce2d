@_spi(Generated) public import TributaryJSON

/// The content of a union whose tag may come after it.
///
/// It is decoded as the previous ones were, so most content is read once; it is read again only if the tag then
/// differs.
@_spi(Generated) public struct UnionContent<Union: TaggedUnion> where Union.Tag == String {
  /// The content as received.
  @_spi(Generated) public let payload: RawJSON
  /// The tag that was expected, and what the content is under it.
  @usableFromInline let guessedTag: String?
  @usableFromInline let guess: Union?

  @inlinable
  init(_ payload: RawJSON, guessedTag: String? = nil, guess: Union? = nil) {
    self.payload = payload
    self.guessedTag = guessedTag
    self.guess = guess
  }
}

extension JSONReader {
  /// Reads the content of a union before its tag is known.
  @inlinable
  @_spi(Generated) public mutating func readContent<Union: TaggedUnion>(
    of type: Union.Type
  ) throws(JSONError) -> UnionContent<Union> where Union.Tag == String {
    let place = mark()
    guard let tag = tagOrder.guess else { return UnionContent(try readRaw()) }
    tagOrder.isInContent = true
    defer { tagOrder.isInContent = false }
    do throws(JSONError) {
      if let value = try Union.read(from: &self, tag: tag) {
        return UnionContent(raw(since: place), guessedTag: tag, guess: value)
      }
    } catch {}
    return UnionContent(try rereadRaw(from: place))
  }

  /// Reads the content of a union before its tag is known, or `nil` for null.
  @inlinable
  @_spi(Generated) public mutating func readContentIfPresent<Union: TaggedUnion>(
    of type: Union.Type
  ) throws(JSONError) -> UnionContent<Union>? where Union.Tag == String {
    if try readNull() { return nil }
    return try readContent(of: type)
  }

  /// The union that a tag makes of content.
  @inlinable
  @_spi(Generated) public mutating func decide<Union: TaggedUnion>(_ content: UnionContent<Union>, tag: String?)
    -> Union where Union.Tag == String
  {
    tagOrder.learn(tag)
    if let guess = content.guess, content.guessedTag == tag { return guess }
    return Union(content.payload, tag: tag)
  }
}
