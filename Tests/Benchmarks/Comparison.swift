/// Two ways to do the same, measured in turns so that whatever slows the machine slows both.
struct Comparison {
  /// How many times as fast ours is, in the round that lies in the middle.
  let ratio: Double
  /// The ratios between which four of five rounds lie.
  let spread: ClosedRange<Double>
  /// The middle time of one run, in seconds.
  let ours: Double
  /// The middle time of one run, in seconds.
  let theirs: Double

  init(rounds: Int = 21, ours: () throws -> Void, theirs: () throws -> Void) rethrows {
    // Long enough that the clock does not matter, which also warms everything up.
    let runs = (ours: try Self.runs(filling: 0.03, ours), theirs: try Self.runs(filling: 0.03, theirs))
    var samples: [(ours: Double, theirs: Double)] = []
    for _ in 0..<rounds {
      samples.append((try Self.time(runs.ours, ours), try Self.time(runs.theirs, theirs)))
    }
    let ratios = samples.map { $0.theirs / $0.ours }.sorted()
    ratio = ratios[rounds / 2]
    spread = ratios[rounds / 10]...ratios[rounds - 1 - rounds / 10]
    self.ours = samples.map(\.ours).sorted()[rounds / 2]
    self.theirs = samples.map(\.theirs).sorted()[rounds / 2]
  }

  private static func runs(filling seconds: Double, _ body: () throws -> Void) rethrows -> Int {
    var runs = 1
    while true {
      let time = try time(runs, body) * Double(runs)
      if time >= seconds { return runs }
      runs *= 2
    }
  }

  private static func time(_ runs: Int, _ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    for _ in 0..<runs { try body() }
    let duration = start.duration(to: clock.now).components
    return (Double(duration.seconds) + Double(duration.attoseconds) / 1e18) / Double(runs)
  }
}

/// Keeps a value from being optimized away.
@inline(never) func keep<Value>(_ value: Value) {}
