extension Duration {
  /// The duration for people, in the largest unit that gives two or more: `3 minutes`, `90 minutes`.
  var inWords: String {
    let seconds = max(0, components.seconds)
    for (unit, length) in [("days", Int64(86_400)), ("hours", 3_600), ("minutes", 60)] where seconds >= 2 * length {
      return "\(seconds / length) \(unit)"
    }
    return seconds == 1 ? "1 second" : "\(seconds) seconds"
  }
}
