public import TributaryJSON

/// Why a store could not perform a call.
///
/// Nothing was changed, with two exceptions. A commit with acknowledgements or an epoch may be in the database although
/// it threw, if only the note beside the database could not be written. After ``outcomeUnknown(_:)``, the commit may or
/// may not have been made. In both cases the commit was made completely or not at all, and applying it again is safe.
public enum StoreError: Error, Sendable, Equatable {
  /// Another run holds the stream.
  case streamIsBusy(StreamKey)
  /// The store holds the same service with another base URL or account. The value is that stream.
  case belongsToAnother(StreamKey)
  /// Another process kept the database locked for too long.
  case databaseIsBusy(path: String)
  /// The file is not a database of this kind or is damaged. The text says what was wrong.
  case notADatabase(path: String, String)
  /// The database was written by a newer version.
  case newerSchema(path: String, version: Int)
  /// No space is left.
  case diskFull(path: String)
  /// The file or its folder cannot be opened or written. The text is the reason.
  case notWritable(path: String, String)
  /// The file at the path is no longer the one that was opened. The text is the consequence.
  case replaced(path: String, String)
  /// A record is larger than the store can hold.
  case recordTooLarge(RecordReference, bytes: Int)
  /// A stored record does not match the model. It stays in the store as received.
  case undecodable(RecordReference, JSONError)
  /// A query asks for something that only its server understands.
  case unanswerable(FilterError)
  /// It is not clear which stream of a service will bring a record that is to be shown; with the reason.
  case noStream(service: String, String)
  /// The stream was closed.
  case closed
  /// The lock on the stream expired, and another run may hold it.
  case leaseLost(StreamKey)
  /// The connection broke during a commit, which may or may not have been made.
  case outcomeUnknown(StreamKey)
  /// The store is on another machine that cannot be reached. The text is the reason.
  case connectionLost(String)
  /// Any other failure, as the system describes it.
  case failed(path: String, String)
}

extension StoreError: CustomStringConvertible {
  /// What happened and what to do about it, in one sentence.
  public var description: String {
    switch self {
    case .streamIsBusy(let key):
      "Another run is syncing \(key.label); wait until it ends, or stop it."
    case .belongsToAnother(let key):
      "This database holds \(key.label); for another account or base URL use another database file, or delete this one "
        + "if nothing in it is needed."
    case .databaseIsBusy(let path):
      "Another program kept the database \(path) locked for too long; close it there, then try again."
    case .notADatabase(let path, let problem):
      "The file \(path) cannot be used as a database: \(problem); move it away, restore it, or choose another file."
    case .newerSchema(let path, let version):
      "The database \(path) has layout \(version), which a newer version of this software wrote; update to open it."
    case .diskFull(let path):
      "No space is left for the database \(path); free some, then try again. What was stored is safe."
    case .notWritable(let path, let reason):
      "The database \(path) cannot be opened for writing: \(reason); check the folder and its permissions."
    case .replaced(let path, let consequence):
      "The database \(path) was replaced or removed while it was in use: \(consequence)."
    case .recordTooLarge(let record, let bytes):
      "The \(record.type) \(record.id) has \(bytes) bytes, more than the store can hold; leave it out."
    case .undecodable(let record, let error):
      "The stored \(record.type) \(record.id) does not match the model: \(error); correct the spec; the record stays stored."
    case .unanswerable(let error):
      "The store cannot evaluate this query: \(error); query the server, or remove that part."
    case .noStream(let service, let reason):
      "The change of a record of \(service) cannot be shown: \(reason)."
    case .closed:
      "The stream was closed; open it again before using it."
    case .leaseLost(let key):
      "The lock on \(key.label) expired before the commit, so another run may hold it; sync again."
    case .outcomeUnknown(let key):
      "The connection broke while \(key.label) was being committed, so the commit may or may not have been made; "
        + "sync again: applying it twice does no harm."
    case .connectionLost(let reason):
      "The store cannot be reached: \(reason); check that it is running and reachable, then sync again."
    case .failed(let path, let reason):
      "The database \(path) failed: \(reason); try again, and check the disk if this persists."
    }
  }
}
