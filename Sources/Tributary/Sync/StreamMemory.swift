import TributaryJSON

/// What a stream remembers in its checkpoint: the protocol's own memory, and whether rows without an identifier went to
/// quarantine and were not forgotten since.
struct StreamMemory<Memory: SyncMemory>: Sendable {
  /// `nil` before the protocol has something to remember.
  var memory: Memory?
  var hasUnidentified = false
  /// The text that is stored. Checkpoints are compared as texts, because equal times may be written with different
  /// digits.
  private var stored: String?

  private static var flag: String { "hasUnidentified" }

  init() {}

  /// Reads a checkpoint; `nil` if another version wrote it or it is not a checkpoint.
  init?(_ checkpoint: Checkpoint) {
    guard checkpoint.version == Memory.version,
      case .object(let fields)? = try? JSONReader.read(JSONValue.self, from: SharedBytes(checkpoint.text)),
      let memory = Memory(fields)
    else { return nil }
    self.memory = memory
    hasUnidentified = fields[Self.flag]?.bool ?? false
    stored = checkpoint.text
  }

  /// The checkpoint to store with the next commit, or `nil` when it would be the same.
  mutating func takeCheckpoint() -> Checkpoint? {
    guard var fields = memory?.fields else { return nil }
    if hasUnidentified { fields[Self.flag] = .bool(true) }
    let text = JSONWriter.bytes(of: JSONValue.object(fields)).text
    guard text != stored else { return nil }
    stored = text
    return Checkpoint(version: Memory.version, text: text)
  }
}
