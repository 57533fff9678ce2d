import Tributary

extension Duration {
  /// The duration for people, in the largest unit that gives two or more: `3 minutes`, `90 minutes`.
  var inWords: String {
    let seconds = Int(max(0, components.seconds))
    for (unit, length) in [("days", 86_400), ("hours", 3_600), ("minutes", 60)] where seconds >= 2 * length {
      return "\((seconds / length).grouped) \(unit)"
    }
    return seconds == 1 ? "1 second" : "\(seconds) seconds"
  }
}

extension Timestamp {
  /// How long ago the moment was: `3 minutes ago`.
  func age(at present: Timestamp) -> String {
    "\(Duration.seconds(present.secondsSince1970 - secondsSince1970).inWords) ago"
  }
}
