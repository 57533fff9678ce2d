public import TributaryJSON

extension SuccessResponse {
  /// Content in any format as it arrives, made into the response.
  public static func bytes(_ status: some SuccessStatus, _ make: @escaping @Sendable (ByteStream) -> Response) -> Self {
    Self(status.statuses, mediaType: "*/*", .stream(make))
  }

  /// Lines of JSON as they arrive, made into the response.
  public static func lines<Line: JSONDecodable & Sendable>(
    _ status: some SuccessStatus, of type: Line.Type, end: String? = nil,
    _ make: @escaping @Sendable (LineStream<Line>) -> Response
  ) -> Self {
    bytes(status) { make($0.lines(of: type, end: end)) }
  }

  /// Lines of text as they arrive, made into the response.
  public static func textLines(
    _ status: some SuccessStatus, end: String? = nil, _ make: @escaping @Sendable (LineStream<String>) -> Response
  ) -> Self {
    bytes(status) { make($0.textLines(end: end)) }
  }

  /// Server-sent events with JSON as they arrive, made into the response.
  public static func events<Value: JSONDecodable & Sendable>(
    _ status: some SuccessStatus, of type: Value.Type, end: String? = nil,
    _ make: @escaping @Sendable (EventStream<Value>) -> Response
  ) -> Self {
    events(status) { make($0.events(of: type, end: end)) }
  }

  /// Server-sent events with JSON whose names select a union's case, as they arrive, made into the response.
  public static func events<Union: TaggedUnion>(
    _ status: some SuccessStatus, of type: Union.Type, end: String? = nil, tag: EventTag,
    _ make: @escaping @Sendable (EventStream<Union>) -> Response
  ) -> Self where Union.JSONTag == String {
    events(status) { make($0.events(of: type, end: end, tag: tag)) }
  }

  /// Server-sent events with text as they arrive, made into the response.
  public static func textEvents(
    _ status: some SuccessStatus, end: String? = nil, _ make: @escaping @Sendable (EventStream<String>) -> Response
  ) -> Self {
    events(status) { make($0.textEvents(end: end)) }
  }

  private static func events(_ status: some SuccessStatus, _ make: @escaping @Sendable (ByteStream) -> Response) -> Self
  {
    Self(status.statuses, mediaType: "text/event-stream", .stream(make))
  }
}

extension SuccessResponse where Response == ByteStream {
  /// Content in any format as it arrives.
  public static func bytes(_ status: some SuccessStatus) -> Self { bytes(status) { $0 } }
}

extension SuccessResponse {
  /// Lines of JSON as they arrive.
  public static func lines<Line: JSONDecodable & Sendable>(_ status: some SuccessStatus, end: String? = nil) -> Self
  where Response == LineStream<Line> {
    lines(status, of: Line.self, end: end) { $0 }
  }

  /// Server-sent events with JSON as they arrive.
  public static func events<Value: JSONDecodable & Sendable>(_ status: some SuccessStatus, end: String? = nil) -> Self
  where Response == EventStream<Value> {
    events(status, of: Value.self, end: end) { $0 }
  }

  /// Server-sent events with JSON whose names select a union's case, as they arrive.
  public static func events<Union: TaggedUnion>(_ status: some SuccessStatus, end: String? = nil, tag: EventTag) -> Self
  where Response == EventStream<Union>, Union.JSONTag == String {
    events(status, of: Union.self, end: end, tag: tag) { $0 }
  }
}

extension SuccessResponse where Response == LineStream<String> {
  /// Lines of text as they arrive.
  public static func textLines(_ status: some SuccessStatus, end: String? = nil) -> Self {
    textLines(status, end: end) { $0 }
  }
}

extension SuccessResponse where Response == EventStream<String> {
  /// Server-sent events with text as they arrive.
  public static func textEvents(_ status: some SuccessStatus, end: String? = nil) -> Self {
    textEvents(status, end: end) { $0 }
  }
}
