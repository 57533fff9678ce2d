import Foundation

/// The figures that must hold on any machine, as committed.
struct Thresholds: Decodable {
  struct Bound: Decodable {
    var key: String
    var atLeast: Double?
    var atMost: Double?
    /// Where the bound comes from.
    var why: String
  }

  var bounds: [Bound]

  static func committed() throws -> Thresholds {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "thresholds.json")
    return try JSONDecoder().decode(Thresholds.self, from: Data(contentsOf: file))
  }

  /// What does not hold, in sentences. A bound whose figure was to be measured and is not there is missed too.
  func misses(in figures: [Figure], measured parts: Set<BenchmarkOptions.Part>) -> [String] {
    bounds.compactMap { bound in
      guard let figure = figures.first(where: { $0.key == bound.key }) else {
        return part(of: bound.key).map(parts.contains) ?? false ? "\(bound.key) was not measured" : nil
      }
      if let least = bound.atLeast, figure.value < least {
        return "\(figure.title): \(figure.text), at least \(least) is promised (\(bound.why))"
      }
      if let most = bound.atMost, figure.value > most {
        return "\(figure.title): \(figure.text), at most \(most) is promised (\(bound.why))"
      }
      return nil
    }
  }

  /// With what a figure is measured; `nil` where it cannot be.
  private func part(of key: String) -> BenchmarkOptions.Part? {
    switch key.prefix(while: { $0 != "/" }) {
    case "generator": .generator
    case "compile": .compile
    case "network": .network
    case "store": .store
    case "fleet": .fleet
    case "allocations": AllocationCount.isPossible ? .coding : nil
    case "sync", "memory", "memory-growth": .sync
    default: .coding
    }
  }
}
