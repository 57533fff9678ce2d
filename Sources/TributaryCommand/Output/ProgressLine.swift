import Tributary

/// What a progress bar says of a sync: how many records, how fast, and how long it will take.
///
/// It says so at most ten times a second: a first sync commits far more often, and drawing would slow it down.
struct ProgressLine {
  private static let pause = Duration.milliseconds(100)
  /// A rate that is measured over less than this says nothing.
  private static let shortest = Duration.seconds(1)

  private var begin: Duration?
  private var drawn: Duration?

  /// The line for a commit, or `nil` when the previous one was drawn a moment ago.
  mutating func text(of progress: SyncProgress, now: Duration) -> String? {
    let start = begin ?? now
    begin = start
    if let drawn, now - drawn < Self.pause { return nil }
    drawn = now
    let counts = progress.counts
    let records = counts.inserted + counts.updated + counts.unchanged + counts.deleted
    var parts = ["\(records.grouped) records"]
    let elapsed = now - start
    guard elapsed >= Self.shortest else { return parts[0] }
    let seconds = elapsed / .seconds(1)
    parts.append("\(Int(Double(records) / seconds).grouped)/s")
    if let fraction = progress.fraction, fraction > 0.01, fraction < 1 {
      parts.append("\(Self.span(seconds * (1 - fraction) / fraction)) left")
    }
    return parts.joined(separator: ", ")
  }

  /// `45 s`, `3 min`, `2 h 5 min`.
  private static func span(_ seconds: Double) -> String {
    guard seconds < 359_999 else { return "days" }
    let whole = Int(seconds.rounded(.up))
    if whole < 90 { return "\(whole) s" }
    let minutes = (whole + 30) / 60
    return minutes < 90 ? "\(minutes) min" : "\(minutes / 60) h \(minutes % 60) min"
  }
}

extension Int {
  /// The number with its digits in groups of three: `60,000`.
  var grouped: String {
    var text = ""
    for (place, digit) in String(magnitude).reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}
