import TributaryJSON

/// How the runtime identifies itself.
package enum UserAgent {
  /// The version of this package.
  package static let version = PackageVersion.current

  /// `Tributary/<version>`, preceded by the program's own product if it has one.
  static func text(_ program: String?) -> String {
    guard let program, !program.isEmpty else { return "Tributary/\(version)" }
    return "\(program) Tributary/\(version)"
  }
}
