/// The tags that unions write themselves around the object that is read, so that an open model does not keep them too.
@usableFromInline
struct HiddenTags {
  private var offset = -1
  private var first = ""
  private var others: [String] = []

  @usableFromInline
  init() {}

  /// Hides a tag of the object at an offset.
  mutating func hide(_ name: String, at offset: Int) {
    if offset == self.offset {
      if name != first { others.append(name) }
    } else {
      (self.offset, first) = (offset, name)
      if !others.isEmpty { others = [] }
    }
  }

  func hides(_ name: String, at offset: Int) -> Bool {
    offset == self.offset
      && (name.utf8.elementsEqual(first.utf8) || others.contains { name.utf8.elementsEqual($0.utf8) })
  }
}

extension JSONReader {
  /// Notes that a union around the object that comes next writes its tag.
  package mutating func hideTag(_ name: String) {
    skipWhitespace()
    hiddenTags.hide(name, at: offset)
  }
}
