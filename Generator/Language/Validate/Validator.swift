/// Checks what can only be seen when everything is resolved: resolved form in, the same with what was found out.
///
/// Every check is a small pass of its own; none depends on another.
enum Validator {
  static func validate(_ folder: inout ResolvedFolder, _ findings: inout Findings) {
  }
}
