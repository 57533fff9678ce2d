public import TributaryJSON

/// The decisions of a sync protocol: what to request, how to handle a response, and when a stream is up to date.
///
/// A protocol is a value without clock, network or store, so everything that decides whether a record can be lost can
/// run in a simulation. It returns one ``SyncStep`` after another. The engine around it stores rows in batches, commits
/// them together with what the protocol remembers, puts rows that it cannot identify into quarantine, and holds back
/// sweeps while one of those may be a record that seems to be gone.
///
/// <doc:YourOwnProtocol> shows one in full.
public protocol SyncProtocol: Sendable {
  /// A request to the server.
  associatedtype Request: Sendable
  /// The server's response to a request. Failures that the protocol can handle are responses.
  associatedtype Response: Sendable
  /// What is remembered from run to run.
  associatedtype Memory: SyncMemory

  /// Begins a run.
  ///
  /// - Parameters:
  ///   - memory: What the last commit remembered, or `nil` before the first.
  ///   - state: The rest of the stream's state: outbox, failures, incarnation.
  mutating func begin(_ memory: Memory?, _ state: StreamState) -> SyncStep<Self>

  /// Handles the response to the last request; `nil` for one that does not belong to it, which ends the run as
  /// incomplete.
  mutating func receive(_ response: Response) -> SyncStep<Self>?

  /// Reads a row of the last step. Each row comes once, in the order of the list.
  mutating func read(_ row: RawJSON, of type: String) -> SyncRow

  /// Continues after ``SyncStep/Next/whenRead`` and ``SyncStep/Next/whenStored``.
  mutating func proceed(_ defects: RowDefects) -> SyncStep<Self>

  /// Receives what a commit did; a step with many rows has several. By default it does nothing.
  mutating func recordCommit(_ counts: CommitCounts)

  /// Notes for the end of the run. By default none.
  func remarks() -> [SyncNote]
}

extension SyncProtocol {
  /// What happens next in the sync.
  public typealias Step = SyncStep<Self>

  /// Nothing.
  public mutating func recordCommit(_ counts: CommitCounts) {}
  /// None.
  public func remarks() -> [SyncNote] { [] }
}

/// What a protocol remembers from run to run, as members of a JSON object.
public protocol SyncMemory: Sendable {
  /// The version of the members. A checkpoint of another version ends the run before the first request.
  static var version: Int { get }
  /// Reads the members; `nil` for what no run has written.
  init?(_ fields: JSONFields)
  /// The members. The name `hasUnidentified` is the engine's.
  var fields: JSONFields { get }
}
