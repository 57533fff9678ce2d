/// One stream to synchronize: what it is called, the protocol that drives it, and how to ask the server.
///
/// The handwritten part of an SDK makes these; ``SyncSequence`` runs them.
public struct SyncStream<Machine: SyncMachine>: Sendable {
  /// The stream's name in the store.
  public var key: StreamKey
  /// The record types that it may bring.
  public var types: [RecordType]
  /// The protocol, before its first event.
  public var machine: Machine
  /// Sends one request to the server. Failures that the protocol knows how to take are answers; others are thrown.
  public var ask: @Sendable (Machine.Request) async throws(APIError) -> Machine.Answer

  /// A stream from its parts.
  public init(
    key: StreamKey, types: [RecordType], machine: Machine,
    ask: @escaping @Sendable (Machine.Request) async throws(APIError) -> Machine.Answer
  ) {
    self.key = key
    self.types = types
    self.machine = machine
    self.ask = ask
  }
}
