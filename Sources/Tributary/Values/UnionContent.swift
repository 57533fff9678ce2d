@_spi(Generated) public import TributaryJSON

/// The content of a union whose tag may come after it.
///
/// It is decoded under the previous content's tag, so most content is read once. It is read again only if its tag
/// differs.
@_spi(Generated) public struct UnionContent<Union: TaggedUnion> where Union.JSONTag == String {
  /// The content as received.
  @_spi(Generated) public let payload: RawJSON
  /// The expected tag, and the content decoded under it.
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
  ) throws(JSONError) -> UnionContent<Union> where Union.JSONTag == String {
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
  ) throws(JSONError) -> UnionContent<Union>? where Union.JSONTag == String {
    if try readNull() { return nil }
    return try readContent(of: type)
  }

  /// The union of a tag and content.
  @inlinable
  @_spi(Generated) public mutating func decide<Union: TaggedUnion>(
    _ content: consuming UnionContent<Union>, tag: String?
  )
    -> Union where Union.JSONTag == String
  {
    tagOrder.learn(tag)
    if let guess = content.guess, content.guessedTag == tag { return guess }
    return Union(content.payload, tag: tag)
  }
}
