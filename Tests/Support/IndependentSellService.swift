public import Tributary
public import TributaryEmulator
import TributaryJSON

/// A second Zendesk Sell: the same documented service by somebody else.
///
/// The emulator and the SDK come from one house and could share a misunderstanding. This one keeps to what is
/// documented and differs in all the rest: `meta` before `data`, white space, other members, no links, often no `meta`
/// at all, session identifiers and keys of another form, 200 where the other answers 201 or 202. It is scripted: what
/// goes wrong, goes wrong at the same requests in every run.
///
/// ```swift
/// let service = IndependentSellService()
/// let server = try LoopbackServer(service: service)
/// // sync, then compare with service.expected; service.complaints says what the client did wrong
/// ```
public final class IndependentSellService: EmulatedService {
  /// Something that goes wrong.
  public enum Trouble: Sendable, CaseIterable {
    /// The first page of each session, and every third, is 200 without items.
    case emptyPages
    /// An acknowledgement takes effect only after the next session was asked for.
    case lateAcknowledgement
    /// The first item of each page comes again with the next page.
    case redelivery
    /// The first session is gone after two pages: 404.
    case vanishingSession
    /// Every seventh request is answered 429 without content.
    case rateLimiting
    /// The second and third request for a page are answered 404 with details that name `/429.json`.
    case disguisedRateLimiting
    /// One object cannot be fetched in the session that would bring it first.
    case failedObject
  }

  /// A record, by type and identifier.
  public struct Key: Sendable, Hashable {
    /// The type, such as `lead`.
    public var type: String
    /// The identifier.
    public var id: Int

    /// A key from its parts.
    public init(_ type: String, _ id: Int) {
      self.type = type
      self.id = id
    }
  }

  private let troubles: Set<Trouble>
  private let state: Locked<IndependentSellServiceState>

  /// A service with the records of the script, and a deletion of a record that nobody ever saw.
  public init(_ troubles: Set<Trouble> = Set(Trouble.allCases)) {
    self.troubles = troubles
    state = Locked(IndependentSellServiceState())
    for (type, id, json) in IndependentSellServiceScript.records { set(Key(type, id), json) }
    set(Key("lead", 777), nil)
  }

  /// Gives a record a new state; `nil` deletes it.
  ///
  /// - Parameter json: An object with its `id`.
  public func set(_ key: Key, _ json: String?) {
    state.withLock { $0.set(key, json) }
  }

  /// Names an object that no session can fetch, and the status that a call for the record itself is answered.
  public func failAlways(_ key: Key, status: Int) { state.withLock { $0.failingAlways[key] = status } }

  /// What a mirror must hold in the end: JSON by type and identifier.
  public var expected: [String: [Int: String]] {
    state.withLock { state in
      var types: [String: [Int: String]] = [:]
      for (key, record) in state.records { types[key.type, default: [:]][key.id] = record.json }
      return types
    }
  }

  /// What a client did that it should not.
  public var complaints: [String] { state.withLock(\.complaints) }

  /// Method and path of every request, in order.
  public var requests: [String] { state.withLock(\.requests) }

  /// Answers one request.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    state.withLock { state in
      IndependentSellServiceHandler(troubles: troubles, request: request).response(&state)
    }
  }
}
