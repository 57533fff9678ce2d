public import TributaryJSON

/// The decisions of a sync protocol: what to ask for, what to make of an answer, and when a stream is up to date.
///
/// A protocol is a value without clock, network and store, so that everything that decides whether a record can be lost
/// runs in a simulation. It is asked for one ``SyncStep`` after the other. The engine around it stores rows in batches,
/// keeps them and what the protocol remembers in the same commits, puts rows that it cannot tell apart into quarantine,
/// and holds back sweeps while one of those may be a record that seems to be gone.
///
/// <doc:YourOwnProtocol> shows one in full.
public protocol SyncProtocol: Sendable {
  /// A question to the server.
  associatedtype Request: Sendable
  /// What the server said to one. Failures that the protocol knows how to take are answers.
  associatedtype Response: Sendable
  /// What is remembered from run to run.
  associatedtype Memory: SyncMemory

  /// Begins a run.
  ///
  /// - Parameters:
  ///   - memory: What the last commit remembered, or `nil` before the first.
  ///   - state: The stream otherwise: outbox, failures, incarnation.
  mutating func begin(_ memory: Memory?, _ state: StreamState) -> SyncStep<Self>

  /// Takes the answer to the last request; `nil` for one that does not belong to it, which ends the run as incomplete.
  mutating func take(_ response: Response) -> SyncStep<Self>?

  /// Reads a row of the last step. Each row comes once, in the order of the list.
  mutating func read(_ row: RawJSON, of type: String) -> SyncRow

  /// Goes on behind ``SyncStep/Next/whenRead`` and ``SyncStep/Next/whenStored``.
  mutating func proceed(_ defects: RowDefects) -> SyncStep<Self>

  /// Learns what a commit did. A step with many rows has several. By default nothing.
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
  /// The version of the members. A checkpoint of another version ends the run before anything is asked.
  static var version: Int { get }
  /// Reads the members; `nil` for what no run has written.
  init?(_ fields: JSONFields)
  /// The members. The name `hasUnidentified` is the engine's.
  var fields: JSONFields { get }
}
