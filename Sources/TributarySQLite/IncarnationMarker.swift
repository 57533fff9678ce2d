import Tributary

/// What is noted beside the database about the latest commit with acknowledgements or an epoch.
struct IncarnationMarker: Equatable {
  /// The incarnation that the database had.
  var incarnation: String
  /// How many such commits it had seen.
  var generation: Int
  /// The file system's number of the database's file.
  var fileNumber: UInt64

  /// How the database stands to what was noted.
  enum Verdict: Equatable {
    /// It is the file that was noted, as it was noted.
    case same
    /// It is the file that was noted, one commit later: the process ended between commit and note.
    case oneAhead
    /// It is another file, an older one, or none that was noted.
    case another
  }

  /// Compares a database with what was noted beside it, `nil` where nothing was.
  static func verdict(
    incarnation: String, generation: Int, fileNumber: UInt64, noted: IncarnationMarker?
  ) -> Verdict {
    guard let noted, noted.incarnation == incarnation, noted.fileNumber == fileNumber else { return .another }
    if noted.generation == generation { return .same }
    return noted.generation < Int.max && noted.generation + 1 == generation ? .oneAhead : .another
  }
}

extension IncarnationMarker {
  /// The bytes of one note: a write of this size, at a multiple of this size, never touches two sectors of a disk.
  static let size = 512

  /// The note as text: words, their checksum, blanks, a line's end.
  var bytes: [UInt8] {
    let words = "tributary-stream 1 \(incarnation) \(generation) \(fileNumber)"
    let text = Array("\(words) \(Self.checksum(of: words))".utf8.prefix(Self.size - 1))
    return text + Array(repeating: UInt8(ascii: " "), count: Self.size - 1 - text.count) + [UInt8(ascii: "\n")]
  }

  /// Reads a note; `nil` when it was never written, was torn by a power cut, or is of another kind.
  init?(_ bytes: ArraySlice<UInt8>) {
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: { $0 == " " || $0 == "\n" })
    guard words.count == 6, words[0] == "tributary-stream", words[1] == "1",
      Self.checksum(of: words[..<5].joined(separator: " ")) == words[5],
      let generation = Int(words[3]), generation >= 0, let fileNumber = UInt64(words[4])
    else { return nil }
    self.init(incarnation: String(words[2]), generation: generation, fileNumber: fileNumber)
  }

  /// Enough against a write that was cut.
  private static func checksum(of text: String) -> String { String(Fingerprint.of(text), radix: 16) }
}
