/// What happens to live records that were not delivered since the stream's epoch rose ("mark and sweep").
///
/// Each case holds the names of the record types that are meant; none at all means every type.
public enum Sweep: Sendable, Hashable {
  /// They stay as they are and are counted in ``CommitCounts/missing``.
  case count([String])
  /// They become tombstones.
  case delete([String])
}
