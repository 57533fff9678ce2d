/// Credentials in the environment.
struct CredentialVariables {
  private let environment: [String: String]

  init(_ environment: [String: String]) { self.environment = environment }

  /// The value of a variable, or `nil` if it is not set or empty.
  ///
  /// Line breaks at its end are removed, because a file that it was read from, such as a mounted secret, ends in one.
  func value(_ name: String) throws(UsageError) -> String? {
    var scalars = (environment[name] ?? "").unicodeScalars[...]
    while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
    guard scalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
      throw UsageError(
        "\(name) has a control character in its value, such as a line break; set it to the credential and nothing else.",
        code: .failure)
    }
    return scalars.isEmpty ? nil : String(String.UnicodeScalarView(scalars))
  }

  /// The values of variables that must all be set.
  func values(_ names: [String]) throws(UsageError) -> [String] {
    var values: [String] = []
    var missing: [String] = []
    var unusable: [String] = []
    for name in names {
      do throws(UsageError) {
        if let value = try value(name) { values.append(value) } else { missing.append(name) }
      } catch { unusable += error.problems }
    }
    if !missing.isEmpty {
      let message =
        "No credentials: set \(names.listed(by: "and")) in the environment; "
        + "\(missing.listed(by: "and")) \(missing.count == 1 ? "is" : "are") missing."
      throw UsageError(unusable + [message])
    }
    guard unusable.isEmpty else {
      var error = UsageError(unusable)
      error.code = .failure
      throw error
    }
    return values
  }
}
