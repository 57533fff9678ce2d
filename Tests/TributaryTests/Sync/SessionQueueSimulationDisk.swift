@testable import Tributary

/// A database, the note beside it, and what of them survives a power cut.
///
/// What is stored, and how a transaction changes it, is ``MemoryStore``'s. The note follows the rules of the store in a
/// file: it says which commit of those that are noted was the latest, and opening compares.
struct SessionQueueSimulationDisk {
  struct Note: Equatable {
    var incarnation: String
    var generation: Int
  }

  /// Everything that can be copied, lost or put back.
  struct Contents {
    var database = MemoryContents()
    /// How many commits that are noted the database saw.
    var generation = 0
    var note: Note?

    var stream: MemoryContents.Stream? { database.streams.first }
  }

  static let key = StreamKey(service: "test", baseURL: "http://localhost")

  private(set) var contents = Contents()
  /// The latest state that is durable, and those after it; empty when the present one is.
  private var survivors: [Contents] = []
  private var incarnations = 0
  /// Whether a commit is durable when it returns, and whether opening compares. A store without either is a mistake.
  var synchronizes = true
  var comparesNote = true

  /// Opens the stream as a store does: what looks like a copy becomes another incarnation.
  mutating func open() throws -> StreamState {
    incarnations += 1
    let place = try contents.database.hold(Self.key) { "incarnation \(incarnations)" }
    contents.database.streams[place].isHeld = false
    let incarnation = contents.database.streams[place].incarnation
    // One ahead of the note: the process died between commit and note.
    let isNoted =
      contents.note.map { $0.incarnation == incarnation && 0...1 ~= contents.generation - $0.generation } ?? false
    if !isNoted, comparesNote {
      contents.database.renew("incarnation \(incarnations)", at: place)
      contents.generation = max(contents.generation, contents.note?.generation ?? 0) + 1
    }
    noteGeneration()
    return contents.database.streams[place].state
  }

  mutating func commit(_ transaction: StreamTransaction) -> CommitCounts {
    change(isDurable: transaction.durable || transaction.raisesGeneration) { contents in
      if transaction.raisesGeneration { contents.generation += 1 }
      return contents.database.apply(transaction, at: 0).counts
    }
  }

  /// Writes the note that follows a commit.
  mutating func noteGeneration() {
    change(isDurable: true) { contents in
      contents.note = contents.stream.map { Note(incarnation: $0.incarnation, generation: contents.generation) }
    }
  }

  private mutating func change<Output>(isDurable: Bool, _ body: (inout Contents) -> Output) -> Output {
    if isDurable, synchronizes {
      survivors = []
      return body(&contents)
    }
    if survivors.isEmpty { survivors = [contents] }
    // The log is moved into the database now and then, which makes the oldest of it durable.
    if survivors.count > 6 { survivors.removeFirst() }
    defer { survivors.append(contents) }
    return body(&contents)
  }

  /// Loses what was not durable, or a part of it.
  mutating func cutPower(keeping number: Int) {
    guard !survivors.isEmpty else { return }
    contents = survivors[number % survivors.count]
    survivors = []
  }

  /// Puts an older database back, with the note or without.
  mutating func restore(_ copy: Contents, withNote: Bool) {
    let note = contents.note
    contents = copy
    if !withNote { contents.note = note }
    survivors = []
  }

  mutating func loseNote() {
    contents.note = nil
    survivors = []
  }
}
