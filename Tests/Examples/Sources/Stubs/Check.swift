import Foundation

/// Says what holds, and ends the program where it does not.
public func check<Value: Equatable>(_ what: String, _ value: Value, equals expected: Value) {
  guard value != expected else { return print("ok  \(what)") }
  print("not \(what): \(value), and not \(expected)")
  exit(1)
}

/// Says what a call throws, and ends the program where it does not throw.
public func check<Failure>(
  _ what: String, throws condition: (Failure) -> Bool, _ call: () async throws(Failure) -> Void
) async {
  do throws(Failure) { try await call() } catch {
    if condition(error) { return print("ok  \(what)") }
    print("not \(what): \(error)")
    exit(1)
  }
  print("not \(what): it did not throw")
  exit(1)
}
