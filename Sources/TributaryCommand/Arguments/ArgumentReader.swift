/// Takes options off a command line by name, and complains about what nobody took.
///
/// A value stands behind its option, as `--folder 5` or `--folder=5`. Each option may be given once.
struct ArgumentReader {
  private var rest: [String]
  private var known: [String] = []

  init(_ arguments: [String]) { rest = arguments }

  /// The next word that is no option, or `nil`.
  mutating func word() -> String? {
    guard let first = rest.first, !first.hasPrefix("-") else { return nil }
    return rest.removeFirst()
  }

  /// Whether an option without a value is there.
  mutating func flag(_ name: String) throws(UsageError) -> Bool {
    known.append(name)
    guard let index = rest.firstIndex(of: name) else {
      if rest.contains(where: { $0.hasPrefix(name + "=") }) { throw UsageError("\(name) takes no value.") }
      return false
    }
    rest.remove(at: index)
    if rest.contains(name) { throw UsageError("\(name) is given twice.") }
    return true
  }

  /// The value of an option, or `nil` without the option.
  mutating func value(of name: String) throws(UsageError) -> String? {
    known.append(name)
    guard let index = rest.firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) else { return nil }
    let option = rest.remove(at: index)
    var value = String(option.dropFirst(name.count + 1))
    if option == name {
      guard index < rest.count, !rest[index].hasPrefix("--") else { throw UsageError("\(name) needs a value.") }
      value = rest.remove(at: index)
    }
    guard !value.isEmpty else { throw UsageError("\(name) needs a value.") }
    if rest.contains(where: { $0 == name || $0.hasPrefix(name + "=") }) { throw UsageError("\(name) is given twice.") }
    return value
  }

  /// The value of an option as a whole number in a range.
  mutating func number(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
    guard let text = try value(of: name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw UsageError(
        "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\".")
    }
    return number
  }

  /// The value of an option as one of a few words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type = Choice.self
  ) throws(UsageError) -> Choice? where Choice.RawValue == String {
    guard let text = try value(of: name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue)
      throw UsageError("\(name) must be \(words.joined(separator: ", ")), not \"\(text)\".", near: text, among: words)
    }
    return choice
  }

  /// Ends reading: everything must have been taken.
  func finish() throws(UsageError) {
    guard let first = rest.first else { return }
    guard first.hasPrefix("-") else { throw UsageError("\"\(first)\" is not expected here.") }
    let name = String(first.prefix { $0 != "=" })
    throw UsageError("There is no option \(name) here.", near: name, among: known)
  }
}
