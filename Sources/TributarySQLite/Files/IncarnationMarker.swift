import Tributary

/// What is noted beside the database about the latest commit with acknowledgements or an epoch.
struct IncarnationMarker: Equatable {
  /// The incarnation that the database had.
  var incarnation: String
  /// How many such commits had been made to it.
  var generation: Int
  /// The number of the database's file in the file system.
  var fileNumber: UInt64

  /// How the database compares with what was noted.
  enum Verdict: Equatable {
    /// It is the noted file in the noted state.
    case same
    /// It is the noted file, one commit later: the process ended between commit and note.
    case oneAhead
    /// It is another file, an older state, or a file that was never noted.
    case another
  }

  /// Compares a database with the note beside it, which is `nil` if there is none.
  static func verdict(
    incarnation: String, generation: Int, fileNumber: UInt64, noted: IncarnationMarker?
  ) -> Verdict {
    guard let noted, noted.incarnation == incarnation, noted.fileNumber == fileNumber else { return .another }
    if noted.generation == generation { return .same }
    return noted.generation < Int.max && noted.generation + 1 == generation ? .oneAhead : .another
  }
}

extension IncarnationMarker {
  /// The size of one note in bytes. A write of this size, at a multiple of it, never touches two sectors of a disk.
  static let size = 512

  /// The note as text: words, their checksum, spaces and a newline.
  var bytes: [UInt8] {
    let words = "tributary-stream 1 \(incarnation) \(generation) \(fileNumber)"
    let text = Array("\(words) \(Self.checksum(of: words))".utf8.prefix(Self.size - 1))
    return text + Array(repeating: UInt8(ascii: " "), count: Self.size - 1 - text.count) + [UInt8(ascii: "\n")]
  }

  /// Reads a note; `nil` if it was never written, was torn by a power failure, or is of another kind.
  init?(_ bytes: ArraySlice<UInt8>) {
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "\n" })
    guard words.count == 6, words[0] == "tributary-stream", words[1] == "1",
      Self.checksum(of: words[..<5].joined(separator: " ")) == words[5],
      let generation = Int(words[3]), generation >= 0, let fileNumber = UInt64(words[4])
    else { return nil }
    self.init(incarnation: String(words[2]), generation: generation, fileNumber: fileNumber)
  }

  /// This is sufficient to detect a torn write.
  private static func checksum(of text: String) -> String { String(Fingerprint.of(text), radix: 16) }
}
