extension Duration {
  /// The duration for people, in the largest unit of which there are at least two: `3 minutes`.
  var inWords: String {
    let seconds = max(0, components.seconds)
    for (unit, length) in [("days", Int64(86_400)), ("hours", 3_600), ("minutes", 60)] where seconds >= 2 * length {
      return "\(seconds / length) \(unit)"
    }
    return seconds == 1 ? "1 second" : "\(seconds) seconds"
  }
}
