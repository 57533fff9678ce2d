import TributaryJSON

/// How the runtime introduces itself.
public enum UserAgent {
  /// The version of this package.
  public static let version = PackageVersion.current

  /// `Tributary/<version>`, with a program's own name in front of it where there is one.
  static func text(_ program: String?) -> String {
    guard let program, !program.isEmpty else { return "Tributary/\(version)" }
    return "\(program) Tributary/\(version)"
  }
}
