/// A decoded response together with the HTTP response it was read from.
public struct Exchange<Response: Sendable>: Sendable {
  /// The response.
  public let value: Response
  /// The response as received. Its header fields are not redacted.
  public let response: HTTPResponse
  /// The time from the first byte sent to the last byte received, of the last attempt.
  public let duration: Duration
  /// How many requests were sent, redirects not counted.
  public let attempts: Int

  /// The service's time when it responded, from the `Date` header, or `nil`.
  public var serverDate: Timestamp? { response.headers["Date"].flatMap(HTTPDate.date).flatMap { Timestamp($0) } }
}
