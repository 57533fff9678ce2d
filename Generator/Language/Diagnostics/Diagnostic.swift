/// One message about a spec folder, at one position in it.
public struct Diagnostic: Sendable, Equatable, CustomStringConvertible {
  /// Its severity.
  public enum Severity: String, Sendable {
    /// Nothing is generated.
    case error
    /// It works, but probably not as intended.
    case warning
    /// Belongs to the diagnostic before it.
    case note
  }

  /// The path of the file, as the caller gave it.
  public var path: String
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  public var column: Int
  /// Its severity.
  public var severity: Severity
  /// One line of text: what is wrong, and what to do.
  public var message: String

  /// The form that editors and Xcode recognize: `documents.json:4:7: error: unknown type "strin"`. It is one line for
  /// any path.
  public var description: String { "\(path.visible):\(line):\(column): \(severity.rawValue): \(message)" }
}
