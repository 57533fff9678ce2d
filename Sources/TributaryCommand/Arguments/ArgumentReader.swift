/// Takes options from a command line by name, and records problems and unused arguments.
///
/// A value follows its option, as `--folder 5` or `--folder=5`. Each option may be given once. Nothing is thrown before
/// ``finish()``, so that all problems of a command line are reported at once.
struct ArgumentReader {
  private var rest: [String]
  private var known: [String] = []
  private var given: Set<String> = []
  private var problems: [String] = []

  init(_ arguments: [String]) { rest = arguments }

  /// The next word that is not an option, or `nil`.
  mutating func word() -> String? {
    guard let first = rest.first, !first.hasPrefix("-") else { return nil }
    return rest.removeFirst()
  }

  /// Notes a problem.
  mutating func complain(_ problem: String) { problems.append(problem) }

  /// Calls a function, and notes the problem and returns `nil` if it throws.
  mutating func noting<Value>(_ body: () throws(UsageError) -> Value) -> Value? {
    do throws(UsageError) { return try body() } catch {
      problems += error.problems
      return nil
    }
  }

  /// Notes that an option is missing, unless it was given with another problem.
  mutating func require(_ name: String, _ problem: String) {
    if !given.contains(name) { complain(problem) }
  }

  /// Whether an option without a value is present.
  mutating func flag(_ name: String) -> Bool {
    known.append(name)
    if let index = rest.firstIndex(where: { $0.hasPrefix(name + "=") }) {
      rest.remove(at: index)
      complain("\(name) takes no value.")
    }
    guard let index = rest.firstIndex(of: name) else { return false }
    rest.remove(at: index)
    refuseSecond(name) { $0 == name }
    return true
  }

  /// The value of an option, or `nil` without one.
  mutating func value(of name: String) -> String? {
    known.append(name)
    let isOption = { (word: String) in word == name || word.hasPrefix(name + "=") }
    guard let index = rest.firstIndex(where: isOption) else { return nil }
    given.insert(name)
    let option = rest.remove(at: index)
    var value = String(option.dropFirst(name.count + 1))
    if option == name, index < rest.count, !rest[index].hasPrefix("--") { value = rest.remove(at: index) }
    if let second = rest.firstIndex(where: isOption) {
      let hasValue = rest[second] == name && second + 1 < rest.count && !rest[second + 1].hasPrefix("--")
      rest.removeSubrange(second...(hasValue ? second + 1 : second))
      complain("\(name) is given twice.")
    }
    guard !value.isEmpty else {
      complain("\(name) needs a value.")
      return nil
    }
    return value
  }

  /// The values of an option that may be given several times.
  mutating func values(of name: String) -> [String] {
    known.append(name)
    var values: [String] = []
    while let index = rest.firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) {
      let option = rest.remove(at: index)
      var value = String(option.dropFirst(name.count + 1))
      if option == name, index < rest.count, !rest[index].hasPrefix("--") { value = rest.remove(at: index) }
      if value.isEmpty { complain("\(name) needs a value.") } else { values.append(value) }
    }
    return values
  }

  private mutating func refuseSecond(_ name: String, _ isOption: (String) -> Bool) {
    guard rest.contains(where: isOption) else { return }
    rest.removeAll(where: isOption)
    complain("\(name) is given twice.")
  }

  /// The value of an option as a whole number in a range.
  mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let text = value(of: name) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      complain("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\".")
      return nil
    }
    return number
  }

  /// The value of an option as one of a few words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type = Choice.self
  ) -> Choice? where Choice.RawValue == String {
    guard let text = value(of: name) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue)
      let error = UsageError(
        "\(name) must be \(words.listed(by: "or")), not \"\(text)\".", near: text, among: words)
      problems += error.problems
      return nil
    }
    return choice
  }

  /// Ends reading. Everything must have been read, and there must be no problems.
  func finish() throws(UsageError) {
    var left: [String] = []
    var mayBeValue = false
    for word in rest {
      let isOption = word.hasPrefix("-")
      if isOption {
        let name = String(word.prefix { $0 != "=" })
        left += UsageError("There is no option \(name) here.", near: name, among: known).problems
      } else if !mayBeValue {
        left.append("\"\(word)\" is not expected here.")
      }
      mayBeValue = isOption && !word.contains("=")
    }
    guard problems.isEmpty, left.isEmpty else { throw UsageError(problems + left) }
  }
}
