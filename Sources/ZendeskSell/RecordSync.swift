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
  /// The result holds under ``/Tributary/SessionQueue/assumptions``.
  ///
  /// ```swift
  /// let report = try await client.sync(into: store).run()
  /// ```
  public func sync(into store: any SyncStore, options: SyncOptions = SyncOptions()) -> SyncSequence {
    let stream = SyncStream.sessionQueue(
      SyncSource(service, of: Lead.recordType, account: options.account), types: Self.syncedTypes,
      newDevice: options.newDevice, forgetFailures: options.forgetFailures, tuning: options.tuning,
      drawDevice: options.drawDevice, interpret: { SessionQueue.Item($0) }, endpoints: Self.queue)
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
      device: device, of: service, tuning: tuning, interpret: { SessionQueue.Item($0) },
      decode: { type, payload in SyncRecordData(payload, tag: type) }, endpoints: Self.queue)
  }

  private static let queue = SessionQueue.Endpoints(
    start: { Sync.start(device: $0).replacing(QueueSession.responses) },
    page: { Sync.next(session: $1, device: $0).replacing(QueuePage.responses) },
    acknowledge: { Sync.acknowledge(Acknowledgement(acknowledgementKeys: $1), device: $0).replacing([.nothing(202)]) },
    object: { QueuedRecord.endpoint($0) }, problem: { QueuedRecord.reading($0, as: $1).problem })
}

extension ErrorList: RateLimitReporting {
  /// Whether a 404 indicates rate limiting: its details then name `/429.json`.
  public var isRateLimited: Bool {
    errors.contains { $0.error.details?.contains("/429.json") ?? false }
  }
}
