/// Stands in for a text where many must be remembered in little memory, or a text must be known for cut.
package enum Fingerprint {
  /// FNV-1a: the same in every process, so that a run can be replayed.
  package static func of(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
