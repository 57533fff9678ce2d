/// What the content of a request or a response is.
public enum ContentFormat: String, Sendable {
  case json
  /// Bytes of any kind.
  case bytes
  /// One text.
  case text
  /// JSON, line by line; or the lines as they are.
  case lines, textLines
  /// Server-sent events with JSON; or with the text as it is.
  case events, textEvents

  /// Whether it is read as it comes.
  public var isStreamed: Bool { self != .json && self != .text }
}

extension ContentFormat {
  /// Whether it comes line by line or event by event.
  var isOfParts: Bool {
    switch self {
    case .lines, .textLines, .events, .textEvents: true
    case .json, .bytes, .text: false
    }
  }

  /// What it is, for a message.
  var words: String {
    switch self {
    case .json: "JSON"
    case .bytes: "bytes"
    case .text: "text"
    case .lines, .textLines: "lines"
    case .events, .textEvents: "events"
    }
  }
}
