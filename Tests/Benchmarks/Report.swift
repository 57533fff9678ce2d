import Foundation

/// One number that was measured.
struct Figure {
  /// What it is called in thresholds and in JSON: `decode/zendesk-sell-queue`.
  let key: String
  /// What it says, for people.
  let title: String
  let value: Double
  /// `times`, `allocations`, `MB`, `s`, `lines` or `records/s`.
  let unit: String
  var spread: ClosedRange<Double>?
  /// What it was made of.
  var detail = ""

  var text: String {
    switch unit {
    case "times": String(format: "%.1f times", value)
    case "s": String(format: "%.3f s", value)
    default: String(format: value < 100 ? "%.1f \(unit)" : "%.0f \(unit)", value)
    }
  }
}

/// Prints figures as they come: lines of a table, or objects.
struct Report {
  let isJSON: Bool
  private(set) var figures: [Figure] = []

  init(isJSON: Bool) {
    self.isJSON = isJSON
    if !isJSON { print("\(Self.pad("What", 52)) \(Self.pad("figure", 18)) \(Self.pad("spread", 14)) made of") }
  }

  mutating func add(_ new: [Figure]) {
    figures += new
    for figure in new { isJSON ? emit(figure) : show(figure) }
  }

  func finish() {
    guard !isJSON else { return }
    print("\nTimes are how many times as fast as the other, each measured in turns with it, in one run.")
  }

  private func show(_ figure: Figure) {
    let spread = figure.spread.map { String(format: "%.1f to %.1f", $0.lowerBound, $0.upperBound) } ?? ""
    print("\(Self.pad(figure.title, 52)) \(Self.pad(figure.text, 18)) \(Self.pad(spread, 14)) \(figure.detail)")
  }

  private func emit(_ figure: Figure) {
    var object: [String: Any] = [
      "key": figure.key, "title": figure.title, "value": figure.value, "unit": figure.unit, "detail": figure.detail,
    ]
    if let spread = figure.spread { object["spread"] = [spread.lowerBound, spread.upperBound] }
    guard let data = try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys) else { return }
    print(String(decoding: data, as: UTF8.self))
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
