import TributaryHTTP
@_spi(Generated) public import TributaryJSON

/// The server-sent events of a successful response, each as a value, as they arrive.
///
/// ```swift
/// for try await chunk in try await client.chat.stream(messages: messages) { print(chunk.text) }
/// ```
///
/// An event's data is JSON, or text where the endpoint says so. Data that does not decode ends the loop with an
/// ``APIError`` whose ``DecodingProblem`` has the line; ``events`` gives the events as they are.
///
/// A stream that breaks off is requested again with `Last-Event-ID` if the request may be repeated and an event had an
/// identifier, after the wait that the service asked for or the backoff of the client's ``RetryPolicy``. Otherwise the
/// loop ends with an error.
///
/// The connection applies back-pressure, and closes when the loop is left or the task is cancelled. The events can be
/// read once.
public struct EventStream<Value: Sendable>: AsyncSequence, Sendable {
  /// The value of an event.
  public typealias Element = Value
  /// Why the events ended early.
  public typealias Failure = APIError

  /// The events as they are.
  public let events: ServerSentEvents
  private let decode: @Sendable (ServerSentEvent, JSONLimits) throws(JSONError) -> Value

  init(
    _ response: OpenResponse, end: String?,
    decode: @escaping @Sendable (ServerSentEvent, JSONLimits) throws(JSONError) -> Value
  ) {
    events = ServerSentEvents(response, end: end)
    self.decode = decode
  }

  private init(
    _ events: ServerSentEvents, decode: @escaping @Sendable (ServerSentEvent, JSONLimits) throws(JSONError) -> Value
  ) {
    self.events = events
    self.decode = decode
  }

  /// The same events with another limit.
  ///
  /// - Parameter bytes: The maximum size of an event in bytes; 16 MiB unless set.
  public func limited(toEvent bytes: Int) -> Self { Self(events.limited(toEvent: bytes), decode: decode) }

  /// All events.
  ///
  /// - Parameter count: The maximum number of events; more are an error.
  public func all(upTo count: Int) async throws(APIError) -> [Value] {
    var values = makeAsyncIterator()
    var all: [Value] = []
    while let value = try await values.next() {
      guard all.count < count else { throw values.reader.failure("there are more than \(count) events") }
      all.append(value)
    }
    return all
  }

  /// Reads the events.
  public func makeAsyncIterator() -> Iterator { Iterator(reader: events.reader(), decode: decode) }

  /// Reads the content event by event.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    fileprivate var reader: EventReader
    fileprivate let decode: @Sendable (ServerSentEvent, JSONLimits) throws(JSONError) -> Value

    /// The value of the next event, or `nil` at the end.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws(APIError) -> Value? {
      guard let event = try await reader.next() else { return nil }
      do throws(JSONError) { return try decode(event, reader.limits) } catch {
        throw reader.end(error, in: event)
      }
    }
  }
}

/// The server-sent events of a successful response as they are.
public struct ServerSentEvents: AsyncSequence, Sendable {
  /// An event.
  public typealias Element = ServerSentEvent
  /// Why the events ended early.
  public typealias Failure = APIError

  private let response: OpenResponse
  private let end: String?
  private var limit = StreamLimit.bytes

  fileprivate init(_ response: OpenResponse, end: String?) {
    self.response = response
    self.end = end
  }

  fileprivate func limited(toEvent bytes: Int) -> Self {
    var limited = self
    limited.limit = StreamLimit.allowed(bytes)
    return limited
  }

  fileprivate func reader() -> EventReader { EventReader(response, end: end, limit: limit) }

  /// Reads the events.
  public func makeAsyncIterator() -> Iterator { Iterator(reader: reader()) }

  /// Reads the content event by event.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    fileprivate var reader: EventReader

    /// The next event, or `nil` at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(APIError) -> ServerSentEvent? { try await reader.next() }
  }
}

/// What selects the case of a union without a tag of its own.
public enum EventTag: Sendable {
  /// The name of the event: `message` if the service gave it none.
  case event
}

extension ByteStream {
  /// The content as server-sent events whose data is JSON.
  ///
  /// - Parameters:
  ///   - type: The type of an event's data.
  ///   - end: The data that ends the events: `[DONE]`.
  public func events<Value: JSONDecodable & Sendable>(of type: Value.Type, end: String? = nil) -> EventStream<Value> {
    EventStream(response, end: end) { event, limits throws(JSONError) in
      try JSONReader.read(Value.self, from: event.content, limits: limits)
    }
  }

  /// The content as server-sent events whose data is JSON of a union that the event's name selects a case of.
  ///
  /// - Parameters:
  ///   - type: The union.
  ///   - end: The data that ends the events: `[DONE]`.
  ///   - tag: What selects the case.
  public func events<Union: TaggedUnion>(of type: Union.Type, end: String? = nil, tag: EventTag) -> EventStream<Union>
  where Union.JSONTag == String {
    EventStream(response, end: end) { event, limits throws(JSONError) in
      Union(try RawJSON(validating: event.content, limits: limits), tag: event.name)
    }
  }

  /// The content as server-sent events that a function decodes.
  ///
  /// - Parameters:
  ///   - end: The data that ends the events: `[DONE]`.
  ///   - decode: Makes the value of an event from its name and data.
  public func events<Value: Sendable>(
    end: String? = nil, decoding decode: @escaping @Sendable (ServerSentEvent) throws(JSONError) -> Value
  ) -> EventStream<Value> {
    EventStream(response, end: end) { event, _ throws(JSONError) in try decode(event) }
  }

  /// The content as server-sent events whose data is text.
  ///
  /// - Parameter end: The data that ends the events: `[DONE]`.
  public func textEvents(end: String? = nil) -> EventStream<String> {
    EventStream(response, end: end) { event, _ throws(JSONError) in event.data }
  }
}
