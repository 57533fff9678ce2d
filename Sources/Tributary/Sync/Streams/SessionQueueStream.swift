public import TributaryJSON

extension SessionQueue {
  /// The calls of a service with a session queue.
  public struct Endpoints: Sendable {
    /// Starts a session for a device; `nil` in the response if there is nothing to deliver.
    public var start: @Sendable (_ device: String) -> Endpoint<Session?>
    /// Delivers the next page of a session; `nil` in the response if the session is at its end.
    public var page: @Sendable (_ device: String, _ session: String) -> Endpoint<Page?>
    /// Acknowledges changes by their keys.
    public var acknowledge: @Sendable (_ device: String, _ keys: [String]) -> Endpoint<Void>
    /// Returns one object; `nil` for a type that has no such call.
    public var object: @Sendable (RecordReference) -> Endpoint<RawJSON>?
    /// Why an object of a type does not decode, or `nil` when it does.
    public var problem: @Sendable (_ object: RawJSON, _ type: String) -> String?

    /// The calls from their parts. Without `object`, unsettled objects stay so until the queue delivers them.
    public init(
      start: @escaping @Sendable (_ device: String) -> Endpoint<Session?>,
      page: @escaping @Sendable (_ device: String, _ session: String) -> Endpoint<Page?>,
      acknowledge: @escaping @Sendable (_ device: String, _ keys: [String]) -> Endpoint<Void>,
      object: @escaping @Sendable (RecordReference) -> Endpoint<RawJSON>? = { _ in nil },
      problem: @escaping @Sendable (_ object: RawJSON, _ type: String) -> String? = { _, _ in nil }
    ) {
      self.start = start
      self.page = page
      self.acknowledge = acknowledge
      self.object = object
      self.problem = problem
    }

    /// Sends a request. A session that is not found is gone, content that is not accepted is refused, and an object
    /// that is not found does not exist. Other failures to fetch an object leave it unsettled, unless the whole run
    /// fails.
    @Sendable func send(_ request: Request, to service: ServiceClient) async throws(APIError) -> Response {
      do throws(APIError) {
        switch request {
        case .start(let device): return try await service.send(start(device)).map { .session($0) } ?? .nothing
        case .page(let device, let session):
          return try await service.send(page(device, session)).map { .page($0) } ?? .nothing
        case .acknowledge(let device, let keys):
          try await service.send(acknowledge(device, keys))
          return .accepted
        case .object(let record):
          guard let endpoint = object(record) else { return .unavailable }
          let content = try await service.send(endpoint)
          return .object(content, problem: problem(content, record.type))
        }
      } catch {
        guard let status = error.refusal, let response = request.response(to: status) else { throw error }
        return response
      }
    }
  }
}

extension SessionQueue.Request {
  /// The response that a status stands for; `nil` for a failure.
  fileprivate func response(to status: Int) -> SessionQueue.Response? {
    switch (self, status) {
    case (.page, 404), (.page, 410): .gone
    case (.acknowledge, 400), (.acknowledge, 413), (.acknowledge, 422): .refused
    case (.object, 404): .missing
    case (.object, 401), (.object, 429): nil
    case (.object, _): .unavailable
    case (.start, _), (.page, _), (.acknowledge, _): nil
    }
  }
}

extension SyncStream {
  /// A stream by ``SessionQueue``, from the service's calls.
  ///
  /// - Parameters:
  ///   - source: The service, and the stream's name in the store.
  ///   - types: The record types that it may deliver.
  ///   - newDevice: Whether to begin as a new device.
  ///   - forgetFailures: Whether to give up, at the end of the run, what keeps the result incomplete.
  ///   - tuning: Times and bounds.
  ///   - drawDevice: Creates the name of a new device, at random and never the same twice.
  ///   - interpret: Reads what the protocol needs to know about an item; a pure function.
  ///   - endpoints: The service's calls.
  public static func sessionQueue(
    _ source: SyncSource, types: [RecordType], newDevice: Bool = false, forgetFailures: Bool = false,
    tuning: SessionQueue.Tuning = SessionQueue.Tuning(), drawDevice: @escaping @Sendable () -> String,
    interpret: @escaping @Sendable (RawJSON) -> SessionQueue.Item, endpoints: SessionQueue.Endpoints
  ) -> SyncStream {
    .sessionQueue(
      key: source.key, types: types, newDevice: newDevice, forgetFailures: forgetFailures, tuning: tuning,
      drawDevice: drawDevice, interpret: interpret
    ) { request async throws(APIError) in try await endpoints.send(request, to: source.service) }
  }
}

extension SessionQueueChanges {
  /// Changes for a device, from the service's calls.
  ///
  /// - Parameters:
  ///   - device: The device, and what its consumer remembers of earlier sequences.
  ///   - service: The client of the service.
  ///   - tuning: Times and bounds.
  ///   - interpret: Reads what the protocol needs to know of an item; a pure function.
  ///   - decode: Makes the typed record of an upsert, from its type and its JSON, or `nil` if it does not decode.
  ///   - endpoints: The service's calls.
  public init(
    device: SessionQueueDevice, of service: ServiceClient, tuning: SessionQueue.Tuning = SessionQueue.Tuning(),
    interpret: @escaping @Sendable (RawJSON) -> SessionQueue.Item,
    decode: @escaping @Sendable (_ type: String, _ payload: RawJSON) -> Record?, endpoints: SessionQueue.Endpoints
  ) {
    self.init(device: device, tuning: tuning, time: service.policy.time, interpret: interpret, decode: decode) {
      request async throws(APIError) in try await endpoints.send(request, to: service)
    }
  }
}
