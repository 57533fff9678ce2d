public import Testing

/// Expects two values to be equal, as `#expect(left == right)` does.
///
/// The macro takes the compiler seven times as long, which over a thousand expectations is a minute of every clean
/// build. It stays where there is more to say than equality.
public func expect<Value: Equatable>(
  _ value: Value, equals expected: Value, _ comment: @autoclosure () -> Comment? = nil,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard value != expected else { return }
  let difference = "\(String(reflecting: value)) is not \(String(reflecting: expected))"
  Issue.record(comment().map { "\($0): \(difference)" } ?? "\(difference)", sourceLocation: sourceLocation)
}
