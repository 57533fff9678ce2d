/// Why the tool stops.
enum ToolError: Error, Equatable {
  /// The arguments make no sense, and why.
  case usage(String)
  /// Something is wrong with the specs or the disk: what is printed, each line complete in itself.
  case failed([String])

  /// What goes to standard error.
  var lines: [String] {
    switch self {
    case .usage(let problem): ["tributary-generator: error: \(problem)", "Try tributary-generator --help."]
    case .failed(let lines): lines
    }
  }

  var exitCode: Int32 {
    switch self {
    case .usage: 2
    case .failed: 1
    }
  }

  /// A failure in one sentence, on one line for any names of files.
  static func sentence(_ text: String) -> ToolError {
    .failed(["tributary-generator: error: \(text.split(whereSeparator: \.isNewline).joined(separator: " "))"])
  }
}
