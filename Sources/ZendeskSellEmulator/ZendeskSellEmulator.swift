public import Tributary
public import TributaryEmulator
import TributaryJSON

/// Zendesk Sell in memory: its REST resources, and the synchronization of devices by session, queue and
/// acknowledgement.
///
/// Undocumented behavior is a setting with a default of our choice, and everything random comes from a seed. Records
/// can be changed over REST as any client would, or from outside, as the service's other users would.
///
/// ```swift
/// let service = ZendeskSellEmulator(.init(records: 500, seed: 7))
/// let server = try LoopbackServer(service: service)
/// service.change(20)
/// service.adjust { $0.pageSize = 10 }
/// ```
public final class ZendeskSellEmulator: EmulatedService {
  /// The contents of a service and the callers it accepts.
  public typealias Configuration = EmulatedSell.Configuration
  /// An application that may have access tokens for a refresh token.
  public typealias Application = EmulatedSell.Application
  /// What the service does where its documentation is silent.
  public typealias Behavior = EmulatedSell.Behavior
  /// The response to a rate-limited request.
  public typealias RateLimitForm = EmulatedSell.RateLimitForm
  /// A record as callers name it.
  public typealias RecordKey = EmulatedSell.RecordKey
  /// How many requests of each kind came.
  public typealias RequestCounts = EmulatedSell.RequestCounts

  private let state: Locked<SellState>

  /// A service with its records.
  ///
  /// - Parameters:
  ///   - configuration: What it holds and whom it lets in.
  ///   - now: The clock, in seconds from 1970; by default one that starts on 2024-01-09 and moves with each request.
  public init(_ configuration: Configuration = Configuration(), now: (@Sendable () -> Int)? = nil) {
    var state = SellState(configuration, now: now)
    Seeder.seed(&state)
    self.state = Locked(state)
  }

  /// Responds to one request.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    state.withLock { state in
      Drift.change(&state, count: state.passTime())
      return Router.respond(to: request, in: &state)
    }
  }

  /// Changes what the service does where its documentation is silent.
  public func adjust(_ change: @Sendable (inout Behavior) -> Void) { state.withLock { change(&$0.behavior) } }

  /// Lets time pass.
  public func advance(seconds: Int) { state.withLock { $0.advance(seconds: seconds) } }

  /// Rate limits the next requests, whatever they are.
  public func rateLimit(next count: Int, as form: RateLimitForm = .emptyBody) {
    state.withLock { state in
      state.rateLimitedNext = max(0, count)
      state.rateLimitedNextForm = form
    }
  }

  /// Expires every issued access token.
  public func expireTokens() { state.withLock { $0.tokens?.expireAll() } }

  /// Ends every session. Later requests for one are refused as unknown.
  package func endSessions() { state.withLock { $0.sync.sessions.removeAll() } }

  /// Makes the next sessions fail to fetch some records. Each fails a given number of times and then comes as usual.
  public func fail(_ records: [RecordKey], times: Int = 1) {
    state.withLock { state in
      for key in records where times > 0 {
        if let place = state.database.place(key.type, key.id) { state.sync.failing[Int32(place)] = times }
      }
    }
  }
}

// The service's other users.
extension ZendeskSellEmulator {
  /// Changes records as the users of the service do: of ten changes, seven alter a record, two add one, one deletes
  /// one.
  @discardableResult
  public func change(_ count: Int) -> [RecordKey] { state.withLock { Drift.change(&$0, count: count) } }

  /// Alters attributes of records, chosen at random.
  @discardableResult
  public func update(_ count: Int) -> [RecordKey] { state.withLock { Drift.update(&$0, count: count) } }

  /// Adds records.
  @discardableResult
  public func create(_ count: Int) -> [RecordKey] { state.withLock { Drift.create(&$0, count: count) } }

  /// Deletes records, chosen at random.
  @discardableResult
  public func delete(_ count: Int) -> [RecordKey] { state.withLock { Drift.delete(&$0, count: count) } }

  /// Stores a record of any type as given, and lets that type go through the queue from now on.
  ///
  /// - Parameters:
  ///   - type: The record's type, such as `lead`.
  ///   - json: An object; its `id` is the record's identifier.
  /// - Returns: Its key, or `nil` if the text is not an object with an integer `id`.
  @discardableResult
  public func put(_ type: String, json: String) -> RecordKey? {
    guard let data = try? RawJSON(json), let id = (try? data.value())?["id"]?.int else { return nil }
    return state.withLock { state in
      state.database.queue(type)
      state.database.put(type, id, data, at: state.seconds)
      return RecordKey(type, id)
    }
  }

  /// Deletes a record. Nothing that belongs to it is deleted with it.
  public func remove(_ key: RecordKey) {
    state.withLock { $0.database.remove(key.type, key.id, at: $0.seconds) }
  }
}

// Inspection by tests.
extension ZendeskSellEmulator {
  /// What a mirror must contain in the end: the JSON of every record that goes through the queue, as the queue shows
  /// it, by type and identifier.
  public func snapshot() -> [String: [Int: String]] {
    state.withLock { state in
      var types: [String: [Int: String]] = [:]
      for record in state.database.records where !record.isDeleted && state.database.isQueued(record.type) {
        types[record.type, default: [:]][record.id] = QueueForm.data(record, in: state.database)?.text
      }
      return types
    }
  }

  /// How many records go through the queue.
  package var recordCount: Int {
    state.withLock { state in
      state.database.collections.reduce(0) { $0 + (state.database.isQueued($1.key) ? $1.value.ids.count : 0) }
    }
  }

  /// The devices that the service remembers.
  package var devices: Set<String> { state.withLock { Set($0.sync.devices.keys) } }

  /// The last keys that a device acknowledged, in order.
  package func acknowledgedKeys(of device: String) -> [String] {
    state.withLock { $0.sync.devices[device]?.keys ?? [] }
  }

  /// The number of issued access tokens.
  package var tokenCount: Int { state.withLock { $0.tokens?.count ?? 0 } }

  /// How many sessions are open.
  package var openSessionCount: Int { state.withLock { $0.sync.sessions.count { !$0.value.isDrained } } }

  /// How many requests of each kind came.
  public var counts: RequestCounts { state.withLock(\.counts) }
}
