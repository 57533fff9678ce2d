public import Tributary
public import TributaryEmulator
import TributaryJSON

/// The Sharespine Integration Platform in memory: records of a tenant, to be searched, listed and created.
///
/// It evaluates filters with code of its own. Undocumented behavior is a setting with a default of our choice, and
/// everything random comes from a seed.
///
/// ```swift
/// let service = SharespineEmulator(.init(records: 500, seed: 7))
/// let server = try LoopbackServer(service: service)
/// service.change(20)
/// service.adjust { $0.pageCap = 10 }
/// ```
public final class SharespineEmulator: EmulatedService {
  /// Members of a record that only the service sets.
  static let reservedNames: Set<String> = [
    "href", "localId", "remoteId", "remoteIdMap", "remoteRefMap", "created", "lastModified",
  ]

  private let connection: String
  private let state: Locked<SharespineState>

  /// A service with its records.
  ///
  /// - Parameters:
  ///   - configuration: What it holds and whom it lets in.
  ///   - now: The clock, in seconds from 1970; by default one that starts on 2024-01-09 and moves with each request.
  public init(_ configuration: Configuration = Configuration(), now: (@Sendable () -> Int)? = nil) {
    connection = configuration.connectionID
    state = Locked(SharespineState(configuration, now: now))
  }

  /// Responds to one request.
  public func respond(to request: HTTPRequest) -> HTTPResponse {
    state.withLock { state in
      state.passTime()
      return Router(request: request).respond(in: &state)
    }
  }

  /// Changes what the service does where its documentation is silent.
  public func adjust(_ change: @Sendable (inout Behavior) -> Void) { state.withLock { change(&$0.behavior) } }

  /// Lets time pass.
  public func advance(seconds: Int) { state.withLock { $0.advance(seconds: seconds) } }
}

// The service's other users.
extension SharespineEmulator {
  /// Changes records as the users of the service do: of ten changes, seven alter a record, two add one, one deletes
  /// one.
  ///
  /// - Returns: The local ids of what was changed.
  @discardableResult
  public func change(_ count: Int) -> [String] {
    state.withLock { state in (0..<max(0, count)).compactMap { _ in state.change() } }
  }

  /// Alters records of a type, chosen at random.
  @discardableResult
  public func update(_ count: Int, of type: RecordType) -> [String] {
    state.withLock { state in (0..<max(0, count)).compactMap { _ in state.alter(type) } }
  }

  /// Adds records of a type.
  @discardableResult
  public func create(_ count: Int, of type: RecordType) -> [String] {
    state.withLock { state in (0..<max(0, count)).compactMap { _ in state.add(type) } }
  }

  /// Deletes records of a type, chosen at random; they come as deleted from then on.
  @discardableResult
  public func delete(_ count: Int, of type: RecordType) -> [String] {
    state.withLock { state in (0..<max(0, count)).compactMap { _ in state.delete(type) } }
  }

  /// Stores a record as given, or alters the one with this local id.
  ///
  /// - Parameters:
  ///   - type: Its type.
  ///   - localID: Its local id.
  ///   - json: An object with the record's own members. `remoteId` is its id at the first connection; other members
  ///     that only the service sets are skipped.
  ///   - modified: The stamp of the change in seconds from 1970; by default now. It may lie in the future.
  /// - Returns: Whether the text is an object.
  @discardableResult
  public func put(_ type: RecordType, localID: String, json: String, modified: Int? = nil) -> Bool {
    guard case .object(let fields)? = try? RawJSON(json).value() else { return false }
    state.withLock { state in
      var record =
        state.tables[type]?.records[localID]
        ?? Record(type: type, localID: localID, created: state.seconds, lastModified: state.seconds)
      record.isDeleted = false
      record.fields = [:]
      for (name, value) in fields where !Self.reservedNames.contains(name) { record.fields[name] = value }
      record.remoteIDs[connection] = fields["remoteId"]?.string
      state.put(record, stamp: modified)
    }
    return true
  }

  /// Deletes a record; it comes as deleted from then on.
  public func delete(_ type: RecordType, localID: String) {
    state.withLock { state in
      guard var record = state.tables[type]?.records[localID] else { return }
      record.isDeleted = true
      state.put(record)
    }
  }

  /// Removes a record without a trace.
  public func remove(_ type: RecordType, localID: String) { state.withLock { $0.tables[type]?.forget(localID) } }
}

// Inspection by tests.
extension SharespineEmulator {
  /// What a mirror must contain in the end: the JSON of every record that is not deleted, as the first connection sees
  /// it, by local id. Changes that are not visible yet are part of it.
  public func snapshot(of type: RecordType) -> [String: String] {
    snapshot(of: type) { !$0.isDeleted }
  }

  /// The JSON of every deleted record that is still delivered, as the first connection sees it, by local id.
  public func deleted(of type: RecordType) -> [String: String] { snapshot(of: type) { $0.isDeleted } }

  private func snapshot(of type: RecordType, where holds: (Record) -> Bool) -> [String: String] {
    state.withLock { state in
      let look = state.behavior.deletedLook
      return (state.tables[type]?.records ?? [:]).filter { holds($0.value) }
        .mapValues { JSONWriter.bytes(of: $0.json(for: connection, deletedLook: look)).text }
    }
  }

  /// How many records there are, deleted ones included.
  package var recordCount: Int { state.withLock(\.recordCount) }

  /// The service's clock, in seconds from 1970.
  package var seconds: Int { state.withLock(\.seconds) }

  /// The last log events that came, as received.
  public var events: [String] { state.withLock { $0.events.map(\.text) } }

  /// The code names of the tenants that were created.
  public var tenants: Set<String> { state.withLock { Set($0.tenants.keys) } }

  /// How many requests of each kind came.
  public var counts: RequestCounts { state.withLock(\.counts) }
}
