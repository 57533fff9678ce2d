@_spi(Generated) public import Tributary
@_spi(Generated) import TributaryJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Client {
  /// Options of a sync.
  public struct SyncOptions: Sendable {
    /// Whether to begin as a new device, so that everything is delivered once more and what no longer exists is deleted
    /// at the end. Needed only after a restore of the whole disk; a copied or restored database is detected.
    public var newDevice = false
    /// Whether to forget, at the end of this run, what keeps the result incomplete: unsettled objects, which the
    /// service could not deliver or does not know to be stored, items without an identifier, and refused keys.
    public var forgetFailures = false
    /// The account that the token belongs to, if the caller knows it. A database that holds another account is
    /// refused.
    public var account = ""
    /// The times and bounds of the protocol.
    public var tuning = SessionQueue.Tuning()
    /// Creates the UUID of a new device.
    public var drawDevice: @Sendable () -> String = { UUID().uuidString.lowercased() }

    /// The defaults.
    public init() {}
  }

  /// The record types that a sync brings.
  package static var syncedTypes: [RecordType] { QueuedRecord.all.map(\.type) }

  /// Syncs all records of the account into a store; later runs fetch only the changes. The token needs the scope
  /// `sync`.
  ///
  /// The result holds under ``Tributary/SessionQueue/assumptions``.
  ///
  /// ```swift
  /// let report = try await client.sync(into: store).run()
  /// ```
  public func sync(into store: any SyncStore, options: SyncOptions = SyncOptions()) -> SyncSequence {
    let key = StreamKey(
      service: Lead.recordType.service, baseURL: service.baseURL, account: options.account)
    let stream = SyncStream.sessionQueue(
      key: key, types: QueuedRecord.all.map(\.type), newDevice: options.newDevice,
      forgetFailures: options.forgetFailures, tuning: options.tuning, drawDevice: options.drawDevice,
      interpret: { SessionQueue.Item($0) }, send: send)
    return SyncSequence([stream], into: store, time: service.policy.time)
  }

  /// The same changes for a program that keeps the records itself: page by page, each acknowledged by the caller once
  /// it is stored.
  ///
  /// ```swift
  /// for try await event in client.changes(for: SessionQueueDevice(name: "a UUID of your own")) {
  ///   guard case .page(let page) = event else { continue }
  ///   try crm.apply(page.changes)
  ///   try await page.acknowledge()
  /// }
  /// ```
  public func changes(
    for device: SessionQueueDevice, tuning: SessionQueue.Tuning = SessionQueue.Tuning()
  ) -> SessionQueueChanges<SyncRecordData> {
    SessionQueueChanges(
      device: device, tuning: tuning, time: service.policy.time, interpret: { SessionQueue.Item($0) },
      decode: { type, payload in SyncRecordData(payload, tag: type) }, send: send)
  }

  @Sendable private func send(_ request: SessionQueue.Request) async throws(APIError) -> SessionQueue.Response {
    switch request {
    case .start(let device):
      let endpoint = Sync.start(device: device).replacing([
        .json(201, as: QueueSession.self, in: "data") { .session($0.session) },
        .nothing(204, giving: SessionQueue.Response.nothing),
      ])
      return try await service.send(endpoint)
    case .page(let device, let session):
      let endpoint = Sync.next(session: session, device: device).replacing([
        .json(200, as: QueuePage.self) { .page($0.page) },
        .nothing(204, giving: SessionQueue.Response.nothing),
      ])
      return try await send(endpoint) { $0 == 404 || $0 == 410 ? .gone : nil }
    case .acknowledge(let device, let keys):
      let body = Acknowledgement(acknowledgementKeys: keys)
      let endpoint = Sync.acknowledge(body, device: device)
        .replacing([.nothing(202, giving: SessionQueue.Response.accepted)])
      return try await send(endpoint) { [400, 413, 422].contains($0) ? .refused : nil }
    case .object(let record):
      guard let path = Self.paths[record.type] else { return .unavailable }
      let endpoint = Endpoint<SessionQueue.Response>(
        "sync.object", "GET", "/v2/\(path)/\(record.id)",
        responses: [
          .json(200, as: RawJSON.self, in: "data") {
            .object($0, problem: QueuedRecord.reading($0, as: record.type).problem)
          }
        ],
        errors: .json(ErrorList.self))
      return try await send(endpoint) { status in
        switch status {
        case 404: .missing
        case 401, 429: nil
        default: .unavailable
        }
      }
    }
  }

  /// Sends a request, treating some failures as responses.
  private func send(
    _ endpoint: Endpoint<SessionQueue.Response>, refusal: (Int) -> SessionQueue.Response?
  ) async throws(APIError) -> SessionQueue.Response {
    do throws(APIError) { return try await service.send(endpoint) } catch {
      guard case .status(let status) = error.reason, let response = refusal(status) else { throw error }
      return response
    }
  }

  /// The endpoint for one record of a type. Types that share a name across several resources are omitted, because a
  /// record not found in one of them may still exist.
  private static let paths = [
    "call": "calls", "contact": "contacts", "deal": "deals", "lead": "leads", "loss_reason": "loss_reasons",
    "note": "notes", "order": "orders", "product": "products", "tag": "tags", "task": "tasks",
    "text_message": "text_messages", "user": "users", "visit": "visits",
  ]
}

extension ErrorList: RateLimitReporting {
  /// Whether a 404 indicates rate limiting: its details then name `/429.json`.
  public var isRateLimited: Bool {
    errors.contains { $0.error.details?.contains("/429.json") ?? false }
  }
}
