/// What the next tag will probably be: lists tend to hold one kind of thing for long.
@usableFromInline
package struct TagOrder {
  private var last: String?
  private var isRepeated = false
  /// Whether content is being read. In it nothing is guessed or learned: a wrong guess costs one more reading, and
  /// wrong guesses in each other would double it at each level.
  @usableFromInline package var isInContent = false

  package init() {}

  /// The tag that came twice in a row, or `nil`.
  @usableFromInline package var guess: String? { isRepeated && !isInContent ? last : nil }

  /// Takes notice of a tag.
  @usableFromInline
  package mutating func learn(_ tag: String?) {
    guard !isInContent else { return }
    isRepeated = tag == last
    last = tag
  }
}
