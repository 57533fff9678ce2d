import TributaryJSON

/// Something that a pass has found.
///
/// It is cheap to create: lines, columns and suggestions are determined only for those that are shown.
struct Finding: Sendable {
  var location: Location
  var severity: Diagnostic.Severity
  var message: String
  /// The misspelled word, and its candidates.
  var misspelling: Misspelling?
  /// The advice if no candidate is similar.
  var advice: String?
  var notes: [Located<String>] = []
}

/// Collects what the passes find, and words it at the end.
struct Findings: Sendable {
  /// How many findings are shown; the rest is only counted.
  static let limit = 100

  private(set) var findings: [Finding] = []
  private var said: Set<Said> = []

  /// The messages by place. What is written once may be expanded into several declarations.
  private struct Said: Hashable {
    var location: Location
    var message: String
  }

  /// Whether anything found forbids generating.
  var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// Reports an error, but the same one at the same place only once.
  ///
  /// - Parameters:
  ///   - misspelling: The unknown word; the message ends with `did you mean "x"?` if a candidate is similar.
  ///   - advice: Ends the message otherwise.
  ///   - notes: Other places that belong to it.
  mutating func error(
    _ message: String, at location: Location, misspelling: Misspelling? = nil, advice: String? = nil,
    notes: [Located<String>] = []
  ) {
    guard said.insert(Said(location: location, message: message)).inserted else { return }
    findings.append(
      Finding(
        location: location, severity: .error, message: message, misspelling: misspelling, advice: advice, notes: notes))
  }

  /// Reports something that works, but probably not as intended.
  mutating func warning(_ message: String, at location: Location, advice: String? = nil) {
    findings.append(Finding(location: location, severity: .warning, message: message, advice: advice))
  }

  /// The diagnostics in the order of the files and of the places in them.
  func diagnostics(in files: [SourceFile]) -> [Diagnostic] {
    let sorted = findings.enumerated().sorted { left, right in
      (left.element.location, left.offset) < (right.element.location, right.offset)
    }
    let positions = Positions(files: files)
    var result: [Diagnostic] = []
    for (_, finding) in sorted.prefix(Self.limit) {
      result.append(positions.diagnostic(finding.severity, finding.fullMessage, at: finding.location))
      for note in finding.notes {
        result.append(positions.diagnostic(.note, note.value, at: note.location))
      }
    }
    if sorted.count > Self.limit {
      let more =
        "and \(sorted.count - Self.limit) more from here on; they appear once the first \(Self.limit) are fixed"
      result.append(positions.diagnostic(.note, more, at: sorted[Self.limit].element.location))
    }
    return result
  }
}

extension Finding {
  fileprivate var fullMessage: String {
    if let meant = misspelling?.nearest { return "\(message); did you mean \(meant.quoted)?" }
    return advice.map { "\(message); \($0)" } ?? message
  }
}

/// Turns places into lines and columns.
private struct Positions {
  let files: [SourceFile]

  func diagnostic(_ severity: Diagnostic.Severity, _ message: String, at location: Location) -> Diagnostic {
    let file = files[location.file]
    let position = JSONPosition(offset: location.offset, in: file.bytes)
    return Diagnostic(
      path: file.path, line: position.line, column: position.column, severity: severity, message: message.visible)
  }
}
