public import Tributary
public import TributaryEmulator
import TributaryJSON

/// My Azur in memory: folders of documents with changing statuses, and lookups of participants.
///
/// It has the two documented endpoints and, for tests of signing in, the two Firebase calls that return a token.
/// Undocumented behavior is a setting: whether the boundary of a list is exclusive, how late a change becomes visible,
/// whether a list is capped. Everything random comes from a seed.
///
/// ```swift
/// let service = MyAzurEmulator(.init(records: 200, seed: 7))
/// let server = try LoopbackServer(service: service)
/// service.moveStatuses(10)
/// ```
public final class MyAzurEmulator: EmulatedService {
  /// The settings of a service.
  public struct Configuration: Sendable {
    /// The folder that holds the documents.
    public var folder = 5
    /// How many documents there are at first; about two thirds of them received.
    public var records = 200
    /// The seed of everything random.
    public var seed: UInt64 = 1
    /// The only accepted bearer token, or `nil` for any.
    public var token: String?
    /// Whether a change at exactly the requested time is omitted.
    package var isBoundaryExclusive = true
    /// The longest list, or `nil` for no cap.
    package var cap: Int?
    /// Seconds until a change becomes visible in lists.
    package var commitLag = 0
    /// Seconds that pass between two requests of the simulated clock.
    public var secondsPerRequest = 1
    /// After how many seconds of the clock a document's status moves by itself; `nil` for never.
    public var secondsPerChange: Int?
    /// Seconds by which the clock of the documents is ahead of the `Date` header, as for a server in another zone.
    package var zoneOffset = 0
    /// The code for every unregistered identifier. It is invented, because the real one is not documented.
    package var codeOfUnregistered = "EMULATED_UNREGISTERED"
    /// The identifiers that are on the network, as `scheme:identifier`.
    public var registered: Set<String> = ["9938:LU01010101", "0208:0123456789"]

    /// The defaults.
    public init(records: Int = 200, seed: UInt64 = 1, folder: Int = 5) {
      self.records = records
      self.seed = seed
      self.folder = folder
    }
  }

  let configuration: Configuration
  private let state: Locked<MyAzurState>

  /// A service with its documents.
  ///
  /// - Parameters:
  ///   - configuration: The settings.
  ///   - now: The clock, in seconds from 1970; by default one that starts on 2024-01-09 and moves with each request.
  public init(_ configuration: Configuration = Configuration(), now: (@Sendable () -> Int)? = nil) {
    self.configuration = configuration
    state = Locked(MyAzurState(configuration, now: now))
  }

  /// Responds to one request.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    state.withLock { state in
      state.passTime()
      return Router(configuration: configuration).respond(to: request, in: &state)
    }
  }

  /// Moves the statuses of random documents, and adds a new document for every tenth.
  public func moveStatuses(_ count: Int) {
    state.withLock { $0.change(count) }
  }

  /// Lets time pass.
  public func advance(seconds: Int) { state.withLock { $0.advance(seconds: seconds) } }

  /// Removes a document without a trace in lists.
  public func remove(id: Int) { state.withLock { $0.documents[id] = nil } }

  /// The JSON of every document, as a list would show it, by identifier.
  public func snapshot() -> [Int: String] {
    state.withLock { state in state.documents.mapValues { JSONWriter.bytes(of: $0).text } }
  }

  /// The number of list requests.
  package var listCount: Int { state.withLock(\.listCount) }

  /// Expires every issued token, so that the next call gets a 401.
  public func expireTokens() { state.withLock { $0.tokens.removeAll() } }
}
