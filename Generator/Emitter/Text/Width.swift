extension StringProtocol {
  /// How many characters wide the text is on a page. Of ASCII they are counted without looking for their bounds.
  var width: Int { utf8.withContiguousStorageIfAvailable { $0.allSatisfy { $0 < 0x80 } } ?? false ? utf8.count : count }
}
