import Tributary
import TributaryEmulator

/// An emulated service with a client for it, as the demo plays it.
protocol DemonstratedService {
  /// How the service is called, in a sentence.
  var title: String { get }
  /// How the service is called in the database.
  var name: String { get }
  /// What answers on loopback.
  var emulator: any EmulatedService { get }
  /// A command that shows the mirror to a person with `sqlite3`.
  var query: String { get }

  /// What the server holds now: the JSON of every record, as the server writes it.
  func snapshot() -> [RecordReference: String]
  /// Advances the server's clock while a number of records change.
  func change(_ count: Int)
  /// A sync of everything; with small pages there are more places to interrupt it.
  func sync(from baseURL: String, into store: any SyncStore, inSmallPages: Bool) -> SyncSequence
  /// Asks the mirror something, by type, and says it in lines.
  func findings(in store: any RecordReader) throws -> [String]
}
