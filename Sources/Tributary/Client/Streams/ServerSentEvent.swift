public import TributaryJSON

/// An event that a service sent, as its lines say it.
public struct ServerSentEvent: Sendable, Equatable {
  /// Its name: `message` if the service gave it none.
  public var name: String
  /// The identifier of the last event that had one, or `nil`.
  public var id: String?
  /// The bytes of its data, whose lines are joined by line feeds.
  public var content: SharedBytes
  /// How long the service asks to wait before a broken stream is requested again, if it said so with this event.
  public var retry: Duration?

  /// Its data as text. What is not UTF-8 becomes U+FFFD.
  public var data: String { content.text }

  /// An event from its parts.
  public init(name: String = "message", id: String? = nil, data: String, retry: Duration? = nil) {
    self.name = name
    self.id = id
    content = SharedBytes(data)
    self.retry = retry
  }
}

/// Puts events together from lines, as the WHATWG's specification of event streams says.
struct EventParser: Sendable {
  enum Step: Equatable {
    case event(ServerSentEvent)
    /// No event ends with this line.
    case more
    /// The event has more data than allowed.
    case tooLong
  }

  /// The identifier of the last event, or `nil` if it has none.
  private(set) var lastID: String?
  /// The wait before a broken stream is requested again, if the service has said so.
  private(set) var retry: Duration?
  private let limit: Int
  private var name = ""
  private var id: String?
  private var data: [UInt8] = []
  private var ownRetry: Duration?

  init(limit: Int) { self.limit = limit }

  /// Whether data of an event that has not ended was taken.
  var hasData: Bool { !data.isEmpty }

  /// Takes the next line.
  mutating func take(_ line: SharedBytes) -> Step {
    guard !line.isEmpty else { return end() }
    let colon = line.withUnsafeBytes { $0.firstIndex(of: UInt8(ascii: ":")) }
    // A line that begins with a colon is a comment.
    guard colon != 0 else { return .more }
    let field = line[0..<(colon ?? line.count)]
    var value = line[(colon ?? line.count) + 1..<line.count + 1]
    if value.withUnsafeBytes({ $0.first }) == 0x20 { value = value[1..<value.count] }
    switch field.text {
    case "event": name = value.text
    case "data":
      guard data.count + value.count <= limit else { return .tooLong }
      value.withUnsafeBytes { data += $0 }
      data.append(0x0A)
    case "id":
      if !value.withUnsafeBytes({ $0.contains(0) }) { id = value.text }
    case "retry":
      let digits = value.text
      // Nine digits are eleven days.
      if (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
        let milliseconds = Int(digits)
      {
        retry = .milliseconds(milliseconds)
        ownRetry = retry
      }
    default: break
    }
    return .more
  }

  /// Forgets the event that has begun, because the stream is read from another response.
  mutating func restart() {
    (name, data, ownRetry) = ("", [], nil)
    id = lastID
  }

  private mutating func end() -> Step {
    lastID = id.flatMap { $0.isEmpty ? nil : $0 }
    defer { (name, data, ownRetry) = ("", [], nil) }
    guard !data.isEmpty else { return .more }
    var event = ServerSentEvent(name: name.isEmpty ? "message" : name, id: lastID, data: "", retry: ownRetry)
    event.content = SharedBytes(Array(data.dropLast()))
    return .event(event)
  }
}
