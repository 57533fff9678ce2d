/// Predicts the next tag: lists tend to have long runs of one kind.
@usableFromInline
package struct TagOrder {
  private var last: String?
  private var isRepeated = false
  /// Whether content is being read. Nothing is predicted or learned inside it: a wrong prediction costs one more
  /// reading, and nested ones would double that at each level.
  @usableFromInline package var isInContent = false

  package init() {}

  /// The tag that came twice in a row, or `nil`.
  @usableFromInline package var guess: String? { isRepeated && !isInContent ? last : nil }

  /// Learns from a tag.
  @usableFromInline
  package mutating func learn(_ tag: String?) {
    guard !isInContent else { return }
    isRepeated = tag == last
    if !isRepeated { last = tag }
  }
}
