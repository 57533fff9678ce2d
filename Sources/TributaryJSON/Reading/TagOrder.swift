/// What the next tag will probably be: lists tend to hold one kind of thing for long.
@usableFromInline
package struct TagOrder {
  private var last: String?
  private var isRepeated = false

  /// The tag that came twice in a row, or `nil`.
  @usableFromInline package var guess: String? { isRepeated ? last : nil }

  /// Takes notice of a tag.
  @usableFromInline
  package mutating func learn(_ tag: String?) {
    isRepeated = tag == last
    last = tag
  }
}
