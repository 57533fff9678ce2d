/// What the command line asks for.
struct BenchmarkOptions {
  /// What can be measured by itself.
  enum Part: String, CaseIterable { case coding, generator, network, store, sync, compile, fleet }

  /// A command line that cannot be understood.
  struct Misuse: Error, CustomStringConvertible {
    var description: String
  }

  static let usage = """
    USAGE: swift run -c release tributary-benchmark [OPTIONS]

      --only PART          coding, generator, network, store, sync, compile or fleet; may be repeated. By default
                           coding, generator and sync; fleet needs the trait PostgreSQL
      --records N,M        how many records the two syncs of each service bring; 10000,100000 by default
      --against-python     also measure msgspec, orjson and the official Zendesk Sell client, in Python
      --check              fail when a committed threshold is missed
      --json               one JSON object a line
      --plot FILE          draw the ratios into an SVG file
    """

  var parts: Set<Part> = [.coding, .generator, .sync]
  var records = [10_000, 100_000]
  var againstPython = false
  var isChecked = false
  var isJSON = false
  var plot: String?

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    var only: Set<Part> = []
    while let argument = rest.popFirst() {
      switch argument {
      case "--only":
        let name = try Self.value(of: argument, &rest)
        guard let part = Part(rawValue: name) else { throw Misuse(description: "there is no part \"\(name)\"") }
        only.insert(part)
      case "--records":
        let numbers = try Self.value(of: argument, &rest).split(separator: ",").map { Int($0) ?? 0 }
        guard !numbers.isEmpty, numbers.allSatisfy({ $0 > 0 }) else {
          throw Misuse(description: "--records takes numbers above 0, such as 10000,1000000")
        }
        records = numbers
      case "--against-python": againstPython = true
      case "--check": isChecked = true
      case "--json": isJSON = true
      case "--plot": plot = try Self.value(of: argument, &rest)
      case "--help", "-h": throw Misuse(description: Self.usage)
      default: throw Misuse(description: "there is no option \"\(argument)\"\n\n\(Self.usage)")
      }
    }
    if !only.isEmpty { parts = only }
  }

  private static func value(of option: String, _ rest: inout ArraySlice<String>) throws -> String {
    guard let value = rest.popFirst() else { throw Misuse(description: "\(option) needs a value") }
    return value
  }
}
