import Foundation

/// Stops the fuzzer at an input for which something does not hold; it keeps the input and prints the stack.
@inline(never)
public func demand(_ holds: Bool, _ what: @autoclosure () -> String) {
  guard !holds else { return }
  FileHandle.standardError.write(Data("\(what())\n".utf8))
  abort()
}
