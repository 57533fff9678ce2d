/// A kind of JSON, or a kind of text that can be distinguished from others.
public enum CaseKind: String, Sendable, CaseIterable {
  case object, list, bool, number, text
  case date, localTimestamp, timestamp, uuid, mailDate

  /// Whether it is a text.
  public var isText: Bool {
    switch self {
    case .text, .date, .localTimestamp, .timestamp, .uuid, .mailDate: true
    case .object, .list, .bool, .number: false
    }
  }
}
