public import TributaryJSON

/// One call of an API as a value: the request, and how its response is read.
///
/// ```swift
/// let endpoint = Endpoint<Discovery>(
///   "discoveries.create", "POST", "/folders/\(5)/discoveries", body: .json(request), responses: [.json(200)])
/// let discovery = try await service.send(endpoint)
/// ```
public struct Endpoint<Response: Sendable>: Sendable {
  /// The request.
  public var request: EndpointRequest
  /// The possible successes, in order. Another status from 200 to 299 is read like the first.
  ///
  /// A status from 300 to 399 among them is returned instead of followed.
  public var responses: [SuccessResponse<Response>]
  /// How the content of an error response is read.
  public var errors: ErrorModel?
  /// What marks a response with a status of success as a failure.
  public var failure: FailureMark?

  /// An endpoint from its parts.
  ///
  /// - Parameters:
  ///   - operation: The name in errors and logs: `documents.list`.
  ///   - method: The HTTP method in capitals.
  ///   - path: The path under the base URL, beginning with a slash.
  ///   - query: The query, in order.
  ///   - headers: Header fields of this endpoint.
  ///   - body: The content.
  ///   - responses: The possible successes, at least one.
  ///   - errors: How the content of an error response is read.
  ///   - failure: What marks a response with a status of success as a failure.
  ///   - retry: When the request may be repeated after a failure.
  ///   - baseURL: Another base URL than the client's.
  ///   - bodyLimit: The size of the largest accepted response, in bytes, where the client's limit is too large.
  ///   - sendsCredentials: Whether the client's credential is added.
  ///   - takesPrefix: Whether the path begins with the client's prefix.
  public init(
    _ operation: String, _ method: String, _ path: EndpointPath, query: [RequestItem] = [],
    headers: [RequestItem] = [], body: EndpointBody? = nil, responses: [SuccessResponse<Response>],
    errors: ErrorModel? = nil, failure: FailureMark? = nil, retry: RetryClass = .byMethod,
    baseURL: String? = nil, bodyLimit: Int? = nil, sendsCredentials: Bool = true, takesPrefix: Bool = true
  ) {
    request = EndpointRequest(
      operation: operation, method: method, path: path, query: query, headers: headers, body: body, retry: retry,
      baseURL: baseURL, bodyLimit: bodyLimit, sendsCredentials: sendsCredentials, takesPrefix: takesPrefix)
    self.responses = responses
    self.errors = errors
    self.failure = failure
  }

  /// An endpoint with one success.
  public init(
    _ operation: String, _ method: String, _ path: EndpointPath, query: [RequestItem] = [],
    headers: [RequestItem] = [], body: EndpointBody? = nil, response: SuccessResponse<Response>,
    errors: ErrorModel? = nil, failure: FailureMark? = nil, retry: RetryClass = .byMethod,
    baseURL: String? = nil, bodyLimit: Int? = nil, sendsCredentials: Bool = true, takesPrefix: Bool = true
  ) {
    self.init(
      operation, method, path, query: query, headers: headers, body: body, responses: [response], errors: errors,
      failure: failure, retry: retry, baseURL: baseURL, bodyLimit: bodyLimit, sendsCredentials: sendsCredentials,
      takesPrefix: takesPrefix)
  }

  /// The same call with its content read as another type: as raw JSON, as a model with more fields.
  ///
  /// The content is unwrapped as before. Responses without content do not count among its successes.
  public func decoding<Other: JSONDecodable & Sendable>(as type: Other.Type) -> Endpoint<Other> {
    replacing(responses.filter(\.hasContent).map { .json($0.statuses, as: type, in: $0.key) { $0 } })
  }

  /// The same call with its content left undecoded, whatever its format. A stream is read as a whole.
  public var raw: Endpoint<SharedBytes> {
    replacing(
      responses.map { response in
        SuccessResponse(
          response.statuses, hasContent: response.hasContent, mediaType: response.mediaType,
          .whole { bytes, _ throws(JSONError) in bytes })
      })
  }

  /// The same call with its successes read another way.
  public func replacing<Other>(_ responses: [SuccessResponse<Other>]) -> Endpoint<Other> {
    Endpoint<Other>(request: request, responses: responses, errors: errors, failure: failure)
  }

  /// The same call with its lists of records left unread.
  var leavingRecordsUnread: Endpoint {
    replacing(
      responses.map { response in
        guard case .whole(let read) = response.reading else { return response }
        return SuccessResponse(
          response.statuses, hasContent: response.hasContent, key: response.key, mediaType: response.mediaType,
          .whole { bytes, limits throws(JSONError) in
            var limits = limits
            limits.leavesRecordsUnread = true
            return try read(bytes, limits)
          })
      })
  }

  /// What it accepts, by its responses.
  var mediaTypes: String {
    var types: [String] = []
    for case let type? in responses.map(\.mediaType) where !types.contains(type) { types.append(type) }
    return types.isEmpty ? "application/json" : types.joined(separator: ", ")
  }

  /// How the response with a status is read. An undeclared one is read like the first.
  func response(to status: Int) -> SuccessResponse<Response>? {
    // One status goes before a range.
    responses.filter { $0.statuses.contains(status) }.min { $0.statuses.count < $1.statuses.count } ?? responses.first
  }

  private init(
    request: EndpointRequest, responses: [SuccessResponse<Response>], errors: ErrorModel?, failure: FailureMark?
  ) {
    self.request = request
    self.responses = responses
    self.errors = errors
    self.failure = failure
  }
}

/// The part of an endpoint that does not depend on its response.
public struct EndpointRequest: Sendable, Equatable {
  /// The name in errors and logs: `documents.list`.
  public var operation: String
  /// The HTTP method in capitals.
  public var method: String
  /// The path under the base URL.
  public var path: EndpointPath
  /// The query, in order.
  public var query: [RequestItem]
  /// Header fields of this endpoint.
  public var headers: [RequestItem]
  /// The content.
  public var body: EndpointBody?
  /// When the request may be repeated after a failure.
  public var retry: RetryClass
  /// Another base URL than the client's.
  public var baseURL: String?
  /// The size of the largest accepted response, in bytes.
  public var bodyLimit: Int?
  /// Whether the client's credential is added.
  public var sendsCredentials = true
  /// Whether the path begins with the client's prefix. It never does under a base URL of the endpoint's own.
  public var takesPrefix = true

  /// The path and query as they are sent.
  package var target: String {
    let query = query.compactMap(\.encoded).joined(separator: "&")
    return query.isEmpty ? path.text : path.text + "?" + query
  }
}

/// When a request may be retried after a failure that may have reached the service.
public enum RetryClass: Sendable {
  /// If its method is idempotent: GET, HEAD, PUT, DELETE, OPTIONS.
  case byMethod
  /// Always: the service guarantees that a repeated request does no harm.
  case always
  /// Never.
  case never
}
