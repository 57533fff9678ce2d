import Foundation

/// Measures what the README claims, as ratios that hold on any machine, in one run.
@main
enum TributaryBenchmark {
  static func main() async {
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      if let measured = MeasuredProcess.inner(arguments) { exit(try measured.run()) }
      if let child = NetworkChild.inner(arguments) {
        try await child.run()
        exit(0)
      }
      exit(try await run(BenchmarkOptions(arguments)) ? 0 : 1)
    } catch {
      FileHandle.standardError.write(Data("tributary-benchmark: \(error)\n".utf8))
      exit(error is BenchmarkOptions.Misuse ? 2 : 1)
    }
  }

  /// Measures and reports; false when a threshold is missed.
  private static func run(_ options: BenchmarkOptions) async throws -> Bool {
    var report = Report(isJSON: options.isJSON)
    if options.parts.contains(.coding) {
      report.add(try CodingFigures.all())
      report.add(try FilterFigures.all())
    }
    if options.parts.contains(.generator) { report.add(try GeneratorFigures.all()) }
    if options.parts.contains(.network) { report.add(try await NetworkFigures.all()) }
    if options.parts.contains(.store) { report.add(try await StoreFigures.all(records: 1_000_000)) }
    if options.parts.contains(.sync) { report.add(try SyncFigures.all(records: options.records)) }
    if options.parts.contains(.compile) { report.add(try CompileFigures.all()) }
    if options.parts.contains(.fleet) {
      #if PostgreSQL
      report.add(try await FleetFigures.all())
      #else
      throw BenchmarkOptions.Misuse(description: "the part fleet needs a build with --traits PostgreSQL")
      #endif
    }
    if options.againstPython { report.add(try PythonFigures.all()) }
    report.finish()
    if let path = options.plot { try Plot(report.figures).svg.write(toFile: path, atomically: true, encoding: .utf8) }
    guard options.isChecked else { return true }
    let misses = try Thresholds.committed().misses(in: report.figures, measured: options.parts)
    for miss in misses { FileHandle.standardError.write(Data("missed: \(miss)\n".utf8)) }
    if misses.isEmpty, !options.isJSON { print("\nEvery threshold is met.") }
    return misses.isEmpty
  }
}
