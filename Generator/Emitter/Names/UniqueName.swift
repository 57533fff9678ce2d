/// The generator's own names, which must not clash with a name from the spec.
enum UniqueName {
  /// The name, with `Value` appended while it is taken.
  static func make(_ name: String, avoiding taken: some Sequence<String>) -> String {
    let taken = Set(taken)
    var name = name
    while taken.contains(name) { name += "Value" }
    return name
  }
}

extension String {
  /// The text with a capital first.
  func capitalizingFirst() -> String { prefix(1).uppercased() + dropFirst() }
}
