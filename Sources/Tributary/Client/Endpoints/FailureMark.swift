public import TributaryJSON

/// What marks a response with a status of success as a failure.
///
/// A path is names with dots between them. At each step the longest name that is there is taken, and a whole number is a
/// place in a list, from 0.
public struct FailureMark: Sendable, Equatable {
  let path: String
  /// What the path leads to in a failure; `nil` for anything but nothing and `null`.
  let value: JSONValue?

  /// A path to something that is there only in failures: `"error"`.
  public static func present(_ path: String) -> Self { Self(path: path, value: nil) }

  /// A path, and the value that it leads to in failures: `"success"`, `false`.
  public static func value(_ path: String, _ value: JSONValue) -> Self { Self(path: path, value: value) }

  /// Whether content is that of a failure. Content that is not JSON is none.
  func marks(_ content: SharedBytes) -> Bool {
    guard let json = try? JSONReader.read(JSONValue.self, from: content) else { return false }
    let found = json.value(at: path.split(separator: ".", omittingEmptySubsequences: false)[...])
    guard let value else { return found != nil && found != .null }
    return found == value
  }
}

extension JSONValue {
  /// What a path leads to, or `nil` for nothing.
  fileprivate func value(at path: ArraySlice<Substring>) -> JSONValue? {
    guard let first = path.first else { return self }
    switch self {
    case .object(let fields):
      for count in stride(from: path.count, through: 1, by: -1) {
        guard let inner = fields[path.prefix(count).joined(separator: ".")] else { continue }
        return inner.value(at: path.dropFirst(count))
      }
      return nil
    case .array(let elements):
      guard let index = Int(first), elements.indices.contains(index) else { return nil }
      return elements[index].value(at: path.dropFirst())
    default: return nil
    }
  }
}
