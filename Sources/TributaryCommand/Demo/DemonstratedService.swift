import Tributary
import TributaryEmulator

/// An emulated service with a client for it, as the demo plays it.
protocol DemonstratedService {
  /// The name of the service in a sentence.
  var title: String { get }
  /// The name of the service in the database.
  var name: String { get }
  /// The emulated service on loopback.
  var emulator: any EmulatedService { get }
  /// A query that shows the mirror in `sqlite3`.
  var query: String { get }

  /// The server's current contents: the JSON of every record, as the server writes it.
  func snapshot() -> [RecordReference: String]
  /// Advances the server's clock while a number of records change.
  func change(_ count: Int)
  /// A sync of everything. Small pages offer more places to interrupt it.
  func sync(from baseURL: String, into store: any SyncStore, inSmallPages: Bool) -> SyncSequence
  /// Queries the mirror with types, and returns the result as lines.
  func findings(in store: any RecordReader) throws -> [String]
}
